"""What is written is what is read: literals that are not in their canonical form are the same statement."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

from graph.check import fingerprint_faults
from graph.store import Store
from graph.store.terms import as_kept
from tests.writes.conftest import Server, Serving

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = "http://example.org/terms"
WRITTEN = [
    '"01"^^xsd:integer', '"+5"^^xsd:integer', '"1.50"^^xsd:decimal', '"1.0E0"^^xsd:double',
    '"-0.0"^^xsd:double', '"+INF"^^xsd:double', '"0005"^^xsd:nonNegativeInteger', '"1"^^xsd:boolean',
    '"2020-01-01T00:00:00.000Z"^^xsd:dateTime', '"2020-01-01T00:00:00+00:00"^^xsd:dateTime',
    '"2020-01-01+00:00"^^xsd:date', '"24:00:00"^^xsd:time', '"P0Y"^^xsd:duration', '"P12M"^^xsd:duration',
    '"1e999"^^xsd:double', '"no number"^^xsd:integer', '"a"@EN', '"a"^^xsd:string',
]  # fmt: skip


@pytest.fixture(scope="module")
def kept(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server over a store of its own; in the end its fingerprint is that of what it holds."""
    path = tmp_path_factory.mktemp("terms") / "store"
    with serving(path, "--empty", "--default-graph", "unnamed") as server:
        yield server, path
        held = Store.open(path)
        assert list(fingerprint_faults(held.oxigraph, held.generation.fingerprint)) == []


@pytest.mark.parametrize("term", WRITTEN)
def test_the_same_document_again_changes_nothing(kept: tuple[Server, Path], term: str) -> None:
    server, _ = kept
    document = f'@prefix xsd: <{XSD}> . <a:a> <a:b> {term} , "beside" .'
    assert server.graph("PUT", GRAPH, document).json()["added"] == 2
    version = server.version()
    for method in ("PUT", "POST", "PUT"):
        again = server.graph(method, GRAPH, document).json()
        assert (again["added"], again["removed"], server.version()) == (0, 0, version)
    assert server.ask(f"GRAPH <{GRAPH}> {{ <a:a> <a:b> {term}, 'beside' }}")
    assert server.graph("DELETE", GRAPH).json()["removed"] == 2
    assert server.version().strip("0") == ""  # nothing is held


def test_two_ways_to_write_a_number_are_one_statement(kept: tuple[Server, Path]) -> None:
    server, _ = kept
    assert server.graph("PUT", GRAPH, "<a:a> <a:b> 1, 01, 1.0, 1.00 .").json()["added"] == 2
    assert server.graph("PUT", GRAPH, "<a:a> <a:b> 001, 1.000 .").json()["removed"] == 0
    assert server.graph("DELETE", GRAPH).json()["removed"] == 2


@pytest.mark.parametrize("term", WRITTEN)
def test_updates_write_what_they_compute(kept: tuple[Server, Path], term: str) -> None:
    server, path = kept
    value, _, type_ = term.partition("^^")
    computed = f"STRDT({value}, {type_})" if type_ else term
    for text in (
        f"INSERT DATA {{ <a:a> <a:b> {term} }}",
        f"INSERT {{ <a:a> <a:b> ?x, {term} }} WHERE {{ BIND({computed} AS ?x) }}",
        "INSERT { <a:c> <a:b> ?x } WHERE { <a:a> <a:b> ?x } ; DELETE WHERE { <a:a> ?p ?o }",
    ):
        assert server.update(text).status_code == 200
        held = Store.open(path)
        assert list(fingerprint_faults(held.oxigraph, held.generation.fingerprint)) == []
    assert server.update("CLEAR ALL").status_code == 200


TERMS = st.builds(
    Literal,
    st.text("0123456789+-.:TZePYMDHSINFa", max_size=12),
    datatype=st.sampled_from(
        [NamedNode(XSD + name) for name in ("integer", "decimal", "double", "date", "dateTime", "duration")]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TERMS | st.builds(BlankNode) | st.text().map(Literal), max_size=5))
def test_what_is_kept_stays_as_it_is(terms: list[Literal | BlankNode]) -> None:
    quads = as_kept(Quad(NamedNode("a:a"), NamedNode("a:b"), term) for term in terms)
    assert as_kept(quads) == quads
    lines = serialize(quads, format=RdfFormat.N_QUADS) or b""
    assert len(lines.splitlines()) == len(quads)
