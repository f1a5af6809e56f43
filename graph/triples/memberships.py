"""Memberships as a source has them, as lines in its graph: its statements, from which no status comes.

None of them has the property by which an act names its treaty: what is derived is derived from acts alone.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS

from graph import iri
from graph.published.dates import OPEN
from graph.published.memberships import Membership, SourceEntity
from graph.triples.base import LABEL, TYPE, Pair, block, boolean, edtf, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP


def entity_lines(entity: SourceEntity, place: Place) -> list[bytes]:
    """Whom the source means by an identifier of its own, with nothing but that identifier."""
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.SourceEntity)),
        (LABEL, Literal(entity.identifier)),
        (DCTERMS.identifier, Literal(entity.identifier)),
        (DEP.stateSystem, NamedNode(iri.concept("state-system", entity.scheme))),
    ]
    return lines_of([block(place.graph, iri.source_entity(entity.scheme, entity.identifier), pairs)])


def membership_lines(said: Membership, place: Place) -> list[bytes]:
    """Who took part in which treaty, with the dates that the source gives."""
    return lines_of([block(place.graph, iri.membership(said.scheme, said.statement), _pairs(said, place))])


def _pairs(said: Membership, place: Place) -> Iterator[Pair]:
    known = place.directory.iri(said.member) if said.member else ""
    yield TYPE, NamedNode(DEP.Membership)
    yield LABEL, english(f"{said.identifier} in {said.treaty}")
    yield DEP.membershipIn, NamedNode(iri.treaty(said.treaty))
    yield DEP.member, NamedNode(known or iri.source_entity(said.scheme, said.identifier))
    yield DEP.memberIdentifier, Literal(said.identifier)
    dates = (
        (DEP.treatySignedOn, said.treaty_signed),
        (DEP.memberSignedOn, said.signed),
        (DEP.memberConsentedOn, said.consented),
        (DEP.memberInForceOn, said.in_force),
        (DEP.memberUntil, "" if said.ended == OPEN else said.ended),
    )
    yield from ((term, edtf(value)) for term, value in dates if value)
    yield from given(
        (DEP.endIsOpen, boolean(True) if said.ended == OPEN else None),  # noqa: FBT003 - the value itself
        (DEP.actedAs, Literal(said.acted_as) if said.acted_as else None),
    )
