"""SPARQLWrapper, which notebooks use: every format it knows, every way it sends, and what it adds unasked."""

import warnings
from collections.abc import Callable
from typing import Any
from xml.dom.minidom import Document, Element

import pytest
from rdflib import Graph, Literal
from SPARQLWrapper import (
    BASIC,
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from tests.clients.conftest import BEARER, EX, GRAPH, LABELS, NUMBERS, TOKEN, Endpoint

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"  # SPARQLWrapper 2.0 builds one itself
)
FOUR = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{EX}four> <{EX}number> 4 }} }}"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
Converted = Callable[[Any], Any]


def rows_of_xml(document: Document) -> list[str]:
    return [text_of(node) for node in document.getElementsByTagName("literal")]


def text_of(node: Element) -> str:
    return "".join(getattr(child, "data", "") for child in node.childNodes)


def rows_of_json(answer: dict[str, Any]) -> list[str]:
    return [row["number"]["value"] for row in answer["results"]["bindings"]]


TABLES: dict[str, Converted] = {
    JSON: rows_of_json,
    XML: rows_of_xml,
    CSV: lambda table: table.decode().split()[1:],
    TSV: lambda table: table.decode().split()[1:],
}
GRAPHS: dict[str, Converted] = {
    TURTLE: lambda text: Graph().parse(data=text, format="turtle"),
    N3: lambda text: Graph().parse(data=text, format="turtle"),
    RDFXML: lambda graph: graph,
    RDF: lambda graph: graph,
    XML: lambda graph: graph,
    JSONLD: lambda graph: graph,
}


def converted(wrapper: SPARQLWrapper) -> Any:
    return wrapper.query().convert()


def client(endpoint: Endpoint, text: str, way: tuple[str, str] = WAYS[0]) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(endpoint.url)
    wrapper.setQuery(text)
    wrapper.setMethod(way[0])
    wrapper.setRequestMethod(way[1])
    return wrapper


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("format_", TABLES)
def test_tables(endpoint: Endpoint, format_: str, way: tuple[str, str]) -> None:
    wrapper = client(endpoint, NUMBERS, way)
    wrapper.setReturnFormat(format_)
    assert TABLES[format_](converted(wrapper)) == ["1", "2", "3"]
    (sent,) = endpoint.sent
    assert sent.method == way[0]
    assert {"format", "output", "results"} <= sent.parameters.keys()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("format_", GRAPHS)
def test_graphs(endpoint: Endpoint, format_: str, way: tuple[str, str]) -> None:
    wrapper = client(endpoint, LABELS, way)
    wrapper.setReturnFormat(format_)
    with warnings.catch_warnings():
        if format_ == RDF:  # it knows no media type for this name of its own
            warnings.simplefilter("ignore", RuntimeWarning)
        graph = GRAPHS[format_](converted(wrapper))
    assert {Literal("één", lang="nl"), Literal("two", lang="en")} <= set(graph.objects())


@pytest.mark.parametrize("format_", [JSON, XML])
def test_truth_values(endpoint: Endpoint, format_: str) -> None:
    wrapper = client(endpoint, "ASK {}")
    wrapper.setReturnFormat(format_)
    answer = converted(wrapper)
    found = (
        answer["boolean"] if format_ == JSON else answer.getElementsByTagName("boolean")[0].firstChild.data
    )
    assert found in {True, "true"}


def test_a_format_that_does_not_fit_the_query_is_passed_over(endpoint: Endpoint) -> None:
    """It asks for Turtle of a SELECT by `format=turtle` and `Accept: */*`: a table comes all the same."""
    wrapper = client(endpoint, NUMBERS)
    wrapper.setReturnFormat(TURTLE)
    with pytest.warns(RuntimeWarning):
        assert rows_of_json(converted(wrapper)) == ["1", "2", "3"]
    (sent,) = endpoint.sent
    assert (sent.headers["accept"], sent.parameters["format"]) == ("*/*", "turtle")


def test_by_the_accept_header_alone(endpoint: Endpoint) -> None:
    wrapper = client(endpoint, NUMBERS)
    wrapper.setReturnFormat(JSON)
    wrapper.setOnlyConneg(True)
    assert rows_of_json(converted(wrapper)) == ["1", "2", "3"]
    assert endpoint.sent[0].parameters == {"query": NUMBERS}


def test_time_limits_and_parameters_that_nobody_knows(endpoint: Endpoint) -> None:
    """`setTimeout` ends only the waiting of the client; a cap for the server is the parameter `timeout`."""
    wrapper = client(endpoint, NUMBERS)
    wrapper.setReturnFormat(JSON)
    wrapper.setTimeout(10)
    for name, value in (("timeout", "5"), ("debug", "on"), ("default-graph-uri", GRAPH)):
        wrapper.addParameter(name, value)
    assert rows_of_json(converted(wrapper)) == ["1", "2", "3"]
    assert endpoint.sent[0].parameters["timeout"] == "5"


def test_a_graph_that_is_not_there_is_empty(endpoint: Endpoint) -> None:
    wrapper = client(endpoint, NUMBERS)
    wrapper.setReturnFormat(JSON)
    wrapper.addParameter("default-graph-uri", f"{EX}graph/none")
    assert rows_of_json(converted(wrapper)) == []


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("authorised", ["basic", "bearer"])
def test_updates(endpoint: Endpoint, request_method: str, authorised: str) -> None:
    wrapper = client(endpoint, FOUR, (POST, request_method))
    if authorised == "basic":
        wrapper.setHTTPAuth(BASIC)
        wrapper.setCredentials("any name", TOKEN)
    else:
        wrapper.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    wrapper.query()
    assert endpoint.sent[0].headers["content-type"] in {
        "application/x-www-form-urlencoded",
        "application/sparql-update",
    }
    assert endpoint.numbers() == [1, 2, 3, 4]


def test_an_update_without_a_token_raises_what_says_so(endpoint: Endpoint) -> None:
    with pytest.raises(Unauthorized, match="This needs a token"):
        client(endpoint, FOUR, (POST, POSTDIRECTLY)).query()
    assert endpoint.numbers() == [1, 2, 3]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_malformed_raises_what_says_where(endpoint: Endpoint, way: tuple[str, str]) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column 15"):
        client(endpoint, "SELECT * { ?s ", way).query()
