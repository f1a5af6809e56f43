"""Which connections and requests are let in: what all connections of a server share."""

import asyncio
import time
from collections import Counter
from functools import lru_cache

from api.connection.clients import Proxies, client_key
from api.connection.limits import ConnectionLimits
from api.connection.rates import Rates
from api.connection.refusals import Refusal, Refusals
from api.connection.repeats import Repeats

_REMEMBERED = 4096  # addresses behind proxies whose keys are known


class Admission:
    """Counts connections and requests of one server, inside one event loop."""

    def __init__(self, limits: ConnectionLimits, proxies: Proxies, repeats: Repeats | None = None) -> None:
        self.limits = limits
        self.repeats = repeats or Repeats(0)
        self.refusals = Refusals.under(limits)
        self.proxies = proxies
        self.key = lru_cache(_REMEMBERED)(client_key)
        self._rates = Rates(limits.requests_per_second, limits.burst)
        self.refused: Counter[int] = Counter()  # by status
        self._open: Counter[str | None] = Counter()
        self._total = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def connections(self) -> int:
        """Connections that are open."""
        return self._total

    def enter(self, client: str | None) -> Refusal | None:
        """Why a connection cannot be kept, if so; else it counts until it leaves. `None` is not limited."""
        if self._total >= self.limits.connections:
            return self.refusals.crowded
        if client is not None and self._open[client] >= self.limits.client_connections:
            return self.refusals.client_crowded
        self._total += 1
        self._empty.clear()
        self._open[client] += 1
        return None

    def leave(self, client: str | None) -> None:
        """A connection that has entered is closed."""
        self._total -= 1
        self._open[client] -= 1
        if not self._open[client]:
            del self._open[client]
        if not self._total:
            self._empty.set()

    async def until_empty(self) -> None:
        """Return when every connection that has entered is closed."""
        await self._empty.wait()

    def too_often(self, client: str | None) -> bool:
        """Whether this request is one too many; else it is counted."""
        return client is not None and self._rates.wait(client, time.monotonic()) > 0
