"""What a reader has to know of acts about reservations: faults in the data, and what is in question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.law.objections import Objection
from graph.law.relations import Matrix
from graph.law.reservations import IN_QUESTION, Reservation
from graph.law.rules import Rules
from graph.law.situation import Situation, effect, named, precedes, sentence
from graph.records import Act

TARGETS: Mapping[str, str] = {
    "objection": "reservation",
    "reservation-withdrawal": "reservation",
    "objection-withdrawal": "objection",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fault in the data (`warning`), or a note, on one act: a sentence, and the article behind it."""

    act: str
    kind: str
    text: str
    law: str
    severity: Literal["warning", "note"]


def doubts(situation: Situation, found: Matrix) -> tuple[Doubt, ...]:
    """The doubts about what was done by the day, sorted by act and kind."""
    listed = [
        *(doubt for each in found.reservations for doubt in _of_reservation(each)),
        *(doubt for each in found.reservations for doubt in _of_successors(each, situation)),
        *(doubt for each in found.objections for doubt in _of_objection(each, situation)),
        *(doubt for kind in TARGETS for act in situation.of_kind(kind) for doubt in _of_act(act, situation)),
    ]
    return tuple(sorted(listed, key=lambda each: (each.act, each.kind)))


def _of_reservation(found: Reservation) -> Iterator[Doubt]:
    if found.state in IN_QUESTION:
        yield Doubt(found.act.id, found.state, sentence(found.words), found.law, "note")


def _of_successors(found: Reservation, situation: Situation) -> Iterator[Doubt]:
    """A successor by notification is considered as maintaining the reservation (VCSST 20(1))."""
    author, own = found.act.actor, {act.actor for act in situation.of_kind("reservation")}
    heirs = [
        who for who in situation.present if author in situation.predecessors.get(who, ()) and who not in own
    ]
    bound = [who for who in heirs if any(act.kind == "succession" for act in situation.consents.get(who, ()))]
    if bound and found.state == "author-no-party":
        who = " and ".join(map(situation.called, bound))
        text = (
            f"{who} succeeded to the author of this reservation, and said nothing of it that is recorded: a "
            "successor by notification is considered as maintaining it. That is not applied here."
        )
        yield Doubt(found.act.id, "successors", text, "VCSST 20(1)", "note")


def _of_objection(found: Objection, situation: Situation) -> Iterator[Doubt]:
    yield from _of_scope(found.act, situation.by_id[found.act.target or ""], situation)
    if found.state == "late":
        yield Doubt(found.act.id, "late-objection", sentence(found.words), found.law, "note")
    if found.act.opposes_entry_into_force is None:
        text = "Whether it opposes entry into force is not recorded, so it is read as not opposing it."
        yield Doubt(found.act.id, "opposition-not-recorded", text, "VCLT 20(4)(b)", "note")


def _of_scope(act: Act, target: Act, situation: Situation) -> Iterator[Doubt]:
    """An objection that names another author or other provisions than the reservation, or is earlier."""
    if precedes(act, target):
        text = (
            "It is earlier than the reservation: an objection made in advance, or a wrong day. It works once "
            "the reservation is made."
        )
        yield Doubt(act.id, "earlier-than-reservation", text, "VCLT 20(5)", "note")
    if act.affected and target.actor not in act.affected:
        who = " and ".join(map(situation.called, act.affected))
        text = f"It names {who}, but is about a reservation of {situation.called(target.actor)}."
        yield Doubt(act.id, "other-author", text, "VCLT 20(4)(b)", "warning")
    own, other = named(act.provision), named(target.provision)
    if other and not set(own) <= set(other):
        text = (
            f"It names {', '.join(own)}, and the reservation {', '.join(other)}; it is read as made to what "
            "both name, and where that is nothing to the reservation as a whole."
        )
        yield Doubt(act.id, "other-provisions", text, "VCLT 21(3)", "note")


def _of_act(act: Act, situation: Situation) -> Iterator[Doubt]:
    """An act that works on nothing, or on what only somebody else can take back."""
    if effect(act) > situation.on:
        return
    kind, target = TARGETS[act.kind], situation.by_id.get(act.target or "")
    law = "VCLT 22" if act.kind.endswith("withdrawal") else "VCLT 20, 21"
    if target is None or target.kind != kind:
        text = f"It is about no {kind} that is known on the knowledge day, so it has no effect here."
        yield Doubt(act.id, f"no-{kind}", text, law, "warning")
    elif act.kind == "objection" and act.actor == target.actor:
        text = "Its author objects to its own reservation; a reservation is withdrawn instead."
        yield Doubt(act.id, "own-reservation", text, "VCLT 22(1)", "warning")
    elif act.kind != "objection" and act.actor != target.actor:
        text = f"Only the author of the {kind} can withdraw it, so it has no effect here."
        yield Doubt(act.id, "not-its-author", text, "VCLT 22", "warning")
    elif act.kind != "objection" and precedes(act, target):
        text = f"It is earlier than the {kind} that it is about: one day is wrong. It has no effect here."
        yield Doubt(act.id, f"earlier-than-{kind}", text, law, "warning")


def permission(rules: Rules | None) -> str:
    """What the treaty says of reservations, in one or two sentences (VCLT 19, 20)."""
    if rules is None:
        return (
            "The final clauses of this treaty are not held: whether it permits reservations is not recorded."
        )
    where = f" ({rules.reservations.provision})" if rules.reservations.provision else ""
    if rules.reservations.permitted == "no":
        return (
            f"The treaty permits no reservations{where}; one made all the same is in question (VCLT 19(a))."
        )
    if rules.reservations.permitted == "partly":
        return (
            f"The treaty limits which reservations may be made{where}; whether one is within these limits is "
            "not decided here (VCLT 19(b), (c)). What the treaty expressly authorises needs no acceptance "
            "(VCLT 20(1))."
        )
    return (
        "No clause that limits reservations is recorded: one may be made unless it is incompatible with the "
        "object and purpose of the treaty, which is not decided here (VCLT 19(c))."
    )
