"""Bodies: of any method, in any coding, never more than the limit, and never against the rules of HTTP."""

import pytest

from tests.connection.conftest import HOST, Server

MOST = 2**20


def head(method: str, target: str, *lines: str) -> bytes:
    text = "".join(f"{line}\r\n" for line in (f"{method} {target} HTTP/1.1", *lines))
    return text.encode() + HOST + b"\r\n"


@pytest.mark.parametrize("target", ["/health", "/status", "/no-such-page", "/static/mark.svg"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "QUERY"])
def test_a_body_that_declares_too_much_is_refused_unread(server: Server, method: str, target: str) -> None:
    wire = server.wire()
    with wire.socket:
        answer = wire.send(head(method, target, f"Content-Length: {MOST + 1}")).answer()
        assert (answer.status, answer.problem) == (413, "body-too-large")
        assert answer.headers["connection"] == "close"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert wire.rest() == b""


@pytest.mark.parametrize(
    ("method", "status"), [("GET", 200), ("POST", 413), ("QUERY", 413), ("PUT", 405), ("DELETE", 405)]
)
def test_what_is_answered_before_its_body_came_ends_the_connection(
    server: Server, method: str, status: int
) -> None:
    lines = ("Content-Type: application/sparql-query", f"Content-Length: {MOST + 1}")
    wire = server.wire()
    with wire.socket:
        answer = wire.send(head(method, "/sparql", *lines)).answer()
        assert (answer.status, answer.headers["connection"]) == (status, "close")
        assert wire.send(b"a" * 2**16).rest() == b""


def test_who_asks_before_sending_is_told_no(server: Server) -> None:
    answer = server.ask(head("POST", "/status", f"Content-Length: {MOST + 1}", "Expect: 100-continue"))
    assert answer.status == 413


def test_who_asks_before_sending_may_send(server: Server) -> None:
    lines = ("Content-Type: application/sparql-query", "Content-Length: 6", "Expect: 100-continue")
    wire = server.wire()
    with wire.socket:
        assert wire.send(head("POST", "/sparql", *lines)).answer().status == 100
        assert wire.send(b"ASK {}").answer().status == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_chunks_beyond_the_limit_are_refused_and_the_answer_arrives(server: Server, method: str) -> None:
    wire = server.wire()
    chunk = b"10000\r\n" + b"a" * 2**16 + b"\r\n"
    with wire.socket:
        wire.send(head(method, "/status", "Transfer-Encoding: chunked") + 17 * chunk)
        answer = wire.answer()
        assert (answer.status, answer.problem) == (413, "body-too-large")


def test_a_client_that_goes_on_sending_can_read_why_it_should_not(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        wire.send(head("POST", "/status", "Content-Length: 8000000"))
        wire.send(b"a" * 8_000_000)
        assert wire.answer().status == 413


def test_a_body_that_nobody_needs_is_read_and_the_connection_goes_on(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        sent = head("GET", "/health", "Content-Length: 100000") + b"a" * 100_000
        assert [wire.send(sent).answer().status for _ in range(3)] == [200] * 3


def test_an_answer_is_never_streamed_to_http_1_0(server: Server) -> None:
    for target in (
        b"/health",
        b"/panel?treaty=rome-statute&from=2016&until=2016&format=csv",
        b"/openapi.json",
    ):
        wire = server.wire()
        with wire.socket:
            answer = wire.send(b"GET " + target + b" HTTP/1.0\r\n\r\n").answer()
            assert (answer.status, answer.headers["connection"]) == (200, "close")
            assert int(answer.headers["content-length"]) == len(answer.body) > 0
            assert "transfer-encoding" not in answer.headers
            assert wire.rest() == b""
