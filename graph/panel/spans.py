"""How long each answer about one state and one treaty holds: the law is asked once for each span of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from graph.answers.parts import weakest
from graph.law.answer import StatusAnswer, status_on
from graph.law.derive import Derivation
from graph.law.qualifiers import Qualifier
from graph.law.question import Coverage, Subject
from graph.law.timeline import Interval
from graph.records import Act
from graph.view import View

SIGNATURES = frozenset({"signature", "definitive-signature", "succession-to-signature"})
Owned = TypeVar("Owned", Interval, Qualifier)


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from `first` up to, not including, `end`."""

    first: date
    end: date
    status: str | None
    party: bool | None
    party_from: date | None
    party_until: date | None
    projected: bool
    contested: bool
    verification: str | None


@dataclass(frozen=True, slots=True)
class TreatyFacts:
    """One treaty as known on a day, with what each actor did in it."""

    view: View
    treaty: str
    known: date
    derivation: Derivation
    coverage: Coverage | None
    intervals: Mapping[str, Sequence[Interval]]
    qualifiers: Mapping[str, Sequence[Qualifier]]
    signed: Mapping[str, date]
    since: date | None
    subjects: dict[str, Subject] = field(default_factory=dict)

    @classmethod
    def of(cls, view: View, treaty: str, known: date, subjects: dict[str, Subject]) -> "TreatyFacts":
        """What the view says of a treaty; `subjects` are shared between treaties."""
        derivation, acts = view.derivation(treaty, known), view.acts(treaty)
        return cls(
            view,
            treaty,
            known,
            derivation,
            view.coverage(treaty),
            _by_actor(derivation.intervals),
            _by_actor(derivation.qualifiers),
            _signed(acts, known),
            derivation.concluded or min((act.day for act in acts), default=None),
            subjects,
        )

    def spans(self, code: str) -> tuple[Span, ...]:
        """What holds for one actor over all time, in order and without a gap."""
        own = replace(
            self.derivation,
            intervals=tuple(self.intervals.get(code, ())),
            qualifiers=tuple(self.qualifiers.get(code, ())),
            effects=(),
            remarks=(),
        )
        if code not in self.subjects:
            self.subjects[code] = self.view.subject(code)
        subject = self.subjects[code]
        return tuple(self._span(own, code, subject, *bounds) for bounds in pairwise(_breaks(own, subject)))

    def _span(self, own: Derivation, code: str, subject: Subject, first: date, end: date) -> Span:
        answer = status_on(own, code, first, known=self.known, coverage=self.coverage, subject=subject)
        bound = answer.party is True
        return Span(
            first,
            end,
            answer.status,
            answer.party,
            answer.from_ if bound else None,
            answer.until if bound else None,
            answer.projected,
            _contested(answer),
            weakest(self.view, answer.acts),
        )


def _contested(answer: StatusAnswer) -> bool:
    return any(qualifier.kind == "contested-suspension" for qualifier in answer.qualifiers)


def _breaks(own: Derivation, subject: Subject) -> list[date]:
    """Days on which the answer may change, between the first and the last day of the calendar."""
    parts: tuple[Interval | Qualifier, ...] = (*own.intervals, *own.qualifiers)
    bounds = (day for part in parts for day in (part.valid_from, part.valid_until))
    days = (own.concluded, subject.exists_from, subject.exists_until, *bounds)
    return sorted({date.min, date.max, *(day for day in days if day)})


def _by_actor(things: Sequence[Owned]) -> Mapping[str, Sequence[Owned]]:
    found: dict[str, list[Owned]] = {}
    for each in things:
        found.setdefault(each.actor, []).append(each)
    return found


def _signed(acts: Sequence[Act], known: date) -> Mapping[str, date]:
    """The first day on which each actor signed, as known."""
    signatures = _heard(acts, known)
    return {act.actor: act.day for act in sorted(signatures, key=lambda act: act.day, reverse=True)}


def _heard(acts: Sequence[Act], known: date) -> Iterator[Act]:
    return (act for act in acts if act.kind in SIGNATURES and act.known <= known)
