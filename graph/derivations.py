"""Derivations that rest on each other: whoever leaves one treaty may lose another one with it.

A treaty is derived after those that its own derivation needs: the ones that end it when they are left, its
parent, and the Vienna Convention, which says who is bound by it and who by custom.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from cachetools import LRUCache
from pyoxigraph import Store

from graph.law.cascades import cascade_sources, losses_from, parents
from graph.law.derive import Derivation, Loss, derive
from graph.law.rules import Rules, parse
from graph.law.vienna import VCLT, PartyPeriods, party_periods
from graph.records import Act
from graph.triples.agents import read_dates_of_succession, read_ends_of_existence, read_organisations
from graph.triples.contested import read_contested
from graph.triples.directory import Directory
from graph.triples.names import EnglishNames
from graph.triples.rules import read_ruled, read_rules


@dataclass(frozen=True)
class Facts:
    """All that a derivation is made from: acts by treaty, each once, rules by treaty, and who exists.

    `successions` and `existence` are dates of succession and first days of no more existence, by code;
    `contested` are the acts whose actor is said to lack the capacity for them, with the first day of that.
    """

    acts: Callable[[str], Sequence[Act]]
    rules: Mapping[str, Rules]
    successions: Mapping[str, date]
    existence: Mapping[str, date]
    organisations: frozenset[str]
    contested: Mapping[str, date]
    names: EnglishNames


def read_facts(
    store: Store, acts: Callable[[str], Sequence[Act]], directory: Directory, names: EnglishNames
) -> Facts:
    """The facts of a store, with these acts."""
    held = ((slug, read_rules(store, slug)) for slug in read_ruled(store))
    return Facts(
        acts=acts,
        rules={slug: parse(rules) for slug, rules in held if rules},
        successions=read_dates_of_succession(store, directory),
        existence=read_ends_of_existence(store, directory),
        organisations=read_organisations(store, directory),
        contested=read_contested(store),
        names=names,
    )


class Derivations:
    """The derivation of each treaty as known on each day; the last `kept` of them are.

    Nothing in it refers to itself: the facts, and the store behind them, go when nobody asks any more.
    """

    def __init__(self, facts: Facts, kept: int) -> None:
        self.facts = facts
        self._sources = cascade_sources(facts.rules)
        self._parents = parents(facts.rules, self._sources)
        self._kept: LRUCache[tuple[str, date | None], Derivation] = LRUCache(kept)
        self._days: dict[str, date] = {}
        self._lock = Lock()

    def of(self, treaty: str, known: date | None = None) -> Derivation:
        """Status of everyone under a treaty, as known on a day; with everything that is recorded without one.

        Once everything is known, the day plays no part any more: those answers share one derivation.
        """
        if known is None or known >= self._all_known_on(treaty):
            return self._derived(treaty, None)
        return self._derived(treaty, known)

    def _derived(self, treaty: str, known: date | None) -> Derivation:
        with self._lock:
            found = self._kept.get((treaty, known))
        if found is None:
            found = self._derive(treaty, known)
            with self._lock:
                self._kept[treaty, known] = found
        return found

    def alone(self, treaty: str, acts: Sequence[Act], known: date) -> Derivation:
        """Status of one actor under a treaty whose clauses are not held, from its own acts.

        Then only recorded days count, and the acts of others, who do not act for all, play no part.
        """
        facts = self.facts
        return derive(
            acts,
            None,
            known=known,
            successions=facts.successions,
            existence=facts.existence,
            organisations=facts.organisations,
            vclt=self._bound_by(VCLT, None if known >= self._all_known_on(VCLT) else known),
            losses=self._losses(treaty, known),
            contested=facts.contested,
        )

    def needed(self, treaty: str) -> frozenset[str]:
        """The treaty, and all whose derivation its own needs."""
        found, waiting = set[str](), [treaty]
        while waiting:
            slug = waiting.pop()
            if slug not in found:
                found.add(slug)
                waiting += [*self._sources.get(slug, ()), *self._parents.get(slug, ()), VCLT]
        return frozenset(found)

    def touched(self, treaties: Collection[str], among: Collection[str]) -> frozenset[str]:
        """The treaties, and those among others whose derivation needs one of theirs."""
        changed = frozenset(treaties)
        return changed | {slug for slug in among if changed & self.needed(slug)}

    def _all_known_on(self, treaty: str) -> date:
        needed = self.needed(treaty)
        for slug in needed - self._days.keys():
            self._days[slug] = self._last_day(slug)
        return max(self._days[slug] for slug in needed)

    def _last_day(self, treaty: str) -> date:
        """The day from which all is known of one treaty."""
        days = [act.known for act in self.facts.acts(treaty)]
        if rules := self.facts.rules.get(treaty):
            entry = rules.entry_into_force
            days += [day for day in (entry.trigger_on or entry.recorded_on,) if day]
            days += [end.on for end in rules.ends if end.on]
        days += [day for act, day in self.facts.contested.items() if act.startswith(f"{treaty}/")]
        return max((*days, *self.facts.existence.values()), default=date.min)

    def _derive(self, treaty: str, known: date | None) -> Derivation:
        facts = self.facts
        return derive(
            facts.acts(treaty),
            facts.rules.get(treaty),
            known=known,
            successions=facts.successions,
            existence=facts.existence,
            organisations=facts.organisations,
            vclt=None if treaty == VCLT else self._bound_by(VCLT, known),
            parent=next((self._bound_by(slug, known) for slug in self._parents.get(treaty, ())), None),
            losses=self._losses(treaty, known),
            contested=facts.contested,
        )

    def _losses(self, treaty: str, known: date | None) -> list[Loss]:
        """What leaving other treaties does under this one."""
        rules = self.facts.rules
        return [
            loss
            for slug in self._sources.get(treaty, ())
            for loss in losses_from(self.of(slug, known), rules[slug], treaty)
        ]

    def _bound_by(self, treaty: str, known: date | None) -> PartyPeriods:
        """Who is shown to be a party to another treaty; by the Vienna Convention all others as custom."""
        return party_periods(self.of(treaty, known).intervals, self.facts.names.treaty(treaty))
