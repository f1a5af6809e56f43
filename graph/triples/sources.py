"""Sources in the catalogue: what they are, and what they are complete for; as quads, and back."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Store
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.records import Source
from graph.triples.base import (
    COMMENT,
    LABEL,
    TYPE,
    Block,
    Pair,
    block,
    boolean,
    day,
    english,
    given,
    partial_day,
)
from ontology.terms import DEP


def source_blocks(source: Source) -> Iterator[Block]:
    """A document and what it is complete for, in the catalogue."""
    document = iri.document(source.id)
    words = (
        (DCTERMS.publisher, source.publisher),
        (DCTERMS.license, source.licence),
        (DEP.sha256, source.sha256),
    )
    complete = iri.part_of(document, "completeness") if source.complete_for else None
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.SourceDocument)),
        (DCTERMS.identifier, Literal(source.id)),
        (LABEL, Literal(source.title)),
        (DEP.tier, NamedNode(iri.concept("tier", source.tier))),
        *((term, Literal(value)) for term, value in words if value),
        *given(
            (SDO.url, Literal(source.url) if source.url else None),
            (DEP.publishedOn, partial_day(source.published_on) if source.published_on else None),
            (DEP.readOn, day(source.read_on) if source.read_on else None),
            (COMMENT, english(source.note) if source.note else None),
            (DCTERMS.coverage, NamedNode(complete) if complete else None),
        ),
    ]
    yield block(iri.CATALOGUE, document, pairs)
    if complete:
        yield block(iri.CATALOGUE, complete, _completeness(source))


def _completeness(source: Source) -> Iterator[tuple[str | NamedNode, NamedNode | Literal]]:
    yield TYPE, NamedNode(DEP.Completeness)
    yield LABEL, english(f"What “{source.title}” is complete for")
    yield DEP.completeFor, NamedNode(iri.treaty(source.complete_for))
    if source.complete_as_of:
        yield DEP.completeAsOf, day(source.complete_as_of)
    yield DEP.includesWithdrawals, boolean(source.includes_withdrawals)
    yield DEP.includesFormerStates, boolean(source.includes_former_states)


def read_source(store: Store, id_: str) -> Source | None:
    """A source as the catalogue describes it; `None` where it does not."""
    document = iri.document(id_)
    words = _values(store, document)
    if not words:
        return None
    complete = _values(store, iri.part_of(document, "completeness"))
    return Source(
        id=id_,
        title=words[LABEL.value],
        publisher=words[str(DCTERMS.publisher)],
        tier=words[str(DEP.tier)].rpartition("/")[2],
        url=words[str(SDO.url)],
        published_on=words[str(DEP.publishedOn)],
        read_on=_day(words[str(DEP.readOn)]),
        licence=words[str(DCTERMS.license)],
        complete_for=iri.slug_of(complete[str(DEP.completeFor)]),
        complete_as_of=_day(complete[str(DEP.completeAsOf)]),
        includes_withdrawals=complete[str(DEP.includesWithdrawals)] == "true",
        includes_former_states=complete[str(DEP.includesFormerStates)] == "true",
        note=words[COMMENT.value],
        sha256=words[str(DEP.sha256)],
    )


def _values(store: Store, subject: str) -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for quad in store.quads_for_pattern(NamedNode(subject), None, None, NamedNode(iri.CATALOGUE)):
        if isinstance(quad.object, NamedNode | Literal):
            found[quad.predicate.value] = quad.object.value
    return found


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
