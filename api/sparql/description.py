"""The SPARQL 1.1 Service Description of the endpoint: what it can do, and nothing that it cannot.

`sd:SPARQL12Query` and `sd:SPARQL12Update` are of the working draft of SPARQL 1.2 Service Description (4.4).
Limits are no part of that vocabulary: they are described by schema.org's `PropertyValue`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Store, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.negotiate import GRAPHS, RESULTS, choose
from api.settings import Limits
from graph.graph_store import FORMATS

PATH = "/sparql"
DESCRIPTIONS = GRAPHS
MOST_GRAPHS = 500  # graphs that a description names; with more it names none, and says where they are listed
LISTING = "SELECT ?graph { GRAPH ?graph {} }"

_SD = "http://www.w3.org/ns/sparql-service-description#"
_SCHEMA = "https://schema.org/"
_GEOSPARQL = "http://www.opengis.net/def/function/geosparql/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SEE_ALSO = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
_SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")
_JSON_LD = "http://www.w3.org/ns/formats/JSON-LD"  # Oxigraph has an IRI that the W3C does not list
_PREFIXES = {
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": _SD,
    "formats": "http://www.w3.org/ns/formats/",
    "geof": _GEOSPARQL,
    "schema": _SCHEMA,
}

_QUERY = ("SPARQL10Query", "SPARQL11Query", "SPARQL12Query")
_UPDATE = ("SPARQL11Update", "SPARQL12Update")
_NAMES = (
    "area asGeoJSON centroid convexHull coordinateDimension difference dimension distance envelope getSRID "
    "intersection isEmpty isSimple length perimeter relate spatialDimension symDifference union "
    "sfContains sfCrosses sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin "
    "ehContains ehCoveredBy ehCovers ehDisjoint ehEquals ehInside ehMeet ehOverlap "
    "rcc8dc rcc8ec rcc8eq rcc8ntpp rcc8ntppi rcc8po rcc8tpp rcc8tppi"
)
FUNCTIONS = tuple(
    _NAMES.split()
)  # of GeoSPARQL that Oxigraph has; beside those of SPARQL there are no others
_TOLD = frozenset({"seconds", "answer_bytes", "query_bytes", "memory_bytes", "target_bytes", "body_bytes"})
_TOLD_OF_WRITES = frozenset({"write_seconds", "write_quads", "write_bytes"})


@dataclass(frozen=True, slots=True)
class Service:
    """What there is to describe.

    `updates`, `graph_store`: whether there are tokens for them. `services`: endpoints that SERVICE may call.
    `union`: the default graph is the union of all graphs. `store`: the data that are served now.
    """

    store: Callable[[], Store]
    limits: Limits = field(default_factory=Limits)
    services: frozenset[str] = frozenset()
    union: bool = True
    updates: bool = False
    graph_store: bool = False


def describe(request: Request, service: Service) -> Response:
    """The description in the RDF format that the client likes best; raises `NotAcceptable`."""
    offer = choose(", ".join(request.headers.getlist("accept")), DESCRIPTIONS)
    body = serialize(
        description(str(request.url.replace(path="", query="", fragment="")).rstrip("/"), service),
        format=RdfFormat.from_media_type(offer.produced_by),
        prefixes=_PREFIXES,
    )
    headers = {"Vary": "Accept", "Content-Type": offer.content_type}
    return Response(body, headers=headers)


def description(root: str, service: Service) -> Iterator[Triple]:
    """Triples about the endpoint of the server at `root`, an IRI without a slash at its end."""
    this, dataset = BlankNode("service"), BlankNode("dataset")
    limits = {NamedNode(f"{root}/limits#{row['name']}"): row for row in _told(service)}
    yield Triple(this, _TYPE, _sd("Service"))
    yield Triple(this, _sd("endpoint"), NamedNode(root + PATH))
    yield Triple(this, _sd("defaultEntailmentRegime"), _SIMPLE)
    for name, values in _lists(service):
        yield from (Triple(this, _sd(name), value) for value in values)
    yield Triple(this, _sd("defaultDataset"), dataset)
    yield Triple(this, _SEE_ALSO, NamedNode(f"{root}/limits"))
    yield from (Triple(this, _schema("additionalProperty"), limit) for limit in limits)
    yield from _dataset(dataset, root, service)
    for limit, row in limits.items():
        yield from _limit(limit, row)


def _lists(service: Service) -> Iterator[tuple[str, Iterable[NamedNode]]]:
    writable = service.updates or service.graph_store
    yield "supportedLanguage", map(_sd, _QUERY + (_UPDATE if service.updates else ()))
    yield "feature", map(_sd, _features(service))
    yield "extensionFunction", (NamedNode(_GEOSPARQL + name) for name in FUNCTIONS)
    yield "resultFormat", _format_iris(_known(offer.produced_by) for offer in (*RESULTS, *GRAPHS))
    yield "inputFormat", _format_iris(FORMATS if writable else ())


def _features(service: Service) -> Iterator[str]:
    yield "EmptyGraphs"
    if service.union:
        yield "UnionDefaultGraph"
    if service.services:
        yield "BasicFederatedQuery"


def _dataset(dataset: BlankNode, root: str, service: Service) -> Iterator[Triple]:
    """The default data set; its named graphs all, or none of them: a part would look like the whole."""
    default = BlankNode("default")
    held = list(islice(service.store().named_graphs(), MOST_GRAPHS + 1))
    names = [name for name in held if isinstance(name, NamedNode)] if len(held) <= MOST_GRAPHS else []
    graphs = {BlankNode(f"graph{number}"): name for number, name in enumerate(names, 1)}
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _SEE_ALSO, NamedNode(f"{root}{PATH}?query={quote(LISTING)}"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from (Triple(dataset, _sd("namedGraph"), graph) for graph in graphs)
    yield Triple(default, _TYPE, _sd("Graph"))
    for graph, name in graphs.items():
        yield Triple(graph, _TYPE, _sd("NamedGraph"))
        yield Triple(graph, _sd("name"), name)


def _told(service: Service) -> Iterator[Mapping[str, Any]]:
    """The limits that whoever asks has to know; `/limits` has all of them."""
    told = _TOLD | (_TOLD_OF_WRITES if service.updates else frozenset())
    yield from (row for row in service.limits.as_json() if row["name"] in told)


def _limit(limit: NamedNode, row: Mapping[str, Any]) -> Iterator[Triple]:
    yield Triple(limit, _TYPE, _schema("PropertyValue"))
    yield Triple(limit, _schema("name"), Literal(row["title"], language="en"))
    yield Triple(limit, _schema("maxValue"), Literal(row["limit"]))
    yield Triple(limit, _schema("unitText"), Literal(row["unit"]))


def _known(media_type: str) -> RdfFormat | QueryResultsFormat | None:
    if media_type in {offer.media_type for offer in RESULTS}:
        return QueryResultsFormat.from_media_type(media_type)
    return RdfFormat.from_media_type(media_type)


def _format_iris(formats: Iterable[RdfFormat | QueryResultsFormat | None]) -> list[NamedNode]:
    iris = {_JSON_LD if known == RdfFormat.JSON_LD else known.iri for known in formats if known is not None}
    return [NamedNode(iri) for iri in sorted(iris)]


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _schema(name: str) -> NamedNode:
    return NamedNode(_SCHEMA + name)
