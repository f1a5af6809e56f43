"""Who is bound to whom, with which provisions: what reservations and objections do between two parties.

Each reservation works between its author and every other party: as accepted, it modifies the provisions for
both (VCLT 20(4)(a), 21(1)); after an objection these provisions do not apply between the two to the extent of
the reservation (21(3)), or the treaty is not in force between them, where the objector definitely said so
(20(4)(b)). Among the other parties nothing changes (21(2)).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from graph.law.delays import spoken
from graph.law.objections import Objection, last_day_to_object, objections
from graph.law.reservations import DAY, Reservation, reservations
from graph.law.situation import Situation, effect, named

Effect = Literal["not-in-force", "without-provisions", "modified", "not-accepted-yet", "as-it-stands"]
EFFECTS: tuple[Effect, ...] = (
    "not-in-force", "without-provisions", "modified", "not-accepted-yet", "as-it-stands",
)  # fmt: skip
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What one reservation does between its author and another party, from `since` up to, not on, `until`.

    `accepted_on` is the last day on which the other could object: by silence it then accepts (VCLT 20(5)).
    """

    reservation: Reservation
    effect: Effect
    since: date | None
    until: date | None
    text: str
    provision: str
    acts: tuple[str, ...]
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """The treaty between two parties, by code in order: the strongest effect, and its grounds.

    Where the treaty is not in force between them, what other reservations would do there is left out.
    """

    between: Pair
    effect: Effect
    since: date | None
    until: date | None
    grounds: tuple[Ground, ...]

    def provisions(self, effect: Effect) -> tuple[str, ...]:
        """The provisions of the reservations with an effect; empty text for one that names none."""
        return tuple(dict.fromkeys(g.reservation.provision for g in self.grounds if g.effect == effect))


@dataclass(frozen=True, slots=True)
class Matrix:
    """All reservations and objections on a day, and the pairs of parties between which they change something.

    `parties` are those of the day. `relations` are all that were asked for: those of one party include the
    ones in force as they stand. `otherwise` is the number of other pairs, in force as they stand.
    """

    parties: tuple[str, ...]
    reservations: tuple[Reservation, ...]
    objections: tuple[Objection, ...]
    relations: tuple[Relation, ...]
    otherwise: int


@dataclass(frozen=True)
class _Said:
    """What is said to reservations: objections by objector and reservation."""

    situation: Situation
    reservations: Mapping[str, Sequence[Reservation]]
    objections: Mapping[tuple[str, str], Sequence[Objection]]


def matrix(situation: Situation, of: str = "", other: str = "") -> Matrix:
    """The matrix of a treaty on a day, the strongest effects first; who is no party is not in it.

    With `of`, the relations of one party with each other one, or with `other` only, whether special or not.
    """
    found = reservations(situation)
    said = objections(situation, found)
    index = _index(situation, found, said)
    listed = [_relation(pair, index) for pair in _pairs(index, of, other)]
    listed.sort(key=lambda each: EFFECTS.index(each.effect))
    if not of:
        listed = [each for each in listed if each.effect != "as-it-stands"]
    number = len(situation.present)
    otherwise = 0 if of else number * (number - 1) // 2 - len(listed)
    return Matrix(tuple(situation.present), found, said, tuple(listed), otherwise)


def _index(situation: Situation, found: Sequence[Reservation], said: Sequence[Objection]) -> _Said:
    by_author: dict[str, list[Reservation]] = {}
    for each in found:
        if each.works:
            by_author.setdefault(each.act.actor, []).append(each)
    by_objector: dict[tuple[str, str], list[Objection]] = {}
    for objection in said:
        by_objector.setdefault((objection.act.actor, objection.reservation), []).append(objection)
    return _Said(situation, by_author, by_objector)


def _pairs(said: _Said, of: str, other: str) -> Sequence[Pair]:
    """The pairs asked about, else those with an author of a reservation; sorted."""
    parties = said.situation.present
    first = ([of] if of in parties else []) if of else said.reservations
    found = {_pair(one, two) for one in first for two in parties if one != two and other in ("", two)}
    return sorted(found)


def _pair(one: str, two: str) -> Pair:
    return (one, two) if one < two else (two, one)


def _relation(pair: Pair, said: _Said) -> Relation:
    one, two = pair
    found = [*_grounds(one, two, said), *_grounds(two, one, said)]
    effects: list[Effect] = [ground.effect for ground in found] or ["as-it-stands"]
    strongest = min(effects, key=EFFECTS.index)
    kept = [each for each in found if strongest != "not-in-force" or each.effect == strongest]
    since = [ground.since for ground in kept if ground.since] or [_together(pair, said.situation)]
    untils = [ground.until for ground in kept if ground.until]
    return Relation(pair, strongest, max(since), min(untils, default=None), tuple(kept))


def _together(pair: Pair, situation: Situation) -> date:
    """The first day on which both are parties."""
    periods = (situation.period(actor, situation.on) for actor in pair)
    return max(period[0] for period in periods if period)


def _grounds(author: str, other: str, said: _Said) -> Iterator[Ground]:
    """What the reservations of an author do between it and another party."""
    for reservation in said.reservations.get(author, ()):
        own = said.objections.get((other, reservation.act.id), ())
        working = [each for each in own if each.state == "works"]
        if working:
            yield from _answered(reservation, working, said.situation)
        elif withdrawn := [each for each in own if each.state == "withdrawn"]:
            yield _accepted_after(reservation, withdrawn[-1], said.situation)
        else:
            yield _silent(reservation, other, said.situation)


def _answered(
    reservation: Reservation, working: Sequence[Objection], situation: Situation
) -> Iterator[Ground]:
    """Objections that work: one that opposes entry into force, else each, and what none of them names."""
    opposing = next((each for each in working if each.opposes_entry_into_force), None)
    if opposing:
        yield _objected(reservation, opposing, situation)
        return
    left = set(named(reservation.provision))
    for each in working:
        part = _part(reservation, each)
        left -= set(named(part.provision))
        yield _objected(part, each, situation)
    if left:
        rest = ", ".join(each for each in named(reservation.provision) if each in left)
        yield _silent(replace(reservation, provision=rest), working[0].act.actor, situation)


def _part(reservation: Reservation, objection: Objection) -> Reservation:
    """The reservation, as far as an objection is made to it: "to the extent of the reservation" (21(3))."""
    own = set(named(objection.act.provision))
    found = [each for each in named(reservation.provision) if each in own]
    return replace(reservation, provision=", ".join(found)) if found else reservation


def _objected(reservation: Reservation, objection: Objection, situation: Situation) -> Ground:
    acts, about = (*reservation.acts, *objection.acts), _about(reservation, situation)
    when = f"of {spoken(objection.act.day)}"
    if objection.opposes_entry_into_force:
        text = (
            f"The objection {when} to the reservation{about} says definitely that the treaty shall not enter "
            "into force between the two: it is not in force between them."
        )
        law, effect_ = objection.law, EFFECTS[0]
    else:
        text = (
            f"The objection {when} to the reservation{about} does not oppose entry into force: what the "
            "reservation relates to does not apply between the two, to the extent of the reservation."
        )
        law, effect_ = situation.cite("21(3)", objection.act.day, *_two(reservation, objection)), EFFECTS[1]
    return Ground(reservation, effect_, objection.since, objection.until, text, law, acts)


def _accepted_after(reservation: Reservation, objection: Objection, situation: Situation) -> Ground:
    """An objection that was withdrawn: from then on the reservation is accepted."""
    end = situation.by_id[objection.acts[1]]
    about, day = _about(reservation, situation), spoken(effect(end))
    text = (
        f"The objection to the reservation{about} was withdrawn on {day}: "
        "it is accepted since, and modifies the treaty between the two to its extent, for both."
    )
    articles = [
        situation.cite(each, end.day, *_two(reservation, objection)) for each in ("22(3)(b)", "21(1)")
    ]
    together = _together(_pair(*_two(reservation, objection)), situation)
    since = max(effect(end), together, reservation.since or together)
    acts = (*reservation.acts, *objection.acts)
    until = _until(reservation, objection.act.actor, situation)
    return Ground(reservation, "modified", since, until, text, "; ".join(articles), acts)


def _silent(reservation: Reservation, other: str, situation: Situation) -> Ground:
    """No objection that works: accepted by silence once the time to object is over (VCLT 20(5))."""
    last = last_day_to_object(other, reservation, situation) or situation.on
    about, actors = _about(reservation, situation), (reservation.act.actor, other)
    law = situation.cite("20(5)", last, *actors)
    until = _until(reservation, other, situation)
    together = max(_together(_pair(*actors), situation), reservation.since or last)
    if situation.on <= last:
        text = (
            f"No reaction to the reservation{about} is recorded yet. It can be objected to "
            f"until {spoken(last)}; till then it is open whether it is accepted."
        )
        until = min(day for day in (until, last + DAY) if day)
        return Ground(reservation, "not-accepted-yet", together, until, text, law, reservation.acts, last)
    text = (
        f"No objection by {spoken(last)} is recorded, so the reservation{about} is accepted by silence: it "
        "modifies the treaty between the two to its extent, for both."
    )
    law, since = f"{law}; {situation.cite('21(1)', last, *actors)}", max(together, last + DAY)
    return Ground(reservation, "modified", since, until, text, law, reservation.acts, last)


def _until(reservation: Reservation, other: str, situation: Situation) -> date | None:
    """The known end of a reservation towards another party."""
    period = situation.period(other, situation.on)
    return min((day for day in (reservation.until, period[1] if period else None) if day), default=None)


def _two(reservation: Reservation, objection: Objection) -> Pair:
    return reservation.act.actor, objection.act.actor


def _about(reservation: Reservation, situation: Situation) -> str:
    """Whose reservation, and to what."""
    provision = reservation.provision
    to = f" to {article(provision)}" if provision else ""
    return f" of {situation.called(reservation.act.actor)}{to}"


def article(provision: str) -> str:
    """A provision as a sentence names it: "article IX"; as it is, where it begins with a word."""
    numbered = provision[:1].isdigit() or all(letter in "IVXLC" for letter in provision.partition("(")[0])
    plural = "s" if "," in provision or ";" in provision else ""
    return f"article{plural} {provision}" if numbered else provision
