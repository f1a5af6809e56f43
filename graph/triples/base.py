"""The few ways in which a value becomes an RDF term, and back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib import Namespace
from rdflib.namespace import RDF, RDFS, XSD

Subject: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

OA = Namespace("http://www.w3.org/ns/oa#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
TYPE = NamedNode(RDF.type)
LABEL = NamedNode(RDFS.label)
COMMENT = NamedNode(RDFS.comment)
_DATE = NamedNode(XSD.date)
_EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
_PLAIN = re.compile(r"-?[0-9]{4}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_BY_LENGTH = {10: _DATE, 7: NamedNode(XSD.gYearMonth), 4: NamedNode(XSD.gYear)}


def day(value: date) -> Literal:
    """A day as xsd:date."""
    return Literal(value.isoformat(), datatype=_DATE)


def partial_day(value: str) -> Literal:
    """A day, month or year in ISO 8601, as precise as it is known."""
    return Literal(value, datatype=_BY_LENGTH[len(value)])


def edtf(value: str) -> Literal:
    """A date in EDTF: by XML Schema where it is a plain day, month or year, else by the datatype of EDTF."""
    plain = _PLAIN.fullmatch(value) is not None
    return Literal(value, datatype=_BY_LENGTH[len(value.lstrip("-"))] if plain else _EDTF)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - the value itself, no switch
    """A truth value as xsd:boolean."""
    return Literal(value)


def english(value: str) -> Literal:
    """Words in English."""
    return Literal(value, language="en")


@dataclass(frozen=True, slots=True)
class Block:
    """What one record says about one subject in one named graph.

    `owned` are the predicates that the record speaks for, given or not: they are compared and replaced
    together. `None` means the whole subject: nobody else describes it in this graph. What `gives_way` is
    written only where the store does not hold something else: an agent is described in many chains.
    """

    graph: NamedNode
    subject: NamedNode
    quads: frozenset[Quad]
    owned: frozenset[NamedNode] | None
    gives_way: bool = False


Pair: TypeAlias = tuple[str | NamedNode, Term]


def block(
    graph: str, subject: str, pairs: Iterable[Pair], *, owned: Iterable[str | NamedNode] | None = None
) -> Block:
    """A block of the given predicate-object pairs."""
    where, who = NamedNode(graph), NamedNode(subject)
    quads = frozenset(Quad(who, _node(predicate), value, where) for predicate, value in pairs)
    return Block(where, who, quads, None if owned is None else frozenset(_node(p) for p in owned))


def _node(value: str | NamedNode) -> NamedNode:
    return value if isinstance(value, NamedNode) else NamedNode(value)


def given(*pairs: tuple[str | NamedNode, Term | None]) -> Iterator[Pair]:
    """The pairs that have a value."""
    for predicate, value in pairs:
        if value is not None:
            yield predicate, value
