"""rdflib's SPARQLStore and SPARQLUpdateStore: a graph of a program that lies on the server."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.clients.conftest import BEARER, EX, GRAPH, LABELS, NUMBERS, TOKEN, Endpoint

NUMBER = URIRef(f"{EX}number")
FOUR = (URIRef(f"{EX}four"), NUMBER, Literal(4))
OPTIONS = [
    {},
    {"method": "POST"},
    {"method": "POST_FORM"},
    {"returnFormat": "json"},
    {"returnFormat": "csv"},
    {"returnFormat": "tsv"},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_a_query_in_every_way_that_the_store_knows(endpoint: Endpoint, options: dict[str, str]) -> None:
    graph = Graph(store=SPARQLStore(endpoint.url, **options))  # type: ignore[arg-type]
    assert [int(row[0]) for row in graph.query(NUMBERS)] == [1, 2, 3]  # type: ignore[index, arg-type]
    (sent,) = endpoint.sent
    assert sent.method == options.get("method", "GET").partition("_")[0]
    assert "urllib" in sent.headers["user-agent"]


def test_a_graph_is_read_as_if_it_were_here(endpoint: Endpoint) -> None:
    graph = Graph(store=SPARQLStore(endpoint.url))
    assert {int(value) for value in graph.objects(None, NUMBER)} == {1, 2, 3}  # type: ignore[call-overload]
    assert len(graph) == 9
    assert (FOUR[0], None, None) not in graph
    assert set(endpoint.sent[0].headers["accept"].split(", ")) == {
        "application/sparql-results+xml",
        "application/rdf+xml",
    }


def test_graphs_and_truth_values(endpoint: Endpoint) -> None:
    graph = Graph(store=SPARQLStore(endpoint.url))
    constructed = graph.query(LABELS).graph
    assert constructed is not None
    assert Literal("één", lang="nl") in set(constructed.objects())
    assert graph.query("ASK {}").askAnswer is True


@pytest.mark.parametrize("options", [{"auth": ("any name", TOKEN)}, {"headers": BEARER}])
def test_a_graph_is_changed_as_if_it_were_here(
    endpoint: Endpoint, options: dict[str, dict[str, str] | tuple[str, str]]
) -> None:
    store = SPARQLUpdateStore(endpoint.url, endpoint.url, **options)  # type: ignore[arg-type]
    graph = Graph(store=store, identifier=URIRef(GRAPH))
    graph.add(FOUR)
    (sent,) = endpoint.sent
    assert (sent.path, sent.headers["content-type"]) == (
        "/sparql?",
        "application/sparql-update; charset=UTF-8",
    )
    assert endpoint.numbers() == [1, 2, 3, 4]
    graph.remove((None, NUMBER, Literal(1)))
    graph.update(f"DELETE WHERE {{ <{EX}two> <{NUMBER}> ?number }}")
    assert endpoint.numbers() == [3, 4]
