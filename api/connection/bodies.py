"""Bodies of requests: read before any route is asked, within limits, whatever the method.

A route that hears of no body limit cannot forget it. What declares more than is read here is refused unread.
"""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response

_CLOSE = {"Connection": "close"}


class LimitedBodies:
    """Reads at most `most_bytes` in at most `seconds`; else the answer is 413 or 408 (RFC 9110, 15.5)."""

    def __init__(self, app: ASGIApp, most_bytes: int, seconds: float) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one whose client leaves before it is complete is not answered."""
        declared = _declared(scope) if scope["type"] == "http" else 0
        if declared == 0:
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(declared, receive)
        except HTTPException as error:
            await problem_response(error)(scope, receive, send)
            return
        if body is not None:
            await self._app(scope, _Again(body, receive), send)

    async def _read(self, declared: int | None, receive: Receive) -> bytes | None:
        """The body; `None` where the client has left."""
        if declared is not None and declared > self._most_bytes:
            raise self._too_large()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._collected(receive)
        except TimeoutError:
            detail = f"The body did not arrive in {self._seconds:g} seconds."
            raise HTTPException(408, detail, _CLOSE) from None

    async def _collected(self, receive: Receive) -> bytes | None:
        body = bytearray()
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if len(body) > self._most_bytes:
                raise self._too_large()
            if not message.get("more_body", False):
                return bytes(body)
        return None

    def _too_large(self) -> HTTPException:
        return HTTPException(413, f"The body has more than {self._most_bytes:,} bytes.", _CLOSE)


class _Again:
    """The body that was read, in one message; then what comes after it: that the client leaves."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._message: Message | None = {"type": "http.request", "body": body, "more_body": False}
        self._receive = receive

    async def __call__(self) -> Message:
        message, self._message = self._message, None
        return message if message is not None else await self._receive()


def _declared(scope: Scope) -> int | None:
    """Bytes that the body has by its header; `None` where it comes in chunks."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)
        if name == b"transfer-encoding":
            return None
    return 0
