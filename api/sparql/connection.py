"""The two things to know about a connection: what it sends, within limits, and that it has gone."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

T = TypeVar("T")

_SHORT = 0.03  # seconds, once or twice, after which it is worth a task to see whether a client is still there


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


@dataclass(slots=True, eq=False)
class _Visit:
    """A client that waits for an answer, the task that makes it, and what sees whether the client leaves."""

    receive: Receive
    asking: asyncio.Task[Any] | None
    seen: bool = False
    left: bool = False
    watching: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Begin to watch a client that has been waiting since the last look."""
        if self.seen and self.watching is None:
            self.watching = asyncio.create_task(self._watch())
        self.seen = True

    async def _watch(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        if self.asking is not None:
            self.asking.cancel()


class Visits:
    """The clients that wait for answers.

    Whether one leaves is only watched after a moment: most answers are there before, and one alarm for all
    clients costs less than one for each.
    """

    def __init__(self) -> None:
        self._visits: set[_Visit] = set()
        self._alarm: asyncio.TimerHandle | None = None

    async def while_connected(self, receive: Receive, work: Coroutine[Any, Any, T]) -> T:
        """The result of the work; where the client leaves first, ends it and raises `ClientDisconnect`."""
        visit = _Visit(receive, asyncio.current_task())
        self._visits.add(visit)
        if self._alarm is None:
            self._set_alarm()
        try:
            return await work
        except asyncio.CancelledError:
            if visit.left:
                raise ClientDisconnect from None
            raise
        finally:
            self._visits.discard(visit)
            if visit.watching is not None:
                visit.watching.cancel()

    def _set_alarm(self) -> None:
        self._alarm = asyncio.get_running_loop().call_later(_SHORT, self._look)

    def _look(self) -> None:
        self._alarm = None
        for visit in self._visits:
            visit.look()
        if self._visits:
            self._set_alarm()
