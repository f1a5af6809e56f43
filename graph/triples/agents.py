"""States, organs, persons: who the graph speaks about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import SDO

from graph import iri
from graph.records import Agent, State
from graph.triples.base import (
    COMMENT,
    LABEL,
    TYPE,
    Block,
    Pair,
    block,
    day,
    english,
    given,
)
from graph.triples.directory import Directory, read_directory
from ontology.kinds import class_of, kind_of
from ontology.terms import DEP

WIKIDATA = "http://www.wikidata.org/entity/"


_STATE_DAYS = (
    ("exists_from", DEP.existsFrom),
    ("exists_until", DEP.existsUntil),
    ("date_of_succession", DEP.dateOfSuccession),
    ("un_member_since", DEP.memberOfUnitedNationsSince),
    ("un_member_until", DEP.memberOfUnitedNationsUntil),
)
_STATE_WORDS = (
    ("code", DEP.code),
    ("iso_alpha2", DEP.isoAlpha2),
    ("iso_alpha3", DEP.isoAlpha3),
    ("iso_numeric", DEP.isoNumeric),
    ("date_source", DEP.dateOfSuccessionSource),
)
_STATE_RELATIONS = (("continues", DEP.continues), ("successor_of", DEP.successorOf))
_LANGUAGES = ("en", "fr", "ru")


def state_blocks(state: State, directory: Directory) -> Iterator[Block]:
    """A row of the table of states, in the graph of states."""
    names = ((getattr(state, f"name_{tag}"), tag) for tag in _LANGUAGES)
    pairs: list[Pair] = [
        (TYPE, NamedNode(class_of(state.kind))),
        *((LABEL, Literal(name, language=tag)) for name, tag in names if name),
        *((term, day(value)) for name, term in _STATE_DAYS if (value := getattr(state, name))),
        *((term, Literal(value)) for name, term in _STATE_WORDS if (value := getattr(state, name))),
        *(
            (term, NamedNode(directory.iri(code)))
            for name, term in _STATE_RELATIONS
            for code in getattr(state, name)
        ),
        *given((SDO.sameAs, NamedNode(WIKIDATA + state.wikidata) if state.wikidata else None)),
        *given((COMMENT, english(state.note) if state.note else None)),
    ]
    yield block(iri.STATES, iri.state(state.code, state.kind), pairs)


def read_states(store: Store) -> list[State]:
    """Every row of the table of states, by code."""
    directory, graph = read_directory(store), NamedNode(iri.STATES)
    subjects = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(DEP.code), None, graph)}
    found = (_state(list(store.quads_for_pattern(node, None, None, graph)), directory) for node in subjects)
    return sorted(found, key=lambda state: state.code)


def _state(quads: Sequence[Quad], directory: Directory) -> State:
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    related: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            related[quad.predicate.value].append(quad.object.value)
        elif isinstance(quad.object, Literal) and quad.predicate == LABEL:
            names[f"name_{quad.object.language}"] = quad.object.value
        elif isinstance(quad.object, Literal):
            words[quad.predicate.value] = quad.object.value
    fields: dict[str, Any] = {
        **names,
        **{name: words[str(term)] for name, term in _STATE_WORDS if str(term) in words},
        **{name: date.fromisoformat(words[str(term)]) for name, term in _STATE_DAYS if str(term) in words},
        **{name: _codes(related[str(term)], directory) for name, term in _STATE_RELATIONS},
    }
    return State(
        kind=kind_of(related[TYPE.value][0]),
        wikidata=next(iter(related[str(SDO.sameAs)]), "").removeprefix(WIKIDATA),
        note=words.get(COMMENT.value, ""),
        **fields,
    )


def _codes(nodes: Iterable[str], directory: Directory) -> tuple[str, ...]:
    return tuple(sorted(directory.code(node) for node in nodes))


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


def read_ends_of_existence(store: Store, directory: Directory) -> dict[str, date]:
    """First day on which a state no longer existed, by code.

    Who is continued by another state is left out: that is the same legal person under another name, and its
    treaties go on (Russia and the Soviet Union).
    """
    graph = NamedNode(iri.STATES)
    continued = {quad.object for quad in store.quads_for_pattern(None, NamedNode(DEP.continues), None, graph)}
    quads = store.quads_for_pattern(None, NamedNode(DEP.existsUntil), None, graph)
    return {
        directory.code(quad.subject.value): date.fromisoformat(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.subject not in continued
    }


def read_organisations(store: Store, directory: Directory) -> frozenset[str]:
    """Codes and ids of all actors that are organisations, in the table of states and among the agents."""
    kind = NamedNode(class_of("organisation"))
    quads = store.quads_for_pattern(None, TYPE, kind, None)
    return frozenset(
        directory.code(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)
    )


def read_dates_of_succession(store: Store, directory: Directory) -> dict[str, date]:
    """Day of succession of each state that has one, by code."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.dateOfSuccession), None, NamedNode(iri.STATES))
    return {
        directory.code(quad.subject.value): date.fromisoformat(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
