"""Clients that send slowly, read slowly, or do nothing: each is cut, and the others are served."""

import contextlib
import socket
import time

import pytest

from tests.connection.conftest import HOST, Limited, Server

QUICK = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
WITH_BODY = b"POST /status HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n"


def test_a_head_that_does_not_end_is_cut(limited: Limited) -> None:
    with limited() as server:
        for before in (0, 1):
            wire = server.wire()
            with wire.socket:
                for _ in range(before):
                    assert wire.send(QUICK).answer().status == 200
                started = time.monotonic()
                answer = wire.send(b"GET /health HTTP/1.1\r\nHost: ").answer()
                assert (answer.status, answer.problem) == (408, "request-too-slow")
                assert wire.rest() == b""
                assert 0.4 < time.monotonic() - started < 5


def test_a_head_that_trickles_is_cut(limited: Limited) -> None:
    with limited() as server:
        wire = server.wire()
        with wire.socket, contextlib.suppress(ConnectionError):
            wire.socket.settimeout(0.1)
            received = b""
            for number in range(50):
                wire.send(f"X{number}: a\r\n".encode() if number else QUICK[:-2])
                with contextlib.suppress(TimeoutError):
                    received += wire.socket.recv(1000)
                if received:
                    break
            assert received.startswith(b"HTTP/1.1 408 ")
            assert 3 < number < 49


@pytest.mark.parametrize("sent", [b"", QUICK, b"\r\n"])
def test_a_connection_that_does_nothing_is_closed(limited: Limited, sent: bytes) -> None:
    with limited() as server:
        wire = server.wire()
        with wire.socket:
            wire.send(sent)
            assert wire.rest().count(b"HTTP/1.1 200 OK") == (sent == QUICK)


def test_a_client_that_does_not_read_is_cut(limited: Limited) -> None:
    with limited() as server:
        wire = server.wire(receive_buffer=4096)
        with wire.socket:
            wire.send(20 * (b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"))
            deadline = time.monotonic() + 15
            while connections(server) > 0:
                assert time.monotonic() < deadline, "the connection is still open"


def connections(server: Server) -> int:
    """Established connections of the server, as the system counts them (proc(5), net/tcp: state 01)."""
    port = int(server.url.rpartition(":")[2])
    with open("/proc/net/tcp", encoding="ascii") as table:  # noqa: PTH123 - no file of ours
        rows = [line.split() for line in table.readlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "01" for row in rows)


def test_a_body_that_is_not_sent_is_not_waited_for_without_end(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        answer = wire.send(WITH_BODY + b"Connection: close\r\n\r\n").socket
        answer.settimeout(0.2)
        with pytest.raises(TimeoutError):
            answer.recv(1)
    assert server.get("/health").status == 200


def test_half_a_body_and_a_client_that_leaves_harm_nobody(server: Server) -> None:
    for _ in range(20):
        wire = server.wire()
        wire.send(WITH_BODY + b"\r\nabc")
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        wire.socket.close()
    assert server.get("/health").status == 200
