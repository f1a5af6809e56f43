"""What a loader of a publisher's format yields: what stands at one place of a file, or why it is not used."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from graph.faults import Fault, Left, Origin
from graph.names import Meaning
from graph.published.publication import Publication
from graph.records import Act


class Described(Protocol):
    """A record of `graph.published`: only the file of its publisher speaks of it, and in its own graph."""

    @property
    def key(self) -> tuple[str, ...]:
        """What no other record of the file describes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and the place that it was read from.

    A `Publication` stands at most once in a file. Of an `Act` the loader gives the id that follows from its
    fields; where another source reports the same act already, it gets the id of that one.
    """

    record: Act | Publication | Described
    origin: Origin


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A name for which there is nobody who can act: unknown, of several, or of what is no state."""

    origin: Origin
    field: str
    meaning: Meaning


Item: TypeAlias = Entry | Left | Unnamed | Fault
