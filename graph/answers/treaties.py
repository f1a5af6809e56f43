"""Treaties, their parties on a day, and the table of states."""

from datetime import date

from graph import iri
from graph.answers.clauses import clauses_json
from graph.answers.parts import (
    Json,
    act_json,
    code_json,
    coverage_json,
    effects_by_act,
    iso,
    party_json,
    state_json,
)
from graph.records import Act
from graph.view import View


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
        "complete": coverage_json(answer.complete),
        "parties": [party_json(view, party) for party in answer.parties],
        "organisations": [party_json(view, party) for party in answer.organisations],
        "version": view.version,
    }


def treaties_answer(view: View) -> Json:
    """Every treaty that the graph holds, by slug."""
    return {"treaties": [_treaty_json(view, slug) for slug in view.treaties], "version": view.version}


def treaty_answer(view: View, treaty: str) -> Json:
    """One treaty: identity, final clauses with their words, and the acts of the register."""
    slug = view.names.treaty(treaty)
    acts = view.acts(slug)
    effects = effects_by_act(view.derivation(slug, date.max))
    return {
        **_treaty_json(view, slug),
        "clauses": clauses_json(view, slug),
        "acts": [act_json(view, act, effects.get(act.id)) for act in sorted(acts, key=_in_time)],
        "complete": coverage_json(view.coverage(slug)),
        "version": view.version,
    }


def _treaty_json(view: View, slug: str) -> Json:
    rules = view.rules(slug)
    entry = rules.entry_into_force if rules else None
    return {
        "treaty": slug,
        "iri": iri.treaty(slug),
        "title": view.english.treaty(slug),
        "dated_on": iso(rules.dated_on) if rules else None,
        "in_force_since": iso(entry.recorded_on) if entry else None,
        "rules_held": rules is not None,
        "acts_held": view.acts_held(slug),
    }


def _in_time(act: Act) -> tuple[date, str]:
    return act.day, act.id


def states_answer(view: View) -> Json:
    """States, former states, observers, territories and organisations, by code."""
    return {"states": [state_json(state) for state in view.states.values()], "version": view.version}


def state_answer(view: View, state: str) -> Json:
    """One row of the table of states, and its numbers in the schemes of political science.

    Raises `UnknownName` with candidates.
    """
    found = view.states[view.names.state(state)]
    codes = [code_json(code) for code in view.codes.get(found.code, ())]
    return {**state_json(found), "codes": codes, "version": view.version}
