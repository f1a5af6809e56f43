"""The end of a treaty for all: recorded, declared by an act, by the other side, or for want of parties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.law.case import Case
from graph.law.delays import spoken
from graph.law.rules import End
from graph.law.standing import Standing
from graph.law.timeline import BOUND, Step
from graph.records import Act

REASONS = {"treaty-termination": "termination", "treaty-expiry": "expiry"}
WORDS: Mapping[str, str] = {
    "expiry": "The treaty expired on {day}: its term was over",
    "termination": "The treaty was terminated on {day}",
    "superseded": "The treaty ended on {day}: it was superseded by another one",
}
GENERAL_LAW: Mapping[str, str] = {"expiry": "54(a)", "termination": "54", "superseded": "59"}


@dataclass(frozen=True, slots=True)
class TreatyEnd:
    """The end of the treaty for all: `on` is the first day on which it is no longer in force."""

    on: date
    reason: str
    step: Step


def treaty_end(acts: Sequence[Act], standings: Sequence[Standing], case: Case) -> TreatyEnd | None:
    """The earliest end of the treaty that is recorded and known, or follows; `None` (VCLT 54, 55, 59, 70)."""
    extended = _by_extension(acts, case)
    recorded = (
        end for end in _by_rules(case) if not (extended and end.reason == "expiry" and end.on < extended.on)
    )
    following = (*_by_one_side(standings, case), *_for_want_of_parties(standings, case))
    found = [*following, *_by_acts(acts, case), *recorded, *([extended] if extended else [])]
    return min(found, key=lambda end: end.on, default=None)


def _by_rules(case: Case) -> Iterator[TreatyEnd]:
    for number, end in enumerate(case.rules.ends if case.rules else (), start=1):
        if end.on is not None and case.knows(end.on):
            text = f"{WORDS[end.kind].format(day=spoken(end.on))}."
            basis = end.provision or case.cite_on(GENERAL_LAW[end.kind], end.on, "")
            yield TreatyEnd(end.on, end.kind, Step(text, f"end-{number}", basis, ()))


def _by_acts(acts: Sequence[Act], case: Case) -> Iterator[TreatyEnd]:
    for act in acts:
        if reason := REASONS.get(act.kind):
            day = act.recorded_effective_on or act.day
            text = f"{WORDS[reason].format(day=spoken(day))}; this ends it for all."
            basis = act.provision or _general(act, case)
            yield TreatyEnd(day, reason, Step(text, "", basis, (act.id,)))


def _general(act: Act, case: Case) -> str:
    return case.cite("54(a)" if act.kind == "treaty-expiry" else "54(b), 70", act, act.actor)


def _by_extension(acts: Sequence[Act], case: Case) -> TreatyEnd | None:
    """The day after the last one of the extended term, by the latest extension."""
    terms = [(act.scope_until, act) for act in acts if act.kind == "treaty-extension" and act.scope_until]
    if not terms:
        return None
    last, act = terms[-1]
    end = last + timedelta(days=1)
    text = (
        f"Extended by the act of {spoken(act.day)}; {spoken(last)} is the last day of the term, and on "
        f"{spoken(end)} the treaty is no longer in force."
    )
    step = Step(text, "", act.provision or case.cite("39", act, act.actor), (act.id,))
    return TreatyEnd(end, "expiry", step)


def _by_one_side(standings: Iterable[Standing], case: Case) -> Iterator[TreatyEnd]:
    """A treaty between two ends for both when one of them leaves it."""
    if case.rules is None or not case.rules.bilateral:
        return
    for standing in standings:
        for left in (*standing.past_exits, standing.exit):
            if left is not None and left.is_notice and left.on is not None:
                text = (
                    f"The withdrawal of {standing.actor} ends the treaty for both sides on {spoken(left.on)}."
                )
                basis = case.rules.withdrawal.provision or case.cite_on("54", left.on, standing.actor)
                yield TreatyEnd(left.on, "withdrawal of a side", Step(text, "withdrawal", basis, (left.act,)))


def _for_want_of_parties(standings: Sequence[Standing], case: Case) -> Iterator[TreatyEnd]:
    """The day on which fewer recorded parties than the treaty needs remain, once it had them (VCLT 55).

    Only states are counted, and only what is recorded: before the number was reached nothing follows, for
    the consents of others may be missing.
    """
    for number, end in enumerate(case.rules.ends if case.rules else (), start=1):
        fall = _fall(standings, end, case.organisations) if end.on is None else None
        if fall is not None:
            day, act = fall
            text = (
                f"From {spoken(day)} fewer than {end.parties_below} parties remain, counting the States "
                "whose consent is recorded here: the treaty ceases to be in force."
            )
            basis = end.provision or case.cite_on("55", day, "")
            yield TreatyEnd(day, end.kind, Step(text, f"end-{number}", basis, (act,) if act else ()))


def _fall(standings: Sequence[Standing], end: End, organisations: frozenset[str]) -> tuple[date, str] | None:
    """The day on which fewer states than needed are parties, and the act behind it."""
    if end.parties_below is None:
        return None
    reached, count = False, 0
    changes = _changes([each for each in standings if each.actor not in organisations])
    for day in sorted(changes):
        count += sum(step for step, _ in changes[day])
        if reached and count < end.parties_below:
            return day, next((act for step, act in changes[day] if step < 0), "")
        reached = reached or count >= end.parties_below
    return None


def _changes(standings: Iterable[Standing]) -> Mapping[date, list[tuple[int, str]]]:
    """By day: one more party, or one fewer, with the last act that the change rests on."""
    found: dict[date, list[tuple[int, str]]] = {}
    for standing in standings:
        bound = False
        for point in standing.points:
            if (point.value in BOUND) != bound:
                bound = not bound
                acts = [act for step in point.steps for act in step.acts]
                found.setdefault(point.day, []).append((1 if bound else -1, acts[-1] if acts else ""))
    return found
