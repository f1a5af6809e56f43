"""Harvests: all pages to the last, from the servers and in the vocabularies that there are."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)
from rdflib.namespace import RDFS

from graph import iri
from graph.faults import Left
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.published.entry import Entry
from graph.published.publication import Publication
from graph.published.triples import Harvest
from graph.store import Generations
from graph.store import Store as Held
from ontology.terms import DEP
from tests.clients.conftest import serving
from tests.conftest import PACKAGED
from tests.federation.conftest import Site, answer, status
from tests.harvest.conftest import (
    EX,
    QUERY,
    TURTLE,
    asked,
    constructs,
    endpoint,
    harvest,
    lines_of,
    pacts,
    statements,
    written,
)


@pytest.mark.parametrize("number", [1, 9, 10, 11, 95])
@pytest.mark.parametrize("media_type", ["application/n-triples", TURTLE, "application/rdf+xml"])
def test_all_pages_are_read_to_the_last(site: Site, number: int, media_type: str, cache: Path) -> None:
    store = pacts(number)
    items = harvest(written(site.at("/sparql", endpoint(store, media_type))))
    assert statements(items) == lines_of(store)
    pages = -(-number // 10)
    assert (
        len(site.asked) == 2 * pages + 3
    )  # each page and its count; behind the last one, whether it is the last
    publication, described = (item.record for item in items[:2] if isinstance(item, Entry))
    assert isinstance(publication, Publication)
    assert (publication.title, publication.publisher, publication.licence) == ("Pacts", "Somebody", "CC0-1.0")
    assert f"on 2026-11-24, in {pages} pages of up to 10 things" in publication.note
    assert described == Harvest("sparql-pacts", site.url("/sparql"), f"{QUERY}")
    assert not any(cache.iterdir())


def test_the_endpoint_learns_who_asks_and_how(site: Site) -> None:
    headers: list[dict[str, str]] = []
    inner = endpoint(pacts(1))

    def route(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        headers.append({name.lower(): value for name, value in handler.headers.items()})
        assert len(handler.headers.get_all("User-Agent") or []) == 1
        inner(handler, body)

    harvest(written(site.at("/sparql", route), contact="mailto:someone@example.org"))
    agent = r"Depositary/[\d.]+ \(\+https://w3id\.org/depositary; mailto:someone@example\.org\)"
    assert re.fullmatch(agent, headers[0]["user-agent"])
    assert headers[0]["accept"].startswith("application/n-triples")
    assert headers[1]["accept"].startswith("application/sparql-results+json")
    assert {method for method, _, _ in site.asked} == {"POST"}
    assert {path for _, path, _ in site.asked} == {"/sparql"}


def test_a_page_of_which_nothing_is_said_is_not_the_last(site: Site) -> None:
    store = pacts(40, titles=0)
    store.add(Quad(NamedNode(f"{EX}pact/035"), NamedNode(f"{EX}title"), Literal("late")))
    items = harvest(written(site.at("/sparql", endpoint(store)), QUERY.replace("OPTIONAL", "")))
    assert len(statements(items)) == 2


def test_a_short_page_is_not_the_last(site: Site) -> None:
    """A server may give fewer things than asked for; what counts is whether it has more."""
    store = pacts(30)
    for at in range(3, 19):
        store.remove(
            Quad(
                NamedNode(f"{EX}pact/{at:03}"),
                NamedNode(f"{EX}title"),
                Literal(f"Pact {at}, title 0", language="en"),
            )
        )
        store.remove(
            Quad(
                NamedNode(f"{EX}pact/{at:03}"),
                NamedNode(f"{EX}title"),
                Literal(f"Pact {at}, title 1", language="en"),
            )
        )
    items = harvest(written(site.at("/sparql", endpoint(store)), QUERY.replace("OPTIONAL", "")))
    assert len(statements(items)) == 14 * 3


def test_blank_nodes_are_the_same_each_time_and_warned_of(site: Site) -> None:
    store = pacts(20, titles=0)
    for at in range(20):
        store.add(Quad(NamedNode(f"{EX}pact/{at:03}"), NamedNode(f"{EX}title"), BlankNode()))

    def relabelled(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        results = store.query(asked(body))
        assert isinstance(results, QueryTriples)
        ordered = sorted(results, key=str)
        names: dict[str, str] = {}
        text = "".join(
            f"{each.subject} {each.predicate} "
            + (
                names.setdefault(each.object.value, f"_:x{time.monotonic_ns()}{len(names)}")
                if isinstance(each.object, BlankNode)
                else str(each.object)
            )
            + " .\n"
            for each in ordered
        )
        answer(handler, text.encode(), "application/n-triples")

    content = written(site.at("/sparql", constructs(relabelled, store)))
    items = harvest(content)
    assert b"_:" not in b"".join(statements(items))
    assert len(statements(items)) == 40
    assert statements(harvest(content)) == statements(items)
    assert [item.value for item in items if isinstance(item, Left)] == ["20 blank nodes"]


def lengthless(handler: BaseHTTPRequestHandler, text: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.end_headers()
    handler.wfile.write(text)
    handler.close_connection = True


def test_an_answer_that_does_not_say_how_long_it_is_is_warned_of(site: Site) -> None:
    store = pacts(3)
    text = b"".join(lines_of(store))
    inner = constructs(
        lambda handler, body: lengthless(handler, text if "OFFSET 0" in asked(body) else b""), store
    )
    items = harvest(written(site.at("/sparql", inner)))
    assert statements(items) == lines_of(store)
    assert "2 answers" in str(items[-1])


def test_a_redirect_of_the_same_host_is_followed_with_the_question(site: Site) -> None:
    store = pacts(3)
    site.at("/new", endpoint(store))
    items = harvest(written(site.at("/old", status(308, Location="/new"))))
    assert statements(items) == lines_of(store)


WIKIDATA = """
    @prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    wd:Q1005 wdt:P31 wd:Q3624078 ; rdfs:label "The Gambia"@en , "Gambie"@fr , "Gambia"@de ; wdt:P297 "GM" ;
        wdt:P298 "GMB" ; wdt:P571 "1965-02-18T00:00:00Z"^^xsd:dateTime .
    wd:Q967 wdt:P31 wd:Q3624078 , wd:Q6256 ; rdfs:label "Burundi"@en ; wdt:P298 "BDI" .
    wd:Q15180 wdt:P31 wd:Q3024240 ; rdfs:label "Soviet Union"@en ;
        wdt:P576 "1991-12-26T00:00:00Z"^^xsd:dateTime ;
        wdt:P1366 wd:Q159 .
    wd:Q159 wdt:P31 wd:Q3624078 ; rdfs:label "Russia"@en ; wdt:P1365 wd:Q15180 .
    wd:Q90 wdt:P31 wd:Q515 ; rdfs:label "Paris"@en .
"""
CELLAR = """
    @prefix cdm: <http://publications.europa.eu/ontology/cdm#> .
    @prefix cellar: <http://publications.europa.eu/resource/cellar/> .
    @prefix language: <http://publications.europa.eu/resource/authority/language/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    cellar:1 cdm:resource_legal_id_sector "2"^^xsd:string ;
        cdm:resource_legal_id_celex "22016A1019(01)"^^xsd:string ;
        cdm:work_date_document "2015-12-12"^^xsd:date ; cdm:work_cites_work cellar:3 .
    cellar:2 cdm:resource_legal_id_sector "2"^^xsd:string ;
        cdm:resource_legal_id_celex "21994A0103(01)"^^xsd:string ;
        cdm:work_date_document "1992-05-02"^^xsd:date .
    cellar:3 cdm:resource_legal_id_sector "3"^^xsd:string ;
        cdm:resource_legal_id_celex "32016D1841"^^xsd:string .
    cellar:1e cdm:expression_belongs_to_work cellar:1 ; cdm:expression_uses_language language:ENG ;
        cdm:expression_title "Paris Agreement"@en .
    cellar:1d cdm:expression_belongs_to_work cellar:1 ; cdm:expression_uses_language language:DEU ;
        cdm:expression_title "Übereinkommen von Paris"@de .
"""
SAMPLES = {"wikidata-states": (WIKIDATA, 16), "cellar-agreements": (CELLAR, 8)}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("size", [1, 3, 50])
def test_queries_that_come_along_find_what_they_should(site: Site, name: str, size: int) -> None:
    """Over a sample in the vocabularies of Wikidata and of CELLAR, which are not called here."""
    turtle, expected = SAMPLES[name]
    store = Store()
    store.load(turtle.encode(), format=RdfFormat.TURTLE)
    items = harvest(written(site.at("/sparql", endpoint(store)), name, page_size=size))
    told = {quad.triple for quad in parse(b"".join(statements(items)), format=RdfFormat.N_TRIPLES)}
    assert len(told) == expected, sorted(map(str, told))
    assert told <= {quad.triple for quad in store}
    assert not any("Q515" in str(triple) or "@de" in str(triple) for triple in told)


def test_our_own_server_is_harvested(packaged_path: Path, tmp_path: Path) -> None:
    shutil.copytree(packaged_path, tmp_path / "store")
    states = f"SELECT ?state ?label {{ ?state a <{DEP.State}> ; <{RDFS.label}> ?label }}"
    with serving(tmp_path) as root:
        found = httpx.post(f"{root}/sparql", data={"query": states}).json()["results"]["bindings"]
        content = (PACKAGED / "examples" / "sparql.toml").read_bytes()
        items = harvest(content.replace(b"http://127.0.0.1:8000", root.encode()))
    labels = {
        (row["state"]["value"], row["label"]["value"], row["label"].get("xml:lang", "")) for row in found
    }
    told = Counter(b"rdf-schema#label" in line for line in statements(items))
    assert told[True] == len(labels)
    assert told[False] == len({row["state"]["value"] for row in found})


@contextmanager
def program(command: list[str], ready: Callable[[], bool]) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + 30
            while not ready():
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)  # nothing tells when
            yield
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@pytest.mark.parametrize("name", SAMPLES)
def test_the_server_of_oxigraph_is_harvested(tmp_path: Path, name: str) -> None:
    binary = str(Path(sys.executable).parent / "oxigraph")  # the server comes with the development tools
    turtle, expected = SAMPLES[name]
    (tmp_path / "sample.ttl").write_text(turtle, encoding="utf-8")
    location = ["--location", str(tmp_path / "data")]
    subprocess.run(
        [binary, "load", *location, "--file", str(tmp_path / "sample.ttl")], check=True, capture_output=True
    )
    port = free_port()

    def ready() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/query?query=ASK%7B%7D").is_success
        except httpx.TransportError:
            return False

    with program([binary, "serve", *location, "--bind", f"127.0.0.1:{port}"], ready):
        items = harvest(written(f"http://127.0.0.1:{port}/query", name, page_size=1))
    assert len(statements(items)) == expected


def test_a_harvest_becomes_a_source_and_the_same_again_changes_nothing(
    few_acts: Path, site: Site, tmp_path: Path
) -> None:
    store = pacts(25)
    path = tmp_path / "pacts.toml"
    path.write_bytes(written(site.at("/sparql", endpoint(store)), tier="academic"))
    report = load(Generations(few_acts), [Input("sparql", path)])
    assert report.changed
    held = Held.open(few_acts).oxigraph
    graph = NamedNode(iri.source_graph("sparql-pacts"))
    told = {quad.triple for quad in held.quads_for_pattern(None, None, None, graph)}
    assert {quad.triple for quad in store} <= told
    document = NamedNode(iri.document("sparql-pacts"))
    made = list(
        held.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/prov#generated"), document, graph)
    )
    assert [quad.subject.value for quad in made if isinstance(quad.subject, NamedNode)] == [
        iri.harvest("sparql-pacts")
    ]
    assert any(QUERY in str(getattr(triple.object, "value", "")) for triple in told)
    catalogued = {
        str(quad.object) for quad in held.quads_for_pattern(document, None, None, NamedNode(iri.CATALOGUE))
    }
    assert any("Somebody" in value for value in catalogued)
    assert any("tier/academic" in value for value in catalogued)
    assert not load(Generations(few_acts), [Input("sparql", path)]).changed
