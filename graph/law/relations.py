"""Who is bound to whom, with which provisions: what reservations and objections do between two parties.

Each reservation works between its author and every other party: as accepted, it modifies the provisions for
both (VCLT 20(4)(a), 21(1)); after an objection these provisions do not apply between the two as far as the
reservation goes (21(3)), or the treaty is not in force between them, where the objector definitely said so
(20(4)(b)). Among the other parties nothing changes (21(2)).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.law.delays import spoken
from graph.law.reservations import (
    Objection,
    Reservation,
    Situation,
    last_day_to_object,
    objections,
    reservations,
)

Effect = Literal["not-in-force", "without-provisions", "modified", "not-accepted-yet"]
EFFECTS: tuple[Effect, ...] = ("not-in-force", "without-provisions", "modified", "not-accepted-yet")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one reservation does between its author and another party.

    `accepted_on` is the last day on which the other could object: by silence it then accepts (VCLT 20(5)).
    """

    reservation: Reservation
    effect: Effect
    text: str
    provision: str
    acts: tuple[str, ...]
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """The treaty between two parties, by code in order: the strongest effect, and its grounds.

    Where the treaty is not in force between them, what other reservations would do there is left out.
    """

    between: tuple[str, str]
    effect: Effect
    provisions: tuple[str, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All reservations and objections on a day, and the pairs of parties between which they change something.

    `otherwise` is the number of pairs between which the treaty is in force as it stands.
    """

    reservations: tuple[Reservation, ...]
    objections: tuple[Objection, ...]
    relations: tuple[Relation, ...]
    otherwise: int


def matrix(situation: Situation) -> Matrix:
    """The matrix of a treaty on a day; whoever is no party on the day is not in it."""
    found = reservations(situation)
    said = objections(situation, {each.act.id: each for each in found})
    parties = sorted(
        who for who in situation.parties.periods if situation.parties.contains(who, situation.on)
    )
    pairs: dict[tuple[str, str], list[Ground]] = {}
    for reservation in found:
        if reservation.works:
            for other in parties:
                if other != reservation.act.actor:
                    first, second = sorted((reservation.act.actor, other))
                    pairs.setdefault((first, second), []).append(_ground(reservation, other, said, situation))
    relations = tuple(_relation(pair, grounds) for pair, grounds in sorted(pairs.items()))
    return Matrix(found, said, relations, len(parties) * (len(parties) - 1) // 2 - len(relations))


def _relation(pair: tuple[str, str], grounds: Sequence[Ground]) -> Relation:
    effect = min((ground.effect for ground in grounds), key=EFFECTS.index)
    provisions = dict.fromkeys(
        ground.reservation.act.provision or "not named" for ground in grounds if ground.effect == effect
    )
    kept = [each for each in grounds if effect != "not-in-force" or each.effect == effect]
    return Relation(pair, effect, tuple(provisions), tuple(kept))


def _ground(reservation: Reservation, other: str, said: Iterable[Objection], situation: Situation) -> Ground:
    own = list(_objections(reservation, other, said))
    objection = next((each for each in own if each.opposes_entry_into_force), own[0] if own else None)
    if objection is None:
        return _accepted(reservation, other, situation)
    acts = (*reservation.acts, *objection.acts)
    day, about = spoken(objection.act.day), _about(reservation)
    if objection.opposes_entry_into_force:
        text = (
            f"The objection of {day} says definitely that the treaty shall not enter into force between the "
            f"two because of the reservation{about}: it is not in force between them."
        )
        return Ground(reservation, "not-in-force", text, objection.law, acts)
    law = situation.case.cite("21(3)", objection.act, other)
    text = (
        f"Objected to on {day}, without opposing entry into force: what the reservation{about} is about does "
        "not apply between the two, as far as the reservation goes."
    )
    return Ground(reservation, "without-provisions", text, law, acts)


def _objections(reservation: Reservation, other: str, said: Iterable[Objection]) -> Iterator[Objection]:
    """The objections of one party to one reservation that work."""
    own = (each for each in said if each.act.actor == other and each.reservation == reservation.act.id)
    yield from (each for each in own if each.since is not None and not each.late)


def _accepted(reservation: Reservation, other: str, situation: Situation) -> Ground:
    """No objection: accepted by silence once the time to object is over (VCLT 20(5))."""
    last, about = last_day_to_object(other, reservation, situation), _about(reservation)
    law = situation.case.cite("20(5)", reservation.act, other)
    if situation.on <= last:
        text = (
            f"No reaction to the reservation{about} is recorded; it may be objected to until {spoken(last)}."
        )
        return Ground(reservation, "not-accepted-yet", text, law, reservation.acts, last)
    text = (
        f"No objection was made by {spoken(last)}, so the reservation{about} is accepted, and modifies the "
        "treaty between the two to its extent, for both."
    )
    law = f"{law}; {situation.case.cite('21(1)', reservation.act, other)}"
    return Ground(reservation, "modified", text, law, reservation.acts, last)


def _about(reservation: Reservation) -> str:
    provision = reservation.act.provision
    return f" to article {provision}" if provision else ""
