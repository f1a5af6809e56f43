"""A view of one generation: every question of a request is answered from the same state of the graph.

What is read from the store more than once is kept for as long as the generation is current. The two clocks
are arguments of each question; nothing here asks what day it is.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache

from graph.catalogue import Document, read_coverage, read_documents
from graph.derivation import treaties_with_acts
from graph.law.answer import PartiesAnswer, StatusAnswer, parties_on, status_on
from graph.law.cascades import cascade_sources, losses_from, parents
from graph.law.derive import Derivation, Loss, derive
from graph.law.question import Coverage, Subject
from graph.law.rules import Rules, parse
from graph.law.vienna import VCLT, PartyPeriods, party_periods
from graph.names import Names, TreatyName
from graph.records import Act, State
from graph.store import Store
from graph.triples.acts import read_register
from graph.triples.agents import (
    read_dates_of_succession,
    read_ends_of_existence,
    read_organisations,
    read_states,
)
from graph.triples.directory import Directory, read_directory
from graph.triples.names import EnglishNames, read_names
from graph.triples.rules import read_rules, read_slugs

_DERIVATIONS = 256  # by treaty and knowledge day: all treaties on eight days, each about 4 MB


class View:
    """What one generation of a store says, on two clocks."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.acts = lru_cache(maxsize=None)(self._acts)
        self.acts_by_id = lru_cache(maxsize=None)(self._acts_by_id)
        self.rules = lru_cache(maxsize=None)(self._rules)
        self.coverage = lru_cache(maxsize=None)(self._coverage)
        self._last_known = lru_cache(maxsize=None)(self._last_day)
        self._derivation_as_known = lru_cache(_DERIVATIONS)(self._derive)

    @property
    def version(self) -> str:
        """Version of the data; every answer carries it."""
        return self.store.version

    @cached_property
    def states(self) -> Mapping[str, State]:
        """States, former states, observers, territories and organisations of the table, by code."""
        return {state.code: state for state in read_states(self.store.oxigraph)}

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
        return Names(self.states.values(), (self._treaty_name(slug) for slug in self.treaties))

    def _treaty_name(self, slug: str) -> TreatyName:
        rules = read_rules(self.store.oxigraph, slug)
        numbers = (value for value in rules.document["identifiers"].values() if value) if rules else ()
        return TreatyName(slug, self.english.treaty(slug), tuple(numbers))

    def _acts(self, treaty: str) -> tuple[Act, ...]:
        """Acts of the register with respect to a treaty."""
        return tuple(read_register(self.store.oxigraph, treaty))

    def _acts_by_id(self, treaty: str) -> Mapping[str, Act]:
        """The same acts by id."""
        return {act.id: act for act in self.acts(treaty)}

    def act(self, id_: str) -> Act:
        """The act of the register with this id, which begins with its treaty; `KeyError` where there is none.

        A status may rest on acts of other treaties: whoever leaves one may lose another with it.
        """
        return self.acts_by_id(id_.partition("/")[0])[id_]

    def _rules(self, treaty: str) -> Rules | None:
        """Rules of a treaty; `None` where none are held."""
        rules = read_rules(self.store.oxigraph, treaty)
        return parse(rules) if rules else None

    def _coverage(self, treaty: str) -> Coverage | None:
        """What the sources are complete for; `None` where none says so."""
        return read_coverage(self.store.oxigraph, treaty)

    @cached_property
    def _successions(self) -> Mapping[str, date]:
        return read_dates_of_succession(self.store.oxigraph, self.directory)

    @cached_property
    def _existence(self) -> Mapping[str, date]:
        return read_ends_of_existence(self.store.oxigraph, self.directory)

    @cached_property
    def organisations(self) -> frozenset[str]:
        """Codes of all actors that are organisations: listed apart, never counted."""
        return read_organisations(self.store.oxigraph, self.directory)

    @cached_property
    def all_rules(self) -> Mapping[str, Rules]:
        """Rules of all treaties whose final clauses are held, by slug."""
        found = {slug: self.rules(slug) for slug in read_slugs(self.store.oxigraph)}
        return {slug: rules for slug, rules in found.items() if rules is not None}

    @cached_property
    def _sources(self) -> Mapping[str, tuple[str, ...]]:
        return cascade_sources(self.all_rules)

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        return parents(self.all_rules, self._sources)

    def _derived_first(self, treaty: str) -> frozenset[str]:
        """The treaty, and all whose derivation its own needs."""
        found, waiting = set[str](), [treaty]
        while waiting:
            slug = waiting.pop()
            if slug not in found:
                found.add(slug)
                waiting += [*self._sources.get(slug, ()), *self._parents.get(slug, ()), VCLT]
        return frozenset(found)

    def derivation(self, treaty: str, known: date) -> Derivation:
        """Status of everyone under a treaty, as known on a day.

        With everything known, the day plays no part any more: those answers share one derivation.
        """
        return self._derivation_as_known(treaty, known if known < self._all_known_on(treaty) else None)

    def _all_known_on(self, treaty: str) -> date:
        """The day from which all is known: of the treaty, and of all that its derivation needs."""
        return max((self._last_known(slug) for slug in self._derived_first(treaty)), default=date.min)

    def _last_day(self, treaty: str) -> date:
        days = [act.known for act in self.acts(treaty)]
        if rules := self.rules(treaty):
            entry = rules.entry_into_force
            days += [day for day in (entry.trigger_on or entry.recorded_on,) if day]
            days += [end.on for end in rules.ends if end.on]
        return max((*days, *self._existence.values()), default=date.min)

    def _derive(self, treaty: str, known: date | None) -> Derivation:
        return derive(
            self.acts(treaty),
            self.rules(treaty),
            known=known,
            successions=self._successions,
            existence=self._existence,
            organisations=self.organisations,
            vclt=None if treaty == VCLT else self._bound_by(VCLT, known),
            parent=next((self._bound_by(slug, known) for slug in self._parents.get(treaty, ())), None),
            losses=self._losses(treaty, known),
        )

    def _losses(self, treaty: str, known: date | None) -> list[Loss]:
        """What leaving other treaties does under this one."""
        sources = self._sources.get(treaty, ())
        return [
            loss
            for slug in sources
            for loss in losses_from(self._derivation_as_known(slug, known), self.all_rules[slug], treaty)
        ]

    def _bound_by(self, treaty: str, known: date | None) -> PartyPeriods:
        """Who is shown to be a party to another treaty; by the Vienna Convention all others as custom."""
        return party_periods(
            self._derivation_as_known(treaty, known).intervals, self.english.treaty(treaty)
        )

    def status(self, state: str, treaty: str, on: date, known: date) -> StatusAnswer:
        """Status of a state (code) under a treaty (slug) on a day, as known on another."""
        return status_on(
            self.derivation(treaty, known),
            state,
            on,
            known=known,
            coverage=self.coverage(treaty),
            subject=self._subject(state),
        )

    def _subject(self, code: str) -> Subject:
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
