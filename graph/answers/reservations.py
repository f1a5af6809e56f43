"""Reservations, objections, and who is bound to whom with which provisions, as a JSON answer."""

from dataclasses import dataclass, replace
from datetime import date

from graph import iri
from graph.answers.parts import Json, act_json, iso, sources_json, step_json, weakest
from graph.errors import BadRequest
from graph.law.between import Era, history, told
from graph.law.case import Case
from graph.law.doubts import Doubt, doubts, permission
from graph.law.objections import Objection
from graph.law.relations import Ground, Matrix, Relation, matrix
from graph.law.reservations import IN_QUESTION, Reservation
from graph.law.situation import Situation, sentence
from graph.law.timeline import NOT_RECORDED, Status, Step
from graph.law.vienna import VCLT, party_periods
from graph.view import View

RULE = "reservations"  # the short name of the rule of a treaty
COUNTING = (
    "The twelve months of VCLT 20(5) are counted from the day on which the reservation was received, as the "
    "day on which each State was notified of it is not recorded."
)
COMPLETE = (
    "No source says that its list of reservations and objections is complete: what is not recorded here may "
    "exist."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom is asked: all parties, one of them, or two of them."""

    state: str | None = None
    other: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Who was named."""
        return tuple(code for code in (self.state, self.other) if code)


def reservations_answer(
    view: View, treaty: str, on: date, known: date, state: str | None = None, other: str | None = None
) -> Json:
    """The reservations to a treaty on a day as known on another, and the relations that they change.

    `relations` holds the pairs of parties between which the treaty is not in force as it stands; all others
    are counted in `otherwise`. With `state` its relations with each other party, whether special or not; with
    `other` too, the one between the two, and `history` what it was when. Reservations and objections are
    those of the whole treaty, in any state. Raises `UnknownName`, and `BadRequest` for `other` without
    `state`, or the same as `state`.
    """
    slug, asked = view.names.treaty(treaty), _asked(view, state, other)
    situation = situation_of(view, slug, on, known)
    found = matrix(situation, asked.state or "", asked.other or "")
    return {
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "on": on.isoformat(),
        "known": known.isoformat(),
        "state": asked.state,
        "with": asked.other,
        "parties": len(found.parties),
        "not_party": [_named(view, code) for code in asked.codes if code not in found.parties],
        "undetermined": _unknown(view, slug, on, known, "undetermined"),
        "not_recorded": _unknown(view, slug, on, known, NOT_RECORDED),
        "permitted": _permitted(view, slug),
        "counting": COUNTING,
        "complete": {"reservations": False, "text": COMPLETE},
        "reservations": [_reservation(view, each) for each in found.reservations],
        "objections": [_objection(view, each) for each in found.objections],
        "relations": [_relation(view, each) for each in found.relations],
        "history": _history(view, situation, asked),
        "otherwise": None if asked.state else _otherwise(found),
        "remarks": [_doubt(view, each) for each in doubts(situation, found)],
        **_acts(view, found),
        "version": view.version,
    }


def _asked(view: View, state: str | None, other: str | None) -> Asked:
    if other and not state:
        raise BadRequest("“with” needs a state: give state= and with=, as in state=ALB&with=NLD.")
    asked = Asked(*(view.names.state(name) if name else None for name in (state, other)))
    if asked.state and asked.state == asked.other:
        raise BadRequest(f"“with” is {asked.other} itself; name another party.")
    return asked


def situation_of(view: View, slug: str, on: date, known: date) -> Situation:
    """What is known of a treaty (slug) on the knowledge day, with the day in law."""
    vclt = None if slug == VCLT else party_periods(view.derivation(VCLT, known).intervals)
    case = Case(slug, view.rules(slug), known, organisations=view.organisations, vclt=vclt)
    heard = [act for act in view.acts(slug) if act.known <= known]
    predecessors = {code: state.successor_of for code, state in view.states.items()}
    parties = party_periods(view.derivation(slug, known).intervals)
    return Situation(heard, parties, case, on, predecessors, view.english.actor)


def _unknown(view: View, slug: str, on: date, known: date, value: Status) -> list[Json]:
    """Of whom it is not determined, or not recorded, whether it is a party: in no pair, and not counted."""
    found = (each for each in view.derivation(slug, known).intervals if each.value == value)
    who = [i.actor for i in found if i.valid_from <= on and (i.valid_until is None or on < i.valid_until)]
    return [_named(view, code) for code in who]


def _named(view: View, code: str) -> Json:
    return {"state": code, "name": view.english.actor(code)}


def _permitted(view: View, slug: str) -> Json:
    """What the treaty says of reservations; `value` is `None` where its final clauses are not held."""
    rules = view.rules(slug)
    found = rules.reservations if rules else None
    clauses = rules.clauses if rules and found and found.provision else ()
    quote = next((each.quote for each in clauses if found and each.provision == found.provision), None)
    return {
        "value": found.permitted if found else None,
        "provision": found.provision if found else None,
        "quote": quote,
        "text": permission(rules),
    }


def _otherwise(found: Matrix) -> Json:
    """The pairs of parties that are not listed, and the reservations that were left out of account."""
    left_out = [each for each in found.reservations if each.state in IN_QUESTION]
    text = (
        f"otherwise: in force as it stands between {found.otherwise:,} pairs of parties, as far as recorded"
    )
    without = f"; reservations in question, left out of account: {len(left_out)}" if left_out else ""
    return {
        "effect": "as-it-stands",
        "pairs": found.otherwise,
        "text": f"{text}{without}",
        "left_out": [iri.act(each.act.id) for each in left_out],
    }


def _reservation(view: View, found: Reservation) -> Json:
    return {
        "act": iri.act(found.act.id),
        "author": found.act.actor,
        "author_name": view.english.actor(found.act.actor),
        "acted_as": found.act.acted_as or None,
        "provision": found.provision or None,
        "made_on": found.act.day.isoformat(),
        "since": iso(found.since),
        "until": iso(found.until),
        "state": found.state,
        "works": found.works,
        **_explained(view, found.act.treaty, sentence(found.words), found.law, found.acts),
        "note": found.act.note or None,
    }


def _objection(view: View, found: Objection) -> Json:
    return {
        "act": iri.act(found.act.id),
        "objector": found.act.actor,
        "objector_name": view.english.actor(found.act.actor),
        "acted_as": found.act.acted_as or None,
        "author": found.author,
        "author_name": view.english.actor(found.author),
        "reservation": iri.act(found.reservation),
        "provision": found.act.provision or None,
        "made_on": found.act.day.isoformat(),
        "since": iso(found.since),
        "until": iso(found.until),
        "opposes_entry_into_force": found.opposes_entry_into_force,
        "state": found.state,
        **_explained(view, found.act.treaty, sentence(found.words), found.law, found.acts),
        "note": found.act.note or None,
    }


def _explained(view: View, treaty: str, words: str, law: str, acts: tuple[str, ...]) -> Json:
    """Why, as one step of an explanation; its rule is that of the treaty where the treaty itself decides."""
    rules, step = view.rules(treaty), Step(words, "", law, acts)
    if rules and rules.reservations.provision and law.startswith(f"{rules.reservations.provision};"):
        step = replace(step, rule=RULE)
    return {"explanation": [step_json(view, treaty, step)], "verification": weakest(view, acts)}


def _relation(view: View, found: Relation) -> Json:
    return {
        "between": list(found.between),
        "names": [view.english.actor(code) for code in found.between],
        "effect": found.effect,
        "text": told(found),
        "provisions": [each for each in found.provisions(found.effect) if each],
        "since": iso(found.since),
        "until": iso(found.until),
        "because": [_ground(view, each) for each in found.grounds],
        "verification": weakest(view, {act for ground in found.grounds for act in ground.acts}),
    }


def _ground(view: View, found: Ground) -> Json:
    act = found.reservation.act
    return {
        "author": act.actor,
        "author_name": view.english.actor(act.actor),
        "reservation": iri.act(act.id),
        "provision": found.reservation.provision or None,
        "effect": found.effect,
        "since": iso(found.since),
        "until": iso(found.until),
        "accepted_on": iso(found.accepted_on),
        **_explained(view, act.treaty, found.text, found.provision, found.acts),
    }


def _history(view: View, situation: Situation, asked: Asked) -> list[Json]:
    if not (asked.state and asked.other):
        return []
    one, two = sorted((asked.state, asked.other))
    return [_era(view, each) for each in history(situation, (one, two))]


def _era(view: View, found: Era) -> Json:
    acts = tuple(dict.fromkeys(act for ground in found.relation.grounds for act in ground.acts))
    return {
        "since": found.since.isoformat(),
        "until": iso(found.until),
        "effect": found.relation.effect,
        "text": told(found.relation),
        "acts": [iri.act(each) for each in acts],
        "verification": weakest(view, acts),
    }


def _doubt(view: View, found: Doubt) -> Json:
    act = view.act(found.act)
    return {
        "act": iri.act(found.act),
        "actor": act.actor,
        "actor_name": view.english.actor(act.actor),
        "kind": found.kind,
        "text": found.text,
        "provision": found.law,
        "severity": found.severity,
    }


def _acts(view: View, found: Matrix) -> Json:
    ids = [act for each in found.reservations for act in each.acts]
    ids += [act for each in found.objections for act in each.acts]
    acts = [view.act(id_) for id_ in dict.fromkeys(ids)]
    return {"acts": [act_json(view, act) for act in acts], "sources": sources_json(view, acts)}
