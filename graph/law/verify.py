"""Whether what a headline says of a state and a treaty is right, by acts and final clauses, on two clocks.

Supported is only what is on record exactly as said. Imprecise is what has one thing wrong: the day, or what
is said to have happened. What the record does not reach is neither: no basis is recorded. Nothing that became
known after the knowledge day is looked at.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.law import occurrences as o
from graph.law.answer import StatusAnswer, status_on
from graph.law.derive import Derivation
from graph.law.occurrences import Occurrence, occurrences
from graph.law.question import Coverage, Subject
from graph.law.timeline import BOUND, Status
from graph.law.verbs import VERBS, Event, State
from graph.records import Act

Verdict = Literal["supported", "imprecise", "contradicted", "not-decidable", "no-basis-recorded"]
Ground = Literal[
    "as-said", "other-day", "other-act", "part-of-the-period", "contested", "day-of-effect-not-recorded",
    "answered-otherwise", "not-in-a-record-that-reaches", "record-does-not-reach", "never-on-record",
    "other-status",
]  # fmt: skip


BY_NOTICE = frozenset({o.STANDING_NOTICE, o.WITHDRAWN})  # what a notice does, if it does
TURNS = frozenset({o.JOINED, o.WITHDRAWN, o.EXPELLED, o.LOST, o.ENDED_WITH_TREATY, o.ENDED, o.DECLINED})


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which a headline speaks, both included; `first` is `None` for any day up to the last."""

    first: date | None
    last: date

    def __contains__(self, day: date) -> bool:
        return day <= self.last and (self.first is None or self.first <= day)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of one actor and one treaty on a knowledge day."""

    derivation: Derivation
    actor: str
    acts: Sequence[Act]
    known: date
    coverage: Coverage | None = None
    subject: Subject | None = None

    def status(self, on: date) -> StatusAnswer:
        """The status on a day."""
        return status_on(
            self.derivation,
            self.actor,
            on,
            known=self.known,
            coverage=self.coverage,
            subject=self.subject,
        )

    @property
    def reaches(self) -> date | None:
        """The last day of which a list is complete, as far as known; `None` where no list says so."""
        return min(self.coverage.as_of, self.known) if self.coverage else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict, why, and what decides it: what happened, or the status on a day of the period said.

    `occurrence` is the one that is as said, or nearest to it, or that answers it; `status` is that on the day
    said (of a period: on the day that decides, else the last). `projected`: it rests on what lies ahead.
    """

    verdict: Verdict
    ground: Ground
    status: StatusAnswer
    occurrence: Occurrence | None = None
    history: tuple[Occurrence, ...] = ()

    @property
    def projected(self) -> bool:
        """Whether the verdict rests on what had not happened by the knowledge day."""
        ahead = self.occurrence is not None and self.occurrence.on > self.status.known
        return ahead or (self.occurrence is None and self.status.projected)


def judge(facts: Facts, verb: str, said: Span | None) -> Judgement:
    """The verdict on a verb (a name of the vocabulary) and the days said; `None`: any day up to `known`.

    A verb that says what holds speaks of the knowledge day where no day is said.
    """
    history = occurrences(facts.derivation, facts.actor, facts.acts)
    meaning = VERBS[verb]
    if isinstance(meaning, State):
        return _state(facts, meaning, said, history)
    return _event(facts, meaning, said, history)


def _event(facts: Facts, verb: Event, said: Span | None, history: tuple[Occurrence, ...]) -> Judgement:
    """In this order: as said; contested; no day of effect known; another day; another act; not so."""
    span = said or Span(None, facts.known)
    status = facts.status(min(span.last, max(facts.known, span.first or facts.known)))

    def found(verdict: Verdict, ground: Ground, occurrence: Occurrence | None = None) -> Judgement:
        return Judgement(verdict, ground, status, occurrence, history)

    if hit := _last(each for each in history if each.on in span and each.called(verb.means)):
        return found("supported", "as-said", hit)
    if verb.means & BY_NOTICE and (open_ := _contested(history, span)):
        return found("not-decidable", "contested", open_)
    if verb.completed and (notice := _without_a_day(history, span)):
        return found("no-basis-recorded", "day-of-effect-not-recorded", notice)
    if said and (other := _nearest(history, verb.means, span)):
        return found("imprecise", "other-day", other)
    if near := _last(each for each in history if each.on in span and each.called(verb.near)):
        return found("imprecise", "other-act", near)
    return _not_so(facts, verb, span, found, history)


def _not_so(
    facts: Facts,
    verb: Event,
    span: Span,
    found: Callable[[Verdict, Ground, Occurrence | None], Judgement],
    history: Sequence[Occurrence],
) -> Judgement:
    """Contradicted where an act answers it, or where the record reaches the days said; else no basis."""
    if not verb.on_record:
        return found("no-basis-recorded", "never-on-record", None)
    answer = _answer(history, verb.answers, span)
    reached = span.first is not None and any(each.on >= span.first for each in history)
    ended = facts.derivation.ended is not None and facts.derivation.ended.on <= span.last
    complete = facts.reaches is not None and span.last <= facts.reaches and _listed(facts, verb, history)
    if not (reached or ended or complete or (answer and span.first is None)):
        return found("no-basis-recorded", "record-does-not-reach", None)
    ground: Ground = "answered-otherwise" if answer else "not-in-a-record-that-reaches"
    return found("contradicted", ground, answer)


def _listed(facts: Facts, verb: Event, history: Sequence[Occurrence]) -> bool:
    """Whether the list would show it: one without those who had left does not show who left before."""
    without = facts.coverage is not None and not facts.coverage.includes_withdrawals
    return bool(history) or verb.group == "enter" or not without


def _contested(history: Iterable[Occurrence], span: Span) -> Occurrence | None:
    """The last notice up to the days said whose effect is a matter of claims."""
    return _last(each for each in history if o.CONTESTED_NOTICE in each.names and each.on <= span.last)


def _without_a_day(history: Sequence[Occurrence], span: Span) -> Occurrence | None:
    """A notice that stands, received by the days said, whose day of effect is not recorded."""
    standing = (each for each in history if o.STANDING_NOTICE in each.names and each.effect_on is None)
    return _last(each for each in standing if each.on <= span.last)


def _answer(history: Sequence[Occurrence], names: frozenset[str], span: Span) -> Occurrence | None:
    """What shows that it did not happen: in the days said, else the nearest before, else after them."""
    answers = [each for each in history if each.called(names)]
    inside = _last(each for each in answers if each.on in span)
    return inside or _last(each for each in answers if each.on <= span.last) or next(iter(answers), None)


def _nearest(history: Iterable[Occurrence], names: frozenset[str], span: Span) -> Occurrence | None:
    """What is as said, but on another day: the one nearest to the days said, the later of two."""
    first = span.first or span.last

    def distance(each: Occurrence) -> tuple[int, int]:
        days = (each.on - span.last).days if each.on > span.last else (first - each.on).days
        return abs(days), -each.on.toordinal()

    return min((each for each in history if each.called(names)), key=distance, default=None)


def _last(found: Iterable[Occurrence]) -> Occurrence | None:
    return max(found, key=lambda each: (each.on, each.kind), default=None)


def _state(facts: Facts, verb: State, said: Span | None, history: tuple[Occurrence, ...]) -> Judgement:
    """In this order: as said; once otherwise; undetermined; on some of the days; near; not recorded."""
    answers = [facts.status(day) for day in _days(facts, verb, said)]
    true, false = _split(answers, verb.means)
    last = said.last if said else facts.known

    def found(
        verdict: Verdict, ground: Ground, status: StatusAnswer, turn: Occurrence | None = None
    ) -> Judgement:
        return Judgement(verdict, ground, status, turn, history)

    if not false or (true and verb.days == "some"):
        return found("supported", "as-said", facts.status(true[0].on if verb.days == "some" else last))
    if verb.days == "ever" and (been := _split(false, BOUND | {"formerParty"})[0]):
        return found("contradicted", "other-status", been[0])
    unclear, sure = _split(false, frozenset({"undetermined"}))
    if open_ := [each for each in unclear if _disputed(facts, each)]:
        return found("not-decidable", "contested", open_[-1])
    if true and sure and verb.days == "every":
        turns = (each for each in history if said and each.on in said and each.called(TURNS))
        return found("imprecise", "part-of-the-period", sure[-1], _last(turns))
    return _otherwise(verb, false, found)


def _otherwise(
    verb: State,
    false: Sequence[StatusAnswer],
    found: Callable[[Verdict, Ground, StatusAnswer], Judgement],
) -> Judgement:
    """Near to what is said; not recorded; or another status, which contradicts it."""
    if near := _split(false, verb.near)[0]:
        return found("imprecise", "other-status", near[-1])
    if unknown := [each for each in false if each.status in (None, "undetermined")]:
        return found("no-basis-recorded", "record-does-not-reach", unknown[-1])
    return found("contradicted", "other-status", false[0])


def _split(
    answers: Sequence[StatusAnswer], values: frozenset[Status]
) -> tuple[list[StatusAnswer], list[StatusAnswer]]:
    return (
        [each for each in answers if each.status in values],
        [each for each in answers if each.status not in values],
    )


def _days(facts: Facts, verb: State, said: Span | None) -> tuple[date, ...]:
    """One day of every status in the days said: the first of them, and each on which another one begins."""
    own = facts.derivation.of(facts.actor)
    span = said or Span(facts.known if verb.days == "every" else None, facts.known)
    begins = min((each.valid_from for each in own), default=span.last)
    first = min(begins, span.last) if verb.days == "ever" or span.first is None else span.first
    later = (each.valid_from for each in own if first < each.valid_from <= span.last)
    return first, *later


def _disputed(facts: Facts, answer: StatusAnswer) -> bool:
    """Whether holders contradict each other; where data are missing, nobody does."""
    contested = {each.act for each in facts.derivation.remarks if each.kind == o.CONTESTED}
    return bool(contested & set(answer.acts))
