"""The start page: what Depositary is, one headline checked against the graph, and three doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response
from pyoxigraph import NamedNode

from api.answering import Asked, Asking, Json, today
from api.status import ANSWER
from graph import iri
from graph.answers import status_answer
from graph.chains.evidence import Evidence, read_passages
from graph.chains.find import find_act
from graph.chains.quads import said_of
from graph.errors import BadRequest
from graph.view import View
from ontology.terms import DEP

router = APIRouter(tags=["answers"])


@dataclass(frozen=True, slots=True)
class Example:
    """The question of the start page; its answer comes from the graph."""

    state: str = "RUS"
    treaty: str = "rome-statute"
    on: date = date(2016, 11, 20)
    decision: str = "rus-order-2016-361-rp"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a medium says, in its own words, and what Depositary holds of it."""

    iri: str
    holder: str
    said_on: str | None
    evidence: tuple[Evidence, ...]
    assessment: str | None
    reason: str | None


@router.get("/", summary="The start page, or the doors as JSON", responses=ANSWER)
def home(asking: Asking) -> Response:
    """What is here, and how much of it."""
    return asking.answer(
        "home.html",
        lambda: _doors(asking),
        lambda _: {"base": str(asking.request.base_url), **_example(asking.view, Example())},
    )


def _doors(asking: Asked) -> Json:
    return {
        "title": "Depositary",
        "version": asking.view.version,
        "figures": asking.current.figures,
        "doors": [
            "/sparql",
            "/queries",
            "/status",
            "/treaties",
            "/states",
            "/calendar",
            "/panel",
            "/disputes",
            "/trace",
            "/ontology",
            "/openapi.json",
        ],
    }


def _example(view: View, example: Example) -> Json:
    """The example where the graph knows of it; a store with other facts shows none."""
    try:
        answer = status_answer(view, example.state, example.treaty, example.on, today())
        decision = find_act(view.store.oxigraph, example.decision)
    except BadRequest:
        return {"example": None, "headlines": [], "decision": None}
    return {"example": answer, "headlines": list(_headlines(view, answer)), "decision": decision}


def _headlines(view: View, answer: Json) -> Iterator[Headline]:
    """Claims that the state withdraws from the treaty."""
    store = view.store.oxigraph
    treaty = NamedNode(iri.treaty(answer["treaty"]))
    for claim in answer["claims"]:
        said = said_of(store, claim["iri"])
        if claim["predicate"] == "withdrawsFrom" and treaty in said.terms(DEP.object):
            yield Headline(
                iri=claim["iri"],
                holder=claim["holder"],
                said_on=claim["said_on"],
                evidence=read_passages(store, said.all(DEP.evidence)),
                assessment=claim["assessment"],
                reason=claim["reason"],
            )
