"""What the soak has seen: answers by kind, their times, and everything that must not have happened."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_AFTER_KILL = 5.0  # seconds in which a query may say that its worker has gone
_AFTER_WRITER_KILL = 15.0


@dataclass(slots=True)
class Ledger:
    """Shared by all threads; times are seconds since the start.

    `written` counts writes of the counter that were acknowledged, `tried` all of them, `seen` is the greatest
    value that anybody has read; `stamp` and `stamped` are the same for the document of the graph store.
    """

    begun: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    written: int = 0
    tried: int = 0
    seen: int = 0
    stamp: int = 0
    stamped: int = 0
    cancelled: set[str] = field(default_factory=set)
    _killed: float = -1e9
    _writer_killed: float = -1e9
    _loads: int = 0
    _loaded: float = -1e9
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.begun

    def note(self, kind: str, outcome: str, seconds: float) -> None:
        """Count an answer; the times of cheap ones are kept."""
        with self._lock:
            self.outcomes[f"{kind} {outcome}"] += 1
            if kind == "cheap" and outcome == "200":
                self.times.append((self.now, seconds))

    def is_wrong(self, what: str) -> None:
        """Note a wrong answer."""
        with self._lock:
            self.wrong.append(f"{self.now:.1f} s: {what}")

    def is_unexpected(self, what: str) -> None:
        """Note an answer, or the lack of one, that nothing explains."""
        with self._lock:
            self.unexpected.append(f"{self.now:.1f} s: {what}")

    def saw(self, counter: int) -> None:
        """Remember that the counter was at least there."""
        with self._lock:
            self.seen = max(self.seen, counter)

    def killed(self, *, writer: bool = False) -> None:
        """Remember that a process was just killed."""
        if writer:
            self._writer_killed = self.now
        else:
            self._killed = self.now

    @contextmanager
    def load(self) -> Iterator[None]:
        """While a command loads into the store."""
        self._loads += 1
        try:
            yield
        finally:
            self._loads -= 1
            self._loaded = self.now

    def excuses(self, name: str, seconds: float, timeout: float, *, writes: bool) -> bool:
        """Whether a 503 with this problem is what happened just now."""
        since = self.now - seconds
        match name:
            case "busy":
                return True
            case "query-too-heavy":
                killed, grace = (
                    (self._writer_killed, _AFTER_WRITER_KILL) if writes else (self._killed, _AFTER_KILL)
                )
                return since - killed < grace
            case "store-locked":
                return writes and (self._loads > 0 or since < self._loaded)
            case "query-timed-out":
                return seconds >= timeout * 0.9
        return False

    def p99(self, first: float, last: float) -> float:
        """Milliseconds at the 99th percentile of the cheap answers between two moments."""
        with self._lock:
            found = [seconds for at, seconds in self.times if first <= at < last]
        return statistics.quantiles(found, n=100)[98] * 1000 if len(found) > 1 else 0.0
