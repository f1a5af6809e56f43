"""What an update changes, as sets of quads and of named graphs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, Store

GraphName = NamedNode | BlankNode


class Target(Protocol):
    """A store that is written; what was added can be read after `settle`. A store's `Candidate` is one."""

    @property
    def store(self) -> Store:
        """What is read."""

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads, none of which it holds."""

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads that it holds."""

    def settle(self) -> None:
        """Wait until everything that was added can be read."""


@dataclass(frozen=True, slots=True)
class Delta:
    """A change, relative to what a store holds: `removed` is all there, nothing of `added` is.

    `created` are named graphs that come to exist, with quads or without; `dropped` are those that cease to
    exist. A named graph from which the last quad is deleted exists on, and is empty, as Oxigraph has it.
    """

    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()
    created: frozenset[GraphName] = frozenset()
    dropped: frozenset[GraphName] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.created or self.dropped)

    @property
    def size(self) -> int:
        """The number of quads that change."""
        return len(self.removed) + len(self.added)

    def then(self, later: "Delta") -> "Delta":
        """Both changes as one; `later` is relative to what the store holds after this one."""
        return Delta(
            (self.removed - later.added) | (later.removed - self.added),
            (self.added - later.removed) | (later.added - self.removed),
            (self.created - later.dropped) | (later.created - self.dropped),
            (self.dropped - later.created) | (later.dropped - self.created),
        )

    def apply(self, target: Target) -> None:
        """Make the change, and wait until it can be read."""
        target.remove(self.removed)
        for graph in self.dropped:
            target.store.remove_graph(graph)
        target.add(self.added)
        target.settle()
        for graph in self.created:
            target.store.add_graph(graph)
