"""An answer of the endpoint as plain ASGI messages: for what is asked thousands of times in a second."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.types import Scope, Send

from api.connection.protocol import WRITE_WHOLE
from api.middleware import COMMON
from graph.workers.frames import Body

_COMMON_LINES = b"".join(b"%b: %b\r\n" % header for header in COMMON)
_STATUS_LINES = {
    status.value: b"HTTP/1.1 %d %b\r\n" % (status.value, status.phrase.encode()) for status in HTTPStatus
}

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Reply:
    """Status, headers without Content-Length and those of all answers, and a body that is complete.

    A spilled body is closed when it has been sent, or never can be; then `sent` is called. `again`: the same
    request deserves the same answer as long as the data are the same.
    """

    status: int
    headers: RawHeaders
    body: Body = b""
    sent: Callable[[], None] = lambda: None
    again: bool = False

    def head(self) -> bytes:
        """Status line and headers (RFC 9112, 4 and 5): values of ours only."""
        lines = [b"%b: %b\r\n" % header for header in self.headers]
        return b"".join([_STATUS_LINES[self.status], *lines, _COMMON_LINES])

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it; without its body in answer to HEAD."""
        size = len(self.body) if isinstance(self.body, bytes) else self.body.size
        if self.status not in {204, 304}:
            self.headers.append((b"content-length", b"%d" % size))
        head = scope["method"] == "HEAD"
        write = scope.get(WRITE_WHOLE)
        if write and isinstance(self.body, bytes) and not head and write(self.head(), self.body, self.again):
            return
        headers = [*self.headers, *COMMON]
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        if isinstance(self.body, bytes):
            await send(start)
            await send({"type": "http.response.body", "body": b"" if head else self.body})
            return
        try:
            await send(start)
            if not head:
                for piece in self.body.pieces():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            self.body.close()
            self.sent()
