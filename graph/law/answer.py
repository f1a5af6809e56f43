"""What the derived intervals say on one day: the status of an actor, or the parties to a treaty.

Three kinds of "no" are kept apart: an actor that did not act although the list is complete, an actor of which
nothing is recorded, and a status that is undetermined.
"""

from collections.abc import Collection, Sequence
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
    """For what the recorded parties to a treaty are complete: up to which day, and with whom."""

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


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about, as far as that explains why there is no act: its kind, when it existed.

    `continued_by` is the state that is the same legal person under another name, and under which its acts
    stand.
    """

    name: str
    kind: str
    exists_from: date | None = None
    exists_until: date | None = None
    continued_by: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked, and what the answer has to be read with."""

    derivation: Derivation
    actor: str
    on: date
    known: date
    coverage: Coverage | None
    subject: Subject


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
    question = _Question(derivation, actor, on, known, coverage, subject or Subject(actor, "state"))
    intervals = derivation.of(actor)
    current = next((interval for interval in intervals if _holds(interval, on)), None)
    if current is not None:
        return _within(question, current)
    return _before_all(question, intervals[0] if intervals else None)


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
        ending=_ending(question.derivation.of(interval.actor), interval),
    )


def _ending(intervals: Sequence[Interval], current: Interval) -> tuple[Step, ...]:
    """The steps that lead out of an interval: those of the next one that this one does not rest on."""
    following = next((each for each in intervals if each.valid_from == current.valid_until), None)
    if following is None:
        return ()
    shared = {(step.rule, step.acts) for step in current.steps}
    return tuple(step for step in following.steps if (step.rule, step.acts) not in shared)


def _before_all(question: _Question, first: Interval | None) -> StatusAnswer:
    """The answer on a day before every interval: no party, or nothing recorded."""
    unknown = _not_recorded(question, first)
    until = first.valid_from if first else None
    return _answer(
        question,
        status=None if unknown else "notParty",
        party=None if unknown else False,
        period=(None, until),
        status_period=(None, until),
        steps=(Step(unknown or _no_party(question, first), "", "", ()),),
    )


def _not_recorded(question: _Question, first: Interval | None) -> str:
    """Why nothing can be said, or nothing where something can."""
    coverage, subject = question.coverage, question.subject
    if first is not None:
        return _bound_before(question, first)
    if _impossible(question):
        return ""
    if subject.continued_by:
        same = f"{subject.continued_by}, which is the same legal person"
        return f"Not recorded under this name: the acts of {subject.name} stand under {same}."
    if coverage is None:
        return "Not recorded: no act is recorded, and no list that is complete says that there was none."
    if subject.kind == "former-state" and not coverage.includes_former_states:
        return "Not recorded: no act is recorded, and the lists leave out former states."
    return ""


def _bound_before(question: _Question, first: Interval) -> str:
    if first.value == "undetermined" or (first.value in BOUND and not first.party_from):
        day = spoken(first.valid_from)
        return f"Not recorded: {question.subject.name} was bound before {day}, since when is not known."
    return ""


def _impossible(question: _Question) -> str:
    """Why it cannot have been a party on that day, whatever is recorded."""
    subject, on, concluded = question.subject, question.on, question.derivation.concluded
    if subject.kind == "territory":
        return (
            "A territory is no party and has no status of its own; where the treaty applies to it, it does "
            "so through the state that is responsible for it (VCLT 29)."
        )
    if concluded and on < concluded:
        return f"The treaty was concluded on {spoken(concluded)}."
    if concluded and subject.exists_until and subject.exists_until <= concluded:
        ended = spoken(subject.exists_until)
        return f"{subject.name} ended on {ended}, before the treaty was concluded on {spoken(concluded)}."
    if subject.exists_from and on < subject.exists_from:
        return f"{subject.name} exists since {spoken(subject.exists_from)}."
    return ""


def _no_party(question: _Question, first: Interval | None) -> str:
    """Why it is no party on a day before which nothing is recorded."""
    coverage, impossible = question.coverage, _impossible(question)
    if impossible:
        return impossible
    if first is not None:
        return f"The first recorded status begins on {spoken(first.valid_from)}."
    if coverage is None or question.known < coverage.as_of:
        return f"No act was known on {spoken(question.known)}."
    text = f"No act is recorded; the list of parties is complete as of {spoken(coverage.as_of)}"
    return f"{text}." if coverage.includes_withdrawals else f"{text}, but without those who had left before."


def _answer(
    question: _Question,
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
        as_of=_as_of(question),
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


def _as_of(question: _Question) -> date | None:
    """The last day of which anything could be known; nothing where the day asked about is not later."""
    coverage = question.coverage
    last = min(coverage.as_of, question.known) if coverage else question.known
    return last if question.on > last else None
