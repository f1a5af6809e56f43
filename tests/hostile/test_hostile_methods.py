"""Methods, bodies whose length is in doubt, and requests inside of requests."""

import pytest

from tests.hostile.conftest import Door, bearer, proper

HOST = b"Host: localhost\r\n"
KNOWN_NOWHERE = ("TRACE", "PROPFIND", "PATCH", "LOCK", "MKCOL", "SEARCH", "LINK", "PURGE", "SUBSCRIBE")
PLACES = ("/sparql", "/graphs?default", "/status", "/health", "/static/style.css", "/id/state/RUS", "/")


@pytest.mark.parametrize("target", PLACES)
@pytest.mark.parametrize("method", KNOWN_NOWHERE)
def test_methods_that_are_not_served_are_told_which_are(door: Door, method: str, target: str) -> None:
    answer = door.request(method, target, "X-Secret: do-not-repeat")
    assert answer.status == 405
    assert method not in answer.headers["allow"].split(", ")
    assert b"do-not-repeat" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
@pytest.mark.parametrize("target", ["/status", "/health", "/limits", "/id/state/RUS", "/openapi.json"])
def test_what_is_read_is_not_written(door: Door, method: str, target: str) -> None:
    answer = door.request(method, target, body=b"")
    assert answer.status == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("method", ["get", "Get", "FOO", "G" * 30, "CONNECT", "M-SEARCH"])
def test_methods_that_are_none(door: Door, method: str) -> None:
    target = "localhost:80" if method == "CONNECT" else "/health"
    assert door.request(method, target).status == 405


@pytest.mark.parametrize("method", ["X" * 100, "G\x00T", "GE\tT", "", "GÉT", "GET GET"])
def test_first_lines_that_are_none(door: Door, method: str) -> None:
    assert door.ask(f"{method} /health HTTP/1.1\r\n".encode("latin-1") + HOST + b"\r\n").status == 400


@pytest.mark.parametrize("target", PLACES)
def test_options_are_answered(door: Door, target: str) -> None:
    answer = door.request("OPTIONS", target)
    assert answer.status == 204
    assert {"GET", "OPTIONS"} <= set(answer.headers["allow"].split(", "))


def test_options_of_the_server_as_a_whole(door: Door) -> None:
    assert door.request("OPTIONS", "*").status == 204


def test_a_graph_is_replaced_by_its_name_only(door: Door) -> None:
    for target in ("/graphs", "/graphs/", "/graphs?grpah=http://example.org/"):
        answer = door.request("PUT", target, bearer("everything"), "Content-Type: text/turtle", body=b"")
        assert (answer.status, answer.problem) == (400, "bad-request")


def test_an_update_comes_in_the_body(door: Door) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    target = "/sparql?update=INSERT%20DATA%20%7B%3Ca:a%3E%20%3Cb:b%3E%201%7D"
    for lines in ((form,), ("Content-Type: application/sparql-query",)):
        answer = door.request("POST", target, bearer("everything"), *lines, body=b"")
        assert (answer.status, answer.problem) == (400, "bad-request")


POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
BODIES = {
    "a chunk": (CHUNKED + b"6\r\nASK {}\r\n0\r\n\r\n", 200),
    "a chunk for each byte": (CHUNKED + b"".join(b"1\r\n%c\r\n" % c for c in b"ASK {}") + b"0\r\n\r\n", 200),
    "an extension of a chunk": (CHUNKED + b"6;a=b\r\nASK {}\r\n0\r\n\r\n", 200),
    "capital digits": (CHUNKED + b"A\r\nASK {    }\r\n0\r\n\r\n", 200),
    "a signed chunk": (CHUNKED + b"+6\r\nASK {}\r\n0\r\n\r\n", 400),
    "a chunk with 0x": (CHUNKED + b"0x6\r\nASK {}\r\n0\r\n\r\n", 400),
    "a chunk of no number": (CHUNKED + b"z\r\nASK {}\r\n0\r\n\r\n", 400),
    "a chunk without end": (CHUNKED + b"6\r\nASK {}0\r\n\r\n", 400),
    "a chunk beyond numbers": (CHUNKED + b"f" * 20 + b"\r\nASK {}\r\n0\r\n\r\n", 400),
    "a chunk with a line feed": (CHUNKED + b"6\nASK {}\n0\n\n", 400),
    "no length": (POST + b"\r\n", 400),
    "two lengths": (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {} ", 400),
    "a length and chunks": (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a coding with a space": (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "a coding with a tab": (POST + b"Transfer-Encoding:\tchunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n", 200),
    "an unknown coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
    "a hidden coding": (POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", 400),
    "a negative length": (POST + b"Content-Length: -6\r\n\r\nASK {}", 400),
    "a length in hexadecimals": (POST + b"Content-Length: 0x6\r\n\r\nASK {}", 400),
    "a length of words": (POST + b"Content-Length: six\r\n\r\nASK {}", 400),
}


@pytest.mark.parametrize(("sent", "status"), BODIES.values(), ids=BODIES)
def test_the_length_of_a_body_is_clear_or_refused(door: Door, sent: bytes, status: int) -> None:
    assert door.ask(sent).status == status


SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED,
        POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n\r\n0\r\n\r\n" + SMUGGLED,
        CHUNKED + b"3\r\nASK\r\n0;\n\r\n" + SMUGGLED,
        CHUNKED + b"0\r\n" + SMUGGLED,
        b"GET /health HTTP/1.1\nHost: a\nContent-Length: 5\n\n" + SMUGGLED,
        b"GET /health HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        b"GET /health HTTP/1.1\r\nHost: a\r\n Content-Length: 5\r\n\r\n" + SMUGGLED,
    ],
)
def test_no_request_hides_in_another(door: Door, sent: bytes) -> None:
    """One answer, which refuses, and the end: what follows is never read as a request."""
    wire = door.server.wire()
    with wire.socket:
        answer = proper(wire.send(sent).answer())
        assert answer.status == 400
        assert wire.rest() == b""
