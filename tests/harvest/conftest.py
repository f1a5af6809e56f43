"""Endpoints on loopback ports, and files that describe a harvest from them."""

import json
import socket
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
)

from graph.faults import Fault
from graph.loaders import sparql
from graph.loaders.files import InputFile
from graph.published.entry import Entry, Item
from graph.published.triples import Statements
from tests.federation.conftest import Route, Site, answer, running, status

EX = "http://example.org/"
TODAY = date(2026, 11, 24)
QUERY = """PREFIX : <http://example.org/>
CONSTRUCT { ?pact a :Pact ; :title ?title }
WHERE {
  { SELECT DISTINCT ?pact WHERE { ?pact a :Pact } ORDER BY ?pact LIMIT {LIMIT} OFFSET {OFFSET} }
  OPTIONAL { ?pact :title ?title }
}"""
FEW = {"page_size": 10, "delay": 0, "backoff": 0, "timeout": 20}
TURTLE = "text/turtle"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pages are kept, of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "depositary" / "harvests"


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as made:
        yield made


def pacts(number: int, titles: int = 2) -> Store:
    """A store of so many pacts, each with some titles."""
    store, type_ = Store(), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for at in range(number):
        pact = NamedNode(f"{EX}pact/{at:03}")
        store.add(Quad(pact, type_, NamedNode(f"{EX}Pact")))
        for title in range(titles):
            store.add(
                Quad(pact, NamedNode(f"{EX}title"), Literal(f"Pact {at}, title {title}", language="en"))
            )
    return store


def asked(body: bytes) -> str:
    return parse_qs(body.decode())["query"][0]


def endpoint(store: Store, media_type: str = "application/n-triples", **headers: str) -> Route:
    """A SPARQL endpoint over Oxigraph."""
    form = RdfFormat.from_media_type(media_type)

    def route(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        results = store.query(asked(body))
        if isinstance(results, QueryTriples):
            answer(handler, results.serialize(format=form) or b"", media_type, **headers)
        else:
            text = results.serialize(format=QueryResultsFormat.JSON) or b""
            answer(handler, text, QueryResultsFormat.JSON.media_type)

    return route


def constructs(changed: Route, store: Store) -> Route:
    """An endpoint that answers CONSTRUCT in its own way, and all else as it should."""
    whole = endpoint(store)
    return lambda handler, body: (changed if "CONSTRUCT" in asked(body) else whole)(handler, body)


def written(address: str, query: str = QUERY, **keys: object) -> bytes:
    """A file that describes a harvest."""
    stated = {
        "endpoint": address,
        "title": "Pacts",
        "publisher": "Somebody",
        "licence": "CC0-1.0",
        **FEW,
        **keys,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in stated.items()]
    return "\n".join([*lines, f"query = '''\n{query}'''\n"]).encode()


def harvest(content: bytes, today: date = TODAY) -> list[Item]:
    return list(sparql.read(InputFile("pacts.toml", content, today=today, source="sparql-pacts")))


def statements(items: list[Item]) -> list[bytes]:
    records = [item.record for item in items if isinstance(item, Entry)]
    return list(chain.from_iterable(record.lines for record in records if isinstance(record, Statements)))


def lines_of(store: Store) -> list[bytes]:
    return sorted((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))


def fault(content: bytes) -> str:
    """The only thing that is said of a harvest that did not come to its end."""
    items = harvest(content)
    assert [type(item) for item in items] == [Fault], items
    assert "\n" not in str(items[0])
    return str(items[0])


def failing_from(page: int, store: Store) -> Route:
    inner = endpoint(store)
    return lambda handler, body: (status(400) if f"OFFSET {page * 10}" in asked(body) else inner)(
        handler, body
    )


def cut(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """A body that ends before its stated length."""
    handler.send_response(200)
    handler.send_header("Content-Type", TURTLE)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<a:a> <a:b> <a:c> .\n")
    handler.close_connection = True


def hang_up(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True
