"""The two things to know about a connection: what it sends, within limits, and that it has gone."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

from api.settings import Limits

T = TypeVar("T")


async def read_body(request: Request, limits: Limits) -> bytes:
    """The whole body; raises 413 beyond the limit, 408 where it does not arrive in time."""
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limits.body_bytes:
                    raise HTTPException(413, f"The body has more than {limits.body_bytes:,} bytes.")
    except TimeoutError:
        raise HTTPException(408, f"The body did not arrive in {limits.body_seconds:g} seconds.") from None
    return bytes(body)


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work; where the client leaves first, cancels it and raises `ClientDisconnect`."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
