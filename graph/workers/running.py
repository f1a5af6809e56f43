"""The queries that run now: what is asked, for how long, and how it ends before its time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from graph.errors import QueryCancelled, QueryCrashed, QueryFailed, QueryTimedOut

Outcome = Literal["answered", "refused", "timed-out", "cancelled", "crashed", "abandoned", "busy"]


@dataclass(slots=True, eq=False)
class Running:
    """One query in its worker. `client` is whatever the door that let it in calls the client.

    `outcome` is what ends it before its time; `kill` ends it.
    """

    id: str
    text: str
    client: str
    kill: Callable[[], None]
    started: float = field(default_factory=time.time)
    outcome: Outcome = "crashed"

    @property
    def seconds(self) -> float:
        """For how long it has been running."""
        return time.time() - self.started

    def stop(self, outcome: Outcome) -> None:
        """End it, and say why."""
        self.outcome = outcome
        self.kill()

    def failure(self, seconds: float, memory_bytes: int) -> QueryFailed:
        """Why there is no answer, once its worker has gone."""
        match self.outcome:
            case "timed-out":
                return QueryTimedOut(f"The query was stopped after {seconds:g} seconds.")
            case "cancelled":
                return QueryCancelled("The query was stopped by an operator of this service.")
        return QueryCrashed(
            "The query ended its worker: it is nested too deeply, or it needs more than "
            f"{memory_bytes // 2**20} MB of memory."
        )
