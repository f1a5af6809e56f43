"""Clients that send slowly, read slowly, or do nothing at all."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.hostile.conftest import LIMITS, Door, opened, proper

HEAD = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
LONG = 6.0  # seconds in which something has to end that has one second

HALF = {
    "half a line": (b"GET /hea", 408),
    "a line": (b"GET /health HTTP/1.1\r\n", 408),
    "half a header": (b"GET /health HTTP/1.1\r\nHost: a\r\nX: ", 408),
    "no body": (HEAD + b"Content-Length: 6\r\n\r\n", 408),
    "half a body": (HEAD + b"Content-Length: 6\r\n\r\nASK", 408),
    "half a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK", 408),
    "no last chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n", 408),
    "half a trailer": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\nX: ", 408),
    "half a body elsewhere": (b"POST /status HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc", 408),
}


@pytest.mark.parametrize(("sent", "status"), HALF.values(), ids=HALF)
def test_who_stops_in_the_middle_is_cut_off(door: Door, sent: bytes, status: int) -> None:
    wire = door.server.wire()
    with wire.socket:
        began = time.monotonic()
        answer = proper(wire.send(sent).answer())
        assert answer.status == status
        assert time.monotonic() - began < LONG
        assert wire.rest() == b""


@pytest.mark.parametrize("start", [b"GET /health HTTP/1.1\r\nX: ", HEAD + b"Content-Length: 6000\r\n\r\n"])
def test_who_sends_byte_by_byte_gains_nothing(door: Door, start: bytes) -> None:
    wire = door.server.wire()
    with wire.socket:
        wire.send(start)
        began = time.monotonic()
        wire.socket.settimeout(0.1)
        received = b""
        while not received and time.monotonic() - began < LONG:
            try:
                wire.send(b"a")
                received = wire.socket.recv(2**16)
            except TimeoutError:
                continue
        assert received.startswith(b"HTTP/1.1 408")


def test_who_says_nothing_is_not_answered(door: Door) -> None:
    wire = door.server.wire()
    with wire.socket:
        assert wire.rest() == b""


def test_who_leaves_half_an_answer_holds_nothing(door: Door) -> None:
    """A client that does not read is cut, and the connection with it."""
    wire = door.server.wire(receive_buffer=4096)
    with wire.socket:
        query = b"SELECT * { ?s ?p ?o } LIMIT 3000"
        wire.send(HEAD + b"Content-Length: %d\r\n\r\n" % len(query) + query)
        wire.send((HEAD + b"Content-Length: %d\r\n\r\n" % len(query) + query) * 20)
        began = time.monotonic()
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(door.query, "ASK {}").result().status == 200
        while time.monotonic() - began < LONG:
            try:
                wire.socket.send(b"\r\n")
            except OSError:
                return
            time.sleep(0.05)  # nothing tells that the other side has closed before something is sent
        pytest.fail("the connection stays open")


def test_five_hundred_who_do_nothing_disturb_nobody(door: Door) -> None:
    with ExitStack() as idle:
        for _ in range(500):
            idle.enter_context(door.server.wire().socket)
        took = []
        for _ in range(20):
            began = time.monotonic()
            assert door.query("ASK {}").status == 200
            took.append(time.monotonic() - began)
        assert sorted(took)[10] < 1


def test_a_hundred_who_leave_at_once_leave_nothing_behind(door: Door) -> None:
    query = b"SELECT * { ?s ?p ?o } LIMIT 3000"
    sent = HEAD + b"Content-Length: %d\r\n\r\n" % len(query) + query
    for _ in range(100):
        wire = door.server.wire()
        wire.send(sent)
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset
        wire.socket.close()
    assert door.query("ASK {}").status == 200


def test_pipelines_have_an_end(door: Door) -> None:
    wire = door.server.wire()
    with wire.socket:
        wire.send(100 * b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        statuses: list[int] = []
        while not statuses or statuses[-1] == 200:
            statuses.append(wire.answer().status)
        assert statuses[-1] == 429


FROM = "127.0.0.1"


@pytest.fixture(scope="module")
def counted(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A server that believes a proxy on this machine, so that clients have addresses that count."""
    folder = tmp_path_factory.mktemp("counted")
    options = ("--trusted-proxies", FROM, "--read-only")
    with opened(folder, few_acts_path, *options, requests_per_second=1, burst=5) as running:
        yield running


def test_who_asks_too_often_is_told_when_to_come_again(counted: Door) -> None:
    answers = [counted.get("/health", "X-Forwarded-For: 192.0.2.1") for _ in range(10)]
    assert [answer.status for answer in answers[:5]] == 5 * [200]
    assert {answer.status for answer in answers[7:]} == {429}
    assert counted.get("/health", "X-Forwarded-For: 192.0.2.2").status == 200
    forged = counted.get("/health", "X-Forwarded-For: 192.0.2.9, 192.0.2.1")
    assert forged.status == 429


def test_limits_are_told_before_anybody_meets_them(door: Door) -> None:
    told = door.get("/limits", "Accept: application/json").body.decode()
    assert all(name in told for name in LIMITS)
