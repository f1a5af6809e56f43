"""What qualifies a status without changing it: territory, opt-outs, reservations and the like.

The formats give scopes with their last day inclusive; the intervals here are half-open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from graph.law.case import CONSENTS, Case
from graph.law.delays import spoken
from graph.law.timeline import BOUND, Interval
from graph.records import Act

QualifierKind = Literal[
    "contested-capacity", "contested-suspension", "jurisdiction-acceptance", "opt-out",
    "provisional-application", "reservation", "territorial-application", "territorial-exclusion",
]  # fmt: skip
Owned = TypeVar("Owned", Act, Interval)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What holds beside the status of an actor from `valid_from` up to, not including, `valid_until`.

    `territory` is the code of the territory that it is about, empty where it is about none. `acts` are the
    ids it rests on.
    """

    kind: QualifierKind
    actor: str
    territory: str
    valid_from: date
    valid_until: date | None
    acts: tuple[str, ...]
    text: str
    provision: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """The act that begins a qualifier, and the acts and intervals of the same actor, which may end it."""

    act: Act
    acts: Sequence[Act]
    intervals: Sequence[Interval]
    treaty_ended: date | None
    case: Case

    def ended_by(self, kind: str, *provisions: str) -> Act | None:
        """The first later act of this kind on the act, and on one of the provisions, if any are given."""
        found = (each for each in self.acts if each.kind == kind and each.target == self.act.id)
        found = (each for each in found if not provisions or each.provision in provisions)
        return min(found, key=lambda each: (each.day, each.id), default=None)


def qualifiers(
    acts: Sequence[Act], intervals: Sequence[Interval], case: Case, treaty_ended: date | None
) -> tuple[Qualifier, ...]:
    """The qualifiers of all actors of one treaty, sorted by actor, day, kind and territory.

    `acts` are those known on the knowledge day of the case, `intervals` what was derived from them.
    """
    found: list[Qualifier] = []
    own_acts, own_intervals = _by_actor(acts), _by_actor(intervals)
    for act in acts:
        if begin := QUALIFYING.get(act.kind):
            own = own_intervals.get(act.actor, ())
            found.extend(begin(_Ground(act, own_acts[act.actor], own, treaty_ended, case)))
    lasting = (each for each in found if each.valid_until is None or each.valid_from < each.valid_until)
    return tuple(
        sorted(lasting, key=lambda each: (each.actor, each.valid_from, each.kind, each.territory, each.acts))
    )


def _by_actor(things: Sequence[Owned]) -> Mapping[str, Sequence[Owned]]:
    found: dict[str, list[Owned]] = {}
    for each in things:
        found.setdefault(each.actor, []).append(each)
    return found


def _effect(act: Act) -> date:
    """The day from which an act works that is not about status: recorded, asked for, or that of receipt."""
    return act.recorded_effective_on or act.requested_effective_on or act.day


def _exclusion(ground: _Ground) -> Iterator[Qualifier]:
    """A treaty binds in the entire territory unless a different intention is established (VCLT 29)."""
    act = ground.act
    for territory in act.territory:
        applied = _applied(ground, territory)
        until = _effect(applied) if applied else None
        text = f"Does not apply to the territory, by the statement of {spoken(act.day)}."
        yield _qualifier(
            ground,
            "territorial-exclusion",
            act.recorded_effective_on or act.day,
            until,
            text,
            applied,
            territory,
        )


def _applied(ground: _Ground, territory: str) -> Act | None:
    act = ground.act
    found = (
        each
        for each in ground.acts
        if each.kind == "territorial-application" and territory in each.territory
        if each.target == act.id or (each.target is None and each.day >= act.day)
    )
    return min(found, key=lambda each: (_effect(each), each.id), default=None)


def _application(ground: _Ground) -> Iterator[Qualifier]:
    act = ground.act
    for territory in act.territory:
        text = f"Applies to the territory since {spoken(_effect(act))}."
        yield _qualifier(ground, "territorial-application", _effect(act), None, text, None, territory)


def _opt_out(ground: _Ground) -> Iterator[Qualifier]:
    act, end = ground.act, ground.ended_by("declaration-withdrawal")
    until = _earliest(act.scope_until + DAY if act.scope_until else None, _effect(end) if end else None)
    text = (
        f"Opted out under article {act.provision}, as far as it allows."
        if act.provision
        else "Opted out by declaration."
    )
    yield _qualifier(ground, "opt-out", act.scope_from or _effect(act), until, text, end)


def _jurisdiction(ground: _Ground) -> Iterator[Qualifier]:
    """Acceptance of jurisdiction for a time; it makes no party (Rome Statute 12(3))."""
    act, end = ground.act, ground.ended_by("declaration-withdrawal")
    until = _earliest(act.scope_until + DAY if act.scope_until else None, _effect(end) if end else None)
    text = f"Accepted the jurisdiction of the court by declaration of {spoken(act.day)}; no effect on status."
    yield _qualifier(ground, "jurisdiction-acceptance", act.scope_from or _effect(act), until, text, end)


def _reservation(ground: _Ground) -> Iterator[Qualifier]:
    """A reservation stands until it is withdrawn as a whole (VCLT 21, 22)."""
    act, end = ground.act, ground.ended_by("reservation-withdrawal", "", ground.act.provision)
    whole = end is not None
    end = end or ground.ended_by("reservation-withdrawal")
    until = _effect(end) if end and whole else None
    about = f" to article {act.provision}" if act.provision else ""
    text = f"Reservation{about}{' (withdrawn in part)' if end and not whole else ''}."
    yield _qualifier(ground, "reservation", _effect(act), until, text, end)


def _provisional(ground: _Ground) -> Iterator[Qualifier]:
    """Provisional application lasts until it is ended by notice, or the treaty binds (VCLT 25)."""
    act, end = ground.act, ground.ended_by("provisional-application-end")
    start = _effect(act)
    bound = (i.valid_from for i in ground.intervals if i.value in BOUND and i.valid_from > start)
    until = _earliest(_effect(end) if end else None, next(bound, None))
    text = "Applies the treaty provisionally, without being a party."
    yield _qualifier(ground, "provisional-application", start, until, text, end)


def _suspension(ground: _Ground) -> Iterator[Qualifier]:
    """A suspension that no clause allows is a claim of whoever declares it: the treaty goes on binding."""
    act, end = ground.act, ground.ended_by("resumption-notification")
    if act.target is None and not _derived(ground):
        until = _earliest(_effect(end) if end else None, ground.treaty_ended)
        text = (
            f"Operation declared suspended on {spoken(act.day)}; the treaty has no clause that was applied."
        )
        yield _qualifier(ground, "contested-suspension", _effect(act), until, text, end)


def _capacity(ground: _Ground) -> Iterator[Qualifier]:
    """Who denies it is told by claims; a depositary decides no such dispute (VCLT 6, 77(2))."""
    act, said_on = ground.act, ground.case.contested.get(ground.act.id)
    if said_on is not None and ground.case.knows(said_on):
        text = (
            f"Whether the actor of the act of {spoken(act.day)} can be a party is contested; the claims say "
            "by whom. The depositary received the act, and the status follows it (VCLT 77(2))."
        )
        yield _qualifier(ground, "contested-capacity", act.day, ground.treaty_ended, text, None)


def _derived(ground: _Ground) -> bool:
    suspended = (i for i in ground.intervals if i.value == "operationSuspended")
    return any(ground.act.id in interval.acts for interval in suspended)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _qualifier(
    ground: _Ground,
    kind: QualifierKind,
    start: date,
    until: date | None,
    text: str,
    end: Act | None,
    territory: str = "",
) -> Qualifier:
    act = ground.act
    acts = (act.id, end.id) if end else (act.id,)
    provision = act.provision or ground.case.cite(ARTICLES[kind], act, act.actor)
    return Qualifier(kind, act.actor, territory, start, until, acts, text, provision)


ARTICLES: Mapping[QualifierKind, str] = {
    "contested-capacity": "6",
    "contested-suspension": "57-60",
    "jurisdiction-acceptance": "35",
    "opt-out": "17",
    "provisional-application": "25",
    "reservation": "19-21",
    "territorial-application": "29",
    "territorial-exclusion": "29",
}
QUALIFYING: Mapping[str, Callable[[_Ground], Iterator[Qualifier]]] = {
    **dict.fromkeys(CONSENTS, _capacity),
    "territorial-exclusion": _exclusion,
    "territorial-application": _application,
    "opt-out-declaration": _opt_out,
    "jurisdiction-acceptance": _jurisdiction,
    "reservation": _reservation,
    "provisional-application": _provisional,
    "suspension-notification": _suspension,
}
