"""What a store holds, in numbers and as a whole."""

from collections import Counter

from pyoxigraph import NamedNode, Store

from graph.store.generations import sorted_lines


def graph_sizes(store: Store) -> dict[str, int]:
    """Number of quads in each named graph, the largest first; the unnamed graph has the empty name."""
    sizes: Counter[str] = Counter()
    for quad in store.quads_for_pattern(None, None, None, None):
        sizes[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""] += 1
    return dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0])))


def sorted_nquads(store: Store) -> bytes:
    """All quads as sorted N-Quads: the canonical form, whose SHA-256 begins with the version."""
    return b"".join(sorted_lines(store))
