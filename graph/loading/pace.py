"""Words on long work: each of the first steps, then one every two seconds."""

import time
from collections.abc import Callable

_EACH = 20  # steps that are told one by one
_SECONDS = 2.0


class Pace:
    """Tells the steps of a kind, of which there may be thousands; `last` is told where it was passed over."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self._told = 0
        self._at = time.monotonic()
        self._passed = ""

    def step(self, words: str) -> None:
        """Tell a step, or keep it back."""
        self._passed = words
        if self._told < _EACH or time.monotonic() - self._at >= _SECONDS:
            self.last()

    def last(self) -> None:
        """Tell the last step, unless it has been told."""
        if self._passed:
            self._progress(self._passed)
            self._told, self._at, self._passed = self._told + 1, time.monotonic(), ""
