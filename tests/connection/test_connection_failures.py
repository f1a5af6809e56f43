"""Applications that fail, under a connection of ours: what the client sees, and that others are served."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.connection.admission import Admission
from api.connection.clients import Proxies
from api.connection.limits import ConnectionLimits
from api.connection.protocol import connections_under
from tests.connection.conftest import Answer, Wire

pytestmark = pytest.mark.anyio
LINES = b" HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


async def application(scope: Scope, _receive: Receive, send: Send) -> None:
    """Fails as its path says: before the answer, in the middle of it, or not at all."""
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]}
    if scope["path"] == "/before":
        raise ValueError
    await send(start)
    await send({"type": "http.response.body", "body": b"he", "more_body": True})
    if scope["path"] == "/within":
        raise ValueError
    await send({"type": "http.response.body", "body": b"llo"})


@asynccontextmanager
async def served() -> AsyncIterator[tuple[str, int]]:
    """Address of a server that runs in this event loop."""
    admission = Admission(ConnectionLimits(), Proxies())
    config = uvicorn.Config(
        application, http=connections_under(admission), ws="none", lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield address
        server.should_exit = True
        await serving


def ask(address: tuple[str, int], *pieces: bytes) -> tuple[Answer, bytes]:
    """The answer, and what comes after it until the server closes."""
    with socket.create_connection(address, timeout=10) as connected:
        wire = Wire(connected)
        for piece in pieces:
            wire.send(piece)
        return wire.answer(), wire.rest()


async def test_an_error_that_nobody_caught_is_a_problem(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    async with served() as address:
        answer, rest = await asyncio.to_thread(ask, address, b"GET /before" + LINES + b"\r\n")
        assert (answer.status, rest) == (500, b"")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["connection"] == "close"
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_an_answer_that_breaks_off_is_shorter_than_it_said() -> None:
    async with served() as address:
        with pytest.raises(AssertionError, match="closed after b'he'"):
            await asyncio.to_thread(ask, address, b"GET /within" + LINES + b"\r\n")


async def test_an_answer_before_the_request_is_complete_arrives_whole() -> None:
    async with served() as address:
        head = b"POST /" + LINES + b"Content-Length: 500000\r\n\r\n"
        answer, rest = await asyncio.to_thread(ask, address, head, b"a" * 100_000, b"a" * 100_000)
        assert (answer.status, answer.body, rest) == (200, b"hello", b"")
        assert answer.headers["connection"] == "close"
