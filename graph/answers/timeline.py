"""Everything that happened under a treaty, and what lies ahead, in the order of legal time."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from graph import iri
from graph.answers.dated import (
    Days,
    acts_of,
    documents_json,
    effect_json,
    grounds_json,
    named,
    one_of,
    status_json,
    support_json,
    words_of,
)
from graph.answers.parts import Json, coverage_json, iso
from graph.law.events import CATEGORIES, STATUS_KINDS, Counted, Event, counted, events
from graph.law.qualifiers import QualifierKind
from graph.law.treaty_events import TREATY_KINDS
from graph.view import View
from ontology.kinds import treaty_action_kinds

COLUMNS = (
    "on", "category", "kind", "what", "actor", "actor_name", "acted_as", "affected", "territory",
    "status_before", "status_after", "parties", "organisations", "projected", "effective_on",
    "recorded_effective_on", "computed_effective_on", "act", "depositary", "document", "rule", "provision",
    "explanation", "verification", "sources",
)  # fmt: skip


def timeline_answer(
    view: View, treaty: str, known: date, days: Days, actor: str | None = None, kind: str | None = None
) -> Json:
    """The events of a treaty as known on a day: acts, what takes effect, what happens to the treaty itself.

    `parties` and `organisations` count who is a party once the event has happened, whatever is filtered out.
    `projected` marks what lies later than `known`. `kind` is a kind of event or one of the categories
    `treaty`, `status`, `act`, `qualifier`. Raises `UnknownName` with candidates, and `BadRequest`.
    """
    slug, wanted = view.names.treaty(treaty), one_of(kind, {*CATEGORIES, *_kinds()})
    found = counted(
        events(view.derivation(slug, known), view.acts(slug), view.rules(slug)), view.organisations
    )
    whole = list(found)
    who = _actor(view, actor, whole)
    kept = [each for each in whole if each.event.on in days and _wanted(each.event, who, wanted)]
    listed = [_event_json(view, slug, each, known) for each in kept]
    return {
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "known": known.isoformat(),
        "from": iso(days.first),
        "until": iso(days.last),
        "actor": who,
        "kind": wanted,
        "events": listed,
        "sources": documents_json(view, listed),
        "complete": coverage_json(view.coverage(slug)),
        "version": view.version,
    }


def _kinds() -> Iterator[str]:
    """Every kind of event that there is."""
    yield from (*TREATY_KINDS, *STATUS_KINDS, *treaty_action_kinds())
    for kind in get_args(QualifierKind):
        yield from (f"{kind}-begins", f"{kind}-ends")


def _actor(view: View, name: str | None, whole: list[Counted]) -> str | None:
    """The code of whoever is asked about: of those who act here, else of the table of states."""
    if not name:
        return None
    here = any(name in (each.event.actor, *each.event.affected) for each in whole)
    return name if here else view.names.state(name)


def _wanted(event: Event, actor: str | None, kind: str | None) -> bool:
    concerns = actor is None or actor == event.actor or actor in event.affected
    return concerns and (kind is None or kind in (event.kind, event.category))


def _event_json(view: View, treaty: str, each: Counted, known: date) -> Json:
    event = each.event
    act = view.acts_by_id(treaty).get(event.act)
    return {
        "on": event.on.isoformat(),
        "category": event.category,
        "kind": event.kind,
        "what": words_of(event.kind),
        "actor": event.actor or None,
        "actor_name": named(view, event.actor),
        "acted_as": (act.acted_as or None) if act and event.category == "act" else None,
        "affected": list(event.affected),
        "territory": event.territory or None,
        **status_json(event),
        "parties": each.states,
        "organisations": each.organisations,
        "projected": event.projected(known),
        **effect_json(event),
        "act": iri.act(event.act) if event.act else None,
        "target": iri.act(event.target) if event.target else None,
        "depositary": (act.depositary or None) if act else None,
        "depositary_name": view.english.actor(act.depositary) if act and act.depositary else None,
        "document": (act.document or None) if act else None,
        **grounds_json(treaty, event.steps, event.effect if event.category == "status" else None),
        **support_json(acts_of(view, event.acts)),
        "note": (act.note or None) if act and event.category == "act" else None,
    }
