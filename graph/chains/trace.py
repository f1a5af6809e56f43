"""A decision chain around one act: back to its causes and bases, forward to what follows from it."""

from dataclasses import dataclass

from pyoxigraph import Store

from graph.chains.cautions import cautions
from graph.chains.links import Link, read_link
from graph.chains.nodes import Node, read_node
from graph.chains.reach import NODE_LIMIT, Direction, Reached, reach

DEFAULT_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """What was reached from `root` (an IRI), each act once in the order of time, and every link among them.

    `back` and `forward` are IRIs of what was reached in each direction, the root among both. `warnings` are
    sentences.
    """

    root: str
    direction: Direction
    depth: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    warnings: tuple[str, ...]
    back: frozenset[str]
    forward: frozenset[str]

    def node(self, iri: str) -> Node:
        """The act or status with this IRI; raises `KeyError` where the trace did not reach it."""
        return {node.iri: node for node in self.nodes}[iri]


def trace(
    store: Store,
    root: str,
    direction: Direction = "both",
    depth: int = DEFAULT_DEPTH,
    *,
    node_limit: int = NODE_LIMIT,
) -> Trace:
    """Trace the act with the IRI `root` over at most `depth` hops (1 to 20).

    Raises `BadRequest` for another depth, and `AnswerTooLarge` above `node_limit` acts.
    """
    reached = reach(store, root, direction, depth, node_limit=node_limit)
    nodes = sorted((read_node(store, iri) for iri in reached.graph), key=lambda node: node.key)
    place = {node.iri: number for number, node in enumerate(nodes)}
    links = sorted(
        (read_link(store, edge, reached.denials.get(edge.ends, ())) for edge in reached.edges),
        key=lambda link: (place[link.later], place[link.earlier]),
    )
    warnings = [*cautions(store, nodes, links), *_unfinished(reached, nodes, depth)]
    return Trace(
        root, direction, depth, tuple(nodes), tuple(links), tuple(warnings), reached.back, reached.forward
    )


def _unfinished(reached: Reached, nodes: list[Node], depth: int) -> list[str]:
    """A chain that goes on says so."""
    labels = [f"“{node.label}”" for node in nodes if node.iri in reached.unfinished]
    hops = "1 hop" if depth == 1 else f"{depth} hops"
    return [f"The trace stops after {hops}; the chain goes on beyond {', '.join(labels)}."] if labels else []
