"""What the endpoint says of itself, held against what it does."""

from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SDO, Namespace

from api.negotiate import GRAPHS, RESULTS
from api.sparql.description import FUNCTIONS, MOST_GRAPHS, Service, description
from tests.sparql.conftest import EX, Serving
from tests.sparql.conftest import Service as Running

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
ROOT = "http://127.0.0.1:8000"
GEOSPARQL = "http://www.opengis.net/def/function/geosparql/"
_OTHERS = (
    "asDGGS asGML asKML asSVG asWKT boundary boundingCircle buffer concaveHull geometryN geometryType is3D "
    "isMeasured maxX maxY maxZ metricArea metricBuffer metricLength metricPerimeter minX minY minZ "
    "numGeometries transform aggBoundingBox aggBoundingCircle aggCentroid aggConcaveHull aggConvexHull "
    "aggUnion"
)
ALL_OF_GEOSPARQL = {*FUNCTIONS, *_OTHERS.split()}  # OGC 22-047r1, annex A


def told(store: Store | None = None, **said: Any) -> Graph:
    """The description as a graph of rdflib."""
    held = Store() if store is None else store
    triples = description(ROOT, Service(lambda: held, **said))
    return Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")


def values(graph: Graph, name: str) -> set[str]:
    return {str(value).rpartition("#")[2] for value in graph.objects(None, SD[name])}


def test_updates_are_told_only_where_somebody_may_write() -> None:
    queries = {"SPARQL10Query", "SPARQL11Query", "SPARQL12Query"}
    assert values(told(), "supportedLanguage") == queries
    assert values(told(updates=True), "supportedLanguage") == queries | {"SPARQL11Update", "SPARQL12Update"}
    assert values(told(graph_store=True), "supportedLanguage") == queries


@pytest.mark.parametrize("graph", [told(updates=True), told(graph_store=True)])
def test_formats_are_read_only_where_somebody_may_write(graph: Graph) -> None:
    assert values(told(), "inputFormat") == set()
    assert {FORMATS.Turtle, FORMATS["JSON-LD"], FORMATS["N-Quads"]} <= set(
        graph.objects(None, SD.inputFormat)
    )


def test_features() -> None:
    assert values(told(union=False), "feature") == {"EmptyGraphs"}
    assert values(told(), "feature") == {"EmptyGraphs", "UnionDefaultGraph"}
    called = told(union=False, services=frozenset({"http://example.org/sparql"}))
    assert values(called, "feature") == {"EmptyGraphs", "BasicFederatedQuery"}


@pytest.mark.parametrize("name", sorted(ALL_OF_GEOSPARQL))
def test_functions_beyond_sparql_are_those_of_the_engine(name: str) -> None:
    call = f"SELECT (<{GEOSPARQL}{name}>(1, 2) AS ?x) {{}}"
    if name in FUNCTIONS:
        Store().query(call)
    else:
        with pytest.raises(RuntimeError, match="is not supported"):
            Store().query(call)


def test_named_graphs_are_told_all_or_not_at_all() -> None:
    store = Store()
    for number in range(MOST_GRAPHS):
        store.add_graph(NamedNode(f"{EX}graph/{number}"))
    assert len(set(told(store).objects(None, SD.name))) == MOST_GRAPHS
    store.add_graph(NamedNode(f"{EX}graph/one-more"))
    assert not set(told(store).objects(None, SD.namedGraph))


def test_limits_are_described() -> None:
    graph = told(updates=True)
    time = URIRef(f"{ROOT}/limits#seconds")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert (service, SDO.additionalProperty, time) in graph
    assert [str(value) for value in graph.objects(time, SDO.maxValue)] == ["30.0"]
    assert [str(value) for value in graph.objects(time, SDO.unitText)] == ["seconds"]
    assert URIRef(f"{ROOT}/limits") in set(graph.objects(service, RDFS.seeAlso))
    assert URIRef(f"{ROOT}/limits#write_quads") in set(graph.objects(service, SDO.additionalProperty))
    assert URIRef(f"{ROOT}/limits#write_quads") not in set(told().objects(None, SDO.additionalProperty))


@pytest.mark.anyio
async def test_every_format_that_is_told_is_served_and_the_other_way_round(serving: Serving) -> None:
    async with serving() as service:
        graph = await described(service)
        served = set()
        for offer in (*RESULTS, *GRAPHS):
            query = (
                "ASK {}" if offer in RESULTS[:2] else "SELECT * {}" if offer in RESULTS else "DESCRIBE <a:a>"
            )
            answer = await service.ask(query, accept=offer.media_type)
            assert answer.status_code == 200, offer
            served.add(offer.produced_by)
        assert len(set(graph.objects(None, SD.resultFormat))) == len(served)


@pytest.mark.anyio
async def test_where_the_graphs_are_listed_they_are(serving: Serving) -> None:
    async with serving() as service:
        graph = await described(service)
        (dataset,) = graph.objects(None, SD.defaultDataset)
        (listed,) = graph.objects(dataset, RDFS.seeAlso)
        rows = (await service.client.get(str(listed))).json()["results"]["bindings"]
        names = {row["graph"]["value"] for row in rows}
        assert names == {f"{EX}a", f"{EX}b"} == {str(name) for name in graph.objects(None, SD.name)}


@pytest.mark.anyio
async def test_the_description_is_negotiated(serving: Serving) -> None:
    async with serving() as service:
        for media_type in (
            "text/turtle",
            "application/n-triples",
            "application/rdf+xml",
            "application/ld+json",
        ):
            answer = await service.client.get(service.url, headers={"accept": media_type})
            assert answer.headers["content-type"].startswith(media_type)
            assert answer.headers["vary"] == "Accept"
            form = RdfFormat.from_media_type(media_type)
            assert Quad(*_endpoint(service)) in {
                _without_subject(quad) for quad in parse(answer.content, form)
            }
        first, again = [await service.client.get(service.url) for _ in range(2)]
        assert first.content == again.content
        head = await service.client.head(service.url)
        assert (head.status_code, head.content) == (200, b"")


async def described(service: Running) -> Graph:
    answer = await service.client.get(service.url)
    return Graph().parse(data=answer.content, format="turtle")


def _endpoint(service: Running) -> tuple[NamedNode, NamedNode, NamedNode]:
    return NamedNode(f"{EX}any"), NamedNode(str(SD.endpoint)), NamedNode(service.url)


def _without_subject(quad: Quad) -> Quad:
    return Quad(NamedNode(f"{EX}any"), quad.predicate, quad.object)
