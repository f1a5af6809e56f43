"""The queries that run now: what is asked, for how long, and how it ends before its time."""

import time
from dataclasses import dataclass, field
from typing import Literal

from graph.errors import Busy, QueryCancelled, QueryCrashed, QueryFailed, QueryTimedOut
from graph.workers.process import Question, WorkerProcess

Outcome = Literal["answered", "refused", "timed-out", "cancelled", "crashed", "abandoned", "busy"]

_GIVES_WAY = 1.0  # seconds after which it lets shorter ones go first


@dataclass(slots=True, eq=False)
class Running:
    """One query in its worker. `client` is whatever the door that let it in calls the client.

    `seconds` is the time that it may take; `outcome` is what ends it before its answer.
    """

    id: str
    text: str
    client: str
    seconds: float
    worker: WorkerProcess | None = None
    question: Question | None = None
    started: float = field(default_factory=time.monotonic)
    outcome: Outcome = "crashed"

    @property
    def age(self) -> float:
        """For how many seconds it has been running."""
        return time.monotonic() - self.started

    def stop(self, outcome: Outcome) -> None:
        """End it, and say why."""
        self.outcome = outcome
        if self.worker is not None and self.question is not None:
            self.worker.give_up(self.question)

    @property
    def stopped(self) -> bool:
        """Whether something has ended it before its time."""
        return self.outcome != "crashed"

    def grow_older(self, now: float) -> None:
        """Do what its age demands: give way to shorter ones, and in the end go."""
        age = now - self.started
        if age >= self.seconds:
            self.stop("timed-out")
        elif age >= _GIVES_WAY and self.worker is not None and not self.worker.lowered:
            self.worker.give_way()

    def failure(self, memory_bytes: int) -> QueryFailed:
        """Why there is no answer, once its worker has gone."""
        failure = self._failure(memory_bytes)
        failure.query = self.id
        return failure

    def _failure(self, memory_bytes: int) -> QueryFailed:
        match self.outcome:
            case "timed-out":
                return QueryTimedOut(f"The query was stopped after {self.seconds:g} seconds.")
            case "cancelled":
                return QueryCancelled("The query was stopped by an operator of this service.")
            case "abandoned":
                return Busy("The query was stopped, since the service is being stopped.")
        return QueryCrashed(
            "The query ended its worker: it is nested too deeply, or it needs more than "
            f"{memory_bytes // 2**20} MB of memory."
        )
