"""What one question may cost. Every limit fails visibly: nothing that was cut looks complete."""

from dataclasses import dataclass, field
from typing import Any

from graph.errors import (
    AnswerTooLarge,
    Busy,
    DataMalformed,
    DepositaryError,
    QueryCrashed,
    QueryForbidden,
    QueryTimedOut,
    QueryTooLong,
    WriteTooLarge,
)


def limit(default: float, unit: str, title: str, error: type[DepositaryError] | None) -> Any:
    """A field of a limit, with its unit, a title for people, and the error behind it."""
    return field(default=default, metadata={"unit": unit, "title": title, "error": error})


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Limits of a SPARQL query; the metadata of each field are its title, its unit, and the error behind it.

    Oxigraph's parser recurses: 3,000 nested braces or 10,000 parentheses, UNIONs or `&&` overflow its stack,
    and a property path of 500 steps takes seconds. The defaults lie far below that, and far above what people
    write.
    """

    seconds: float = limit(30.0, "seconds", "Time that one query may take", QueryTimedOut)
    workers: int = limit(4, "processes", "Queries that are answered at the same time", Busy)
    waiting_seconds: float = limit(0.5, "seconds", "Time that a query waits for a free worker", Busy)
    waiting: int = limit(64, "queries", "Queries that may wait for a free worker", Busy)
    answer_bytes: int = limit(64 * 2**20, "bytes", "Size of one answer", AnswerTooLarge)
    leaving_bytes: int = limit(512 * 2**20, "bytes", "Size of all answers that are being sent", Busy)
    query_bytes: int = limit(256 * 2**10, "bytes", "Size of the text of a query, in UTF-8", QueryTooLong)
    nesting: int = limit(100, "levels", "Brackets inside brackets", QueryForbidden)
    operators: int = limit(1000, "operators", "UNION, OPTIONAL, FILTER, && and the like", QueryForbidden)
    path_steps: int = limit(
        100, "steps", "Steps of one property path or arithmetic expression", QueryForbidden
    )
    memory_bytes: int = limit(2**30, "bytes", "Memory that a query may take", QueryCrashed)
    spares: int = limit(1, "processes", "Workers kept ready to replace one that was stopped", None)


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """Limits of an update, or of a write to a graph; the metadata are those of `QueryLimits`."""

    seconds: float = limit(120.0, "seconds", "Time that one write may take", QueryTimedOut)
    waiting_seconds: float = limit(30.0, "seconds", "Time that a write waits for its turn", Busy)
    waiting: int = limit(64, "writes", "Writes that may wait for their turn", Busy)
    nesting: int = limit(
        1000, "levels", "Elements, JSON objects or triple terms inside others in data", DataMalformed
    )
    quads: int = limit(1_000_000, "quads", "Quads that one update may change", WriteTooLarge)
    memory_bytes: int = limit(2**32, "bytes", "Memory that a write may take", QueryCrashed)
