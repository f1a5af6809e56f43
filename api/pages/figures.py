"""How much a generation holds: counted once, when it becomes current."""

from collections.abc import Mapping

from pyoxigraph import NamedNode, Quad

from graph import iri
from graph.view import View
from ontology.terms import DEP


def figures(view: View) -> Mapping[str, int]:
    """Numbers of what a generation holds, from states to statements."""
    return {
        "states": sum(state.kind == "state" for state in view.states.values()),
        "other actors": sum(state.kind != "state" for state in view.states.values()),
        "treaties": len(view.treaties),
        "acts": _subjects(view, DEP.treaty, iri.REGISTER),
        "intervals": _subjects(view, DEP.statusFor, iri.STATUS),
        "claims": _subjects(view, DEP.claimedBy, None),
        "sources": len(view.documents),
        "statements": view.store.generation.fingerprint.quads,
    }


def _subjects(view: View, predicate: str, graph: str | None) -> int:
    where = NamedNode(graph) if graph else None
    quads = view.store.oxigraph.quads_for_pattern(None, NamedNode(predicate), None, where)
    return len({_subject(quad) for quad in quads})


def _subject(quad: Quad) -> str:
    return str(quad.subject)
