"""Stores that updates are tried on, and how their content is compared."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Quad, Store, Triple

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


def content(quads: Iterable[Quad]) -> Counter[str]:
    """Quads without the labels of their blank nodes, which are named by what is said of them, four steps far.

    Canonicalising takes exponential time where many nodes look alike, as those of a template do.
    """
    held = list(quads)
    names: dict[BlankNode, str] = {}
    about: dict[BlankNode, list[Quad]] = {}
    for quad in held:
        for node in _nodes(quad):
            about.setdefault(node, []).append(quad)
    for _ in range(4):
        names = {
            node: str(hash(tuple(sorted(_line(quad, names, node) for quad in said))))
            for node, said in about.items()
        }
    return Counter(_line(quad, names) for quad in held)


def _nodes(term: object) -> set[BlankNode]:
    if isinstance(term, Quad | Triple):
        return set().union(*map(_nodes, term))
    return {term} if isinstance(term, BlankNode) else set()


def _line(term: object, names: Mapping[BlankNode, str], self: BlankNode | None = None) -> str:
    if isinstance(term, Quad | Triple):
        return f"<<{' '.join(_line(part, names, self) for part in term)}>>"
    if isinstance(term, BlankNode):
        return "itself" if term == self else names.get(term, "node")
    return str(term)
