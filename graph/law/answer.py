"""What the derived intervals say on one day: the status of an actor, or the parties to a treaty."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from graph.law.absence import no_party, not_recorded
from graph.law.case import Remark
from graph.law.derive import Derivation
from graph.law.qualifiers import Qualifier
from graph.law.question import Coverage, Question, Subject
from graph.law.timeline import BOUND, UNKNOWN, Interval, Status, Step, published

Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The status of one actor under one treaty on a day, as known on another day.

    `status` is `None` where nothing is recorded; `party` is `None` then and with `undetermined`. `from_`
    and `until` bound the party period, or the value where it is no party; `status_from` and `status_until`
    bound the value. All are half-open, `None` means open or not recorded. `projected`: it rests on what has
    not happened by `known`. `as_of` is the last day for which anything could be known: that for which the
    sources are complete, or `known`, where `on` lies after it. `explanation` leads from the first act to this
    value, `ending` from it to the next one.
    """

    treaty: str
    actor: str
    on: date
    known: date
    status: Status | None
    party: bool | None
    from_: date | None
    until: date | None
    status_from: date | None
    status_until: date | None
    projected: bool
    as_of: date | None
    qualifiers: tuple[Qualifier, ...]
    explanation: tuple[Step, ...]
    ending: tuple[Step, ...]
    acts: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One party on a day, with the bounds of its party period and the acts that it rests on."""

    actor: str
    status: Status
    from_: date | None
    until: date | None
    projected: bool
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartiesAnswer:
    """The parties to a treaty on a day: states, which are counted, and organisations apart."""

    treaty: str
    on: date
    known: date
    complete: Coverage | None
    parties: tuple[Party, ...]
    organisations: tuple[Party, ...]

    @property
    def count(self) -> int:
        """The number of states that are parties."""
        return len(self.parties)


def status_on(
    derivation: Derivation,
    actor: str,
    on: date,
    *,
    known: date,
    coverage: Coverage | None = None,
    subject: Subject | None = None,
) -> StatusAnswer:
    """The status of an actor on a day of legal time.

    `known` is the knowledge day: that of the derivation, or today where it was derived with everything.
    `coverage` says for what the parties are complete, `None` where nothing does.
    """
    question = Question(derivation, actor, on, known, coverage, subject or Subject(actor, "state"))
    intervals = derivation.of(actor)
    current = next((interval for interval in intervals if _holds(interval, on)), None)
    if current is not None:
        return _within(question, current)
    return _before_all(question, intervals[0] if intervals else None)


def _within(question: Question, interval: Interval) -> StatusAnswer:
    """The answer of an interval; where the actor is bound, the bounds are those of the party period."""
    bound = interval.value in BOUND
    return _answer(
        question,
        status=published(interval.value),
        party=None if interval.value in UNKNOWN else bound,
        period=_bounds(interval),
        status_period=(interval.valid_from, interval.valid_until),
        steps=interval.steps,
        ending=_ending(question.derivation.of(interval.actor), interval),
    )


def _ending(intervals: Sequence[Interval], current: Interval) -> tuple[Step, ...]:
    """The steps that lead out of an interval: those of the next one that this one does not rest on."""
    following = next((each for each in intervals if each.valid_from == current.valid_until), None)
    if following is None:
        return ()
    shared = {(step.rule, step.acts) for step in current.steps}
    return tuple(step for step in following.steps if (step.rule, step.acts) not in shared)


def _before_all(question: Question, first: Interval | None) -> StatusAnswer:
    """The answer on a day before every interval: no party, or nothing recorded."""
    unknown = not_recorded(question, first)
    until = first.valid_from if first else None
    return _answer(
        question,
        status=None if unknown else "notParty",
        party=None if unknown else False,
        period=(None, until),
        status_period=(None, until),
        steps=(Step(unknown or no_party(question, first), "", "", ()),),
    )


def _answer(
    question: Question,
    *,
    status: Status | None,
    party: bool | None,
    period: Period,
    status_period: Period,
    steps: tuple[Step, ...],
    ending: tuple[Step, ...] = (),
) -> StatusAnswer:
    derivation, actor, on = question.derivation, question.actor, question.on
    return StatusAnswer(
        treaty=derivation.treaty,
        actor=actor,
        on=on,
        known=question.known,
        status=status,
        party=party,
        from_=period[0],
        until=period[1],
        status_from=status_period[0],
        status_until=status_period[1],
        projected=status_period[0] is not None and status_period[0] > question.known,
        as_of=question.as_of,
        qualifiers=tuple(
            each for each in derivation.qualifiers if each.actor == actor and _qualifies(each, on)
        ),
        explanation=steps,
        ending=ending,
        acts=tuple(dict.fromkeys(act for step in (*steps, *ending) for act in step.acts)),
        remarks=tuple(each for each in derivation.remarks if each.actor == actor and each.on <= on),
    )


def parties_on(
    derivation: Derivation,
    on: date,
    *,
    known: date,
    organisations: Collection[str] = (),
    coverage: Coverage | None = None,
) -> PartiesAnswer:
    """The parties on a day, sorted by code: who is a party, also with a pending withdrawal or a suspension.

    `organisations` are the actors that are no states; they are listed apart and not counted.
    """
    bound = (each for each in derivation.intervals if each.value in BOUND and _holds(each, on))
    found = [
        Party(each.actor, each.value, *_bounds(each), projected=each.valid_from > known, acts=each.acts)
        for each in bound
    ]
    return PartiesAnswer(
        treaty=derivation.treaty,
        on=on,
        known=known,
        complete=coverage,
        parties=tuple(party for party in found if party.actor not in organisations),
        organisations=tuple(party for party in found if party.actor in organisations),
    )


def _holds(interval: Interval, on: date) -> bool:
    return interval.valid_from <= on and (interval.valid_until is None or on < interval.valid_until)


def _qualifies(qualifier: Qualifier, on: date) -> bool:
    return qualifier.valid_from <= on and (qualifier.valid_until is None or on < qualifier.valid_until)


def _bounds(interval: Interval) -> Period:
    if interval.value in BOUND:
        return (interval.party_from, interval.party_until)
    return (interval.valid_from, interval.valid_until)
