"""Something that happens unless it is called off."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Calls a function after some seconds; while it runs, starting it again changes nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._seconds = seconds
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None

    @property
    def runs(self) -> bool:
        """Whether it will ring."""
        return self._handle is not None

    def start(self) -> None:
        """Ring in some seconds, if it does not run yet."""
        if self._handle is None:
            self._handle = self._loop.call_later(self._seconds, self._rings)

    def stop(self) -> None:
        """Do not ring."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _rings(self) -> None:
        self._handle = None
        self._ring()
