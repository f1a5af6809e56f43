"""Ends that no act of the actor brings: of the treaty for all, by the other side, by cascade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.law.case import Case
from graph.law.delays import spoken
from graph.law.effects import cascade_effect
from graph.law.rules import Cascade, Rules
from graph.law.standing import Exit, Standing
from graph.law.timeline import BOUND, Interval, Point, Status, Step, value_on
from graph.records import Act

OUTSIDE: frozenset[Status] = frozenset({"notParty", "formerParty"})
ENDS = {"treaty-termination": "termination", "treaty-expiry": "expiry"}


@dataclass(frozen=True, slots=True)
class TreatyEnd:
    """The end of the treaty for all: `on` is the first day on which it is no longer in force."""

    on: date
    reason: str
    step: Step


@dataclass(frozen=True, slots=True)
class Loss:
    """What leaving another treaty on `left_on` does to one actor under this one: outside from `on`."""

    treaty: str
    actor: str
    left_on: date
    on: date
    step: Step


def treaty_end(acts: Sequence[Act], standings: Iterable[Standing], case: Case) -> TreatyEnd | None:
    """The earliest end of the treaty that is recorded and known, or `None` (VCLT 54, 70)."""
    sides = _by_one_side(standings, case.rules) if case.rules and case.rules.bilateral else ()
    found = [*sides, *_by_acts(acts, case), *_by_extension(acts), *_by_rules(case)]
    return min(found, key=lambda end: end.on, default=None)


def _by_rules(case: Case) -> Iterable[TreatyEnd]:
    for number, end in enumerate(case.rules.ends if case.rules else (), start=1):
        if end.on is not None and case.knows(end.on):
            text = f"The treaty ended on {spoken(end.on)} ({end.kind})."
            yield TreatyEnd(end.on, end.kind, Step(text, f"end-{number}", end.provision or "", ()))


def _by_acts(acts: Sequence[Act], case: Case) -> Iterable[TreatyEnd]:
    for act in acts:
        if act.kind in ENDS:
            day = act.recorded_effective_on or act.day
            text = f"The treaty ended for all on {spoken(day)} ({ENDS[act.kind]})."
            yield TreatyEnd(
                day, ENDS[act.kind], Step(text, "", act.provision or _general(act, case), (act.id,))
            )


def _general(act: Act, case: Case) -> str:
    return case.cite("54(a)" if act.kind == "treaty-expiry" else "54(b), 70", act, act.actor)


def _by_extension(acts: Sequence[Act]) -> Iterable[TreatyEnd]:
    """The day after the last one of the extended term, by the latest extension."""
    terms = [(act.scope_until, act) for act in acts if act.kind == "treaty-extension" and act.scope_until]
    for last, act in terms[-1:]:
        text = f"Extended by the act of {spoken(act.day)} until {spoken(last)}, the last day of the term."
        step = Step(text, "", act.provision or "VCLT 39", (act.id,))
        yield TreatyEnd(last + timedelta(days=1), "expiry", step)


def _by_one_side(standings: Iterable[Standing], rules: Rules) -> Iterable[TreatyEnd]:
    for standing in standings:
        for left in (standing.past_exit, standing.exit):
            if left is not None and left.kind == "withdrawal" and left.on is not None:
                text = (
                    f"The withdrawal of {standing.actor} ends the treaty for both sides on {spoken(left.on)}."
                )
                step = Step(text, "withdrawal", rules.withdrawal.provision or "VCLT 54", (left.act,))
                yield TreatyEnd(left.on, "withdrawal of a side", step)


def closed(standing: Standing, end: TreatyEnd) -> Standing:
    """The standing with the end of the treaty: who was bound is a former party, everybody else is outside."""
    value = standing.value(end.on)
    kept = tuple(point for point in standing.points if point.day <= end.on)
    if value in OUTSIDE or not kept:
        return _with_points(standing, kept)
    after: Status = "formerParty" if value in BOUND or value == "undetermined" else "notParty"
    return _with_points(standing, kept, end.step).at(end.on, after)


def _with_points(standing: Standing, points: tuple[Point, ...], *steps: Step) -> Standing:
    return replace(standing, points=points, trail=(points[-1].steps if points else ()) + steps)


def lost(standing: Standing, loss: Loss) -> Standing:
    """The standing with the loss of participation that follows from leaving another treaty."""
    standing = standing.settled(loss.left_on)
    consent = standing.consent
    if consent is None:
        return standing
    standing = standing.stepped(loss.step)
    restores = value_on(standing.points, loss.left_on) or Point(loss.left_on, "party", standing.trail)
    return standing.leaving(Exit("loss", "", loss.left_on, loss.on, consent, restores))


def losses(
    intervals: Iterable[Interval], rules: Rules, treaty: str, expelled: frozenset[str]
) -> tuple[Loss, ...]:
    """What the rules of a left treaty, and the intervals under it, do under another treaty.

    `expelled` are the actors that left by expulsion; all others left by withdrawal.
    """
    found: list[Loss] = []
    for interval in intervals:
        way = "expulsion" if interval.actor in expelled else "withdrawal"
        if interval.value == "formerParty":
            wanted = (each for each in rules.cascade if each.to == treaty and way in each.on)
            found.extend(_loss(interval, each, rules.id) for each in wanted)
    return tuple(found)


def _loss(interval: Interval, cascade: Cascade, left: str) -> Loss:
    effect = cascade_effect(cascade, interval.valid_from)
    text = f"No longer bound by {left} since {spoken(interval.valid_from)}: {effect.words}."
    step = Step(text, "", cascade.provision, interval.acts[-1:])
    return Loss(cascade.to, interval.actor, interval.valid_from, effect.day or interval.valid_from, step)
