"""The acts and statuses of a chain as an answer shows them: what, when, who, with what effect."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a field is called date

from pyoxigraph import Store
from rdflib.namespace import RDF

from graph.chains.days import Bounds, bounds, day_in_words
from graph.chains.quads import Said, name_of, said_of
from graph.law.register import VERIFICATIONS
from ontology.kinds import chain_kinds, roles, treaty_action_kinds
from ontology.lists import labels
from ontology.terms import DEP

STATUS = "status"
UNKNOWN = "not described"


@dataclass(frozen=True, slots=True)
class Participant:
    """An agent (IRI) and the role that it has in an act."""

    agent: str
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act changes in law, on the plane `domestic` or `international`."""

    plane: str | None
    on: Day | None
    what: str


@dataclass(frozen=True, slots=True)
class Node:
    """An act, or an interval of status (kind `status`, dated by the day on which it begins).

    `date_uncertain` is EDTF and given only where there is no `date`. `verification` is empty for what is
    derived; `document` is the number of the document in which an act is done. An act that links name and
    nothing describes has the kind `not described`.
    """

    iri: str
    label: str
    kind: str
    date: Day | None = None
    date_uncertain: str | None = None
    actors: tuple[Participant, ...] = ()
    effects: tuple[Effect, ...] = ()
    verification: str = ""
    document: str = ""

    @property
    def bounds(self) -> Bounds:
        """First and last possible day."""
        return bounds(self.date, self.date_uncertain)

    @property
    def key(self) -> tuple[tuple[bool, Day, int], str]:
        """Sorts by time, then by IRI; undated acts come last."""
        return self.bounds.key, self.iri


def read_node(store: Store, node: str) -> Node:
    """An act or status as the store describes it."""
    said = said_of(store, node)
    if str(DEP.TreatyStatus) in said.all(RDF.type):
        return _status(store, said)
    day = said.day(DEP.receivedOn) or said.day(DEP.date)  # VCLT 78(b): a notice works by receipt
    return Node(
        iri=node,
        label=said.label or name_of(store, node),
        kind=kind(said) or UNKNOWN,
        date=day,
        date_uncertain=None if day else said.one(DEP.dateUncertain),
        actors=_participants(store, said),
        effects=tuple(_effect(said_of(store, effect)) for effect in sorted(said.all(DEP.effect))),
        verification=said.best(DEP.verification, VERIFICATIONS) or "",
        document=said.one(DEP.documentNumber) or "",
    )


def kind(said: Said) -> str | None:
    """Kind of the act or status, `act` where only that is known; `None` for anything else."""
    types = sorted(said.all(RDF.type))
    if str(DEP.TreatyStatus) in types:
        return STATUS
    kinds = {known.iri: name for name, known in {**chain_kinds(), **treaty_action_kinds()}.items()}
    named = [kinds[type_] for type_ in types if type_ in kinds]
    return next(iter(named), "act" if str(DEP.Act) in types else None)


def _status(store: Store, said: Said) -> Node:
    """“Gambia: party (this status from 10 February 2017)”; the party period may have begun earlier."""
    value = said.tail(DEP.statusValue) or ""
    who, begins, ends = said.one(DEP.statusOf), said.day(DEP.validFrom), said.day(DEP.validUntil)
    until = f" until {day_in_words(ends)}" if ends else ""
    since = f" (this status from {day_in_words(begins)}{until})" if begins else ""
    name = name_of(store, who) if who else said.iri
    return Node(said.iri, f"{name}: {labels('status').get(value, value)}{since}", STATUS, begins)


def _participants(store: Store, said: Said) -> tuple[Participant, ...]:
    """Who took part, in the order of the roles of the ontology; the register's own columns come last."""
    named = [(agent, role) for role, term in roles().items() for agent in sorted(said.all(term))]
    present = {agent for agent, _ in named}
    columns = ((DEP.actor, "actor"), (DEP.depositary, "depositary"), (DEP.notifiedTo, "addressee"))
    named += [(a, role) for term, role in columns for a in said.all(term) if a not in present]
    return tuple(Participant(agent, name_of(store, agent), role) for agent, role in named)


def _effect(said: Said) -> Effect:
    return Effect(said.tail(DEP.plane), said.day(DEP.date), said.label or said.iri)
