"""The SPARQL 1.1 Service Description of the endpoint: what it can do, and nothing that it cannot."""

from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.negotiate import GRAPHS, RESULTS, choose

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DESCRIPTIONS = tuple(offer for offer in GRAPHS if not offer.engine_type)
_LANGUAGES = ("SPARQL10Query", "SPARQL11Query")


def describe(request: Request, *, union: bool) -> Response:
    """The description in the RDF format that the client likes best; raises `NotAcceptable`."""
    offer = choose(", ".join(request.headers.getlist("accept")), DESCRIPTIONS)
    endpoint = str(request.url.replace(query="", fragment=""))
    body = serialize(
        description(endpoint, union=union),
        format=RdfFormat.from_media_type(offer.media_type),
        prefixes={"sd": _SD, "formats": "http://www.w3.org/ns/formats/"},
    )
    headers = {"Vary": "Accept", "Content-Type": offer.content_type}
    return Response(body, headers=headers)


def description(endpoint: str, *, union: bool) -> list[Triple]:
    """Triples about the endpoint at this address."""
    service, dataset, default = BlankNode(), BlankNode(), BlankNode()
    features = ["UnionDefaultGraph"] if union else []
    return [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        *(Triple(service, _sd("supportedLanguage"), _sd(language)) for language in _LANGUAGES),
        *(Triple(service, _sd("feature"), _sd(feature)) for feature in features),
        *(Triple(service, _sd("resultFormat"), NamedNode(iri)) for iri in _format_iris()),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _TYPE, _sd("Graph")),
    ]


def _format_iris() -> list[str]:
    results = (QueryResultsFormat.from_media_type(offer.produced_by) for offer in RESULTS)
    graphs = (RdfFormat.from_media_type(offer.produced_by) for offer in GRAPHS)
    return sorted({known.iri for known in (*results, *graphs) if known is not None})


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
