"""What a question about reservations is asked of: acts, parties, and the day (VCLT 19 to 23).

A reservation, and an objection, belong to one membership: who leaves a treaty and comes back has made neither
with the new consent. So each is looked at together with the period in which its author is a party.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph.law.case import CONSENTS, Case
from graph.law.timeline import Period
from graph.law.vienna import PartyPeriods, of_organisations
from graph.records import Act

TAKEN_BACK = "consent-withdrawn-before-force"


@dataclass(frozen=True)
class Situation:
    """The acts of one treaty known on the knowledge day, who is a party when, and the day in law.

    `predecessors` are the codes of the States that each State succeeded to; `called` names who has a code.
    """

    acts: Sequence[Act]
    parties: PartyPeriods
    case: Case
    on: date
    predecessors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    called: Callable[[str], str] = str

    def of_kind(self, kind: str) -> Sequence[Act]:
        """The acts of a kind, in the order in which they work."""
        return self._kinds.get(kind, ())

    @cached_property
    def _kinds(self) -> Mapping[str, Sequence[Act]]:
        return _grouped((act.kind, act) for act in sorted(self.acts, key=lambda act: (effect(act), act.id)))

    @cached_property
    def by_id(self) -> Mapping[str, Act]:
        """The same acts by id."""
        return {act.id: act for act in self.acts}

    @cached_property
    def consents(self) -> Mapping[str, Sequence[Act]]:
        """Consents to be bound by actor, in order; without those that were taken back."""
        back = {act.target for act in self.of_kind(TAKEN_BACK)}
        kept = (act for act in self.acts if act.kind in CONSENTS and act.id not in back)
        return _grouped((act.actor, act) for act in sorted(kept, key=lambda act: (act.day, act.id)))

    @cached_property
    def present(self) -> Sequence[str]:
        """Who is a party on the day, by code."""
        return sorted(who for who in self.parties.periods if self.parties.contains(who, self.on))

    def period(self, actor: str, day: date) -> Period | None:
        """The period as a party that contains a day, else the next one."""
        periods = sorted(self.parties.periods.get(actor, ()), key=lambda period: period[0])
        return next((period for period in periods if period[1] is None or day < period[1]), None)

    def consent_for(self, actor: str, day: date) -> Act | None:
        """The consent that an act of the day goes with: the one in effect then, else the next one."""
        consents = self.consents.get(actor, ())
        before = [each for each in consents if each.day <= day]
        after = next((each for each in consents if each.day > day), None)
        if before and not (after and self._left(actor, before[-1].day, day)):
            return before[-1]
        return after

    def _left(self, actor: str, first: date, last: date) -> bool:
        ends = (end for _, end in self.parties.periods.get(actor, ()))
        return any(end is not None and first < end <= last for end in ends)

    @cached_property
    def consented_on(self) -> Mapping[str, date]:
        """The day of the first consent of each present membership (VCLT 20(5)), by actor."""
        days = {actor: self._consented(actor, consents) for actor, consents in self.consents.items()}
        return {actor: day for actor, day in days.items() if day}

    def _consented(self, actor: str, consents: Sequence[Act]) -> date | None:
        ends = (end for _, end in self.parties.periods.get(actor, ()) if end and end <= self.on)
        left = max(ends, default=date.min)
        back = [each.day for each in consents if each.day >= left]
        return back[0] if back else consents[-1].day

    def endings(self, targets: Iterable[str], kind: str) -> Sequence[Act]:
        """The acts of a kind that take back one of these acts, by its own author (VCLT 22)."""
        wanted = {id_: self.by_id[id_] for id_ in targets}
        found = ((each, wanted.get(each.target or "")) for each in self.of_kind(kind))
        return [
            each
            for each, target in found
            if target and each.actor == target.actor and not precedes(each, target)
        ]

    def contracting(self, actor: str, day: date) -> bool:
        """Whether an actor has consented to be bound by a day, and has not left by then (VCLT 2(1)(f))."""
        consent = self.consent_for(actor, day)
        return consent is not None and consent.day <= day and self.period(actor, day) is not None

    def cite(self, article: str, day: date, *actors: str) -> str:
        """An article of the Vienna Convention; "as custom" unless it binds all of these (VCLT 3(c), 4)."""
        if any(self.case.is_organisation(actor) for actor in actors):
            return of_organisations(f"VCLT {article}, as custom")
        cited = {self.case.cite_on(article, day, actor) for actor in actors}
        return cited.pop() if len(cited) == 1 else f"VCLT {article}, as custom"


def effect(act: Act) -> date:
    """The day from which an act about a reservation works: as recorded, else that of receipt (VCLT 78(b))."""
    return act.recorded_effective_on or act.day


def precedes(act: Act, target: Act) -> bool:
    """Whether an act is earlier than what it is about."""
    return effect(act) < min(day for day in (target.date, target.day) if day)


def named(provision: str) -> tuple[str, ...]:
    """The provisions that an act names: "28(1), 30(2)" has two; none where it names none."""
    return tuple(part for each in re.split("[,;]", provision) if (part := each.strip()))


def sentence(words: str) -> str:
    """Words as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."


def _grouped(pairs: Iterable[tuple[str, Act]]) -> Mapping[str, Sequence[Act]]:
    found: dict[str, list[Act]] = {}
    for key, act in pairs:
        found.setdefault(key, []).append(act)
    return found
