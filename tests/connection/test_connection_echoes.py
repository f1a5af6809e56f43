"""Nothing of a request reaches a header as it came: not by its path, its parameters, or its headers."""

import re

import pytest

from tests.connection.conftest import Answer, Server

HOSTILE = {
    "line ends": "%0d%0aX-Injected:%201",
    "a line feed": "rome-statute%0aX-Injected:1",
    "a bare line feed": "rome-statute%0A",
    "beyond latin-1": "%E2%82%AC%D0%B9%F0%9F%98%80",
    "a name beyond latin-1": "Rome%E2%80%93Statute",
    "a name in latin-1": "R%C3%B4me%20Statute",
    "line separators": "%E2%80%A8%C2%85",
    "zero": "%00",
    "a tag": "%22%3E%3Cscript%3E",
    "the end of a link": "%3E;%20rel=%22next",
    "the end of a file name": "a%22;%20filename=%22b",
    "another host": "/evil.example/",
    "another host by backslashes": "%5c%5cevil.example",
    "no UTF-8": "%ff%fe",
    "upwards": "..%2f..%2f",
    "encoded twice": "%250d%250aX-Injected:%25201",
    "long": "a" * 8000,
}
ADDRESSES = (
    "/{}", "/id/{}", "/id/treaty/{}", "/doc/{}", "/doc/treaty/{}", "/doc/treaty/rome-statute.{}", "/vocab/{}",
    "/graph/{}", "/ontology.{}", "/ontology/{}", "/states/{}", "/states/{}/treaties", "/treaties/{}",
    "/treaties/{}/parties", "/treaties/{}/timeline", "/treaties/{}/reservations", "/queries/{}",
    "/decisions/{}/roles", "/static/{}", "/resource?iri={}", "/resource?iri=https://w3id.org/depositary/{}",
    "/resource?iri=https://w3id.org/depositary/id/{}", "/status?state={}&treaty=rome-statute",
    "/status?state=RUS&treaty={}", "/status?state=RUS&treaty=rome-statute&on={}", "/trace?from={}",
    "/panel?treaty={}", "/panel?treaty=inf&format={}", "/calendar?treaty={}", "/calendar.ics?treaty={}",
    "/disputes?treaty={}", "/disputes?policy={}", "/verify?state={}&treaty=rome-statute&verb=joined",
    "/states?page={}", "/states?{}=1", "/queries/status-of-state?state={}&treaty=inf&on=2016-01-01",
    "/sparql?query={}", "/sparql?query=ASK%7B%7D&format={}", "/sparql?update={}",
    "/sparql?query=ASK%7B%7D&default-graph-uri={}",
)  # fmt: skip
NAMES = re.compile(r"[a-z-]+")
VALUES = re.compile(r"[ -~]*")
INJECTED = {"x-injected", "set-cookie"}


def check(answer: Answer) -> None:
    assert answer.status < 500, answer.body
    for name, value in answer.headers.items():
        assert NAMES.fullmatch(name), name
        assert name not in INJECTED
        assert VALUES.fullmatch(value), f"{name}: {value}"
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert len(location) < 3000
    assert not location.startswith(("//", "/\\"))
    for link in re.findall(r"<([^>]*)>", answer.headers.get("link", "")):
        assert " " not in link
    assert answer.headers.get("link", "").count("<") == answer.headers.get("link", "").count("; rel=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_does_not_reach_a_header_as_it_came(server: Server, address: str) -> None:
    wire = server.wire()
    with wire.socket:
        for value in HOSTILE.values():
            for accept in ("application/json", "text/html", "text/turtle", "text/csv"):
                head = f"GET {address.format(value)} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n"
                check(wire.send(head.encode()).answer())


@pytest.mark.parametrize("value", ["é", "a" * 8000, '"><script>', "\t", "evil.example", "%0d%0aX: 1"])
@pytest.mark.parametrize(
    "name",
    ["Accept", "If-None-Match", "Origin", "Referer", "X-Forwarded-Host", "X-Forwarded-For",
     "X-Forwarded-Proto", "Accept-Language", "Authorization", "Range", "X-Original-URL", "Cookie"],
)  # fmt: skip
def test_a_header_is_not_repeated(server: Server, name: str, value: str) -> None:
    for target in (
        "/states?page=2",
        "/id/state/RUS",
        "/doc/state/RUS.ttl",
        "/sparql?query=ASK%7B%7D",
        "/sparql",
    ):
        answer = server.get(target, f"{name}: {value}")
        check(answer)
        told = " ".join(answer.headers.values())
        assert "evil.example" not in told
        assert "script" not in told


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99", "[::1]", "localhost:1"])
def test_the_host_of_a_request_is_in_no_header(server: Server, host: str) -> None:
    for target in ("/states?page=2", "/id/state/RUS", "/doc/state/RUS.ttl", "/panel?treaty=inf", "/calendar"):
        answer = server.ask(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        check(answer)
        assert host not in " ".join(answer.headers.values())


def test_a_term_of_the_ontology_is_found_by_its_iri(server: Server) -> None:
    answer = server.get("/resource?iri=https://w3id.org/depositary/ontology%23Treaty")
    assert (answer.status, answer.headers["location"]) == (303, "/ontology#Treaty")
