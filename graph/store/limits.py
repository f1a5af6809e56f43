"""What one question may cost. Every limit fails visibly: nothing that was cut looks complete."""

from dataclasses import dataclass, field
from typing import Any

from graph.errors import AnswerTooLarge, Busy, DepositaryError, QueryCrashed, QueryForbidden, QueryTimedOut


def _limit(default: float, unit: str, title: str, error: type[DepositaryError] | None) -> Any:
    return field(default=default, metadata={"unit": unit, "title": title, "error": error})


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Limits of a SPARQL query; the metadata of each field are its title, its unit, and the error behind it.

    Oxigraph's parser recurses: 3,000 nested braces or 10,000 parentheses, UNIONs or `&&` overflow its stack,
    and a property path of 500 steps takes seconds. The defaults lie far below that, and far above what people
    write.
    """

    seconds: float = _limit(30.0, "seconds", "Time that one query may take", QueryTimedOut)
    workers: int = _limit(4, "processes", "Queries that are answered at the same time", Busy)
    waiting_seconds: float = _limit(1.0, "seconds", "Time that a query waits for a free worker", Busy)
    answer_bytes: int = _limit(64 * 2**20, "bytes", "Size of one answer", AnswerTooLarge)
    query_bytes: int = _limit(256 * 2**10, "bytes", "Size of the text of a query, in UTF-8", QueryForbidden)
    nesting: int = _limit(100, "levels", "Brackets inside brackets", QueryForbidden)
    operators: int = _limit(1000, "operators", "UNION, OPTIONAL, FILTER, && and the like", QueryForbidden)
    path_steps: int = _limit(
        100, "steps", "Steps of one property path or arithmetic expression", QueryForbidden
    )
    memory_bytes: int = _limit(2**30, "bytes", "Memory that a query may take", QueryCrashed)
    spares: int = _limit(1, "processes", "Workers kept ready to replace one that was stopped", None)
