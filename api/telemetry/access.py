"""A line of the log for every request: for who asks for it, since it costs about as much as a cheap query."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.connection.protocol import WRITE_WHOLE
from api.telemetry.events import excerpt, tell


class AccessLog:
    """Tells of every request when it has been answered.

    What it hides from the application makes every answer leave by messages, which can be counted; so no
    request is answered before it comes here either.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; its status is 0 where nothing was answered, as to a client that left."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, size, query = time.monotonic(), 0, 0, ""

        async def counted(message: Message) -> None:
            nonlocal status, size, query
            if message["type"] == "http.response.start":
                status = message["status"]
                query = dict(message["headers"]).get(b"depositary-query", b"").decode("latin-1")
            else:
                size += len(message.get("body", b""))
            await send(message)

        seen = {name: value for name, value in scope.items() if name != WRITE_WHOLE}
        try:
            await self._app(seen, receive, counted)
        finally:
            tell(
                "request",
                client=(scope.get("client") or ("",))[0],
                method=scope["method"],
                path=excerpt(scope["path"]),
                parameters=excerpt(scope["query_string"].decode("latin-1")),
                status=status,
                bytes=size,
                seconds=time.monotonic() - started,
                id=query,
            )
