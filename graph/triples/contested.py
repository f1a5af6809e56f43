"""Whose capacity to be a party somebody denies: read from claims, which alone say so."""

from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from ontology.terms import DEP

_DENIED = NamedNode(iri.concept("modality", "denied"))


def read_contested(store: Store) -> dict[str, date]:
    """Acts whose actor is said to lack the capacity for them (VCLT 6), by id, with the first day it was said.

    A claim without a day counts from the earliest day there is: then it is as old as the act.
    """
    found: dict[str, date] = {}
    for quad in store.quads_for_pattern(None, NamedNode(DEP.predicate), NamedNode(DEP.capacityOfActor), None):
        claim = quad.subject
        if isinstance(claim, NamedNode) and _DENIED in _objects(store, claim, DEP.modality):
            days = [date.fromisoformat(v.value) for v in _objects(store, claim, DEP.saidOn) if v.value]
            for act in _objects(store, claim, DEP.subject):
                id_ = iri.act_id(act.value)
                found[id_] = min(found.get(id_, date.max), *(days or [date.min]))
    return found


def _objects(store: Store, claim: NamedNode, predicate: str) -> list[NamedNode | Literal]:
    quads = store.quads_for_pattern(claim, NamedNode(predicate), None, None)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)]
