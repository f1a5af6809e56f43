"""What an endpoint does wrong: told, asked again where that can help, and never half-loaded."""

import gzip
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import (
    Store,
)

from graph.errors import LoadRefused
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.store import Generations
from tests.federation.conftest import Route, Site, fixed, status
from tests.harvest.conftest import (
    TODAY,
    TURTLE,
    asked,
    constructs,
    cut,
    endpoint,
    failing_from,
    fault,
    hang_up,
    harvest,
    lines_of,
    pacts,
    statements,
    written,
)


def endless(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", TURTLE)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"# nothing\n" * 1000)
    except OSError:
        handler.close_connection = True


LAUGHS = (
    b'<!DOCTYPE r [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
)
TRACE = b"<a:a> <a:b> <a:c> .\n\njava.util.concurrent.TimeoutException: Query deadline is expired.\n\tat com"
BROKEN: dict[str, tuple[Route, str]] = {
    "page": (
        fixed(b"<html><title>Sign in</title></html>", "text/html"),
        "page 1 with a page in HTML (“Sign in”)",
    ),
    "json": (fixed(b"{}", "application/json"), "answered page 1 with application/json instead of RDF"),
    "nothing": (fixed(b"x", "\x01"), "no media type that can be read instead of RDF"),
    "trace": (
        fixed(TRACE, TURTLE),
        "It says: “java.util.concurrent.TimeoutException: Query deadline is expired.”",
    ),
    "half": (fixed(b"<a:a> <a:b> <a:c> .\n<a:a> <a:b", TURTLE), "broke off in its answer to page 1"),
    "half XML": (
        fixed(b'<rdf:RDF xmlns:rdf="a:a">', "application/rdf+xml"),
        "The XML is not well formed or breaks off",
    ),
    "laughs": (fixed(LAUGHS, "application/rdf+xml"), "The XML entity “b”"),
    "short": (cut, "broke off in the middle of its answer"),
    "hung up": (hang_up, "the middle of its answer, or does not speak HTTP"),
    "endless": (endless, "answered with more than 100,000 bytes"),
    "bomb": (fixed(gzip.compress(b" " * 2**24), TURTLE, Content_Encoding="gzip"), "more than 100,000 bytes"),
    "rows": (fixed(b"", TURTLE, X_SPARQL_MaxRows="10"), "at its own limit of 10 rows, and says so"),
    "anytime": (fixed(b"", TURTLE, X_SQL_State="S1TAT"), "at its own limit of time, and says so"),
    "silent": (
        fixed(b"<a:a> <a:b> <a:c> .", TURTLE),
        "counts 10 things on page 1 and gave 1 statements: it cut",
    ),
    "error": (status(500), "answered with status 500"),
    "missing": (status(404), "answered with status 404"),
    "forbidden": (status(403), "answered with status 403"),
    "loop": (status(307, Location="/sparql"), "redirects more than 5 times"),
    "see other": (status(303, Location="/sparql"), "answered with status 303"),
    "local": (
        status(307, Location="http://localhost:1/"),
        "redirects to <http://localhost:1/>, an address without a",
    ),
    "port": (status(307, Location="http://127.0.0.1:1/"), "or this machine; it is not followed"),
    "private": (status(307, Location="http://10.0.0.1/"), "or this machine; it is not followed"),
    "file": (
        status(307, Location="file:///etc/passwd"),
        "which is no address of the web; it is not followed",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_complete_answer_is_refused(site: Site, name: str) -> None:
    route, words = BROKEN[name]
    address = site.at("/sparql", constructs(route, pacts(25)))
    told = fault(written(address, retries=1, largest_answer=100_000))
    assert words in told
    assert "are kept" not in told
    assert address in told


def test_words_of_the_endpoint_are_told(site: Site) -> None:
    def refuse(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        body = b"<pre>Virtuoso 22023 Error SR353: Sorted TOP clause specifies more then 11000 rows\x07</pre>"
        handler.send_response(400)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    told = fault(written(site.at("/sparql", refuse)))
    assert "status 400. It says: “Virtuoso 22023 Error SR353: Sorted TOP clause specifies more" in told
    assert len(site.asked) == 1


def test_a_server_that_drips_or_never_answers_is_left(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", TURTLE)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        while not site.ended.wait(0.01):
            handler.wfile.write(b" ")

    def silent(_: BaseHTTPRequestHandler, __: bytes) -> None:
        site.ended.wait()

    for route in (drip, silent):
        address = site.at("/sparql", route)
        told = fault(written(address, timeout=0.2, retries=1))
        assert "gave no complete answer in 0.2 seconds" in told
    assert len(site.asked) == 4


def test_the_harvest_as_a_whole_has_an_end(site: Site) -> None:
    begun = time.monotonic()

    def silent(_: BaseHTTPRequestHandler, __: bytes) -> None:
        site.ended.wait()

    address = site.at("/sparql", silent)
    told = fault(written(address, total_timeout=1, timeout=60, retries=20))
    assert "no complete answer in" in told or "total_timeout" in told
    assert time.monotonic() - begun < 10


def passing(times: int, route: Route, then: Route) -> Route:
    """Each request is refused so often before it is answered."""
    seen = Counter[bytes]()

    def changed(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen[body] += 1
        (route if seen[body] <= times else then)(handler, body)

    return changed


@pytest.mark.parametrize(
    "route",
    [status(429, **{"Retry-After": "0"}), status(503), status(502), status(504), cut, hang_up],
    ids=["429", "503", "502", "504", "cut", "hung up"],
)
def test_what_may_pass_is_asked_again(site: Site, route: Route) -> None:
    store = pacts(15)
    items = harvest(written(site.at("/sparql", passing(2, route, endpoint(store))), retries=2))
    assert statements(items) == lines_of(store)
    assert len(site.asked) == 3 * 7
    assert "status" in fault(written(site.at("/again", passing(3, status(503), endpoint(store))), retries=2))


@pytest.mark.parametrize("when", ["7200", "Wed, 01 Jan 2098 00:00:00 GMT"])
def test_a_long_wait_is_not_waited_for(site: Site, when: str) -> None:
    begun = time.monotonic()
    address = site.at("/sparql", status(429, **{"Retry-After": when}))
    assert "status 429" in fault(written(address, total_timeout=3600))
    assert time.monotonic() - begun < 5
    assert len(site.asked) == 1


def test_an_endpoint_that_does_not_heed_offset_is_noticed(site: Site) -> None:
    store = pacts(25)
    inner = endpoint(store)

    def first_page(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        inner(handler, re.sub(rb"OFFSET\+\d+", b"OFFSET+0", body))

    assert "it does not heed OFFSET" in fault(written(site.at("/sparql", first_page)))


def test_an_endpoint_with_nothing(site: Site) -> None:
    assert "has nothing that the query asks for" in fault(written(site.at("/sparql", endpoint(Store()))))


def test_a_broken_harvest_goes_on_where_it_stopped(site: Site, cache: Path) -> None:
    store = pacts(45)
    content = written(site.at("/sparql", failing_from(3, store)))
    told = fault(content)
    (folder,) = cache.iterdir()
    assert f"3 pages are kept in {folder}: load the same file again within 7 days" in told
    assert folder.stat().st_mode & 0o077 == 0
    site.asked.clear()
    patient = written(site.at("/sparql", endpoint(store)), timeout=30, title="More patience")
    items = harvest(patient, TODAY + timedelta(days=6))
    assert statements(items) == lines_of(store)
    assert not any("OFFSET 0" in asked(body) or "OFFSET 20" in asked(body) for _, _, body in site.asked)
    assert "on 2026-11-24 to 2026-11-30, in 5 pages" in str(items[0])
    assert not any(cache.iterdir())


def test_pages_that_are_damaged_old_or_of_another_harvest_are_read_again(site: Site, cache: Path) -> None:
    store = pacts(25)
    content = written(site.at("/sparql", failing_from(2, store)))
    fault(content)
    (folder,) = cache.iterdir()
    page = folder / "0.nt"
    page.write_bytes(page.read_bytes().replace(b"title 0", b"title 9"))
    site.at("/sparql", endpoint(store))
    other = written(site.url("/sparql"), page_size=20)
    assert statements(harvest(other)) == lines_of(store)
    site.asked.clear()
    assert statements(harvest(content)) == lines_of(store)
    assert sum("OFFSET 0" in asked(body) for _, _, body in site.asked) == 2
    assert not any("OFFSET 10" in asked(body) for _, _, body in site.asked)
    site.at("/sparql", failing_from(2, store))
    fault(content)
    site.at("/sparql", endpoint(store))
    site.asked.clear()
    assert statements(harvest(content, TODAY + timedelta(days=7))) == lines_of(store)
    assert any("OFFSET 0" in asked(body) for _, _, body in site.asked)


def test_a_folder_that_cannot_be_written_stops_nothing(site: Site, cache: Path) -> None:
    cache.parent.parent.write_text("no folder")
    store = pacts(15)
    assert statements(harvest(written(site.at("/sparql", endpoint(store))))) == lines_of(store)


def test_a_harvest_that_breaks_leaves_the_store_as_it_was(
    few_acts: Path, site: Site, tmp_path: Path, snapshot: Callable[[Path], object]
) -> None:
    path = tmp_path / "pacts.toml"
    path.write_bytes(written(site.at("/sparql", failing_from(2, pacts(45)))))
    before = snapshot(few_acts)
    with pytest.raises(LoadRefused, match="2 pages are kept"):
        load(Generations(few_acts), [Input("sparql", path)])
    assert snapshot(few_acts) == before
