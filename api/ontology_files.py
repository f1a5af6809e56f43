"""The ontology under its own IRI, under that of its version, and the files that lie beside it."""

from fastapi import APIRouter, Response
from rdflib.namespace import OWL

from api.answering import Asked, Asking
from api.negotiate import Offer
from api.pages.resource import defined_terms
from api.problems import shown
from api.resources import BY_SUFFIX, DOCUMENT, document_of, whole_graph
from graph import iri
from graph.errors import NotFound
from ontology.resources import read
from ontology.terms import ROOT

UNCHANGED = {"description": "The client has this document already"}
router = APIRouter(tags=["linked data"])
_ONTOLOGY = ROOT + "ontology"
_TURTLE = Offer("text/turtle")
_JSON_LD = Offer("application/ld+json")


@router.get("/ontology", summary="The ontology", responses=DOCUMENT, response_class=Response)
def ontology(asking: Asking) -> Response:
    """Classes and properties with their definitions and the articles behind them."""
    return _ontology(asking, None)


@router.get(
    "/ontology.{suffix}",
    summary="The ontology in the format of the suffix",
    responses=DOCUMENT,
    response_class=Response,
)
def ontology_as(asking: Asking, suffix: str) -> Response:
    """The same as `/ontology`, for links that name a format."""
    if suffix not in BY_SUFFIX:
        raise NotFound(f"There is no format “{shown(suffix)}”; there are {', '.join(BY_SUFFIX)}.")
    return _ontology(asking, suffix)


@router.get(
    "/ontology/shapes",
    summary="The shapes that data must fit",
    responses={200: {"content": {"text/turtle": {}}}, 304: UNCHANGED},
    response_class=Response,
)
@router.get("/ontology/shapes.ttl", include_in_schema=False)
def shapes(asking: Asking) -> Response:
    """SHACL shapes in Turtle."""
    return _file(asking, "shapes.ttl", _TURTLE)


@router.get(
    "/ontology/context.jsonld",
    summary="The JSON-LD context",
    responses={200: {"content": {"application/ld+json": {}}}, 304: UNCHANGED},
    response_class=Response,
)
@router.get("/context.jsonld", include_in_schema=False)
def context(asking: Asking) -> Response:
    """Short names for the terms of the ontology, for documents in JSON-LD 1.1."""
    return _file(asking, "context.jsonld", _JSON_LD)


@router.get(
    "/ontology/{version}",
    summary="The ontology under the IRI of its version",
    responses=DOCUMENT,
    response_class=Response,
)
def ontology_version(asking: Asking, version: str) -> Response:
    """The same as `/ontology`; other versions than the current one are not served."""
    current = asking.pages.terms.values(_ONTOLOGY, str(OWL.versionIRI))
    if f"{_ONTOLOGY}/{version}" not in current:
        raise NotFound(f"There is no version “{shown(version)}”; there is {', '.join(current)}.")
    return _ontology(asking, None)


def _file(asking: Asked, name: str, offer: Offer) -> Response:
    """A file of the ontology as it lies in the package, whatever the client prefers: it has one format."""
    return asking.unchanged(offer) or asking.reply(read(name), offer)


def _ontology(asking: Asked, suffix: str | None) -> Response:
    return document_of(
        asking,
        iri.ONTOLOGY,
        suffix,
        lambda: whole_graph(asking, iri.ONTOLOGY),
        lambda: {"iri": ROOT + "ontology", "terms": defined_terms(asking.pages.terms)},
        template="ontology.html",
    )
