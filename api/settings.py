"""The limits of a running server: published at `/limits`, and set by the operator."""

import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from api.connection.limits import ConnectionLimits
from api.problems import BODY_TOO_LARGE, BODY_TOO_SLOW, Problem, problem_of
from graph.errors import BadRequest
from graph.federation import RemoteLimits
from graph.store.limits import QueryLimits, WriteLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of queries, and of whatever is sent in the body of a request."""

    query: QueryLimits = field(default_factory=QueryLimits)
    write: WriteLimits = field(default_factory=WriteLimits)
    remote: RemoteLimits = field(default_factory=RemoteLimits)
    connection: ConnectionLimits = field(default_factory=ConnectionLimits)
    body_bytes: int = 2**20
    write_bytes: int = 64 * 2**20
    body_seconds: float = 30.0
    cache_bytes: int = 64 * 2**20

    def as_json(self) -> list[dict[str, Any]]:
        """Rows `{name, limit, unit, title, status, problem}`; the last two say what going beyond brings."""
        rows = [_query_row("", self.query, about) for about in fields(self.query)]
        rows += [_query_row("write_", self.write, about) for about in fields(self.write)]
        rows += [_query_row("", self.remote, about) for about in fields(self.remote)]
        rows += [_row(*row) for row in self.connection.rows()]
        return [
            *rows,
            _row("body_bytes", self.body_bytes, "bytes", "Size of a request body", BODY_TOO_LARGE),
            _row("write_bytes", self.write_bytes, "bytes", "Size of a body that is written", BODY_TOO_LARGE),
            _row("body_seconds", self.body_seconds, "seconds", "Time for a body to arrive", BODY_TOO_SLOW),
            _row("cache_bytes", self.cache_bytes, "bytes", "Answers that are kept to be given again", None),
        ]


def _row(name: str, limit: float, unit: str, title: str, problem: Problem | None) -> dict[str, Any]:
    row = {"name": name, "limit": limit, "unit": unit, "title": title}
    return row | {"status": problem and problem.status, "problem": problem and problem.type}


def _query_row(
    prefix: str, limits: QueryLimits | WriteLimits | RemoteLimits, about: Field[Any]
) -> dict[str, Any]:
    error = about.metadata["error"]
    problem = problem_of(error) if error else None
    return _row(
        prefix + about.name,
        getattr(limits, about.name),
        about.metadata["unit"],
        about.metadata["title"],
        problem,
    )


_FRACTIONS = frozenset({"seconds", "requests"})
_MAY_BE_ZERO = frozenset(
    {"spares", "waiting", "waiting_seconds", "write_waiting", "write_waiting_seconds", "cache_bytes"}
    | {"remote_calls", "redirects"}
)
_SHARED = ("body_bytes", "write_bytes", "body_seconds", "cache_bytes")


def read_limits(file: Path | None, query: Mapping[str, float]) -> Limits:
    """The limits of a TOML file, by their names at `/limits`; those of `query` win over it.

    Raises `BadRequest` for a name that is none, or a value that cannot be one of that limit.
    """
    given = _numbers(file) if file else {}
    groups = {
        "query": ("", QueryLimits),
        "write": ("write_", WriteLimits),
        "remote": ("", RemoteLimits),
        "connection": ("", ConnectionLimits),
    }
    chosen: dict[str, Any] = {name: given.pop(name) for name in _SHARED if name in given}
    for group, (prefix, kind) in groups.items():
        names = {about.name for about in fields(kind)} if is_dataclass(kind) else set[str]()
        own = {name: given.pop(prefix + name) for name in names if prefix + name in given}
        chosen[group] = kind(**(own | dict(query if group == "query" else {})))
    if given:
        raise BadRequest(f"{file}: there is no limit called {', '.join(sorted(given))}; /limits lists them.")
    limits = Limits(**chosen)
    _refuse_senseless(limits)
    return limits


def _refuse_senseless(limits: Limits) -> None:
    """Raise `BadRequest` for a limit that lets nothing be answered, or that is no number of its unit."""
    for row in limits.as_json():
        name, value, unit = row["name"], row["limit"], row["unit"]
        if not isfinite(value):
            raise BadRequest(f"The limit {name} is to be a finite number.")
        if unit not in _FRACTIONS and not isinstance(value, int):
            raise BadRequest(f"The limit {name} is to be a whole number of {unit}.")
        if value == 0 and name not in _MAY_BE_ZERO:
            raise BadRequest(f"The limit {name} is to be more than 0 {unit}.")


def _numbers(file: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"The limits of {file} cannot be read: {error}.") from None
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise BadRequest(f"{file}: {name} is to be a number that is not negative, in no table.")
    return given
