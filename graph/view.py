"""A view of one generation: every question of a request is answered from the same state of the graph.

What is read from the store more than once is kept for as long as the generation is current. The two clocks
are arguments of each question; nothing here asks what day it is.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from graph.catalogue import Document, read_coverage, read_documents
from graph.derivation import treaties_with_acts
from graph.derivations import Derivations, read_facts
from graph.known import read_treaty_names
from graph.law.answer import PartiesAnswer, StatusAnswer, parties_on, status_on
from graph.law.derive import Derivation
from graph.law.question import Coverage, Subject
from graph.law.rules import Rules
from graph.names import Names
from graph.records import Act, State, StateCode
from graph.store import Store
from graph.triples.acts import count_register, read_acts_of, read_register
from graph.triples.agents import read_states
from graph.triples.codes import read_codes
from graph.triples.directory import ALL_PARTIES, Directory, read_directory
from graph.triples.names import EnglishNames, read_names
from graph.triples.rules import read_slugs

_DERIVATIONS = 256  # by treaty and knowledge day: all treaties on eight days, each about 4 MB


@dataclass(frozen=True, slots=True)
class Participation:
    """Status of a state under a treaty, and the acts of the state with respect to it."""

    answer: StatusAnswer
    acts: Sequence[Act]


class View:
    """What one generation of a store says, on two clocks."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.acts = _acts_of(store)
        self.acts_by_id = _acts_by_id(self.acts)
        self.coverage = _coverage_of(store)

    def over(self, store: Store) -> "View":
        """The same view of another generation in which nothing has changed that this class reads."""
        other = copy(self)
        other.store = store
        return other

    @property
    def version(self) -> str:
        """Version of the data; every answer carries it."""
        return self.store.version

    @cached_property
    def states(self) -> Mapping[str, State]:
        """States, former states, observers, territories and organisations of the table, by code."""
        return {state.code: state for state in read_states(self.store.oxigraph)}

    @cached_property
    def codes(self) -> Mapping[str, Sequence[StateCode]]:
        """Numbers of states in the schemes of political science, by code of the state."""
        return read_codes(self.store.oxigraph, self.directory)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Source documents of the catalogue, by id."""
        return read_documents(self.store.oxigraph)

    @cached_property
    def directory(self) -> Directory:
        """Codes and IRIs of everyone who acts."""
        return read_directory(self.store.oxigraph)

    @cached_property
    def english(self) -> EnglishNames:
        """English names of everyone who acts and of the treaties."""
        return read_names(self.store.oxigraph)

    @cached_property
    def treaties(self) -> tuple[str, ...]:
        """Slugs of all treaties with rules or acts, sorted."""
        store = self.store.oxigraph
        return tuple(sorted({*read_slugs(store), *treaties_with_acts(store)} - {"all-treaties"}))

    @cached_property
    def names(self) -> Names:
        """The resolver of names of states and treaties."""
        treaties = read_treaty_names(self.store.oxigraph, self.treaties, self.english)
        return Names(self.states.values(), treaties)

    def acts_held(self, treaty: str) -> int:
        """How many acts the register has with respect to a treaty; none of them is read."""
        return count_register(self.store.oxigraph, treaty)

    def act(self, id_: str) -> Act:
        """The act of the register with this id, which begins with its treaty; `KeyError` where there is none.

        A status may rest on acts of other treaties: whoever leaves one may lose another with it.
        """
        return self.acts_by_id(id_.partition("/")[0])[id_]

    def rules(self, treaty: str) -> Rules | None:
        """Rules of a treaty; `None` where none are held."""
        return self._derivations.facts.rules.get(treaty)

    @cached_property
    def _derivations(self) -> Derivations:
        facts = read_facts(self.store.oxigraph, self.acts, self.directory, self.english)
        return Derivations(facts, _DERIVATIONS)

    @property
    def organisations(self) -> frozenset[str]:
        """Codes of all actors that are organisations: listed apart, never counted."""
        return self._derivations.facts.organisations

    @property
    def all_rules(self) -> Mapping[str, Rules]:
        """Rules of all treaties whose final clauses are held, by slug."""
        return self._derivations.facts.rules

    def derivation(self, treaty: str, known: date) -> Derivation:
        """Status of everyone under a treaty, as known on a day."""
        return self._derivations.of(treaty, known)

    def status(self, state: str, treaty: str, on: date, known: date) -> StatusAnswer:
        """Status of a state (code) under a treaty (slug) on a day, as known on another."""
        return status_on(
            self.derivation(treaty, known),
            state,
            on,
            known=known,
            coverage=self.coverage(treaty),
            subject=self.subject(state),
        )

    def participations(self, code: str, on: date, known: date) -> list[Participation]:
        """Status of a state under every treaty of which something can be said, by treaty, with its own acts.

        Those with respect to which it acted, and those of which the final clauses or a complete list of
        participants are held. `status` says the same of each of them.
        """
        own: dict[str, list[Act]] = defaultdict(list)
        store, directory = self.store.oxigraph, self.directory
        for_all = {act.treaty for act in read_acts_of(store, ALL_PARTIES, directory)}
        for act in read_acts_of(store, directory.iri(code), directory):
            own[act.treaty].append(act)
        told = {slug for slug in self.treaties if slug in self.all_rules or self.coverage(slug)} | for_all
        return [
            self._participation(code, slug, own[slug], on, known, alone=slug not in told)
            for slug in sorted({*(told - {"all-treaties"}), *(own.keys() & set(self.treaties))})
        ]

    def _participation(
        self, code: str, slug: str, own: Sequence[Act], on: date, known: date, *, alone: bool
    ) -> Participation:
        if not alone:
            return Participation(self.status(code, slug, on, known), own)
        derivation = self._derivations.alone(slug, own, known)
        return Participation(status_on(derivation, code, on, known=known, subject=self.subject(code)), own)

    def subject(self, code: str) -> Subject:
        """Who has a code: what explains why there is no act of it."""
        state = self.states.get(code)
        if state is None:
            return Subject(self.english.actor(code), "organisation")
        same = next((other.code for other in self.states.values() if code in other.continues), "")
        continued_by = f"{self.english.actor(same)} ({same})" if same else ""
        return Subject(state.name_en, state.kind, state.exists_from, state.exists_until, continued_by)

    def parties(self, treaty: str, on: date, known: date) -> PartiesAnswer:
        """Parties to a treaty (slug) on a day, as known on another."""
        return parties_on(
            self.derivation(treaty, known),
            on,
            known=known,
            organisations=self.organisations,
            coverage=self.coverage(treaty),
        )


# What is kept of a view refers to the store alone: a view that referred to itself would stay, with the files
# and the memory of its generation, until Python looks for such circles.


def _acts_of(store: Store) -> Callable[[str], tuple[Act, ...]]:
    """Acts of the register with respect to a treaty."""
    directory = read_directory(store.oxigraph)
    return cache(lambda treaty: tuple(read_register(store.oxigraph, treaty, directory)))


def _acts_by_id(acts: Callable[[str], tuple[Act, ...]]) -> Callable[[str], Mapping[str, Act]]:
    """The same acts by id."""
    return cache(lambda treaty: {act.id: act for act in acts(treaty)})


def _coverage_of(store: Store) -> Callable[[str], Coverage | None]:
    """What the sources are complete for; `None` where none says so."""
    return cache(lambda treaty: read_coverage(store.oxigraph, treaty))
