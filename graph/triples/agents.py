"""States, organs, persons, sources: who and what the graph speaks about."""

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Store
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.records import Agent, Source, State
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
from graph.triples.directory import Directory
from ontology.kinds import class_of
from ontology.terms import DEP

WIKIDATA = "http://www.wikidata.org/entity/"


def state_blocks(state: State, directory: Directory) -> Iterator[Block]:
    """A row of the table of states, in the graph of states."""
    names = ((state.name_en, "en"), (state.name_fr, "fr"), (state.name_ru, "ru"))
    days = (
        (DEP.existsFrom, state.exists_from),
        (DEP.existsUntil, state.exists_until),
        (DEP.dateOfSuccession, state.date_of_succession),
        (DEP.memberOfUnitedNationsSince, state.un_member_since),
        (DEP.memberOfUnitedNationsUntil, state.un_member_until),
    )
    words = (
        (DEP.isoAlpha2, state.iso_alpha2),
        (DEP.isoAlpha3, state.iso_alpha3),
        (DEP.isoNumeric, state.iso_numeric),
        (DEP.dateOfSuccessionSource, state.date_source),
    )
    relations = ((DEP.continues, state.continues), (DEP.successorOf, state.successor_of))
    pairs: list[Pair] = [
        (TYPE, NamedNode(class_of(state.kind))),
        (DEP.code, Literal(state.code)),
        *((LABEL, Literal(name, language=tag)) for name, tag in names if name),
        *((term, day(value)) for term, value in days if value),
        *((term, Literal(value)) for term, value in words if value),
        *((term, NamedNode(directory.iri(code))) for term, codes in relations for code in codes),
        *given((SDO.sameAs, NamedNode(WIKIDATA + state.wikidata) if state.wikidata else None)),
        *given((COMMENT, english(state.note) if state.note else None)),
    ]
    yield block(iri.STATES, iri.state(state.code, state.kind), pairs)


def agent_blocks(agent: Agent, directory: Directory) -> Iterator[Block]:
    """An organ, court, office, person, organisation or medium, in the graph of agents.

    Who is a state in a chain stands in the table of states already.
    """
    if agent.kind == "state":
        return
    pairs: list[Pair] = [
        (TYPE, NamedNode(class_of(agent.kind))),
        (DEP.code, Literal(agent.id)),
        (LABEL, english(agent.label)),
        *given((DEP.organOf, NamedNode(directory.iri(agent.part_of)) if agent.part_of else None)),
    ]
    yield block(iri.AGENTS, iri.agent(agent.id, agent.kind), pairs)


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


def read_dates_of_succession(store: Store, directory: Directory) -> dict[str, date]:
    """Day of succession of each state that has one, by code."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.dateOfSuccession), None, NamedNode(iri.STATES))
    return {
        directory.code(quad.subject.value): date.fromisoformat(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
