"""What one request may cost, and whom a query may call: published for programs and for people."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.answering import HTML, JSON, Asking
from api.problems import problem_of
from api.settings import Limits
from graph.errors import QueryForbidden
from graph.federation import Allowed

router = APIRouter(tags=["operations"])
Row = Mapping[str, Any]


@router.get(
    "/limits",
    summary="What one request may cost, and whom a query may call",
    response_model=list[dict[str, Any]],
    responses={200: {"content": {"application/json": {}, "text/html": {}}}},
)
def limits(asking: Asking) -> Response:
    """Every limit with its unit, and the status and problem that going beyond it gives.

    The rows `services` and `loads` have `values`: the endpoints that SERVICE may call, and the addresses from
    which LOAD may fetch.
    """
    rows = rows_of(asking.request)
    if asking.choose((JSON, HTML)) == JSON:
        return JSONResponse(rows, headers={"Vary": "Accept", "Cache-Control": "no-cache"})
    page = asking.page("limits.html", {"rows": rows})
    del page.headers["ETag"]  # it is that of the data; limits change when the server is started anew
    return page


def rows_of(request: Request) -> list[Row]:
    """The rows `{name, limit, unit, title, status, problem}`, and `values` where a limit is a list."""
    chosen: Limits = request.app.state.limits
    allowed: Allowed = request.app.state.allowed
    loads = [address for address in allowed.loads if not address.startswith("file:")]
    return [
        *chosen.as_json(),
        _list("services", "endpoints", "Endpoints that SERVICE may call", sorted(allowed.services)),
        _list("loads", "addresses", "Addresses from which LOAD may fetch documents", sorted(loads)),
    ]


def _list(name: str, unit: str, title: str, values: list[str]) -> Row:
    problem = problem_of(QueryForbidden)
    row = {"name": name, "limit": len(values), "unit": unit, "title": title}
    return row | {"status": problem.status, "problem": problem.type, "values": values}
