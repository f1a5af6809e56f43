"""Answers to HTTP/1.0 clients, which take the end of the connection for the end of the answer.

A stream that is cut looks complete to them. So an answer leaves with its length, or it does not leave.
"""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response


class WholeAnswers:
    """Collects every answer that comes without `Content-Length`, up to a number of bytes."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; with 505 where its answer is too large to be collected."""
        answer = _Collected(send, self._most_bytes)
        await self._app(scope, receive, answer.send)
        if answer.too_large:
            detail = f"This answer is longer than {self._most_bytes:,} bytes; ask for it with HTTP/1.1."
            await problem_response(HTTPException(505, detail))(scope, receive, send)


class _Collected:
    """One answer: passed on where its length is known, else kept until it is complete."""

    def __init__(self, send: Send, most_bytes: int) -> None:
        self._send = send
        self._most_bytes = most_bytes
        self._start: Message | None = None
        self._body = bytearray()
        self.too_large = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if any(name.lower() == b"content-length" for name, _ in message["headers"]):
                await self._send(message)
            else:
                self._start = message
        elif self._start is None:
            await self._send(message)
        elif not self.too_large:
            await self._collect(self._start, message)

    async def _collect(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        self.too_large = len(self._body) > self._most_bytes
        if message.get("more_body", False) or self.too_large:
            return
        headers = list(start["headers"])
        if start["status"] not in {204, 304}:
            headers.append((b"content-length", b"%d" % len(self._body)))
        await self._send({**start, "headers": headers})
        await self._send({**message, "body": bytes(self._body)})
