"""The operations of SPARQL 1.1 Update, 3, with their clauses as text.

A block is text in braces, an IRI is written as in the request (`<…>` or a prefixed name): what they mean
depends on the prologue.
"""

from dataclasses import dataclass
from typing import Literal

TransferVerb = Literal["ADD", "MOVE", "COPY"]


@dataclass(frozen=True, slots=True)
class InsertData:
    """INSERT DATA."""

    block: str


@dataclass(frozen=True, slots=True)
class DeleteData:
    """DELETE DATA."""

    block: str


@dataclass(frozen=True, slots=True)
class Modify:
    """WITH, DELETE, INSERT, USING and WHERE; DELETE WHERE has the same block as DELETE and as WHERE."""

    delete: str | None
    insert: str | None
    where: str
    graph: str | None = None
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """LOAD of a document into a graph; `None` is the default graph."""

    silent: bool
    source: str
    graph: str | None


@dataclass(frozen=True, slots=True)
class Create:
    """CREATE GRAPH."""

    silent: bool
    graph: str


@dataclass(frozen=True, slots=True)
class Clear:
    """CLEAR, or DROP; the target is the IRI of a graph, or one of the words DEFAULT, NAMED and ALL."""

    drop: bool
    silent: bool
    target: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """ADD, MOVE or COPY of what one graph holds to another; `None` is the default graph."""

    verb: TransferVerb
    silent: bool
    source: str | None
    target: str | None


Operation = InsertData | DeleteData | Modify | Load | Create | Clear | Transfer


@dataclass(frozen=True, slots=True)
class Prologue:
    """The BASE, PREFIX and VERSION declarations that hold for an operation.

    `inherited` are those before earlier operations; its `own` begin at the offset `start` of the request.
    """

    inherited: str = ""
    own: str = ""
    start: int = 0

    @property
    def text(self) -> str:
        """All declarations in their order, later ones last: they win."""
        return self.inherited + self.own


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a request, and where it stands in the text, without the semicolon."""

    prologue: Prologue
    operation: Operation
    start: int
    end: int
