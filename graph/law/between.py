"""The treaty between two parties in words, and how it changed in time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.law.delays import spoken
from graph.law.relations import Effect, Pair, Relation, article, matrix
from graph.law.reservations import DAY, TIME_TO_OBJECT
from graph.law.situation import Situation, effect

KINDS = ("reservation", "reservation-withdrawal", "objection", "objection-withdrawal")
WHOLE: Mapping[Effect, str] = {
    "not-in-force": "not in force between them",
    "as-it-stands": "in force as it stands, as no reservation in effect between the two is recorded",
}
PARTS: Sequence[tuple[Effect, str]] = (("without-provisions", "without"), ("modified", "as modified in"))
NOT_NAMED = "the provisions of the reservation"


@dataclass(frozen=True, slots=True)
class Era:
    """From `since` up to, not including, `until`, the treaty is the same between two parties."""

    since: date
    until: date | None
    relation: Relation


def told(relation: Relation) -> str:
    """What the treaty is: "in force without article IX, to the extent of the reservation"."""
    if relation.effect in WHOLE:
        return WHOLE[relation.effect]
    kept = [f"{words} {_listed(relation, each)}" for each, words in PARTS if relation.provisions(each)]
    many = sum(ground.effect != "not-accepted-yet" for ground in relation.grounds) > 1
    extent = f"to the extent of the reservation{'s' if many else ''}"
    parts = [f"in force {' and '.join(kept)}, {extent}"] if kept else []
    return "; ".join([*parts, *_waiting(relation)])


def _waiting(relation: Relation) -> Iterator[str]:
    """What the other party can still object to: until then it is open whether it accepts (VCLT 20(5))."""
    days = [ground.accepted_on for ground in relation.grounds if ground.effect == "not-accepted-yet"]
    if days:
        about, last = _listed(relation, "not-accepted-yet"), max(day for day in days if day)
        yield f"no reaction yet to the reservation to {about}, which can be objected to until {spoken(last)}"


def _listed(relation: Relation, effect_: Effect) -> str:
    """The provisions of the reservations with an effect: "articles IX and XII"."""
    found = relation.provisions(effect_)
    named = [article(each) if each else NOT_NAMED for each in found]
    if len(named) > 1 and all(each.startswith("article ") for each in named):
        return f"articles {' and '.join(found)}"
    return " and ".join(named)


def history(situation: Situation, pair: Pair) -> tuple[Era, ...]:
    """What the treaty was between two actors, in order; days on which one of them is no party are left out.

    Known acts whose day of effect lies ahead are in it.
    """
    eras: list[Era] = []
    days = sorted(_turns(situation, pair))
    for day, following in zip(days, [*days[1:], None], strict=True):
        found = matrix(replace(situation, on=day), *pair).relations
        if found and eras and eras[-1].until == day and told(eras[-1].relation) == told(found[0]):
            eras[-1] = replace(eras[-1], until=following)
        elif found:
            eras.append(Era(day, following, found[0]))
    return tuple(eras)


def _turns(situation: Situation, pair: Pair) -> set[date]:
    """The days on which something between the two can change."""
    acts = [act for kind in KINDS for act in situation.of_kind(kind) if act.actor in pair]
    turns = {effect(act) for act in acts}
    turns |= {act.day + TIME_TO_OBJECT + DAY for act in acts if act.kind == "reservation"}
    for actor in pair:
        turns |= {
            act.day + DAY for act in situation.consents.get(actor, ())
        }  # the last day to object is over
        turns |= set(_bounds(situation.parties.periods.get(actor, ())))
    return turns


def _bounds(periods: Sequence[tuple[date, date | None]]) -> Iterator[date]:
    for start, end in periods:
        yield from (day for day in (start, end) if day is not None)
