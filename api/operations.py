"""Whether the server lives and can answer, its numbers, and the queries that run on it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import State

from api.problems import shown
from api.telemetry.events import excerpt, tell
from api.telemetry.watch import RunningWrite
from graph.errors import NotFound, NotReady, StoreError
from graph.store import Generations
from graph.workers.running import Running

router = APIRouter(tags=["operations"])

_UNREADY: dict[int | str, dict[str, Any]] = {503: {"description": "It cannot, for the reason that is told"}}
_OPERATE: dict[int | str, dict[str, Any]] = {
    401: {"description": "The request carries no token that is known here"},
    403: {"description": "The token is not of scope “operate”, or the server has none of that scope"},
}
_FRESH = {"Cache-Control": "no-store"}


@router.get("/health", summary="Whether the server runs")
async def health() -> dict[str, str]:
    """Always `{"status": "ok"}`: no data are read."""
    return {"status": "ok"}


@router.get("/ready", summary="Whether the server can answer", responses=_UNREADY)
async def ready(request: Request, response: Response) -> dict[str, Any]:
    """Version and number of statements that are served, and what the query workers do.

    It is 503 while no worker is there, while the store cannot be read, and as soon as the server is asked to
    end. Workers that are all busy are no reason: the next query may find one.
    """
    response.headers.update(_FRESH)
    _refuse_unready(request.app.state)
    served = request.app.state.served
    state = served.pool.state()
    return {
        "status": "ready",
        "version": served.current.view.version,
        "statements": served.current.view.store.generation.fingerprint.quads,
        "workers": {"free": state.free, "spare": state.spare, "running": state.running},
        "queries": state.outcomes,
    }


def _refuse_unready(state: State) -> None:
    """Raises `NotReady`, without names of files, as anybody may ask; reads two small ones."""
    if state.watch.stopping:
        raise NotReady("The server has been asked to end.")
    pool = state.served.pool.state()
    if not pool.free + pool.running + pool.spare:
        raise NotReady("No worker is there to answer a query; they are being started.")
    store = state.served.current.view.store.generation.path.parents[1]
    try:
        found = Generations(store).current().database.is_dir()
    except (StoreError, OSError):
        raise NotReady("The store is not there, or it cannot be read.") from None
    if not found:
        raise NotReady("The current generation of the store has no database.")


@router.get(
    "/metrics",
    summary="Numbers for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "In the text format of Prometheus"}},
)
async def metrics(request: Request) -> Response:
    """Queries and writes by outcome and duration, workers, cache, store, connections, memory, processor."""
    body, media_type = request.app.state.metrics.exposition(request.headers.get("accept", ""))
    return Response(body, headers={**_FRESH, "Content-Type": media_type, "Vary": "Accept"})


@router.get("/running", summary="Queries and writes that run", responses=_OPERATE)
async def running(request: Request, response: Response) -> dict[str, list[dict[str, Any]]]:
    """For a token of scope “operate”: the oldest first; `text` is cut after 500 characters.

    Answers that are being sent, and queries that wait for a worker, are not among them.
    """
    _operator(request)
    response.headers.update(_FRESH)
    state = request.app.state
    return {
        "queries": [_query(each) for each in state.served.pool.running()],
        "writes": [_write(each) for each in state.watch.running_writes()],
    }


@router.delete(
    "/running/{id}",
    summary="Stop a running query",
    status_code=204,
    responses=_OPERATE | {404: {"description": "No query with this id runs"}},
)
async def cancel(request: Request, id: str) -> None:  # noqa: A002 - the name in the address
    """For a token of scope “operate”: the client of the query is answered 503, “query-cancelled”.

    A write cannot be stopped so: it ends by itself, within the limit `write_seconds`.
    """
    by = _operator(request)
    if not request.app.state.served.pool.cancel(id):
        raise NotFound(f"No query with the id “{shown(id)}” runs; it may have ended.")
    tell("query-cancelled", id=id, by=by)


def _operator(request: Request) -> str:
    """Name of the token of who looks after the service; raises `Unauthorised` or `Forbidden`."""
    name: str = request.app.state.tokens.name(dict(request.headers.raw), "operate")
    return name


def _query(query: Running) -> dict[str, Any]:
    return {
        "id": query.id,
        "seconds": round(query.age, 3),
        "client": query.client,
        "text": excerpt(query.text),
    }


def _write(write: RunningWrite) -> dict[str, Any]:
    return {"id": write.id, "seconds": round(write.age, 3), "kind": write.kind, "by": write.by}
