"""What goes to a worker, and what comes back."""

from dataclasses import dataclass
from typing import Any, NoReturn

from graph.errors import AnswerTooLarge, QueryFailed, QueryMalformed
from graph.store.limits import QueryLimits


@dataclass(frozen=True, slots=True)
class Query:
    """A query that the guard let pass.

    `union`: the default graph is the union of all graphs; it must be false where the query itself has a
    FROM clause, which Oxigraph would otherwise ignore. `default_graphs` and `named_graphs` are those of the
    protocol (SPARQL 1.1 Protocol, 2.1.4); where there is any, they are the whole data set.
    """

    text: str
    media_type: str
    union: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer, as serialised by Oxigraph, and the version of the data that gave it."""

    body: bytes
    media_type: str
    version: str


def request(query: Query, limits: QueryLimits) -> dict[str, Any]:
    """Header of the frame that asks a worker (see `graph.store.worker`)."""
    return {
        "media_type": query.media_type,
        "union": query.union,
        "default_graphs": query.default_graphs,
        "named_graphs": query.named_graphs,
        "answer_bytes": limits.answer_bytes,
    }


def refuse(header: dict[str, Any]) -> NoReturn:
    """Raise the error that a worker reports."""
    match header["error"]:
        case "malformed":
            raise QueryMalformed(header["message"], header["line"], header["column"])
        case "too-large":
            raise AnswerTooLarge(header["message"])
        case _:
            raise QueryFailed(header["message"])
