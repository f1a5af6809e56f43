"""The stored queries: questions that are asked often, with typed parameters."""

import io
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pyoxigraph import QueryResultsFormat, RdfFormat

from api.answering import HTML, Asked, Asking, AskingFreely, Json
from api.negotiate import GRAPHS, RESULTS, Offer, named
from api.problems import shown
from api.status import ANSWER
from graph.errors import AnswerTooLarge, BadRequest
from graph.questions import stored_query as find
from graph.questions import terms
from graph.view import View
from queries.catalogue import StoredQuery, catalogue
from queries.parameters import Parameter

router = APIRouter(tags=["stored queries"])
_FORMAT = "format"
_SHOWN = 500  # rows on a page; where there are more, it says so


@router.get("/queries", summary="All stored queries with their parameters", responses=ANSWER)
def stored_queries(asking: Asking) -> Response:
    """Name, title, description and parameters of each; each is run at `/queries/{name}`."""
    return asking.answer(
        "queries.html", lambda: {"queries": [_about(query) for query in catalogue().values()]}
    )


@router.get("/queries/{name}", summary="Run a stored query", responses=ANSWER)
def stored_query(asking: AskingFreely, name: str) -> Response:
    """Rows as SPARQL results, statements as RDF; the format by `Accept` or `format=`.

    The parameters are those of the query; states and treaties are accepted by any identifier or clear name. A
    browser gets a form.
    """
    query = find(name)
    offers = GRAPHS if query.form == "construct" else RESULTS
    values = _given(asking.request)
    wanted = asking.request.query_params.getlist(_FORMAT)
    offer = named(wanted, offers) or asking.choose((*offers, HTML))
    if wanted and not named(wanted, offers):
        raise BadRequest(f"There is no format “{shown(wanted[0])}”; there are {', '.join(_names(offers))}.")
    if offer == HTML:
        return asking.page("query.html", _form(asking, query, values))
    if unchanged := asking.unchanged(offer):
        return unchanged
    body = Body(asking.request.app.state.limits.query.answer_bytes)
    write_answer(asking.view, query, values, offer, body)
    return asking.reply(body.getvalue(), offer)


def _given(request: Request) -> dict[str, str]:
    """Parameters of the query; empty ones, as forms send them, are absent."""
    values = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise BadRequest(f"The parameter “{shown(name)}” is given twice.")
        if value and name != _FORMAT:
            values[name] = value
    return values


def _names(offers: Sequence[Offer]) -> list[str]:
    return [offer.names[0] for offer in offers if offer.names]


class Body(io.BytesIO):
    """An answer that stops at the published limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        """Take more bytes; raises `AnswerTooLarge` beyond the limit."""
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise AnswerTooLarge(f"The answer has more than {self._limit:,} bytes; give more parameters.")
        return super().write(data)


def write_answer(view: View, query: StoredQuery, values: Mapping[str, str], offer: Offer, body: Body) -> None:
    """Write the answer of a query that we wrote ourselves, so that no worker needs to guard it."""
    bound = terms(view, query, values)
    if query.form == "construct":
        format_ = RdfFormat.from_media_type(offer.produced_by)
        view.store.construct(query, bound).serialize(body, format=format_)
        return
    results = QueryResultsFormat.from_media_type(offer.produced_by)
    view.store.select(query, bound).serialize(body, format=results)


def _about(query: StoredQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "topic": query.folder,
        "title": query.title,
        "description": query.description,
        "form": query.form,
        "tags": list(query.tags),
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "example": f"/queries/{query.name}?{urlencode({name: str(v) for name, v in query.examples.items()})}",
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "description": parameter.description,
        "required": parameter.required,
        "default": None if parameter.default is None else str(parameter.default),
        "example": str(parameter.example),
    }


def _form(asking: Asked, query: StoredQuery, values: Mapping[str, str]) -> Json:
    """The form of a query, and its first rows where every parameter is given."""
    required = {parameter.name for parameter in query.parameters if parameter.required}
    ready = required <= values.keys()
    offers = GRAPHS if query.form == "construct" else RESULTS
    return {
        "query": _about(query),
        "text": query.text,
        "values": values,
        "table": _table(asking.view, query, values) if ready and query.form == "select" else None,
        "links": [(name, f"?{urlencode({**values, _FORMAT: name})}") for name in _names(offers)]
        if ready
        else [],
    }


def _table(view: View, query: StoredQuery, values: Mapping[str, str]) -> Json:
    solutions = view.store.select(query, terms(view, query, values))
    rows = list(islice(solutions, _SHOWN + 1))
    variables = [variable.value for variable in solutions.variables]
    return {
        "variables": variables,
        "cut": len(rows) > _SHOWN,
        "rows": [[row[name] for name in variables] for row in rows[:_SHOWN]],
    }
