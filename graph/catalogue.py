"""What the catalogue graph says of the sources: how far each is trusted, and what it is complete for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.law.question import Coverage
from graph.triples.base import LABEL
from ontology.lists import ranks
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Document:
    """A source as an answer shows it."""

    id: str
    iri: str
    title: str
    tier: str
    publisher: str
    url: str | None


def tier_ranks(store: Store) -> dict[str, int]:
    """Rank of each source by its tier; 1, the depositary, is the best."""
    order = ranks("tier")
    quads = store.quads_for_pattern(None, NamedNode(DEP.tier), None, NamedNode(iri.CATALOGUE))
    return {_id(quad): order[quad.object.value] for quad in quads if isinstance(quad.object, NamedNode)}


def _id(quad: Quad) -> str:
    subject = quad.subject
    return unquote(subject.value.removeprefix(iri.document(""))) if isinstance(subject, NamedNode) else ""


def read_documents(store: Store) -> dict[str, Document]:
    """Every source document of the catalogue, by id."""
    return {id_: read_document(store, id_) for id_ in tier_ranks(store)}


def read_document(store: Store, id_: str) -> Document:
    """One source document; what the catalogue does not say is empty."""
    values: dict[str, str] = defaultdict(str)
    node = NamedNode(iri.document(id_))
    for quad in store.quads_for_pattern(node, None, None, NamedNode(iri.CATALOGUE)):
        if isinstance(quad.object, Literal | NamedNode):
            values[quad.predicate.value] = quad.object.value
    return Document(
        id_,
        node.value,
        values[LABEL.value] or id_,
        values[str(DEP.tier)].rpartition("/")[2],
        values[str(DCTERMS.publisher)],
        values[str(SDO.url)] or None,
    )


def read_coverage(store: Store, treaty: str) -> Coverage | None:
    """What the sources are complete for in this treaty, to the latest day; `None` where none says so.

    A list that shows withdrawals comes before one that does not: only it can tell that a party is gone.
    """
    quads = store.quads_for_pattern(
        None, NamedNode(DEP.completeFor), NamedNode(iri.treaty(treaty)), NamedNode(iri.CATALOGUE)
    )
    declared = [_declaration(store, quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)]
    return max(declared, key=lambda c: (c.includes_withdrawals, c.as_of), default=None)


def _declaration(store: Store, node: NamedNode) -> Coverage:
    values = {
        quad.predicate.value: quad.object.value
        for quad in store.quads_for_pattern(node, None, None, NamedNode(iri.CATALOGUE))
        if isinstance(quad.object, Literal)
    }
    source = unquote(node.value.removeprefix(iri.document("")).removesuffix("/completeness"))
    return Coverage(
        as_of=date.fromisoformat(values[str(DEP.completeAsOf)]),
        includes_withdrawals=values.get(str(DEP.includesWithdrawals)) == "true",
        includes_former_states=values.get(str(DEP.includesFormerStates)) == "true",
        sources=(source,),
    )
