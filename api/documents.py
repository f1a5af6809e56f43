"""The formats in which the document of a resource goes out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from api.negotiate import Offer
from graph.errors import NotAcceptable
from ontology.terms import DEP, ROOT

PREFIXES = {
    "dep": str(DEP),
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "voc": ROOT + "vocab/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2
_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$")  # a predicate is a namespace and a name


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `keeps_graphs` where it says which graph each statement stands in."""

    name: str
    suffix: str
    offer: Offer
    rdf: RdfFormat
    keeps_graphs: bool = False

    def serialize(self, quads: Iterable[Quad]) -> bytes:
        """The statements in this format; without graphs it is their union. Raises `NotAcceptable`."""
        statements = list(quads)
        if self.rdf == RdfFormat.RDF_XML:
            _refuse_what_xml_cannot_hold(statements)
        written = serialize(
            statements if self.keeps_graphs else _union(statements), format=self.rdf, prefixes=PREFIXES
        )
        return written or b""


FORMATS = (
    Format("Turtle", "ttl", Offer("text/turtle"), RdfFormat.TURTLE),
    Format("N-Triples", "nt", Offer("application/n-triples"), RdfFormat.N_TRIPLES),
    Format("JSON-LD", "jsonld", Offer("application/ld+json"), RdfFormat.JSON_LD),
    Format("RDF/XML", "rdf", Offer("application/rdf+xml"), RdfFormat.RDF_XML),
    Format("TriG", "trig", Offer("application/trig"), RdfFormat.TRIG, keeps_graphs=True),
    Format("N-Quads", "nq", Offer("application/n-quads"), RdfFormat.N_QUADS, keeps_graphs=True),
)


def _union(quads: Iterable[Quad]) -> list[Triple]:
    return sorted({quad.triple for quad in quads}, key=str)


def _refuse_what_xml_cannot_hold(quads: Iterable[Quad]) -> None:
    for quad in quads:
        if isinstance(quad.object, Literal) and _NOT_IN_XML.search(quad.object.value):
            raise NotAcceptable(
                "This document holds characters that no XML can hold; ask for another format."
            )
        if isinstance(quad.object, Triple) or not _XML_NAME.search(quad.predicate.value):
            raise NotAcceptable("This document holds what RDF/XML has no form for; ask for another format.")
