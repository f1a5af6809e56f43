"""The status of a state under one treaty, and under all of them."""

from datetime import date

from graph.answers.claims import claims_about
from graph.answers.parts import (
    Json,
    act_json,
    coverage_json,
    effects_by_act,
    iso,
    qualifier_json,
    remark_json,
    sources_json,
    step_json,
    weakest,
)
from graph.law.answer import StatusAnswer
from graph.view import Participation, View


def status_answer(view: View, state: str, treaty: str, on: date, known: date) -> Json:
    """Status of a state under a treaty on a day, as known on another; names are any that are clear.

    Raises `UnknownName` with candidates.
    """
    code, slug = view.names.state(state), view.names.treaty(treaty)
    answer = view.status(code, slug, on, known)
    acts = sorted((view.act(id_) for id_ in _rests_on(answer)), key=lambda act: (act.day, act.id))
    claims = claims_about(view, code, slug, [act.id for act in acts], known)
    effects = {
        act: effect
        for treaty in {slug, *(act.treaty for act in acts)}
        for act, effect in effects_by_act(view.derivation(treaty, known)).items()
    }
    return {
        "state": code,
        "state_name": view.english.actor(code),
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "status": answer.status,
        "party": answer.party,
        "from": iso(answer.from_),
        "until": iso(answer.until),
        "status_from": iso(answer.status_from),
        "status_until": iso(answer.status_until),
        "projected": answer.projected,
        "as_of": iso(answer.as_of),
        "qualifiers": [qualifier_json(view, qualifier) for qualifier in answer.qualifiers],
        "explanation": [step_json(view, slug, step) for step in answer.explanation],
        "ending": [step_json(view, slug, step) for step in answer.ending],
        "remarks": [remark_json(remark) for remark in answer.remarks],
        "acts": [act_json(view, act, effects.get(act.id)) for act in acts],
        "claims": claims,
        "sources": sources_json(view, acts, (source for claim in claims for source in claim["sources"])),
        "complete": coverage_json(view.coverage(slug)),
        "version": view.version,
    }


def _rests_on(answer: StatusAnswer) -> set[str]:
    qualifying = (id_ for qualifier in answer.qualifiers for id_ in qualifier.acts)
    return {*answer.acts, *qualifying, *(remark.act for remark in answer.remarks)}


def state_treaties_answer(view: View, state: str, on: date, known: date) -> Json:
    """Status of a state under every treaty of which something can be said, on a day, as known on another.

    Of thousands of treaties between others, with neither clauses nor a complete list, nothing can.

    `count` is the number of treaties to which it is a party. `from` and `until` bound the party period, or
    that of the value; `why` is the last step to the value, or why nothing is recorded.
    """
    code = view.names.state(state)
    found = view.participations(code, on, known)
    return {
        "state": code,
        "state_name": view.english.actor(code),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "count": sum(each.answer.party is True for each in found),
        "treaties": [_participation_json(view, each) for each in found],
        "version": view.version,
    }


def _participation_json(view: View, participation: Participation) -> Json:
    answer = participation.answer
    last = answer.explanation[-1] if answer.explanation else None
    return {
        "treaty": answer.treaty,
        "title": view.english.treaty(answer.treaty),
        "status": answer.status,
        "party": answer.party,
        "from": iso(answer.from_),
        "until": iso(answer.until),
        "status_from": iso(answer.status_from),
        "status_until": iso(answer.status_until),
        "projected": answer.projected,
        "as_of": iso(answer.as_of),
        "qualifiers": [qualifier_json(view, qualifier) for qualifier in answer.qualifiers],
        "why": last.text if last else None,
        "provision": (last.provision or None) if last else None,
        "verification": weakest(view, answer.acts, participation.acts),
    }
