"""Heads of requests: what is no HTTP, what is too large, and what two servers would read in two ways."""

import pytest

from tests.connection.conftest import HOST, Server

POST = b"POST /status HTTP/1.1\r\n" + HOST
REFUSED = {
    "no host": (b"GET /health HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET /health HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
    "a host that is none": (b"GET /health HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    "a host with a path": (b"GET /health HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    "a host with a user": (b"GET /health HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
    "a space before the colon": (b"GET /health HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    "a folded header": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n", 400),
    "a header without a name": (b"GET /health HTTP/1.1\r\n" + HOST + b": b\r\n\r\n", 400),
    "a header without a colon": (b"GET /health HTTP/1.1\r\n" + HOST + b"nothing\r\n\r\n", 400),
    "a name with brackets": (b"GET /health HTTP/1.1\r\n" + HOST + b"X(): b\r\n\r\n", 400),
    "a zero byte": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n", 400),
    "a lone line feed": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\nY: b\r\n\r\n", 400),
    "a lone carriage return": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\rY: b\r\n\r\n", 400),
    "bytes in the address": (b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a control in the address": (b"GET /a\x01b HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a space in the address": (b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "no address": (b"GET HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "HTTP/2.0 as 1": (b"GET /health HTTP/2.0\r\n" + HOST + b"\r\n", 505),
    "HTTP/0.9": (b"GET /health\r\n\r\n", 505),
    "an unknown method": (b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "a method in lower case": (b"get /health HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "CONNECT": (b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "two lengths": (POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    "different lengths": (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    "a list of lengths": (POST + b"Content-Length: 3, 3\r\n\r\nabc", 400),
    "a signed length": (POST + b"Content-Length: +3\r\n\r\nabc", 400),
    "an endless length": (POST + b"Content-Length: 99999999999999999999999\r\n\r\nabc", 400),
    "length and chunks": (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunks and length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400),
    "chunks twice": (POST + 2 * b"Transfer-Encoding: chunked\r\n" + b"\r\n0\r\n\r\n", 400),
    "chunks and identity": (
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        400,
    ),
    "chunks in HTTP/1.0": (b"POST /status HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "another coding": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "an unknown expectation": (POST + b"Expect: 200-ok\r\nContent-Length: 3\r\n\r\n", 417),
    "a long address": (b"GET /health?" + b"a" * 2**14 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "an address without end": (b"GET /" + b"a" * 300_000, 414),
    "a large header": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 2**15 + b"\r\n\r\n", 431),
    "a header without end": (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 300_000, 431),
    "many headers": (b"GET /health HTTP/1.1\r\n" + HOST + 100 * b"X: a\r\n" + b"\r\n", 431),
    "empty lines without end": (b"\r\n" * 50_000, 431),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_a_faulty_head_is_refused_and_the_connection_ends(server: Server, sent: bytes, status: int) -> None:
    wire = server.wire()
    with wire.socket:
        answer = wire.send(sent).answer()
        assert (answer.status, answer.headers["connection"]) == (status, "close"), answer.body
        assert answer.problem
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert wire.rest() == b""
    assert server.get("/health").status == 200


TAKEN = {
    "1.0 without host": b"GET /health HTTP/1.0\r\n\r\n",
    "an address of the whole": b"GET http://localhost/health HTTP/1.1\r\n" + HOST + b"\r\n",
    "an IPv6 host": b"GET /health HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
    "an empty host": b"GET /health HTTP/1.1\r\nHost:\r\n\r\n",
    "empty lines before": b"\r\n\r\nGET /health HTTP/1.1\r\n" + HOST + b"\r\n",
    "many headers": b"GET /health HTTP/1.1\r\n" + HOST + 99 * b"X: a\r\n" + b"\r\n",
    "a long address": b"GET /sparql?query=ASK%7B%7D%23" + b"a" * 16_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in a header": b"GET /health HTTP/1.1\r\n" + HOST + b"X: \xff\xfe\r\n\r\n",
    "another protocol": b"GET /health HTTP/1.1\r\n"
    + HOST
    + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
}


@pytest.mark.parametrize("sent", TAKEN.values(), ids=TAKEN)
def test_what_is_allowed_is_answered(server: Server, sent: bytes) -> None:
    assert server.ask(sent).status == 200


def test_a_body_survives_the_wish_for_another_protocol(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
    head += b"Content-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
    wire = server.wire()
    with wire.socket:
        whole = wire.send(head + b"ASK {}").answer()
        in_pieces = wire.send(head).send(b"ASK {}").answer()
        assert [each.status for each in (whole, in_pieces)] == [200, 200]
        assert b"true" in in_pieces.body


def test_head_is_refused_without_a_body(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        answer = wire.send(b"HEAD /health HTTP/1.1\r\n\r\n").answer(head=True)
        assert answer.status == 400
        assert wire.rest() == b""


def test_a_head_may_come_byte_by_byte(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        for byte in b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n":
            wire.send(bytes([byte]))
        assert wire.answer().status == 200


def test_what_was_asked_before_a_faulty_request_is_answered_first(server: Server) -> None:
    wire = server.wire()
    good = b"GET /status?state=RUS&treaty=rome-statute HTTP/1.1\r\n" + HOST + b"\r\n"
    with wire.socket:
        wire.send(good + good + b"GET /health HTTP/1.1\r\n\r\n" + good)
        assert [wire.answer().status for _ in range(3)] == [200, 200, 400]
        assert wire.rest() == b""


def test_one_connection_does_not_queue_without_end(server: Server) -> None:
    wire = server.wire()
    with wire.socket:
        wire.send(40 * (b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"))
        answers = [wire.answer() for _ in range(34)]
        assert [answer.status for answer in answers] == 33 * [200] + [429]
        assert answers[-1].headers["retry-after"] == "1"


def test_trailers_do_not_become_headers(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n"
    chunks = b"6\r\nASK {}\r\n0\r\nContent-Type: application/sparql-query\r\n\r\n"
    assert server.ask(head + b"\r\n" + chunks).status == 415


@pytest.mark.parametrize("filler", [b"X: " + b"a" * 600_000, b"X: a\r\n" * 100_000])
def test_trailers_are_bounded(server: Server, filler: bytes) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
    assert server.ask(head + filler).status in {415, 431}


def test_a_chunk_that_is_none_is_refused(server: Server) -> None:
    head = b"POST /status HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = server.ask(head + b"0x3\r\nabc\r\n0\r\n\r\n")
    assert (answer.status, answer.problem) == (400, "bad-request")
