"""What holds for every answer, whatever gives it: plain ASGI, around the routes.

Nothing here repeats what a request sent. Anybody may read the answers from any page, and write with a token
that the page was given; there are no cookies, so `Access-Control-Allow-Origin: *` gives nothing away.
"""

import re
from http import HTTPStatus

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response
from graph.errors import NotFound

RawHeaders = tuple[tuple[bytes, bytes], ...]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NO_ADDRESS = "No address here has control characters."
METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE, QUERY, OPTIONS"
_EXPOSED = (
    b"Allow, Content-Disposition, Depositary-Hint, Depositary-Query, Depositary-Version, ETag, Link, "
    b"Location, Retry-After"
)
COMMON: RawHeaders = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (
        b"content-security-policy",  # of data; a page brings its own
        b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
PREFLIGHT: RawHeaders = (
    (b"access-control-allow-methods", METHODS),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),  # seconds; browsers take less of it
)
_ASKS_FIRST = b"access-control-request-method"
_VERSION = b"depositary-version"
_POLICY = b"content-security-policy"


class HeadAsGet:
    """HEAD is answered as GET; the server leaves the body out (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


class CommonHeaders:
    """Headers that an answer does not bring itself: who may read it, what it may do, and its version.

    The question of a browser whether it may ask (CORS preflight; Fetch standard, 4.8) is answered here, for
    every address: whether there is something under it, the request itself finds out. Under an address with
    control characters there is nothing, whatever a route would make of them.
    """

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._completed(message["status"], list(message["headers"]))}
            await send(message)

        if _CONTROL.search(scope["path"]):
            await problem_response(NotFound(_NO_ADDRESS))(scope, receive, with_headers)
        elif is_preflight(scope) or (scope["method"], scope["path"]) == ("OPTIONS", "*"):
            await with_headers({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await with_headers({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, with_headers)

    def _completed(self, status: int, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """All headers; a 304 must not say of a page that is kept what holds for data (RFC 9111, 4.3.4)."""
        present = {name for name, _ in headers}
        if status == HTTPStatus.NOT_MODIFIED:
            present.add(_POLICY)
        headers += [header for header in COMMON if header[0] not in present]
        if _VERSION not in present:
            headers.append((_VERSION, self._state.served.current.view.version.encode()))
        return headers


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks if it may send a request from a page of another origin."""
    return scope["method"] == "OPTIONS" and any(name == _ASKS_FIRST for name, _ in scope["headers"])
