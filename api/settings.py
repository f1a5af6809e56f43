"""The published limits of a running server."""

from dataclasses import Field, dataclass, field, fields
from typing import Any

from api.problems import BODY_TOO_LARGE, BODY_TOO_SLOW, Problem, problem_of
from graph.store.limits import QueryLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of queries, and of whatever is sent in the body of a request."""

    query: QueryLimits = field(default_factory=QueryLimits)
    body_bytes: int = 2**20
    body_seconds: float = 30.0

    def as_json(self) -> list[dict[str, Any]]:
        """Rows `{name, limit, unit, title, status, problem}`; the last two say what going beyond brings."""
        rows = [_query_row(self.query, about) for about in fields(self.query)]
        return [
            *rows,
            _row("body_bytes", self.body_bytes, "bytes", "Size of a request body", BODY_TOO_LARGE),
            _row("body_seconds", self.body_seconds, "seconds", "Time for a body to arrive", BODY_TOO_SLOW),
        ]


def _row(name: str, limit: float, unit: str, title: str, problem: Problem | None) -> dict[str, Any]:
    row = {"name": name, "limit": limit, "unit": unit, "title": title}
    return row | {"status": problem and problem.status, "problem": problem and problem.type}


def _query_row(limits: QueryLimits, about: Field[Any]) -> dict[str, Any]:
    error = about.metadata["error"]
    problem = problem_of(error) if error else None
    return _row(
        about.name, getattr(limits, about.name), about.metadata["unit"], about.metadata["title"], problem
    )
