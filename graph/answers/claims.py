"""Claims that touch a status: what somebody says of a state and a treaty, or of the acts between them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.triples.names import english_label
from ontology.terms import DEP

if TYPE_CHECKING:
    from graph.view import View


def claims_about(
    view: "View", state: str, treaty: str, acts: Iterable[str], known: date
) -> list[dict[str, Any]]:
    """Claims on a state and a treaty, or on one of the acts, that were made by the day `known`."""
    store = view.store.oxigraph
    of_state = _claims(store, view.directory.iri(state), iri.treaty(treaty))
    of_acts = [claim for act in acts for claim in _claims(store, iri.act(act), None)]
    found = (_json(store, claim) for claim in sorted({*of_state, *of_acts}))
    return [claim for claim in found if claim["said_on"] is None or claim["said_on"] <= known.isoformat()]


def _claims(store: Store, subject: str, object_: str | None) -> list[str]:
    """IRIs of claims about a subject; stated links are no claims."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.subject), NamedNode(subject), None)
    claims = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    claims = {claim for claim in claims if _values(store, claim, DEP.claimedBy)}
    return [claim for claim in claims if object_ is None or object_ in _values(store, claim, DEP.object)]


def _json(store: Store, claim: str) -> dict[str, Any]:
    predicate = next(iter(_values(store, claim, DEP.predicate)), "")
    return {
        "iri": claim,
        "holder": _name(store, next(iter(_values(store, claim, DEP.claimedBy)), "")),
        "predicate": predicate.rpartition("#")[2],
        "object": _name(store, next(iter(_values(store, claim, DEP.object)), "")),
        "said_on": next(iter(_values(store, claim, DEP.saidOn)), None),
        "assessment": next((v.rpartition("/")[2] for v in _values(store, claim, DEP.assessment)), None),
        "reason": next(iter(_values(store, claim, DEP.assessmentReason)), None),
        "contradicts": sorted(_values(store, claim, DEP.contradicts)),
    }


def _values(store: Store, subject: str, predicate: str) -> set[str]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}


def _name(store: Store, value: str) -> str:
    label = english_label(store, NamedNode(value)) if value.startswith("https://") else None
    return label or value
