"""Whether a server says that it can answer exactly while it can."""

import asyncio
import os
import signal
from pathlib import Path

import httpx

from api.app import create_app
from api.settings import Limits
from graph.store import Generations
from graph.store.limits import QueryLimits
from tests.operations.conftest import Serve, Server


def test_ready_tells_why_not(empty: Path, serve: Serve) -> None:
    with serve(empty) as server:
        client = server.client
        told = client.get("/ready").json()
        assert (told["status"], told["statements"]) == ("ready", 0)
        (empty / "CURRENT").rename(empty / "away")
        refused = client.get("/ready")
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("/not-ready")
        assert refused.json()["detail"] == "The store is not there, or it cannot be read."
        assert client.get("/health").status_code == 200
        (empty / "away").rename(empty / "CURRENT")
        assert client.get("/ready").status_code == 200


def workers_of(server: Server) -> list[int]:
    """Process ids of the workers that answer queries."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(each) for each in children if b"workers.query" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_without_workers_it_is_not_ready_until_they_are_back(empty: Path, serve: Serve) -> None:
    """The workers are killed while the database is not where it was, so that no new one can open it."""
    with serve(empty) as server:
        client, generation = server.client, Generations(empty).current()
        generation.database.rename(generation.path / "away")
        assert client.get("/ready").json()["detail"] == "The current generation of the store has no database."
        for worker in workers_of(server):
            os.kill(worker, signal.SIGKILL)
        reason = "No worker is there to answer a query; they are being started."
        server.until(lambda: client.get("/ready").json()["detail"] == reason)
        assert client.get("/health").status_code == 200
        (generation.path / "away").rename(generation.database)
        server.until(lambda: client.get("/ready").status_code == 200)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_at_the_end_it_is_not_ready(empty: Path) -> None:
    """In this process: from outside, a server that ends is reached only by what was on its way."""

    async def told() -> httpx.Response:
        app = create_app(empty, Limits(QueryLimits(workers=1)))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
        async with app.routes.router.lifespan_context(app.routes), client:
            assert (await client.get("/ready")).status_code == 200
            app.state.watch.stop()
            return await client.get("/ready")

    answer = asyncio.run(told())
    assert (answer.status_code, answer.json()["detail"]) == (503, "The server has been asked to end.")
