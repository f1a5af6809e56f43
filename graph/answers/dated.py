"""What the timeline and the calendar share: the days asked for, and the JSON of what happens on a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph import iri
from graph.answers.parts import Json, document_json, iso
from graph.errors import BadRequest
from graph.law.case import ActEffect
from graph.law.events import Event
from graph.law.register import VERIFICATIONS
from graph.law.timeline import Step, published
from graph.records import Act
from graph.view import View
from ontology.kinds import treaty_action_kinds

WORDS = {
    "adoption": "The text is adopted",
    "conclusion": "The treaty is concluded",
    "opening-for-signature": "The treaty is opened for signature",
    "closing-for-signature": "Last day for signature",
    "entry-into-force": "The treaty enters into force",
    "treaty-end": "The treaty is no longer in force",
    "consent-takes-effect": "Consent to be bound takes effect",
    "withdrawal-takes-effect": "Withdrawal takes effect",
    "expulsion-takes-effect": "Expulsion takes effect",
    "participation-ends": "Ceases to be a party without a notice of its own",
    "status-changes": "The status changes",
    "last-day-to-revoke-notice": "Last day to revoke the notice of withdrawal",
    "last-day-to-withdraw-consent": "Last day to take back the consent",
    "earliest-day-of-notice": "Earliest day on which notice of withdrawal may be given",
    "earliest-day-of-withdrawal": "Earliest day on which a withdrawal can take effect",
    "last-day-of-notice": "Last day to give notice of withdrawal for the next day of effect",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day asked for, both included; `None` where it is left open."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise BadRequest(
                f"The first day, from={self.first}, is later than the last day, until={self.last}: exchange "
                "them, or leave one out."
            )

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def words_of(kind: str) -> str:
    """What a kind of event is called, as a sentence without a full stop."""
    if kind in WORDS:
        return WORDS[kind]
    known = treaty_action_kinds().get(kind)
    label = known.label if known else kind.replace("-", " ")
    return label[:1].upper() + label[1:]


def named(view: View, code: str) -> str | None:
    """The name of whoever has a code; `None` for nobody, which stands for the treaty itself."""
    return "all parties" if code == "ALL" else view.english.actor(code) if code else None


def one_of(kind: str | None, known: Collection[str]) -> str | None:
    """The kind asked for; raises `BadRequest` where there is no such kind, with those that there are."""
    if kind and kind not in known:
        raise BadRequest(f"There is no kind “{kind}”; there are {', '.join(sorted(known))}.")
    return kind or None


def acts_of(view: View, ids: Iterable[str]) -> list[Act]:
    """Acts of the register by id, whatever treaty they belong to; ids that name none are passed over."""
    found = (view.acts_by_id(id_.partition("/")[0]).get(id_) for id_ in ids)
    return [act for act in found if act is not None]


def grounds_json(treaty: str, steps: Sequence[Step], effect: ActEffect | None = None) -> Json:
    """On which rule and provision something rests, and why, in words.

    They are those of the effect that comes, else of the last step that has any.
    """
    deciding = effect or next((step for step in reversed(steps) if step.provision), None)
    return {
        "rule": iri.rule(treaty, deciding.rule) if deciding and deciding.rule else None,
        "provision": (deciding.provision or None) if deciding else None,
        "explanation": " ".join(step.text for step in steps if step.text) or None,
    }


def support_json(acts: Iterable[Act]) -> Json:
    """The acts that something rests on, how far the weakest of them is verified, and who reports them."""
    kept = list(acts)
    levels = {act.verification for act in kept}
    return {
        "acts": [iri.act(act.id) for act in kept],
        "verification": max(levels, key=VERIFICATIONS.index, default=None),
        "sources": list(dict.fromkeys(source for act in kept for source in act.sources)),
    }


def status_json(event: Event) -> Json:
    """The status of the actor before and after, `None` where nothing is recorded."""
    return {"status_before": published(event.before), "status_after": published(event.after)}


def effect_json(event: Event) -> Json:
    """The day of effect of the act behind an event: as recorded, as computed, and the one that governs."""
    governing = event.effect.governing if event.effect else event.recorded
    return {
        "effective_on": iso(governing),
        "recorded_effective_on": iso(event.recorded),
        "computed_effective_on": iso(event.computed),
    }


def documents_json(view: View, events: Iterable[Json]) -> list[Json]:
    """The documents that the events name as sources, in the order in which they are named."""
    ids = dict.fromkeys(source for event in events for source in event["sources"])
    return [document_json(view.documents[id_]) for id_ in ids if id_ in view.documents]
