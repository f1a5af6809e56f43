"""Everything Depositary can refuse, as one tree.

    DepositaryError
    ├── BadRequest            the caller asked for something that cannot be answered as asked
    │   ├── UnknownName       a state, treaty or act that no name matches; carries candidates
    │   ├── QueryMalformed    SPARQL that does not parse; carries line and column where known
    │   ├── DataMalformed     RDF that does not parse; carries line and column where known
    │   └── QueryForbidden    SPARQL that would leave the data set (SERVICE, LOAD), or is too deep to read
    │       └── QueryTooLong  SPARQL whose text is longer than the published limit
    ├── Unauthorised          a token is needed, or the one given is not known
    ├── Forbidden             the token does not allow this, or nothing can be written here
    ├── NotFound              the resource is not in the graph
    ├── NotAcceptable         no format that the caller accepts
    ├── PreconditionFailed    the data are no more those that the caller has seen
    ├── TooManyRequests       this client asks more often than it may; try again
    ├── QueryFailed           the query was accepted, but no complete answer can be given
    │   ├── QueryTimedOut     the deadline passed and the worker was stopped
    │   ├── QueryCancelled    somebody with a token stopped it
    │   ├── QueryCrashed      the query ended its worker (nesting too deep, out of memory)
    │   ├── FunctionUnsupported  a function of the query is not implemented here
    │   ├── AnswerTooLarge    the answer is larger than the published limit
    │   ├── WriteTooLarge     the update changes more than the published limit
    │   ├── UpdateFailed      the update contradicts what is there (SPARQL 1.1 Update, 3.2)
    │   ├── RemoteFailed      an endpoint that the query calls by SERVICE gave no complete answer
    │   └── Busy              all workers are busy; try again
    ├── LoadRefused           input that breaks a rule; carries every fault; the store is as before
    │   └── WriteRefused      the same of a write by SPARQL Update or the Graph Store Protocol
    ├── NotReady              the server cannot answer yet, or no more
    └── StoreError            the store itself
        ├── StoreMissing      there is none at that path
        ├── StoreLocked       another process is writing
        ├── StoreUnusable     not a Depositary store, or of another format
        └── BackupUnusable    not a backup of a store, or a damaged one

Faults *in the data* are values (`graph.faults.Fault`), never exceptions. HTTP statuses are in `api.problems`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.faults import Fault


class DepositaryError(Exception):
    """Catch this to catch everything that Depositary refuses on purpose."""


class BadRequest(DepositaryError):
    """The request cannot be answered as asked; the message says what to change."""


@dataclass
class UnknownName(BadRequest):
    """No state, treaty or act has this name; `candidates` are the nearest ones."""

    what: str
    name: str
    candidates: Sequence[str] = field(default=())

    def __str__(self) -> str:
        hint = f" Did you mean {' or '.join(self.candidates)}?" if self.candidates else ""
        return f"No {self.what} is called “{self.name}”.{hint}"


@dataclass
class QueryMalformed(BadRequest):
    """SPARQL that does not parse; `hints` are what may be meant, which the message tells too."""

    message: str
    line: int | None = None
    column: int | None = None
    hints: Sequence[str] = ()

    def __str__(self) -> str:
        return self.message


@dataclass
class DataMalformed(BadRequest):
    """RDF that does not parse."""

    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.message


class QueryForbidden(BadRequest):
    """SPARQL that would reach outside the data set."""


class QueryTooLong(QueryForbidden):
    """SPARQL whose text is longer than the published limit."""


class Unauthorised(DepositaryError):
    """A token is needed, or the one given is not known."""


class Forbidden(DepositaryError):
    """The token does not allow this, or nothing can be written here."""


class NotFound(DepositaryError):
    """The resource is not in the graph."""


class NotAcceptable(DepositaryError):
    """None of the formats that the caller accepts can be produced."""


class PreconditionFailed(DepositaryError):
    """The data are no more those that the caller has seen (RFC 9110, 13.1)."""


class TooManyRequests(DepositaryError):
    """This client asks more often than it may."""


class QueryFailed(DepositaryError):
    """No complete answer can be given; nothing partial leaves. `query`: its id, if it was begun."""

    query = ""


class QueryTimedOut(QueryFailed):
    """The deadline passed; the worker was stopped."""


class QueryCancelled(QueryFailed):
    """Somebody with a token stopped the query."""


class QueryCrashed(QueryFailed):
    """The query ended its worker process."""


class FunctionUnsupported(QueryFailed):
    """The query or update calls a function that is not implemented here; its syntax may be right."""


class AnswerTooLarge(QueryFailed):
    """The answer is larger than the published limit."""


class WriteTooLarge(QueryFailed):
    """The update changes more quads than the published limit."""


class UpdateFailed(QueryFailed):
    """The update contradicts what is there: it creates a graph that exists, or drops one that does not."""


class RemoteFailed(QueryFailed):
    """An endpoint that the query calls by SERVICE gave no complete answer."""


class Busy(QueryFailed):
    """All workers are busy."""


@dataclass
class LoadRefused(DepositaryError):
    """Input that breaks a rule. Nothing was loaded; the store is as before."""

    faults: Sequence[Fault]

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class WriteRefused(LoadRefused):
    """A write that breaks a rule. Nothing was written."""


class NotReady(DepositaryError):
    """The server cannot answer yet, or no more; the message says why."""


class StoreError(DepositaryError):
    """The store itself cannot be used."""


class StoreMissing(StoreError):
    """There is no store at that path."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreUnusable(StoreError):
    """The path holds something that is not a store of this version of Depositary."""


class BackupUnusable(StoreError):
    """The file is no backup of a store, or it is damaged."""
