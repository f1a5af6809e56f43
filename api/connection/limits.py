"""What one connection, and one client, may cost. Each limit names the problem that going beyond it brings."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from api.problems import STATUSES, Problem, problem_of
from graph.errors import BadRequest, Busy, TooManyRequests

_CROWDED = problem_of(Busy)
_OFTEN = problem_of(TooManyRequests)


def _limit(default: float, unit: str, title: str, status: int | None = None) -> Any:
    problem = {503: _CROWDED, 429: _OFTEN}.get(status or 0) or STATUSES.get(status or 0)
    return field(default=default, metadata={"unit": unit, "title": title, "problem": problem})


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Limits of connections; the metadata of each field are its unit, its title, and the problem behind it.

    A request target of 16 KB is twice what RFC 9110 (4.1) asks everybody to support and what proxies pass on
    by default; percent-encoded, it holds a query of some 8 to 12 KB. Longer ones, up to the limit of the
    text of a query, come as POST or QUERY, which no proxy shortens and no log repeats.

    Rates and numbers of connections are counted for an IPv4 address or an IPv6 network of 64 bits. Loopback
    addresses are not counted: who is on this machine can harm it more easily than by asking.
    """

    connections: int = _limit(4000, "connections", "Connections that are open at the same time", 503)
    client_connections: int = _limit(200, "connections", "Open connections of one client", 429)
    requests_per_second: float = _limit(200.0, "requests", "Requests of one client, each second", 429)
    burst: int = _limit(1000, "requests", "Requests of one client at once, after a pause", 429)
    pipelined: int = _limit(32, "requests", "Requests that wait in one connection for answers", 429)
    target_bytes: int = _limit(16 * 2**10, "bytes", "Length of an address: path and query", 414)
    head_bytes: int = _limit(32 * 2**10, "bytes", "Size of the request line and all headers", 431)
    headers: int = _limit(100, "headers", "Headers of one request", 431)
    head_seconds: float = _limit(10.0, "seconds", "Time for the headers to arrive", 408)
    idle_seconds: int = _limit(30, "seconds", "Time that a connection stays open between requests")
    unread_seconds: float = _limit(60.0, "seconds", "Time in which a client reads nothing of an answer")
    whole_bytes: int = _limit(8 * 2**20, "bytes", "Size of a streamed answer to an HTTP/1.0 client", 505)

    def __post_init__(self) -> None:
        """Raises `BadRequest` where nothing at all would be allowed."""
        for name, value, unit, *_ in self.rows():
            if value <= 0:
                raise BadRequest(f"The limit {name} is to be more than 0 {unit}.")

    def rows(self) -> Iterator[tuple[str, float, str, str, Problem | None]]:
        """Name, value, unit, title, and the problem that going beyond it brings, if it is answered."""
        for about in fields(self):
            told = about.metadata
            yield about.name, getattr(self, about.name), told["unit"], told["title"], told["problem"]
