"""What is counted, timed and told of queries and writes while a server runs."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from api.problems import problem_of
from api.telemetry.durations import Durations
from api.telemetry.events import excerpt, tell
from graph.errors import DepositaryError
from graph.workers.running import Outcome, Running

WriteOutcome = Literal["written", "refused", "failed"]

_SERVER_ERROR = 500
_LEVELS = {"cancelled": logging.INFO, "abandoned": logging.INFO}


@dataclass(frozen=True, slots=True)
class RunningWrite:
    """A write that is carried out, or waits for its turn; `by` is the name of its token."""

    id: str
    kind: str
    by: str
    started: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        """Seconds since it came."""
        return time.monotonic() - self.started


class Watch:
    """Counts of one server. Queries that take `slow_seconds` or longer are told."""

    def __init__(self, slow_seconds: float) -> None:
        self.queries = Durations()
        self.writes = Durations()
        self.write_outcomes: Counter[WriteOutcome] = Counter()
        self._slow_seconds = slow_seconds
        self._writing: dict[str, RunningWrite] = {}
        self._numbers = count(1)
        self.stopping = False

    def query(self, running: Running, outcome: Outcome) -> None:
        """A query has left its worker (`graph.workers.pool.Observe`); one that had none is only counted."""
        if outcome == "busy":
            return
        seconds = running.age
        self.queries.observe(seconds)
        if outcome not in {"answered", "refused"}:
            _tell_query("query-stopped", running, outcome, seconds, _LEVELS.get(outcome, logging.WARNING))
        elif seconds >= self._slow_seconds:
            _tell_query("query-slow", running, outcome, seconds, logging.WARNING)

    def running_writes(self) -> list[RunningWrite]:
        """The writes that have come and are not done, oldest first."""
        return list(self._writing.values())

    @contextmanager
    def write(self, kind: str, by: str) -> Iterator[RunningWrite]:
        """Count and time a write; one that does not come to be is told with its reason."""
        running = RunningWrite(f"write-{next(self._numbers)}", kind, by)
        self._writing[running.id] = running
        outcome: WriteOutcome = "failed"
        try:
            yield running
            outcome = "written"
        except DepositaryError as error:
            problem = problem_of(type(error))
            outcome = "failed" if problem.status >= _SERVER_ERROR else "refused"
            tell(
                f"write-{outcome}",
                level=logging.WARNING if outcome == "failed" else logging.INFO,
                id=running.id,
                kind=kind,
                by=by,
                seconds=running.age,
                problem=problem.name,
                reason=str(error),
            )
            raise
        finally:
            del self._writing[running.id]
            self.write_outcomes[outcome] += 1
            self.writes.observe(running.age)

    def stop(self) -> None:
        """The server has been asked to end."""
        if not self.stopping:
            self.stopping = True
            tell("stopping")


def _tell_query(event: str, running: Running, outcome: Outcome, seconds: float, level: int) -> None:
    tell(
        event,
        level=level,
        id=running.id,
        outcome=outcome,
        seconds=seconds,
        client=running.client,
        text=excerpt(running.text),
    )
