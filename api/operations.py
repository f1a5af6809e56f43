"""Whether the server lives, and whether it can answer."""

from typing import Any

from fastapi import APIRouter, Request

router = APIRouter(tags=["operations"])


@router.get("/health", summary="Whether the server runs")
async def health() -> dict[str, str]:
    """Always `{"status": "ok"}`: no data are read."""
    return {"status": "ok"}


@router.get("/ready", summary="Whether the server can answer")
async def ready(request: Request) -> dict[str, Any]:
    """Version and number of statements that are served, and what the query workers do."""
    served = request.app.state.served
    state = served.pool.state()
    return {
        "status": "ready",
        "version": served.current.view.version,
        "statements": served.current.view.store.generation.fingerprint.quads,
        "workers": {"free": state.free, "spare": state.spare, "running": state.running},
        "queries": state.outcomes,
    }
