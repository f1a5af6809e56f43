"""Claims that touch a status: what somebody says of a state and a treaty, or of the acts between them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.triples.names import english_label
from ontology.kinds import relations
from ontology.terms import DEP

if TYPE_CHECKING:
    from graph.view import View


def claims_about(
    view: "View", state: str, treaty: str, acts: Iterable[str], known: date
) -> list[dict[str, Any]]:
    """Claims on a state and a treaty, or on one of the acts, that were made by the day `known`.

    They come in the order in which they were made, first those whose day is not recorded.
    """
    store = view.store.oxigraph
    of_state = _claims(store, view.directory.iri(state), iri.treaty(treaty))
    of_acts = [claim for act in acts for claim in _claims_on_act(store, iri.act(act))]
    found = [_json(store, claim) for claim in sorted({*of_state, *of_acts})]
    found.sort(key=lambda claim: claim["said_on"] or "")
    return [claim for claim in found if (claim["said_on"] or "") <= known.isoformat()]


def _claims(store: Store, subject: str, object_: str | None) -> list[str]:
    """IRIs of claims about a subject; stated links are no claims."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.subject), NamedNode(subject), None)
    claims = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    claims = {claim for claim in claims if _values(store, claim, DEP.claimedBy)}
    return [claim for claim in claims if object_ is None or object_ in _values(store, claim, DEP.object)]


def _claims_on_act(store: Store, act: str) -> list[str]:
    """Claims about the act itself, and readings of what ended the obligation that it began.

    Links between acts are a matter of the trace.
    """
    quads = store.quads_for_pattern(None, NamedNode(DEP.object), NamedNode(act), None)
    readings = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    ends = {claim for claim in readings if str(DEP.endsObligationOf) in _values(store, claim, DEP.predicate)}
    between_acts = {relation.iri for relation in relations().values()}
    others = [c for c in _claims(store, act, None) if not between_acts & _values(store, c, DEP.predicate)]
    return [*others, *ends]


def _json(store: Store, claim: str) -> dict[str, Any]:
    predicate = next(iter(_values(store, claim, DEP.predicate)), "")
    subject = next(iter(_values(store, claim, DEP.subject)), "")
    return {
        "iri": claim,
        "holder": _name(store, next(iter(_values(store, claim, DEP.claimedBy)), "")),
        "subject": _name(store, subject),
        "predicate": predicate.rpartition("#")[2],
        "predicate_label": _name(store, predicate),
        "object": _name(store, next(iter(_values(store, claim, DEP.object)), "")),
        "said_on": next(iter(_values(store, claim, DEP.saidOn)), None),
        "modality": next((v.rpartition("/")[2] for v in _values(store, claim, DEP.modality)), None),
        "sources": [iri.source_id(document) for document in _documents(store, claim)],
        "assessment": next((v.rpartition("/")[2] for v in _values(store, claim, DEP.assessment)), None),
        "assessed_by": _assessor(store, claim),
        "reason": next(iter(_values(store, claim, DEP.assessmentReason)), None),
        "contradicts": sorted(_values(store, claim, DEP.contradicts)),
    }


def _documents(store: Store, claim: str) -> list[str]:
    """IRIs of the documents that report the claim."""
    passages = _values(store, claim, DEP.evidence)
    return sorted({source for passage in passages for source in _values(store, passage, DEP.inDocument)})


def _assessor(store: Store, claim: str) -> str | None:
    """The file in whose graph the assessment stands: that of Depositary, or one that a user loaded."""
    quads = store.quads_for_pattern(NamedNode(claim), NamedNode(DEP.assessment), None, None)
    graphs = (quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
    sources = sorted(graph.removeprefix(iri.SOURCE_GRAPHS) for graph in graphs)
    return _name(store, iri.document(unquote(sources[0]))) if sources else None


def _values(store: Store, subject: str, predicate: str) -> set[str]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}


def _name(store: Store, value: str) -> str:
    label = english_label(store, NamedNode(value)) if value.startswith("https://") else None
    return label or value
