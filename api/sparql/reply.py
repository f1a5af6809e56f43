"""An answer of the endpoint as plain ASGI messages: for what is asked thousands of times in a second."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Send

from graph.workers.frames import Body

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Reply:
    """Status, headers without Content-Length, and a body that is complete.

    A spilled body is closed when it has been sent, or never can be; then `sent` is called.
    """

    status: int
    headers: RawHeaders
    body: Body = b""
    sent: Callable[[], None] = lambda: None

    async def send(self, send: Send, *, head: bool = False) -> None:
        """Send it; without its body in answer to HEAD."""
        size = len(self.body) if isinstance(self.body, bytes) else self.body.size
        if self.status not in {204, 304}:
            self.headers.append((b"content-length", b"%d" % size))
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        if isinstance(self.body, bytes):
            await send({"type": "http.response.body", "body": b"" if head else self.body})
            return
        try:
            if not head:
                for piece in self.body.pieces():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            self.body.close()
            self.sent()
