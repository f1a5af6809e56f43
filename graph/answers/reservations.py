"""Reservations, objections, and who is bound to whom with which provisions, as a JSON answer."""

from datetime import date

from graph import iri
from graph.answers.parts import Json, act_json, iso, sources_json, weakest
from graph.errors import BadRequest
from graph.law.case import Case
from graph.law.relations import Ground, Matrix, Relation, matrix
from graph.law.reservations import Objection, Reservation, Situation
from graph.law.vienna import VCLT, party_periods
from graph.view import View


def reservations_answer(
    view: View, treaty: str, on: date, known: date, state: str | None = None, other: str | None = None
) -> Json:
    """The reservations to a treaty on a day as known on another, and the relations that they change.

    `relations` holds the pairs of parties between which the treaty is not in force as it stands; all others
    are counted in `otherwise`. With `state` only its relations, with `other` too the one between the two.
    Raises `UnknownName`, and `BadRequest` for `other` without `state`.
    """
    if other and not state:
        raise BadRequest("“with” needs a state: give state= and with=, as in state=ALB&with=NLD.")
    slug = view.names.treaty(treaty)
    wanted = tuple(view.names.state(name) for name in (state, other) if name)
    found = matrix(_situation(view, slug, on, known))
    kept = [relation for relation in found.relations if set(wanted) <= set(relation.between)]
    return {
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "state": wanted[0] if wanted else None,
        "with": wanted[1] if len(wanted) > 1 else None,
        "permitted": _permitted(view, slug),
        "reservations": [_reservation(view, each) for each in found.reservations],
        "objections": [_objection(view, each) for each in found.objections],
        "relations": [_relation(view, each) for each in kept],
        "otherwise": {"effect": "in-force-as-it-stands", "pairs": found.otherwise},
        **_acts(view, found),
        "version": view.version,
    }


def _situation(view: View, slug: str, on: date, known: date) -> Situation:
    vclt = None if slug == VCLT else party_periods(view.derivation(VCLT, known).intervals)
    case = Case(slug, view.rules(slug), known, organisations=view.organisations, vclt=vclt)
    heard = [act for act in view.acts(slug) if act.known <= known]
    return Situation(heard, party_periods(view.derivation(slug, known).intervals), case, on)


def _permitted(view: View, slug: str) -> Json | None:
    """What the treaty says of reservations; `None` where its final clauses are not held."""
    rules = view.rules(slug)
    if rules is None:
        return None
    found = rules.reservations
    quote = next((each.quote for each in rules.clauses if each.provision == found.provision), None)
    return {"value": found.permitted, "provision": found.provision, "quote": quote}


def _reservation(view: View, found: Reservation) -> Json:
    return {
        "act": iri.act(found.act.id),
        "author": found.act.actor,
        "author_name": view.english.actor(found.act.actor),
        "provision": found.act.provision or None,
        "made_on": found.act.day.isoformat(),
        "since": found.since.isoformat(),
        "until": iso(found.until),
        "state": found.state,
        "text": found.words or None,
        "rule": found.law,
        "acts": [iri.act(act) for act in found.acts],
        "note": found.act.note or None,
        "verification": weakest(view, found.acts),
    }


def _objection(view: View, found: Objection) -> Json:
    return {
        "act": iri.act(found.act.id),
        "objector": found.act.actor,
        "objector_name": view.english.actor(found.act.actor),
        "reservation": iri.act(found.reservation),
        "made_on": found.act.day.isoformat(),
        "since": iso(found.since),
        "until": iso(found.until),
        "opposes_entry_into_force": found.opposes_entry_into_force,
        "late": found.late,
        "text": found.words or None,
        "rule": found.law,
        "note": found.act.note or None,
        "verification": weakest(view, found.acts),
    }


def _relation(view: View, found: Relation) -> Json:
    return {
        "between": list(found.between),
        "names": [view.english.actor(code) for code in found.between],
        "effect": found.effect,
        "provisions": list(found.provisions),
        "because": [_ground(view, each) for each in found.grounds],
        "verification": weakest(view, {act for ground in found.grounds for act in ground.acts}),
    }


def _ground(view: View, found: Ground) -> Json:
    return {
        "author": found.reservation.act.actor,
        "author_name": view.english.actor(found.reservation.act.actor),
        "provision": found.reservation.act.provision or None,
        "effect": found.effect,
        "text": found.text,
        "rule": found.provision,
        "accepted_on": iso(found.accepted_on),
        "acts": [iri.act(act) for act in found.acts],
    }


def _acts(view: View, found: Matrix) -> Json:
    ids = [act for each in found.reservations for act in each.acts]
    ids += [act for each in found.objections for act in each.acts]
    acts = [view.act(id_) for id_ in dict.fromkeys(ids)]
    return {"acts": [act_json(view, act) for act in acts], "sources": sources_json(view, acts)}
