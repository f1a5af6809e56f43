"""SPARQLWrapper, which researchers use, as a client."""

import asyncio
from typing import Any

import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.sparql.conftest import EX, Service

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated"
    ),  # SPARQLWrapper 2.0 builds one itself
]

SELECT = f"SELECT ?number {{ ?thing <{EX}number> ?number }} ORDER BY ?number LIMIT 2"
CONSTRUCT = f"CONSTRUCT WHERE {{ ?thing <{EX}number> ?number }}"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


def wrapper(service: Service, query: str, format_: str, way: tuple[str, str]) -> SPARQLWrapper:
    client = SPARQLWrapper(service.url)
    client.setQuery(query)
    client.setReturnFormat(format_)
    client.setMethod(way[0])
    client.setRequestMethod(way[1])
    return client


async def converted(client: SPARQLWrapper) -> Any:
    return await asyncio.to_thread(lambda: client.query().convert())


@pytest.mark.parametrize("way", WAYS)
async def test_select(service: Service, way: tuple[str, str]) -> None:
    answer = await converted(wrapper(service, SELECT, JSON, way))
    assert [row["number"]["value"] for row in answer["results"]["bindings"]] == ["0", "1"]
    document = await converted(wrapper(service, SELECT, XML, way))
    assert len(document.getElementsByTagName("result")) == 2
    table = await converted(wrapper(service, SELECT, CSV, way))
    assert table.split() == [b"number", b"0", b"1"]


@pytest.mark.parametrize("way", WAYS)
async def test_ask(service: Service, way: tuple[str, str]) -> None:
    assert (await converted(wrapper(service, "ASK {}", JSON, way)))["boolean"] is True


@pytest.mark.parametrize("way", WAYS)
async def test_construct(service: Service, way: tuple[str, str]) -> None:
    turtle = await converted(wrapper(service, CONSTRUCT, TURTLE, way))
    assert len(Graph().parse(data=turtle, format="turtle")) == 200
    for format_ in (RDFXML, JSONLD):
        graph = await converted(wrapper(service, CONSTRUCT, format_, way))
        assert len(graph) == 200
        assert URIRef(f"{EX}thing/7") in set(graph.subjects())


async def test_malformed(service: Service) -> None:
    with pytest.raises(QueryBadFormed, match="line 1"):
        await converted(wrapper(service, "SELECT * { ?s ", JSON, WAYS[0]))
