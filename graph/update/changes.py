"""The quads that one operation deletes and inserts, as they come, up to a limit."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Quad, Store

from graph.errors import WriteTooLarge
from graph.update.delta import Delta, GraphName


class Changes:
    """What an operation deletes and inserts: first the one, then the other (SPARQL 1.1 Update, 3.1.3).

    Only what makes a difference is kept. Raises `WriteTooLarge` as soon as that is more than `most_quads`.
    """

    def __init__(self, store: Store, most_quads: int) -> None:
        self._store = store
        self._most = most_quads
        self._deleted: set[Quad] = set()
        self._inserted: set[Quad] = set()
        self._kept: set[Quad] = set()  # what is there and is inserted: to delete it changes nothing

    def delete(self, quads: Iterable[Quad]) -> None:
        """Delete quads, of which the store need not hold all."""
        for quad in quads:
            if quad in self._store:
                self._deleted.add(quad)
                self._refuse_size()

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, of which the store may hold some."""
        for quad in quads:
            (self._kept if quad in self._store else self._inserted).add(quad)
            self._refuse_size()

    def _refuse_size(self) -> None:
        refuse_size(len(self._deleted) + len(self._inserted), self._most)

    def delta(self, created: Iterable[GraphName] = (), dropped: Iterable[GraphName] = ()) -> Delta:
        """The difference. Graphs that quads are inserted into come to exist; others that do are given."""
        graphs = {quad.graph_name for quad in self._inserted}
        new = {
            graph
            for graph in (*graphs, *created)
            if not isinstance(graph, DefaultGraph) and not self._store.contains_named_graph(graph)
        }
        return Delta(
            frozenset(self._deleted - self._kept),
            frozenset(self._inserted),
            frozenset(new),
            frozenset(graph for graph in dropped if self._store.contains_named_graph(graph)),
        )


def refuse_size(quads: int, most: int) -> None:
    """Raise `WriteTooLarge` where more quads would change than one update may."""
    if quads > most:
        raise WriteTooLarge(
            f"The update changes more than {most:,} quads. Make it in smaller parts, "
            "or load the data as a file with “depositary load”."
        )
