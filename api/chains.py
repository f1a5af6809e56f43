"""Decision chains: back from an act to its causes and bases, forward to what follows from it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pyoxigraph import NamedNode
from rdflib.namespace import DCTERMS

from api.answering import Asked, Asking, required
from api.pages.trace import trace_page
from api.status import ANSWER, NAMED
from graph import iri
from graph.chains import DEFAULT_DEPTH, find_act, to_json, trace
from graph.chains.nodes import Node, read_node

router = APIRouter(tags=["decision chains"])
_DECISIONS = iri.IDS + "decision/"
EXAMPLE = "rus-order-2016-361-rp"

From = Annotated[
    str | None, Query(alias="from", description="An act or decision: IRI, id or key", examples=[EXAMPLE])
]
Direction = Annotated[
    Literal["back", "forward", "both"], Query(description="To causes, to consequences, or both")
]
Depth = Annotated[int, Query(description="How many hops are followed", ge=1, le=20)]


@router.get("/trace", summary="The decision chain of an act, each hop with its evidence", responses=ANSWER)
def trace_of(
    asking: Asking, root: From = None, direction: Direction = "both", depth: Depth = DEFAULT_DEPTH
) -> Response:
    """Each link says whether a text states it, somebody claims it, or Depositary derives it."""
    if asking.by_browser and not root:
        return asking.page(
            "trace_form.html",
            {"asked": {"depth": depth, "direction": direction}, "decisions": _decisions(asking)},
        )
    view = asking.view
    act = find_act(view.store.oxigraph, required("from", root, EXAMPLE))
    return asking.answer(
        "trace.html",
        lambda: to_json(trace(view.store.oxigraph, act, direction, depth), view.version),
        trace_page,
    )


@router.get("/decisions/{key:path}/roles", summary="Who took part in a decision, and how", responses=NAMED)
def roles(asking: Asking, key: str) -> Response:
    """Who proposed, concurred, decided, signed, was told to act: each agent with its role."""
    store = asking.view.store.oxigraph
    act = find_act(store, key)
    return asking.answer("roles.html", lambda: _roles(read_node(store, act), asking.view.version))


def _roles(node: Node, version: str) -> dict[str, Any]:
    return {
        "decision": node.iri,
        "label": node.label,
        "kind": node.kind,
        "date": node.date.isoformat() if node.date else None,
        "date_uncertain": node.date_uncertain,
        "roles": [{"agent": a.agent, "label": a.label, "role": a.role} for a in node.actors],
        "version": version,
    }


def _decisions(asking: Asked) -> list[dict[str, str]]:
    """Decisions of the graph, by their label."""
    store = asking.view.store.oxigraph
    identified = store.quads_for_pattern(None, NamedNode(DCTERMS.identifier), None, None)
    iris = {quad.subject.value for quad in identified if isinstance(quad.subject, NamedNode)}
    found = [
        {"iri": node, "label": asking.current.labels.text(node)}
        for node in iris
        if node.startswith(_DECISIONS)
    ]
    return sorted(found, key=lambda decision: decision["label"])
