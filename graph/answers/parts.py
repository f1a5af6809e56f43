"""The parts that answers share: acts, steps, qualifiers, sources, parties, coverage, as JSON values."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from graph import iri
from graph.catalogue import Document
from graph.law.answer import Party
from graph.law.case import ActEffect, Remark
from graph.law.derive import Derivation
from graph.law.qualifiers import Qualifier
from graph.law.question import Coverage
from graph.law.register import VERIFICATIONS
from graph.law.timeline import Step
from graph.records import Act, State, StateCode
from graph.view import View

Json: TypeAlias = dict[str, Any]


def state_json(state: State) -> Json:
    """A row of the table of states."""
    return {
        "state": state.code,
        "iri": iri.state(state.code, state.kind),
        "kind": state.kind,
        "names": {"en": state.name_en, "fr": state.name_fr or None, "ru": state.name_ru or None},
        "from": iso(state.exists_from),
        "until": iso(state.exists_until),
        "continues": list(state.continues),
        "successor_of": list(state.successor_of),
        "note": state.note or None,
    }


def code_json(code: StateCode) -> Json:
    """A number of a state in a scheme, from a day up to, not including, another."""
    return {
        "scheme": code.scheme,
        "number": code.number,
        "from": iso(code.valid_from),
        "until": iso(code.valid_until),
        "source": code.source,
        "note": code.note or None,
    }


def step_json(view: View, treaty: str, step: Step) -> Json:
    """One step of an explanation; acts and rule are IRIs. `verification` is that of its weakest act."""
    return {
        "text": step.text,
        "rule": iri.rule(treaty, step.rule) if step.rule else None,
        "provision": step.provision or None,
        "acts": [iri.act(act) for act in step.acts],
        "verification": weakest(view, step.acts),
    }


def weakest(view: View, ids: Iterable[str], at_hand: Iterable[Act] = ()) -> str | None:
    """How far the least verified of these acts is verified; `None` where there is no act.

    Those at hand are not read again.
    """
    known = {act.id: act for act in at_hand}
    levels = {(known.get(id_) or view.act(id_)).verification for id_ in ids}
    return max(levels, key=VERIFICATIONS.index, default=None)


def qualifier_json(view: View, qualifier: Qualifier) -> Json:
    """What holds beside a status."""
    territory = qualifier.territory
    return {
        "kind": qualifier.kind,
        "text": qualifier.text,
        "provision": qualifier.provision,
        "territory": territory or None,
        "territory_name": view.english.actor(territory) if territory else None,
        "from": iso(qualifier.valid_from),
        "until": iso(qualifier.valid_until),
        "acts": [iri.act(act) for act in qualifier.acts],
    }


def act_json(view: View, act: Act, effect: ActEffect | None = None) -> Json:
    """An act of the register; an act that rests on no source has an empty list of sources.

    `effective_on` is the day that governs: the one that the depositary recorded, else the computed one.
    """
    return {
        "id": act.id,
        "iri": iri.act(act.id),
        "kind": act.kind,
        "actor": act.actor,
        "actor_name": view.english.actor(act.actor),
        "acted_as": act.acted_as or None,
        "date": iso(act.date),
        "received_on": iso(act.received_on),
        "known_on": iso(act.known),
        "requested_effective_on": iso(act.requested_effective_on),
        "recorded_effective_on": iso(act.recorded_effective_on),
        "computed_effective_on": iso(effect.computed) if effect else None,
        "effective_on": iso(effect.governing) if effect else None,
        "target": act.target,
        "provision": act.provision or None,
        "document": act.document or None,
        "verification": act.verification,
        "sources": list(act.sources),
        "note": act.note or None,
    }


def sources_json(view: View, acts: Iterable[Act], others: Iterable[str] = ()) -> list[Json]:
    """Documents that report the acts, the best tier first, and others by id (those that report claims)."""
    ids = dict.fromkeys([*(source for act in acts for source in act.sources), *others])
    return [document_json(view.documents[id_]) for id_ in ids if id_ in view.documents]


def document_json(document: Document) -> Json:
    """A source document."""
    return {
        "id": document.id,
        "iri": document.iri,
        "title": document.title,
        "tier": document.tier,
        "publisher": document.publisher,
        "url": document.url,
    }


def remark_json(remark: Remark) -> Json:
    """Something about an act that a reader has to know."""
    return {"act": iri.act(remark.act), "kind": remark.kind, "text": remark.text, "severity": remark.severity}


def party_json(view: View, party: Party) -> Json:
    """A party with the bounds of its party period; `verification` is that of its weakest act."""
    return {
        "state": party.actor,
        "name": view.english.actor(party.actor),
        "status": party.status,
        "from": iso(party.from_),
        "until": iso(party.until),
        "projected": party.projected,
        "verification": weakest(view, party.acts),
    }


def coverage_json(coverage: Coverage | None) -> Json | None:
    """For what the sources are complete; `None` where none says so."""
    if coverage is None:
        return None
    return {
        "as_of": coverage.as_of.isoformat(),
        "includes_withdrawals": coverage.includes_withdrawals,
        "includes_former_states": coverage.includes_former_states,
        "sources": list(coverage.sources),
    }


def iso(day: date | None) -> str | None:
    """A day in ISO 8601."""
    return day.isoformat() if day else None


def effects_by_act(derivation: Derivation) -> dict[str, ActEffect]:
    """What came of each act, by its id."""
    return {effect.act: effect for effect in derivation.effects}
