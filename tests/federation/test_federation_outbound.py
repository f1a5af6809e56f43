"""Where calls go, and what they put up with: addresses, redirects, time, bytes, and broken answers."""

import asyncio
import gzip
import ipaddress
import socket
import ssl
import subprocess
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import BadRequest, RemoteFailed
from graph.federation import Allowed, Outbound, RemoteLimits, federate
from graph.federation.addresses import Resolve, is_public
from graph.federation.allowed import parts
from tests.federation.conftest import Route, Site, answer, endpoint, fixed, status

RESULTS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:s"}}]}}'
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


def call(iri: str, way: Outbound, *, silent: bool = False) -> str:
    return asyncio.run(federate(f"SELECT * {{ SERVICE {'SILENT ' * silent}<{iri}> {{ ?s ?p ?o }} }}", way))


def to(*services: str, **limits: float) -> Outbound:
    return Outbound(Allowed(frozenset(services)), RemoteLimits(**limits))  # type: ignore[arg-type]


def test_results_in_json_and_in_xml(site: Site) -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("é")))
    iri = site.at("/json", endpoint(store))
    xml = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head><results>'
    end = b"<result><binding name='s'><uri>urn:s</uri></binding></result></results></sparql>"
    assert "(?s" in call(iri, to(iri)) or "<urn:s>" in call(iri, to(iri))
    iri = site.at("/xml", fixed(xml + end, XML))
    assert "{ VALUES (?s) { (<urn:s>) } }" in call(iri, to(iri))
    iri = site.at("/gzip", fixed(gzip.compress(RESULTS), JSON, Content_Encoding="gzip"))
    assert "{ VALUES (?s) { (<urn:s>) } }" in call(iri, to(iri))


URI = b'{"type":"uri","value":"a:b"}'
NESTED = b'{"type":"triple","value":{"subject":' + URI + b',"predicate":' + URI + b',"object":'
HEAD_XML = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
BROKEN: dict[str, tuple[Route, str]] = {
    "html": (fixed(b"<html>secret</html>", "text/html; charset=utf-8"), "text/html instead of SPARQL"),
    "no type": (fixed(RESULTS, "\x01"), "no media type that can be read"),
    "cut": (fixed(RESULTS[:-10]), "not complete"),
    "cut XML": (fixed(HEAD_XML + b"<results>", XML), "not complete"),
    "more": (fixed(RESULTS + b"Error: secret"), "not well formed"),
    "deep": (fixed(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":' + NESTED * 50_000), "not complete"),
    "whole and deep": (
        fixed(
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":'
            + NESTED * 20_000
            + b'{"type":"literal","value":"x"}'
            + b"}}" * 20_000
            + b"}]}}"
        ),
        "not well formed",
    ),
    "entities": (
        fixed(b'<!DOCTYPE s [<!ENTITY a "secret">]>' + HEAD_XML + b"</sparql>", XML),
        "not well formed",
    ),
    "deep XML": (fixed(b"<triple>" * 20_000, XML), "not well formed"),
    "truth": (fixed(b'{"head":{},"boolean":true}'), "truth value"),
    "bad IRI": (fixed(RESULTS.replace(b"urn:s", b"http://x/> } secret")), "not well formed"),
    "bytes": (fixed(b"\xff\xfe" + RESULTS), "not well formed"),
    "cut by Virtuoso": (fixed(RESULTS, X_SPARQL_MaxRows="1"), "left solutions out"),
    "out of time": (fixed(RESULTS, X_SQL_State="S1TAT"), "left solutions out"),
    "too long": (fixed(RESULTS + b" " * 70_000), "more than 60,000 bytes"),
    "bomb": (fixed(gzip.compress(b" " * 2**27), Content_Encoding="gzip"), "more than 60,000 bytes"),
    "packed": (fixed(b"x", Content_Encoding="br"), "in a way that was not asked for"),
    "badly packed": (fixed(b"secret", Content_Encoding="gzip"), "cannot be unpacked"),
    "packed and cut": (fixed(gzip.compress(RESULTS)[:-9], Content_Encoding="gzip"), "cannot be unpacked"),
    "error": (status(500), "status 500"),
    "elsewhere": (status(303, Location="/json"), "status 303"),
    "partial": (status(206), "status 206"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers_fail_visibly_or_in_silence(site: Site, name: str) -> None:
    route, reason = BROKEN[name]
    iri = site.at("/sparql", route)
    way = to(iri, remote_bytes=60_000 if reason.startswith("more") else 2**24)
    with pytest.raises(RemoteFailed, match=reason) as error:
        call(iri, way)
    assert str(error.value).startswith(f"<{iri}> ")
    assert "secret" not in str(error.value)
    assert "OPTIONAL" in call(iri, way, silent=True)


def shorter(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """A body that ends before its stated length."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(RESULTS) + 10))
    handler.end_headers()
    handler.wfile.write(RESULTS)
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """A body without end and without length."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 10_000)
    except OSError:
        handler.close_connection = True


def test_connections_that_break_or_never_end(site: Site) -> None:
    iri = site.at("/shorter", shorter)
    with pytest.raises(RemoteFailed, match="broke off"):
        call(iri, to(iri))
    iri = site.at("/endless", endless)
    with pytest.raises(RemoteFailed, match=r"more than 100,000 bytes"):
        call(iri, to(iri, remote_bytes=100_000))
    iri = site.at("/slow", lambda handler, _: answer(handler, RESULTS, JSON) if site.ended.wait() else None)
    with pytest.raises(RemoteFailed, match=r"in 0\.2 seconds"):
        call(iri, to(iri, remote_seconds=0.2))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_one_host_is_named_as_it_is_listed(site: Site, host: str) -> None:
    hosts: list[str] = []

    def named(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        hosts.extend(handler.headers.get_all("Host", []))
        answer(handler, RESULTS, JSON)

    site.at("/sparql/%C3%A9", named)
    iri = site.url("/sparql/é?x=[1]", host=host)
    resolve, _ = resolving(["127.0.0.1"])
    assert "urn:s" in call(iri, Outbound(Allowed(frozenset({iri})), resolve=resolve))
    assert hosts == [f"{host}:{site.port}"]
    assert site.asked[0][1] == "/sparql/%C3%A9?x=[1]"


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        iri = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    with pytest.raises(RemoteFailed, match="cannot be reached"):
        call(iri, to(iri))


def test_calls_run_at_the_same_time_and_are_counted(site: Site) -> None:
    together = threading.Barrier(3)

    def meet(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        together.wait(timeout=30)
        answer(handler, RESULTS, JSON)

    iri = site.at("/meet", meet)
    text = f"SELECT * {{ {f'SERVICE <{iri}> {{ ?s ?p ?o }} ' * 3} }}"
    assert asyncio.run(federate(text, to(iri))).count("urn:s") == 3
    with pytest.raises(BadRequest, match="makes 3 calls by SERVICE; the limit is 2"):
        asyncio.run(federate(text, to(iri, remote_calls=2)))


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirects_are_followed_to_allowed_endpoints_only(site: Site, code: int) -> None:
    end = site.at("/end", fixed(RESULTS))
    iri = site.at("/start", status(code, Location="/end"))
    assert "urn:s" in call(iri, to(iri, end))
    assert [(method, path) for method, path, _ in site.asked] == [("POST", "/start"), ("POST", "/end")]
    with pytest.raises(RemoteFailed, match=rf"redirects to <{end}>, which is not allowed here"):
        call(iri, to(iri))
    assert [path for _, path, _ in site.asked] == ["/start", "/end", "/start"]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "//user@127.0.0.1/end",
        "file:///etc/passwd",
        "http://[::1]/",
        "gopher://x/",
        "http://a b/ \x01",
    ],
)
def test_redirects_lead_nowhere_else(site: Site, target: str) -> None:
    iri = site.at("/start", status(307, Location=target))
    with pytest.raises(RemoteFailed, match="not allowed here"):
        call(iri, to(iri))


def test_redirects_come_to_an_end(site: Site) -> None:
    iri = site.at("/loop", status(307, Location="/loop"))
    with pytest.raises(RemoteFailed, match="redirects more than 3 times"):
        call(iri, to(iri))
    assert len(site.asked) == 4


def resolving(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    """A resolver that gives these answers one after the other, and the names that it was asked for."""
    rest, asked = list(answers), []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return rest.pop(0)

    return resolve, asked


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fe80::1%eth0"],
        ["169.254.169.254"],
        ["0.0.0.0"],  # noqa: S104 - an address to be refused
        ["2002:7f00:1::"],
        ["64:ff9b::7f00:1"],
        ["224.0.0.1"],
        [],
    ],
)
def test_names_of_private_addresses_are_refused(site: Site, addresses: list[str]) -> None:
    site.at("/sparql", fixed(RESULTS))
    iri = site.url("/sparql", host="endpoint.example")
    resolve, _ = resolving(addresses)
    way = Outbound(Allowed(frozenset({iri})), resolve=resolve)
    with pytest.raises(
        RemoteFailed, match=r"endpoint\.example has (an address that is not public|no address)"
    ):
        call(iri, way)
    assert not site.asked


def test_a_name_is_resolved_once_and_the_checked_address_is_called(site: Site) -> None:
    site.at("/sparql", fixed(RESULTS))
    iri = site.url("/sparql", host="endpoint.example")
    resolve, asked = resolving(["127.0.0.1"], ["127.0.0.2"])
    way = Outbound(Allowed(frozenset({iri}), private=True), resolve=resolve)
    assert "urn:s" in call(iri, way)
    assert asked == ["endpoint.example"]


def test_the_next_address_where_the_first_takes_no_connection(site: Site) -> None:
    site.at("/sparql", fixed(RESULTS))
    iri = site.url("/sparql", host="localhost")
    resolve, _ = resolving(["127.0.0.9", "127.0.0.1"])
    assert "urn:s" in call(iri, Outbound(Allowed(frozenset({iri})), resolve=resolve))
    resolve, _ = resolving(["10.0.0.1"])
    with pytest.raises(RemoteFailed, match="localhost has an address that is not public"):
        call(iri, Outbound(Allowed(frozenset({iri})), resolve=resolve))


def test_nothing_of_the_environment_plays_a_part(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    iri = site.at("/sparql", fixed(RESULTS))
    assert "urn:s" in call(iri, to(iri))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of `endpoint.example`, in one file."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subject = ("-subj", "/CN=endpoint.example", "-addext", "subjectAltName=DNS:endpoint.example")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(file))
    made = ("openssl", "req", "-x509", "-days", "2", *key, *subject)
    written = subprocess.run(made, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + written.stdout)
    return file


@pytest.mark.parametrize(("name", "right"), [("endpoint.example", True), ("other.example", False)])
def test_the_host_proves_its_name_at_the_checked_address(
    tls_site: Site, certificate: Path, name: str, *, right: bool
) -> None:
    tls_site.at("/sparql", fixed(RESULTS))
    iri = f"https://{name}:{tls_site.port}/sparql"
    resolve, _ = resolving(["127.0.0.1"])
    trusting = ssl.create_default_context(cafile=certificate)
    way = Outbound(Allowed(frozenset({iri}), private=True), resolve=resolve, tls=trusting)
    if right:
        assert "urn:s" in call(iri, way)
        return
    with pytest.raises(RemoteFailed, match="cannot be reached"):
        call(iri, way)
    assert not tls_site.asked


@given(st.ip_addresses(v=4))
def test_what_hides_an_address_is_as_public_as_the_address(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    hidden = [(0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80)]
    assert [is_public(ipaddress.IPv6Address(each)) for each in hidden] == [is_public(address)] * 3
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_loopback))


@pytest.mark.parametrize(
    "address",
    ["::", "::1", "::7f00:1", "fc00::1", "fec0::1", "ff0e::1", "2001:db8::1", "2001:0:7f00:1::", "5f00::1"],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_a_public_address() -> None:
    assert is_public(ipaddress.ip_address("2a00:1450:4001:81b::200e"))


@pytest.mark.parametrize(
    "iri",
    [
        "ftp://x/",
        "http://",
        "http://user@x/",
        "http://x:y/",
        "http://x/#a",
        "x",
        "",
        "http://x y/",
        "http://x/\n",
        "http://é/",
        "file:///x",
    ],
)
def test_what_cannot_be_an_endpoint(iri: str) -> None:
    with pytest.raises(BadRequest, match="cannot be allowed"):
        Allowed(frozenset({iri}))


@pytest.mark.parametrize(
    ("entry", "iri", "may"),
    [
        ("https://x.example/data", "https://x.example/data", True),
        ("https://x.example/data", "https://x.example/data/a.ttl", True),
        ("https://x.example/data/", "https://x.example/data/a.ttl?x=1", True),
        ("https://x.example/data/", "https://X.example:443/data/a.ttl", True),
        ("https://x.example", "https://x.example/a.ttl", True),
        ("https://x.example", "https://x.example.evil/a.ttl", False),
        ("https://x.example", "https://x.example@evil/a.ttl", False),
        ("https://x.example", "https://x.example:444/a.ttl", False),
        ("https://x.example", "http://x.example/a.ttl", False),
        ("https://x.example/data", "https://x.example/database", False),
        ("https://x.example/data/", "https://x.example/data", False),
        ("https://x.example/data/", "https://x.example/data/../a", False),
        ("https://x.example/data/", "https://x.example/data/%2e%2e/a", False),
        ("https://x.example/data/", "https://x.example/data/..%2Fa", False),
        ("https://x.example/a?b=1", "https://x.example/a?b=1", True),
        ("https://x.example/a?b=1", "https://x.example/a?b=2", False),
        ("https://x.example/data/", "https://x.example/data/\r\nX: y", False),
        ("file:///data/", "file:///data/a", False),
    ],
)
def test_which_documents_may_be_loaded(entry: str, iri: str, may: bool) -> None:  # noqa: FBT001 - a row of a table
    assert Allowed(loads=(entry,)).may_load(iri) is may


@given(st.text(max_size=30))
def test_any_text_has_parts_or_none(text: str) -> None:
    for start in ("", "http://", "http://x", "https://[", "file://"):
        split = parts(start + text)
        assert split is None or split.geturl()
