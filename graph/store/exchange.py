"""What goes to a worker, and what comes back."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn

from graph.errors import AnswerTooLarge, FunctionUnsupported, QueryFailed, QueryMalformed
from graph.workers.frames import Body
from ontology.terms import ROOT


class Query(NamedTuple):
    """A query that the guard let pass.

    `union`: the default graph is the union of all graphs; it must be false where the query itself has a
    FROM clause, which Oxigraph would otherwise ignore. `default_graphs` and `named_graphs` are those of the
    protocol (SPARQL 1.1 Protocol, 2.1.4); where there is any, they are the whole data set. `gzip`: the answer
    may come compressed.
    """

    text: str
    media_type: str
    union: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer, as serialised by Oxigraph, and the version of the data that gave it.

    A large one lies outside of this process's memory: whoever holds it closes it. `id` is that of the query,
    `seconds` is what it took in the worker.
    """

    body: Body
    gzip: bool
    version: str
    id: str
    seconds: float


@lru_cache(1024)
def request_header(
    media_type: str,
    graphs: tuple[tuple[str, ...], tuple[str, ...]],
    answer_bytes: int,
    database: str,
    *,
    union: bool,
    gzip: bool,
) -> bytes:
    """Header of the message that asks a worker (see `graph.workers.query`).

    Relative IRIs are those of this data set, whatever host serves it.
    """
    header = {
        "media_type": media_type,
        "union": union,
        "gzip": gzip,
        "default_graphs": graphs[0],
        "named_graphs": graphs[1],
        "base_iri": ROOT,
        "answer_bytes": answer_bytes,
        "database": database,
    }
    return json.dumps(header).encode()


class DatabaseGoneError(Exception):
    """The worker could not open the database: newer ones have replaced it."""


def refuse(header: bytes) -> NoReturn:
    """Raise the error that a worker reports."""
    told = json.loads(header)
    match told["error"]:
        case "malformed":
            raise QueryMalformed(told["message"], told["line"], told["column"])
        case "unsupported":
            raise FunctionUnsupported(told["message"])
        case "too-large":
            raise AnswerTooLarge(told["message"])
        case "gone":
            raise DatabaseGoneError(told["message"])
        case _:
            raise QueryFailed(told["message"])
