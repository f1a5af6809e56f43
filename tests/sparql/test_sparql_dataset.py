"""Which graphs a query sees: the union, the unnamed graph, FROM, and the data set of the protocol."""

import pytest

from tests.sparql.conftest import EX, Service, Serving

pytestmark = pytest.mark.anyio

PREDICATES = "SELECT DISTINCT ?p {from} { ?s ?p ?o }"
GRAPHS = "SELECT DISTINCT ?p {from} { GRAPH ?g { ?s ?p ?o } }"
ALL = {"number", "label", "note", "control"}


async def predicates(
    service: Service, query: str, from_: str = "", dataset: dict[str, list[str]] | None = None
) -> set[str]:
    parameters = {"query": [query.replace("{from}", from_)]} | (dataset or {})
    response = await service.client.get(service.url, params=parameters, headers={"accept": "text/csv"})
    assert response.status_code == 200
    return {line.removeprefix(EX) for line in response.text.split()[1:]}


async def test_the_default_graph_is_the_union_of_all(service: Service) -> None:
    assert await predicates(service, PREDICATES) == ALL | {"unnamed"}
    assert await predicates(service, GRAPHS) == ALL


async def test_or_the_unnamed_graph(serving: Serving) -> None:
    async with serving(union=False) as service:
        assert await predicates(service, PREDICATES) == {"unnamed"}
        assert await predicates(service, GRAPHS) == ALL
        description = (await service.client.get(service.url)).text
        assert "UnionDefaultGraph" not in description


async def test_from_replaces_the_union(service: Service) -> None:
    assert await predicates(service, PREDICATES, f"FROM <{EX}a>") == {"number"}
    assert await predicates(service, PREDICATES, f"FROM NAMED <{EX}a>") == set()
    assert await predicates(service, GRAPHS, f"from named <{EX}a>") == {"number"}
    assert await predicates(service, GRAPHS, f"FROM <{EX}a>") == set()


async def test_a_graph_that_is_not_here_is_empty_and_never_fetched(service: Service) -> None:
    assert await predicates(service, PREDICATES, "FROM <http://127.0.0.1:9/x>") == set()
    assert await predicates(service, PREDICATES, "FROM <file:///etc/passwd>") == set()


async def test_the_protocol_replaces_the_data_set_of_the_query(service: Service) -> None:
    only = {"default-graph-uri": [f"{EX}a"]}
    assert await predicates(service, PREDICATES, dataset=only) == {"number"}
    assert await predicates(service, PREDICATES, f"FROM <{EX}b>", dataset=only) == {"number"}
    assert await predicates(service, GRAPHS, dataset=only) == set()
    both = {"default-graph-uri": [f"{EX}a", f"{EX}b"]}
    assert await predicates(service, PREDICATES, dataset=both) == ALL
    named = {"named-graph-uri": [f"{EX}a"]}
    assert await predicates(service, GRAPHS, dataset=named) == {"number"}
    assert await predicates(service, PREDICATES, dataset=named) == set()


async def test_a_graph_name_must_be_an_iri(service: Service) -> None:
    parameters = {"query": "ASK {}", "default-graph-uri": "not an IRI"}
    response = await service.client.get(service.url, params=parameters)
    assert response.status_code == 400
    assert "not an IRI" in response.json()["detail"]
