"""The server is asked to end while it works: it is gone within five seconds, and leaves no process behind."""

import signal
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.connection.conftest import HOST, Server, Wire, started

RUNAWAY = "ASK { ?a ?b ?c . ?d ?e ?f . FILTER (STRLEN(CONCAT(STR(?a), STR(?d))) < 0) }"  # needs no memory


def asked(query: str) -> bytes:
    return b"GET /sparql?query=" + quote(query).encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n"


def running(server: Server, number: int) -> None:
    """Return when so many queries run."""
    deadline = time.monotonic() + 20
    while f'"running":{number}'.encode() not in server.get("/ready").body:
        assert time.monotonic() < deadline


def children(process: int) -> set[int]:
    """The processes that a process has started (proc(5))."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}


def until_gone(processes: set[int]) -> bool:
    deadline = time.monotonic() + 5
    while remaining := {each for each in processes if Path(f"/proc/{each}/cmdline").exists()}:
        if time.monotonic() > deadline:
            return not remaining
    return True


@pytest.mark.parametrize("signals", [1, 2])
def test_it_ends_soon_under_load(packaged_path: Path, signals: int) -> None:
    with started(packaged_path, workers=2) as server:
        workers = children(server.process.pid)
        assert len(workers) >= 2
        idle, half, runaway, unread = (server.wire() for _ in range(4))
        half.send(b"GET /health HTTP/1.1\r\nHost")
        unread.send(8 * (b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"))
        runaway.send(asked(RUNAWAY))
        running(server, 1)
        ordinary = [server.wire().send(asked("SELECT * { ?s ?p ?o } LIMIT 1000")) for _ in range(3)]
        began = time.monotonic()
        for _ in range(signals):
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.2)  # so that two signals are two
        if signals == 1:
            assert [wire.answer().status for wire in ordinary] == [200] * 3
            with pytest.raises(ConnectionRefusedError):
                server.wire()
        server.process.wait(timeout=20)
        took = time.monotonic() - began
        assert (took < 8, took < 3) == (True, signals == 2), took  # 4.3 s where nothing else runs
        assert server.process.returncode == 0
        assert until_gone(workers)
        for wire in (idle, half, runaway, unread, *ordinary):
            end(wire)


def end(wire: Wire) -> None:
    """The connection is closed."""
    with wire.socket:
        wire.rest()


def test_who_is_ended_with_its_query_is_told_so(packaged_path: Path) -> None:
    with started(packaged_path) as server:
        runaway = server.wire().send(asked(RUNAWAY))
        running(server, 1)
        server.process.send_signal(signal.SIGTERM)
        with runaway.socket:
            answer = runaway.answer()
            assert (answer.status >= 400, answer.headers["connection"]) == (True, "close")
            assert answer.problem
            assert runaway.rest() == b""


def test_what_is_asked_as_it_ends_is_answered(packaged_path: Path) -> None:
    with started(packaged_path) as server:
        kept, new = server.wire(), server.wire()
        assert kept.send(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n").answer().status == 200
        server.process.send_signal(signal.SIGTERM)
        for wire in (new, kept):
            answer = wire.send(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n").answer()
            assert answer.status == 200
        while "connection" not in answer.headers:  # it takes the server a moment to see the signal
            answer = kept.send(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n").answer()
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        end(kept)
        end(new)


def test_an_idle_server_ends_at_once(packaged_path: Path) -> None:
    with started(packaged_path) as server:
        wire = server.wire()
        assert wire.send(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n").answer().status == 200
        began = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        server.process.wait(timeout=20)
        assert time.monotonic() - began < 5
        end(wire)
