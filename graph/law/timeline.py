"""From points in legal time to intervals: half-open, without overlap, without a gap after the first act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal[
    "notParty", "signatory", "signatoryObligationEnded", "contractingNotInForce", "party",
    "partyWithdrawalPending", "operationSuspended", "formerParty", "undetermined", "notRecorded",
]  # fmt: skip
BOUND: frozenset[Status] = frozenset({"party", "partyWithdrawalPending", "operationSuspended"})
NOT_RECORDED: Status = "notRecorded"  # no status: data are missing, and an answer gives none
UNKNOWN: frozenset[Status] = frozenset({"undetermined", NOT_RECORDED})  # neither a party nor none
PERHAPS_BOUND: frozenset[Status] = BOUND | UNKNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation.

    `rule` is the short name of a rule of the treaty (`consent-effect`, `withdrawal`, …), `provision` its
    place in the treaty or in general law, `acts` the ids of the acts that it rests on.
    """

    text: str
    rule: str
    provision: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """From `day` on the actor has this value; `party_from` begins the party period, where known."""

    day: date
    value: Status
    steps: tuple[Step, ...]
    party_from: date | None = None


Period = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Interval:
    """The status of one actor under one treaty from `valid_from` up to, not including, `valid_until`.

    `party_from` and `party_until` bound the whole period in which the actor is a party (`None`: not a party,
    not recorded, or open). `steps` lead from the first act to this value, `acts` are the ids they rest on.
    """

    treaty: str
    actor: str
    value: Status
    valid_from: date
    valid_until: date | None
    party_from: date | None
    party_until: date | None
    acts: tuple[str, ...]
    steps: tuple[Step, ...]


def published(value: Status | None) -> Status | None:
    """The value as an answer gives it: none where it is not recorded."""
    return None if value == NOT_RECORDED else value


def written(points: Sequence[Point], *new: Point) -> tuple[Point, ...]:
    """The points with what the new ones say from the day of the first of them on."""
    kept = tuple(point for point in points if point.day < new[0].day)
    return kept + tuple(new)


def value_on(points: Sequence[Point], day: date) -> Point | None:
    """The point that holds on a day; `None` before the first."""
    return next((point for point in reversed(points) if point.day <= day), None)


def intervals(treaty: str, actor: str, points: Sequence[Point]) -> tuple[Interval, ...]:
    """The intervals between the points; a point that lasts no day leaves none."""
    later: Interval | None = None
    found: list[Interval] = []
    for point in reversed(points):
        if later is None or point.day < later.valid_from:
            later = _interval(treaty, actor, point, later)
            found.append(later)
    return tuple(reversed(found))


def _interval(treaty: str, actor: str, point: Point, later: Interval | None) -> Interval:
    acts = tuple(dict.fromkeys(act for step in point.steps for act in step.acts))
    return Interval(
        treaty=treaty,
        actor=actor,
        value=point.value,
        valid_from=point.day,
        valid_until=later.valid_from if later else None,
        party_from=point.party_from,
        party_until=_party_until(point, later),
        acts=acts,
        steps=point.steps,
    )


def _party_until(point: Point, later: Interval | None) -> date | None:
    """The end of the party period; not known where what follows is undetermined or not recorded."""
    if later is None or point.value not in BOUND or later.value in UNKNOWN:
        return None
    return later.party_until if later.value in BOUND else later.valid_from
