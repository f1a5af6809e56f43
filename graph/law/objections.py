"""Objections to reservations on a day, each with what became of it (VCLT 20(4)(b), 20(5), 22, 23)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from graph.law.delays import spoken
from graph.law.reservations import TIME_TO_OBJECT, Reservation
from graph.law.situation import Situation, effect
from graph.records import Act

State = Literal["works", "withdrawn", "late", "objector-no-party", "without-object"]


class Finding(NamedTuple):
    """What is said of an objection: its state, why in words, and the article."""

    state: State
    words: str
    law: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection; it works between objector and author from `since` up to, not including, `until`.

    `reservation` is the act from which the reservation objected to counts, `author` who made it. `since` and
    `until` are `None` where the objection never worked between the two by the day.
    """

    act: Act
    reservation: str
    author: str
    since: date | None
    until: date | None
    opposes_entry_into_force: bool
    state: State
    acts: tuple[str, ...]
    words: str
    law: str


@dataclass(frozen=True, slots=True)
class _Said:
    """An objection act, the reservation that it is about, and the withdrawals of it."""

    act: Act
    about: Reservation
    ends: Sequence[Act]
    situation: Situation

    @property
    def on(self) -> date:
        return self.situation.on

    def cite(self, article: str) -> str:
        return self.situation.cite(article, self.act.day, self.act.actor, self.about.act.actor)


def objections(situation: Situation, found: Sequence[Reservation]) -> tuple[Objection, ...]:
    """The objections made by the day to these reservations, in any state; by objector and day.

    What was said to a reservation before it was confirmed needs no confirmation itself (VCLT 23(3)).
    """
    index = {id_: each for each in found for id_ in each.made}
    said = (
        _Said(act, about, situation.endings((act.id,), "objection-withdrawal"), situation)
        for act in situation.of_kind("objection")
        if effect(act) <= situation.on and (about := _about(act, index))
    )
    return tuple(sorted(map(_objection, said), key=lambda each: (each.act.actor, each.act.day, each.act.id)))


def _about(act: Act, index: Mapping[str, Reservation]) -> Reservation | None:
    """The reservation objected to; nobody objects to its own."""
    found = index.get(act.target or "")
    return found if found and found.act.actor != act.actor else None


def last_day_to_object(actor: str, reservation: Reservation, situation: Situation) -> date | None:
    """The last day on which an actor may object (VCLT 20(5)); `None` before it consents to be bound.

    Twelve months after the reservation, or the day of its own consent, whichever is later. They are counted
    from the receipt of the reservation, as the day on which each State was notified is not recorded.
    """
    consented = situation.consented_on.get(actor)
    return max(reservation.act.day + TIME_TO_OBJECT, consented) if consented else None


def _objection(said: _Said) -> Objection:
    state, words, law = next(finding for judge in JUDGES if (finding := judge(said)))
    period = said.situation.period(said.act.actor, effect(said.act))
    bounds = [effect(end) for end in said.ends] + [said.about.until, period[1] if period else None]
    since = None
    if state in ("works", "withdrawn") and period and said.about.since:
        since = max(effect(said.act), said.about.since, period[0])
    until = min((day for day in bounds if day), default=None)
    if since is None or (until and until <= since):
        since = until = None  # it never worked
    acts = (said.act.id, *(end.id for end in said.ends if effect(end) <= said.on))
    opposes, about = bool(said.act.opposes_entry_into_force), said.about.act
    return Objection(said.act, about.id, about.actor, since, until, opposes, state, acts, words, law)


def _withdrawn(said: _Said) -> Finding | None:
    """VCLT 22(2), 22(3)(b): the day that is recorded is not that on which the author had notice."""
    end = next((end for end in said.ends if effect(end) <= said.on), None)
    if end is None:
        return None
    words = (
        f"withdrawn on {spoken(effect(end))}, the day recorded; that works once the author of the "
        "reservation has received notice of it, and that day is not recorded"
    )
    return Finding("withdrawn", words, said.cite("22(3)(b)"))


def _late(said: _Said) -> Finding | None:
    last = last_day_to_object(said.act.actor, said.about, said.situation)
    if last is None or said.act.day <= last:
        return None
    words = (
        f"made after {spoken(last)}, when the reservation counted as accepted, so it is without effect; the "
        "twelve months are counted from the receipt of the reservation, as the day on which the objector was "
        "notified is not recorded"
    )
    return Finding("late", words, said.cite("20(5)"))


def _objector_no_party(said: _Said) -> Finding | None:
    period = said.situation.period(said.act.actor, effect(said.act))
    if period and period[0] <= said.on and (period[1] is None or said.on < period[1]):
        return None
    words = "the objector is no party on this day, so it has no effect"
    if period and period[1] and period[1] <= said.on:
        words = f"the objector ceased to be a party on {spoken(period[1])}"
        if said.act.actor in said.situation.present:
            words += ", and is not recorded to have objected again with its new consent"
    return Finding("objector-no-party", words, said.cite("20(4)(b)"))


def _without_object(said: _Said) -> Finding | None:
    if said.about.works:
        return None
    words = "the reservation modifies no relation on this day, so the objection has nothing to work on"
    if said.about.state == "not-permitted":
        words += "; what it means for a reservation that the treaty prohibits is a question as well"
    return Finding("without-object", words, said.about.law)


def _works(said: _Said) -> Finding:
    if said.act.opposes_entry_into_force:
        words = "it says definitely that the treaty shall not enter into force between the two"
        return Finding("works", words, said.cite("20(4)(b)"))
    return Finding("works", "it does not oppose entry into force between the two", said.cite("21(3)"))


JUDGES: Sequence[Callable[[_Said], Finding | None]] = (
    _late, _withdrawn, _objector_no_party, _without_object, _works,
)  # fmt: skip
