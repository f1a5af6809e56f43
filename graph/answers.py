"""The answers as both doors give them: plain JSON values with the promised keys.

Days are ISO 8601, intervals half-open, `null` means open or not recorded. Every answer carries the version of
the data. `graph.law` decides what is true; here it only gets its names and sources.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from graph import iri
from graph.catalogue import Document
from graph.claims import claims_about
from graph.law.answer import Coverage, Party, StatusAnswer
from graph.law.case import ActEffect, Remark
from graph.law.derive import Derivation
from graph.law.qualifiers import Qualifier
from graph.law.timeline import Step
from graph.records import Act, State
from graph.view import View

Json: TypeAlias = dict[str, Any]


def status_answer(view: View, state: str, treaty: str, on: date, known: date) -> Json:
    """Status of a state under a treaty on a day, as known on another; names are any that are clear.

    Raises `UnknownName` with candidates.
    """
    code, slug = view.names.state(state), view.names.treaty(treaty)
    answer = view.status(code, slug, on, known)
    acts = [act for act in view.acts(slug) if act.id in _rests_on(answer)]
    effects = _effects(view.derivation(slug, known))
    return {
        "state": code,
        "state_name": view.english.actor(code),
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "status": answer.status,
        "party": answer.party,
        "from": _day(answer.from_),
        "until": _day(answer.until),
        "status_from": _day(answer.status_from),
        "status_until": _day(answer.status_until),
        "projected": answer.projected,
        "as_of": _day(answer.as_of),
        "qualifiers": [qualifier_json(view, qualifier) for qualifier in answer.qualifiers],
        "explanation": [step_json(slug, step) for step in answer.explanation],
        "remarks": [_remark_json(remark) for remark in answer.remarks],
        "acts": [act_json(view, act, effects.get(act.id)) for act in acts],
        "claims": claims_about(view, code, slug, [act.id for act in acts], known),
        "sources": sources_json(view, acts),
        "complete": _coverage_json(view.coverage(slug)),
        "version": view.version,
    }


def _rests_on(answer: StatusAnswer) -> set[str]:
    qualifying = (id_ for qualifier in answer.qualifiers for id_ in qualifier.acts)
    return {*answer.acts, *qualifying, *(remark.act for remark in answer.remarks)}


def parties_answer(view: View, treaty: str, on: date, known: date) -> Json:
    """Parties to a treaty on a day, as known on another: states, counted, and organisations apart."""
    slug = view.names.treaty(treaty)
    answer = view.parties(slug, on, known)
    return {
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "count": answer.count,
        "complete": _coverage_json(answer.complete),
        "parties": [_party_json(view, party) for party in answer.parties],
        "organisations": [_party_json(view, party) for party in answer.organisations],
        "version": view.version,
    }


def state_treaties_answer(view: View, state: str, on: date, known: date) -> Json:
    """Status of a state under every treaty that the graph holds, on a day, as known on another."""
    code = view.names.state(state)
    answers = [view.status(code, slug, on, known) for slug in view.treaties]
    return {
        "state": code,
        "state_name": view.english.actor(code),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "treaties": [_standing_json(view, answer) for answer in answers],
        "version": view.version,
    }


def _standing_json(view: View, answer: StatusAnswer) -> Json:
    return {
        "treaty": answer.treaty,
        "title": view.english.treaty(answer.treaty),
        "status": answer.status,
        "party": answer.party,
        "from": _day(answer.from_),
        "until": _day(answer.until),
        "projected": answer.projected,
        "as_of": _day(answer.as_of),
    }


def treaties_answer(view: View) -> Json:
    """Every treaty that the graph holds, by slug."""
    return {"treaties": [_treaty_json(view, slug) for slug in view.treaties], "version": view.version}


def treaty_answer(view: View, treaty: str) -> Json:
    """One treaty: identity, final clauses with their words, and the acts of the register."""
    slug = view.names.treaty(treaty)
    rules, acts = view.rules(slug), view.acts(slug)
    effects = _effects(view.derivation(slug, date.max))
    return {
        **_treaty_json(view, slug),
        "clauses": [
            {"provision": clause.provision, "quote": clause.quote, "language": clause.quote_language}
            for clause in (rules.clauses if rules else ())
        ],
        "acts": [act_json(view, act, effects.get(act.id)) for act in sorted(acts, key=_in_time)],
        "complete": _coverage_json(view.coverage(slug)),
        "version": view.version,
    }


def _treaty_json(view: View, slug: str) -> Json:
    rules = view.rules(slug)
    entry = rules.entry_into_force if rules else None
    return {
        "treaty": slug,
        "iri": iri.treaty(slug),
        "title": view.english.treaty(slug),
        "dated_on": _day(rules.dated_on) if rules else None,
        "in_force_since": _day(entry.recorded_on) if entry else None,
        "rules_held": rules is not None,
        "acts_held": len(view.acts(slug)),
    }


def states_answer(view: View) -> Json:
    """States, former states, observers, territories and organisations, by code."""
    return {"states": [state_json(state) for state in view.states.values()], "version": view.version}


def state_answer(view: View, state: str) -> Json:
    """One row of the table of states; raises `UnknownName` with candidates."""
    return {**state_json(view.states[view.names.state(state)]), "version": view.version}


def state_json(state: State) -> Json:
    """A row of the table of states."""
    return {
        "state": state.code,
        "iri": iri.state(state.code, state.kind),
        "kind": state.kind,
        "names": {"en": state.name_en, "fr": state.name_fr or None, "ru": state.name_ru or None},
        "from": _day(state.exists_from),
        "until": _day(state.exists_until),
        "continues": list(state.continues),
        "successor_of": list(state.successor_of),
        "note": state.note or None,
    }


def step_json(treaty: str, step: Step) -> Json:
    """One step of an explanation; acts and rule are IRIs."""
    return {
        "text": step.text,
        "rule": iri.rule(treaty, step.rule) if step.rule else None,
        "provision": step.provision or None,
        "acts": [iri.act(act) for act in step.acts],
    }


def qualifier_json(view: View, qualifier: Qualifier) -> Json:
    """What holds beside a status."""
    territory = qualifier.territory
    return {
        "kind": qualifier.kind,
        "text": qualifier.text,
        "provision": qualifier.provision,
        "territory": territory or None,
        "territory_name": view.english.actor(territory) if territory else None,
        "from": _day(qualifier.valid_from),
        "until": _day(qualifier.valid_until),
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
        "date": _day(act.date),
        "received_on": _day(act.received_on),
        "known_on": _day(act.known),
        "requested_effective_on": _day(act.requested_effective_on),
        "recorded_effective_on": _day(act.recorded_effective_on),
        "computed_effective_on": _day(effect.computed) if effect else None,
        "effective_on": _day(effect.governing) if effect else None,
        "target": act.target,
        "provision": act.provision or None,
        "document": act.document or None,
        "verification": act.verification,
        "sources": list(act.sources),
        "note": act.note or None,
    }


def _effects(derivation: Derivation) -> dict[str, ActEffect]:
    return {effect.act: effect for effect in derivation.effects}


def _in_time(act: Act) -> tuple[date, str]:
    return act.day, act.id


def sources_json(view: View, acts: Iterable[Act]) -> list[Json]:
    """Documents that report the acts, the best tier first."""
    ids = dict.fromkeys(source for act in acts for source in act.sources)
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


def _remark_json(remark: Remark) -> Json:
    return {"act": iri.act(remark.act), "kind": remark.kind, "text": remark.text, "severity": remark.severity}


def _party_json(view: View, party: Party) -> Json:
    return {
        "state": party.actor,
        "name": view.english.actor(party.actor),
        "status": party.status,
        "from": _day(party.from_),
        "until": _day(party.until),
    }


def _coverage_json(coverage: Coverage | None) -> Json | None:
    if coverage is None:
        return None
    return {
        "as_of": coverage.as_of.isoformat(),
        "includes_withdrawals": coverage.includes_withdrawals,
        "includes_former_states": coverage.includes_former_states,
        "sources": list(coverage.sources),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
