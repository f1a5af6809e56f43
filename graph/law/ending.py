"""Ends that no act of the actor under this treaty brings: of the treaty, by another treaty, of the State."""

from dataclasses import dataclass, replace
from datetime import date

from graph.law.case import Case
from graph.law.delays import spoken
from graph.law.standing import Exit, Standing, Way
from graph.law.timeline import PERHAPS_BOUND, Point, Status, Step, value_on
from graph.law.treaty_end import TreatyEnd

OUTSIDE: frozenset[Status] = frozenset({"notParty", "formerParty"})
SUCCESSION_AFTER_THE_END = "VCSST 31, 34, by analogy"


@dataclass(frozen=True, slots=True)
class Loss:
    """What leaving another treaty on `left_on` does to one actor under this one: outside from `on`.

    `act` is the act by which the other treaty was left, received or decided on `received`.
    """

    treaty: str
    actor: str
    way: Way
    act: str
    received: date
    left_on: date
    on: date
    step: Step


def lost(standing: Standing, loss: Loss) -> Standing:
    """The standing with the loss of participation that follows from leaving another treaty."""
    standing = standing.settled(loss.left_on)
    consent = standing.consent
    if consent is None:
        return standing
    standing = standing.stepped(loss.step)
    restores = value_on(standing.points, loss.left_on) or Point(loss.left_on, "party", standing.trail)
    left = Exit(loss.way, loss.act, loss.received, loss.on, consent, restores, by_rule=True)
    return standing.leaving(left)


def closed(standing: Standing, end: TreatyEnd) -> Standing:
    """The standing with the end of the treaty: who was bound is a former party, everybody else is outside."""
    return _over(standing, end.on, end.step)


def ceased(standing: Standing, case: Case) -> Standing:
    """The standing with the end of the State itself: who exists no longer is a party to nothing.

    Whether its successors are bound is another question, which their own notifications answer.
    """
    on = case.existence.get(standing.actor)
    if on is None or not case.knows(on):
        return standing
    text = (
        f"The State ceased to exist on {spoken(on)}, so from that day it is bound by nothing; whether its "
        "successors are bound depends on the succession of each of them."
    )
    basis = f"{case.cite_on('2(1)(g)', on, standing.actor)}; {SUCCESSION_AFTER_THE_END}"
    return _over(standing, on, Step(text, "", basis, _last_acts(standing, on)))


def _last_acts(standing: Standing, on: date) -> tuple[str, ...]:
    """The acts of the steps that hold on the day: a status rests on acts, also when it ends without one."""
    point = value_on(standing.points, on)
    return point.steps[-1].acts if point and point.steps else ()


def _over(standing: Standing, on: date, step: Step) -> Standing:
    value = standing.value(on)
    kept = tuple(point for point in standing.points if point.day <= on)
    if value in OUTSIDE or not kept:
        return _with_points(standing, kept)
    after: Status = "formerParty" if value in PERHAPS_BOUND else "notParty"
    return _with_points(standing, kept, step).at(on, after)


def _with_points(standing: Standing, points: tuple[Point, ...], *steps: Step) -> Standing:
    return replace(standing, points=points, trail=(points[-1].steps if points else ()) + steps)
