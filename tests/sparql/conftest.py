"""A small database, real worker processes, and a real server on a loopback port."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad, Store

from api.settings import Limits
from api.sparql.cache import AnswerCache
from api.sparql.description import Service as Described
from api.sparql.endpoint import SparqlEndpoint
from api.sparql.questions import Questions
from api.sparql.updates import Updates
from api.tokens import Tokens
from graph.federation import Allowed, Outbound
from graph.store.limits import QueryLimits
from graph.workers.pool import Pool

EX = "http://example.org/"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"


@dataclass(frozen=True)
class Service:
    url: str
    client: httpx.AsyncClient
    pool: Pool

    async def ask(self, query: str = "ASK {}", **headers: str) -> httpx.Response:
        return await self.client.get(self.url, params={"query": query}, headers=headers)


Serving = Callable[..., AbstractAsyncContextManager[Service]]


async def until_running(pool: Pool) -> None:
    while not pool.state().running:  # noqa: ASYNC110 - a pool counts; an event for tests alone would be odd
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


def fill(folder: Path, note: str) -> Path:
    """200 numbered things in graph `a`, labels and a note in graph `b`, one triple in the unnamed graph."""
    store = Store(str(folder))
    for number in range(200):
        thing = NamedNode(f"{EX}thing/{number}")
        store.add(Quad(thing, NamedNode(f"{EX}number"), Literal(number), NamedNode(f"{EX}a")))
        label = Literal(f"thing {number}, “nº”", language="en")
        store.add(Quad(thing, NamedNode(f"{EX}label"), label, NamedNode(f"{EX}b")))
    store.add(Quad(NamedNode(f"{EX}data"), NamedNode(f"{EX}note"), Literal(note), NamedNode(f"{EX}b")))
    store.add(Quad(NamedNode(f"{EX}data"), NamedNode(f"{EX}control"), Literal("a\x01b"), NamedNode(f"{EX}b")))
    store.add(Quad(NamedNode(f"{EX}data"), NamedNode(f"{EX}unnamed"), Literal(note)))
    store.flush()
    return folder


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("first") / "oxigraph", "first")


@pytest.fixture(scope="session")
def next_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("second") / "oxigraph", "second")


@asynccontextmanager
async def running(
    database: Path, *, body_bytes: int = 2**20, cache_bytes: int = 0, union: bool = True, **limits: float
) -> AsyncIterator[Service]:
    """A server over the database; limits of `QueryLimits` are generous where a test does not set them."""
    generous = {"seconds": 120, "waiting_seconds": 60, "workers": 2}
    chosen = Limits(QueryLimits(**(generous | limits)), body_bytes=body_bytes)  # type: ignore[arg-type]
    pool = await Pool.start(database, "first", chosen.query)
    listening = socket.create_server(("127.0.0.1", 0))
    questions = Questions(pool, chosen, AnswerCache(cache_bytes), Outbound(Allowed()), union=union)
    app = SparqlEndpoint(
        questions,
        Updates(None, Tokens(), Outbound(Allowed())),
        Described(lambda: Store.read_only(str(database)), chosen, union=union),
    )
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_level="warning"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
    async with httpx.AsyncClient(timeout=120) as client:
        yield Service(url, client, pool)
    server.should_exit = True
    await serving
    await pool.close()


@pytest.fixture(scope="session")
def serving(database: Path) -> Serving:
    def start(**options: float) -> AbstractAsyncContextManager[Service]:
        return running(database, **options)  # type: ignore[arg-type]

    return start


@pytest.fixture(scope="module")
async def service(serving: Serving) -> AsyncIterator[Service]:
    async with serving() as running_service:
        yield running_service
