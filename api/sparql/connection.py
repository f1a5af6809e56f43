"""The two things to know about a connection: what it sends, within limits, and that it has gone."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

T = TypeVar("T")

_SHORT = 0.05  # seconds after which it is worth a task to see whether the client is still there


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers of a request by their names in lower case; those that come several times in one line."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        found[name] = found[name] + b", " + value if name in found else value
    return found


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], limit: int, seconds: float) -> bytes:
    """The whole body; raises 413 beyond the limit in bytes, 408 where it does not arrive in time.

    Raises 415 for a body in a content coding: unpacking it could take any amount of memory.
    """
    _refuse_unread(headers, limit)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while (message := await receive())["type"] == "http.request":
                body += message.get("body", b"")
                if len(body) > limit:
                    raise _too_large(limit)
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise HTTPException(408, f"The body did not arrive in {seconds:g} seconds.") from None
    raise ClientDisconnect


def _refuse_unread(headers: Mapping[bytes, bytes], limit: int) -> None:
    coding = headers.get(b"content-encoding", b"identity").strip().lower()
    if coding not in {b"", b"identity"}:
        raise HTTPException(
            415, "Send the body as it is, without Content-Encoding.", {"Accept-Encoding": "identity"}
        )
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> HTTPException:
    return HTTPException(413, f"The body has more than {limit:,} bytes.", {"Connection": "close"})


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work; where the client leaves first, ends it and raises `ClientDisconnect`.

    Whether it leaves is only watched after a moment: most answers are there before.
    """
    loop, asking = asyncio.get_running_loop(), asyncio.current_task()
    left = False
    watching: asyncio.Task[None] | None = None

    async def watch() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        if asking is not None:
            asking.cancel()

    def begin() -> None:
        nonlocal watching
        watching = loop.create_task(watch())

    alarm = loop.call_later(_SHORT, begin)
    try:
        return await work
    except asyncio.CancelledError:
        if left:
            raise ClientDisconnect from None
        raise
    finally:
        alarm.cancel()
        if watching is not None:
            watching.cancel()
