"""Answers to what no route should ever see, as bytes that are made once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from http import HTTPStatus

from starlette.exceptions import HTTPException

from api.connection.limits import ConnectionLimits
from api.middleware import COMMON
from api.problems import problem_response
from graph.errors import Busy, TooManyRequests

_SERVED = "GET, HEAD, POST, PUT, PATCH, DELETE, QUERY, OPTIONS"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A complete answer, after which the connection ends: its status line, its headers, its body."""

    status: bytes
    headers: bytes
    body: bytes

    @classmethod
    def of(cls, error: Exception) -> "Refusal":
        """The same problem details as routes give (RFC 9457)."""
        response = problem_response(error)
        phrase = HTTPStatus(response.status_code).phrase
        headers = [*response.raw_headers, *COMMON, (b"connection", b"close")]
        return cls(
            f"HTTP/1.1 {response.status_code} {phrase}\r\n".encode(), _lines(headers), bytes(response.body)
        )

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status.split()[1])

    def message(self, default_headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """The answer with the headers that the server gives every answer, `Date` among them."""
        return self.status + _lines(default_headers) + self.headers + b"\r\n" + self.body

    def without_body(self) -> "Refusal":
        """The answer to HEAD."""
        return Refusal(self.status, self.headers, b"")


@dataclass(frozen=True, slots=True)
class Refusals:
    """Every refusal of a connection."""

    crowded: Refusal
    client_crowded: Refusal
    too_often: Refusal
    too_many_pipelined: Refusal
    malformed: Refusal
    host: Refusal
    framing: Refusal
    coding: Refusal
    expectation: Refusal
    method: Refusal
    version: Refusal
    target_too_long: Refusal
    head_too_large: Refusal
    too_slow: Refusal

    @classmethod
    def under(cls, limits: ConnectionLimits) -> "Refusals":
        """The refusals, each with the limit that it is about."""
        longest = f"The address has more than {limits.target_bytes:,} bytes; send a long query by POST."
        largest = f"All headers may have {limits.head_bytes:,} bytes, and be {limits.headers} in number."
        return cls(
            crowded=Refusal.of(Busy(f"All {limits.connections:,} connections are taken.")),
            client_crowded=_often(f"One client may have {limits.client_connections:,} connections."),
            too_often=_often(f"One client may ask {limits.requests_per_second:g} times a second."),
            too_many_pipelined=_often(f"Send at most {limits.pipelined} requests before their answers."),
            malformed=_refused(400, "The request does not follow the rules of HTTP/1.1 (RFC 9112)."),
            host=_refused(400, "The request needs one header Host with a valid name (RFC 9112, 3.2)."),
            framing=_refused(400, "The length of the body is given in more than one way (RFC 9112, 6.3)."),
            coding=_refused(501, "The only transfer coding that is read here is “chunked”."),
            expectation=_refused(417, "The only expectation that is met here is “100-continue”."),
            method=_refused(405, f"This method is not known here; known are {_SERVED}.", Allow=_SERVED),
            version=_refused(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."),
            target_too_long=_refused(414, longest),
            head_too_large=_refused(431, largest),
            too_slow=_refused(408, f"The headers did not arrive in {limits.head_seconds:g} seconds."),
        )

    def statuses(self) -> list[int]:
        """Every status that a refusal may have."""
        return sorted({getattr(self, about.name).code for about in fields(self)})


def _often(detail: str) -> Refusal:
    return Refusal.of(TooManyRequests(detail))


def _refused(status: int, detail: str, **headers: str) -> Refusal:
    return Refusal.of(HTTPException(status, detail, headers))


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)
