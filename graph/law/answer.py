"""What the derived intervals say on one day: the status of an actor, or the parties to a treaty.

Three kinds of "no" are kept apart: an actor that did not act although the list is complete, an actor of which
nothing is recorded, and a status that is undetermined.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from graph.law.case import Remark
from graph.law.delays import spoken
from graph.law.derive import Derivation
from graph.law.qualifiers import Qualifier
from graph.law.timeline import BOUND, Interval, Status, Step

Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Coverage:
    """For what the recorded acts of a treaty are complete: up to which day, and with whom."""

    as_of: date
    includes_withdrawals: bool
    includes_former_states: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The status of one actor under one treaty on a day, as known on another day.

    `status` is `None` where nothing is recorded; `party` is `None` then and with `undetermined`. `from_`
    and `until` bound the party period, or the value where it is no party; `status_from` and `status_until`
    bound the value. All are half-open, `None` means open or not recorded. `projected`: it rests on what has
    not happened by `known`. `as_of` is the last day for which the sources are complete, where `on` lies
    after it.
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
    acts: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One party on a day, with the bounds of its party period."""

    actor: str
    status: Status
    from_: date | None
    until: date | None


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


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked, and what the answer has to be read with."""

    derivation: Derivation
    actor: str
    on: date
    known: date
    coverage: Coverage | None


def status_on(
    derivation: Derivation,
    actor: str,
    on: date,
    *,
    known: date,
    coverage: Coverage | None = None,
    former: bool = False,
) -> StatusAnswer:
    """The status of an actor on a day of legal time.

    `known` is the knowledge day: that of the derivation, or today where it was derived with everything.
    `coverage` says for what the acts are complete, `None` where nothing does; `former` that the actor is a
    former state.
    """
    question = _Question(derivation, actor, on, known, coverage)
    intervals = derivation.of(actor)
    current = next((interval for interval in intervals if _holds(interval, on)), None)
    if current is not None:
        return _within(question, current)
    return _before_all(question, intervals[0] if intervals else None, former=former)


def _within(question: _Question, interval: Interval) -> StatusAnswer:
    """The answer of an interval; where the actor is bound, the bounds are those of the party period."""
    bound = interval.value in BOUND
    return _answer(
        question,
        status=interval.value,
        party=None if interval.value == "undetermined" else bound,
        period=_bounds(interval),
        status_period=(interval.valid_from, interval.valid_until),
        steps=interval.steps,
    )


def _before_all(question: _Question, first: Interval | None, *, former: bool) -> StatusAnswer:
    """The answer on a day before every interval: no party, or nothing recorded."""
    unknown = _not_recorded(question, first, former=former)
    until = first.valid_from if first else None
    return _answer(
        question,
        status=None if unknown else "notParty",
        party=None if unknown else False,
        period=(None, until),
        status_period=(None, until),
        steps=(Step(unknown or _no_act(question, first), "", "", ()),),
    )


def _not_recorded(question: _Question, first: Interval | None, *, former: bool) -> str:
    """Why nothing can be said, or nothing where something can."""
    coverage = question.coverage
    if first is not None and (
        first.value == "undetermined" or (first.value in BOUND and not first.party_from)
    ):
        day = spoken(first.valid_from)
        return f"Not recorded: {question.actor} was bound before {day}, since when is not known."
    if first is not None:
        return ""
    if coverage is None:
        return "Not recorded: no act is recorded, and no list that is complete says that there was none."
    if former and not coverage.includes_former_states:
        return "Not recorded: no act is recorded, and the lists leave out former states."
    return ""


def _no_act(question: _Question, first: Interval | None) -> str:
    coverage = question.coverage
    if first is not None:
        return f"No act is recorded before {spoken(first.valid_from)}."
    if coverage is None:
        return "No act is recorded."
    text = f"No act is recorded; the list is complete as of {spoken(coverage.as_of)}"
    return f"{text}." if coverage.includes_withdrawals else f"{text}, but without those who had left before."


def _answer(
    question: _Question,
    *,
    status: Status | None,
    party: bool | None,
    period: Period,
    status_period: Period,
    steps: tuple[Step, ...],
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
        as_of=_as_of(question.coverage, on),
        qualifiers=tuple(
            each for each in derivation.qualifiers if each.actor == actor and _qualifies(each, on)
        ),
        explanation=steps,
        acts=tuple(dict.fromkeys(act for step in steps for act in step.acts)),
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
    found = [Party(each.actor, each.value, *_bounds(each)) for each in bound]
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


def _as_of(coverage: Coverage | None, on: date) -> date | None:
    return coverage.as_of if coverage is not None and on > coverage.as_of else None
