"""Reservations under a treaty on a day, and the objections to them (VCLT 19 to 23).

A reservation works from the day on which its author is a party until it is withdrawn as a whole; an objection
between the author and the objector, from the day on which both are parties. What the two say to each other
is in `graph.law.relations`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.law.case import CONSENTS, Case
from graph.law.delays import spoken
from graph.law.vienna import PartyPeriods
from graph.records import Act

TIME_TO_OBJECT = relativedelta(months=12)  # VCLT 20(5)
State = Literal["stands", "withdrawn-in-part", "not-confirmed", "not-permitted"]


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation from `since` (its author is a party, and it was made) up to, not including, `until`.

    `state`: only what `stands`, also where it is `withdrawn-in-part`, modifies relations; what was made when
    signing and is `not-confirmed` when consenting does not (VCLT 23(2)), and what the treaty does not permit
    is a question of its validity (VCLT 19(a), (b)). `words` says why, empty where it simply stands.
    """

    act: Act
    since: date
    until: date | None
    state: State
    acts: tuple[str, ...]
    words: str
    law: str

    @property
    def works(self) -> bool:
        """Whether it modifies the relations of its author."""
        return self.state in ("stands", "withdrawn-in-part")


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection, from the day on which it works between the two until it is withdrawn, half-open.

    `since` is `None` while the objector is no party. `late`: made after the time of VCLT 20(5), when the
    reservation counted as accepted.
    """

    act: Act
    reservation: str
    since: date | None
    until: date | None
    opposes_entry_into_force: bool
    late: bool
    acts: tuple[str, ...]
    words: str
    law: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What is asked: the acts of one treaty known on the knowledge day, who is a party when, and the day."""

    acts: Sequence[Act]
    parties: PartyPeriods
    case: Case
    on: date

    def of_kind(self, kind: str) -> list[Act]:
        """The acts of a kind, by day."""
        return sorted((act for act in self.acts if act.kind == kind), key=lambda act: (act.day, act.id))

    def end_of(self, act: Act, kind: str) -> Act | None:
        """The first act of a kind, made by the day, that targets an act."""
        found = (each for each in self.of_kind(kind) if each.target == act.id and effect(each) <= self.on)
        return next(found, None)

    def party_since(self, actor: str, day: date) -> date | None:
        """The first day from `day` on, and up to the day asked about, on which an actor is a party."""
        starts = (
            max(start, day) for start, end in self.parties.periods.get(actor, ()) if end is None or end > day
        )
        return min((start for start in starts if start <= self.on), default=None)

    def consent_of(self, actor: str, day: date) -> Act | None:
        """The last consent of an actor by a day, else its first one."""
        found = sorted((a for a in self.acts if a.kind in CONSENTS and a.actor == actor), key=lambda a: a.day)
        return next((act for act in reversed(found) if act.day <= day), found[0] if found else None)


def effect(act: Act) -> date:
    """The day from which an act works that is about a reservation: recorded, else that of receipt."""
    return act.recorded_effective_on or act.day


def reservations(situation: Situation) -> tuple[Reservation, ...]:
    """The reservations of parties that are in effect, or in question, on the day; by author and day."""
    found = (_reservation(act, situation) for act in situation.of_kind("reservation"))
    return tuple(sorted((each for each in found if each), key=lambda each: (each.act.actor, each.act.id)))


def _reservation(act: Act, situation: Situation) -> Reservation | None:
    """The reservation as it is on the day; `None` before its author is a party, and after it is withdrawn."""
    since = situation.party_since(act.actor, effect(act))
    if since is None or not situation.parties.contains(act.actor, situation.on):
        return None
    end = situation.end_of(act, "reservation-withdrawal")
    whole = end is not None and end.provision in ("", act.provision)
    if whole:
        return None
    state, words, law = _state(act, end, situation)
    until = _announced_end(act, situation)
    acts = (act.id, end.id) if end else (act.id,)
    return Reservation(act, since, until, state, acts, words, law)


def _announced_end(act: Act, situation: Situation) -> date | None:
    """The day of effect of a withdrawal that is known already and lies after the day asked about."""
    later = [each for each in situation.of_kind("reservation-withdrawal") if each.target == act.id]
    whole = (effect(each) for each in later if each.provision in ("", act.provision))
    return min((day for day in whole if day > situation.on), default=None)


def _state(act: Act, end: Act | None, situation: Situation) -> tuple[State, str, str]:
    rules, case = situation.case.rules, situation.case
    if rules and rules.reservations.permitted == "no":
        law = f"{rules.reservations.provision or ''}; {case.cite('19(a)', act, act.actor)}".lstrip("; ")
        return "not-permitted", "the treaty permits no reservations, so its validity is in question", law
    if _unconfirmed(act, situation):
        words = "made when signing, and not confirmed when consent to be bound was expressed"
        return "not-confirmed", words, case.cite("23(2)", act, act.actor)
    if end is not None:
        words = f"withdrawn in part on {spoken(effect(end))}"
        return "withdrawn-in-part", words, case.cite("22(1)", act, act.actor)
    return "stands", _late(act, situation), case.cite("21(1)", act, act.actor)


def _late(act: Act, situation: Situation) -> str:
    """That a reservation was made after consent: then it works only as far as the others let it."""
    consent = situation.consent_of(act.actor, act.day)
    if consent is None or act.day <= consent.day:
        return ""
    return f"made after consent to be bound of {spoken(consent.day)}; it works as far as nobody objects"


def _unconfirmed(act: Act, situation: Situation) -> bool:
    """Made before the instrument of consent, and not said again with it or after it (VCLT 23(2))."""
    consent = situation.consent_of(act.actor, act.day)
    if consent is None or act.day >= consent.day or consent.kind == "definitive-signature":
        return False
    again = (each for each in situation.of_kind("reservation") if each.actor == act.actor)
    return not any(each.day >= consent.day and each.provision == act.provision for each in again)


def objections(situation: Situation, standing: Mapping[str, Reservation]) -> tuple[Objection, ...]:
    """The objections to the standing reservations, by act, that are not withdrawn on the day."""
    found = (
        _objection(act, standing[act.target], situation)
        for act in situation.of_kind("objection")
        if act.target in standing and effect(act) <= situation.on
        if not situation.end_of(act, "objection-withdrawal")
    )
    return tuple(sorted(found, key=lambda each: (each.act.actor, each.act.id)))


def _objection(act: Act, reservation: Reservation, situation: Situation) -> Objection:
    since = situation.party_since(act.actor, max(effect(act), reservation.since))
    last = last_day_to_object(act.actor, reservation, situation)
    late, opposes = act.day > last, bool(act.opposes_entry_into_force)
    law = situation.case.cite("20(5)" if late else "20(4)(b)", act, act.actor)
    words = "it says definitely that the treaty shall not enter into force between the two" if opposes else ""
    if late:
        words = f"made after {spoken(last)}, when the reservation counted as accepted: no effect"
    elif since is None:
        words = "the objector is no party, so it has no effect yet"
    later = (each for each in situation.of_kind("objection-withdrawal") if each.target == act.id)
    until = min((effect(each) for each in later), default=None)
    return Objection(act, reservation.act.id, since, until, opposes, late, (act.id,), words, law)


def last_day_to_object(actor: str, reservation: Reservation, situation: Situation) -> date:
    """The last day on which an actor may object: twelve months after, or its own consent (VCLT 20(5))."""
    notified = reservation.act.day + TIME_TO_OBJECT
    consents = (a.day for a in situation.acts if a.kind in CONSENTS and a.actor == actor)
    first = min(consents, default=None)
    return max(notified, first) if first else notified
