"""Answers to HTTP/1.0, and bodies, as the application that is served sees them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.connection.bodies import LimitedBodies
from api.connection.whole import WholeAnswers

pytestmark = pytest.mark.anyio
PIECES = (b"one ", b"two ", b"three")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def streamed(scope: Scope, receive: Receive, send: Send) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in PIECES:
            yield piece

    await StreamingResponse(pieces(), headers={"X": "kept"})(scope, receive, send)


async def empty(scope: Scope, receive: Receive, send: Send) -> None:
    await Response(status_code=204)(scope, receive, send)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(body)(scope, receive, send)


async def ask(app: Any, **options: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://a") as client:
        return await client.request("POST", "/", **options)


async def test_a_stream_is_collected() -> None:
    answer = await ask(WholeAnswers(streamed, 100))
    assert (answer.status_code, answer.content) == (200, b"".join(PIECES))
    assert (answer.headers["content-length"], answer.headers["x"]) == ("13", "kept")


async def test_what_is_too_large_to_collect_does_not_leave_in_part() -> None:
    answer = await ask(WholeAnswers(streamed, 12))
    assert (answer.status_code, answer.headers["content-type"]) == (505, "application/problem+json")
    assert b"one" not in answer.content


async def test_an_answer_without_a_body_stays_so() -> None:
    answer = await ask(WholeAnswers(empty, 100))
    assert (answer.status_code, "content-length" in answer.headers) == (204, False)


@pytest.mark.parametrize("size", [1, 99, 100])
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_up_to_the_limit_arrives_unchanged(size: int, *, chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(size):
            yield b"a"

    content = pieces() if chunked else b"a" * size
    answer = await ask(LimitedBodies(echo, most_bytes=100, seconds=5), content=content)
    assert (answer.status_code, answer.content) == (200, b"a" * size)


async def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    messages: list[Any] = []

    async def never() -> Any:
        import asyncio  # noqa: PLC0415

        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"3")]}
    await LimitedBodies(echo, most_bytes=100, seconds=0.05)(scope, never, send)
    assert messages[0]["status"] == 408
    assert (b"connection", b"close") in messages[0]["headers"]


async def test_a_client_that_leaves_with_its_body_is_not_answered() -> None:
    messages: list[Any] = []

    async def gone() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"transfer-encoding", b"chunked")]}
    await LimitedBodies(echo, most_bytes=100, seconds=5)(scope, gone, send)
    assert messages == []
