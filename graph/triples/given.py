"""What a file gives as RDF, as lines of N-Quads in the graph of the source whose statements these are."""

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, PROV

from graph import iri
from graph.published.triples import Harvest, Statements
from graph.triples.base import LABEL, TYPE, block, english
from graph.triples.place import Place, lines_of

_END = b" .\n"  # of a line of N-Triples (RDF 1.1 N-Triples, 2.1)


def given_lines(statements: Statements, place: Place) -> list[bytes]:
    """The statements in the graph of the source, whatever they are about."""
    tail = f" <{place.graph}> .\n".encode()
    return [line.removesuffix(_END) + tail for line in statements.lines]


def harvest_lines(harvest: Harvest, place: Place) -> list[bytes]:
    """The activity that made the source, and the query that it followed (PROV-O, 3.1 and 3.3)."""
    activity = iri.harvest(harvest.source)
    query = iri.part_of(activity, "query")
    return lines_of([
        block(place.graph, activity, [
            (TYPE, NamedNode(PROV.Activity)),
            (LABEL, english("Harvest from a SPARQL endpoint")),
            (PROV.generated, NamedNode(iri.document(harvest.source))),
            (PROV.used, NamedNode(harvest.endpoint)),
            (PROV.used, NamedNode(query)),
        ]),
        block(place.graph, query, [
            (TYPE, NamedNode(PROV.Plan)),
            (LABEL, english("Query of a harvest")),
            (PROV.value, Literal(harvest.query)),
            (DCTERMS.format, Literal("application/sparql-query")),
        ]),
    ])  # fmt: skip
