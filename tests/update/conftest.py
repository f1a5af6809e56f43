"""Stores that updates are tried on, and how their content is compared."""

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, Store

from graph.update import Delta, run


class Memory:
    """A store in memory that an update may change."""

    def __init__(self, filled_by: str = "") -> None:
        self.store = Store()
        self.store.update(filled_by)

    def add(self, quads: Iterable[Quad]) -> None:
        self.store.extend(quads)

    def remove(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            self.store.remove(quad)

    def settle(self) -> None:
        """Nothing waits here."""

    def update(self, text: str) -> Delta:
        """Evaluate an update without any of the options."""
        return run(self, text, most_quads=1000)


def copy(store: Store) -> Store:
    """The same quads, blank nodes and empty graphs in another store."""
    new = Store()
    new.extend(store)
    for graph in store.named_graphs():
        new.add_graph(graph)
    return new


def content(quads: Iterable[Quad]) -> Dataset:
    """Quads as a data set that equals another one where only the labels of blank nodes differ."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset
