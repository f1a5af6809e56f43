"""Disputes as both doors give them: every value with who gives it, and what a policy makes of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from pyoxigraph import NamedNode

from graph import iri
from graph.answers.parts import Json, iso
from graph.disputes.claims import claim_disputes
from graph.disputes.reports import day_disputes, source_disputes
from graph.disputes.statuses import contested_disputes, undetermined_disputes
from graph.errors import BadRequest
from graph.law.disputes import Dispute, Policy, Value, decide
from graph.triples.names import english_label
from graph.view import View
from ontology.lists import dispute_policies, labels, primary_tiers
from ontology.terms import DEP

DEFAULT_POLICY: Policy = "depositary-first"
WORDS = {
    "sources-differ": "Sources give different values",
    "record-differs-from-clause": "The day that is recorded is not the one that the clauses give",
    "undetermined-status": "The status is undetermined",
    "contested-suspension": "A suspension is declared and contested",
    "contested-capacity": "The capacity to be a party is contested",
    "claims-compete": "Claims contradict each other",
}


FIELDS = {
    "date": "day of the act",
    "effective_on": "day of effect",
    "received_on": "day of receipt",
    "known_on": "day since which it is known",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the policy and names as somebody writes them; `on` is legal, `known` knowledge time."""

    known: date
    policy: str = DEFAULT_POLICY
    treaty: str | None = None
    state: str | None = None
    on: date | None = None


def policy_of(name: str) -> Policy:
    """The policy of this name; raises `BadRequest`, which lists those that there are."""
    if name not in dispute_policies() or name not in get_args(Policy):
        known = ", ".join(dispute_policies())
        raise BadRequest(f"There is no policy “{name[:40]}”; there are {known}.")
    return cast(Policy, name)


def disputes_answer(view: View, wanted: Wanted) -> Json:
    """Every dispute, by treaty, state and time, and what the policy makes of each.

    With `on`, those about acts done by that day and about statuses that hold on it; without, all. Raises
    `BadRequest`, and `UnknownName` with candidates.
    """
    policy = policy_of(wanted.policy)
    treaty = view.names.treaty(wanted.treaty) if wanted.treaty else None
    state = view.names.state(wanted.state) if wanted.state else None
    found = [
        each
        for each in _all(view, treaty, wanted.known)
        if (treaty is None or each.treaty == treaty)
        and (state is None or each.state == state)
        and (wanted.on is None or each.holds_on(wanted.on))
    ]
    return {
        "policy": policy,
        "policies": [{"policy": name, "definition": text} for name, text in dispute_policies().items()],
        "treaty": treaty,
        "state": state,
        "on": iso(wanted.on),
        "known": wanted.known.isoformat(),
        "disputes": [_json(view, each, policy) for each in sorted(found, key=_order)],
        "version": view.version,
    }


def _all(view: View, treaty: str | None, known: date) -> Iterator[Dispute]:
    yield from source_disputes(view, known)
    yield from claim_disputes(view, known)
    for slug in (treaty,) if treaty else view.treaties:
        yield from day_disputes(view, slug, known)
        yield from undetermined_disputes(view, slug, known)
        yield from contested_disputes(view, slug, known)


def _order(dispute: Dispute) -> tuple[str, str, date, str]:
    return dispute.treaty, dispute.state, dispute.since or date.min, dispute.id


def _json(view: View, dispute: Dispute, policy: Policy) -> Json:
    decision = decide(dispute, policy)
    decided = {
        "value": decision.value,
        "policy": policy,
        "rule": dispute.rule or None,
        "provision": dispute.provision or None,
        "why": decision.why,
    }
    return {
        "id": dispute.id,
        "kind": dispute.kind,
        "kind_label": WORDS[dispute.kind],
        "subject": _subject(view, dispute),
        "about": dispute.about,
        "about_label": _about_label(view, dispute.about),
        "from": iso(dispute.since),
        "until": iso(dispute.until),
        "values": [_value(view, value) for value in dispute.values],
        "decided": decided if decision.value is not None else None,
        "undecided": decision.why if decision.value is None else None,
        "version": view.version,
    }


def _about_label(view: View, about: str) -> str:
    """A field of an act or a predicate in words."""
    label = english_label(view.store.oxigraph, NamedNode(str(DEP) + about))
    return FIELDS.get(about) or label or about.replace("_", " ")


def _subject(view: View, dispute: Dispute) -> Json:
    return {
        "state": dispute.state or None,
        "state_name": view.english.actor(dispute.state) if dispute.state else None,
        "treaty": dispute.treaty or None,
        "treaty_title": view.english.treaty(dispute.treaty) if dispute.treaty else None,
        "act": dispute.act or None,
    }


def _value(view: View, value: Value) -> Json:
    """A value with its sources; `kept` says that it governs in the register and the statuses."""
    return {
        "value": value.value,
        "kept": value.kept,
        "holder": value.holder or None,
        "sources": [_source(view, source) for source in value.sources],
        "verification": value.verification,
        "said_on": value.said_on,
        "assessment": value.assessment,
        "reason": value.reason,
    }


def _source(view: View, id_: str) -> Json:
    document = view.documents.get(id_)
    tier = document.tier if document else None
    return {
        "id": id_,
        "iri": iri.document(id_),
        "title": document.title if document else id_,
        "tier": tier,
        "tier_label": labels("tier").get(tier) if tier else None,
        "primary": tier in primary_tiers(),
    }
