"""Walking from an act, frontier by frontier: what can be reached, and every edge among what was reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import networkx as nx
from pyoxigraph import Store

from graph.chains.edges import Edge, Towards, edges
from graph.errors import AnswerTooLarge, BadRequest

Direction: TypeAlias = Literal["back", "forward", "both"]

DEEPEST = 20
NODE_LIMIT = 1_000
EDGE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Reached:
    """What a walk reached, as a multigraph whose edges are keyed by `Edge`.

    `back` and `forward` are the acts that were reached in each direction, the root among both; `unfinished`
    are those beyond which the walk would go on if it were allowed to go deeper.
    """

    root: str
    graph: nx.MultiDiGraph
    back: frozenset[str]
    forward: frozenset[str]
    unfinished: frozenset[str]

    @property
    def edges(self) -> list[Edge]:
        """Every edge among what was reached, in stable order."""
        return sorted((key for _, _, key in self.graph.edges(keys=True)), key=lambda edge: edge.key)


def reach(
    store: Store, root: str, direction: Direction, depth: int, *, node_limit: int = NODE_LIMIT
) -> Reached:
    """Walk at most `depth` hops from the act with the IRI `root`.

    Raises `BadRequest` for a depth that is not between 1 and 20, and `AnswerTooLarge` where more than
    `node_limit` acts or 10,000 edges are reached: no part of a chain is left out in silence.
    """
    if not 1 <= depth <= DEEPEST:
        raise BadRequest(f"A trace is 1 to {DEEPEST} hops deep; {depth:,} was asked for.")
    back = _walk(store, root, "back", depth, node_limit) if direction != "forward" else {root: False}
    forward = _walk(store, root, "forward", depth, node_limit) if direction != "back" else {root: False}
    reached = {**back, **forward}
    _refuse_more_than(node_limit, reached, "acts")
    unfinished = {node for walk in (back, forward) for node, more in walk.items() if more}
    graph = _among(store, reached)
    return Reached(root, graph, frozenset(back), frozenset(forward), frozenset(unfinished))


def _walk(store: Store, root: str, towards: Towards, depth: int, limit: int) -> dict[str, bool]:
    """The acts in reach, and of each whether the walk would go on beyond it."""
    reached, frontier = {root: False}, [root]
    for _ in range(depth):
        found = {next_ for node in frontier for next_ in _next(store, node, towards)}
        frontier = sorted(found - reached.keys())
        reached.update(dict.fromkeys(frontier, False))
        _refuse_more_than(limit, reached, "acts")
    return reached | {node: not reached.keys() >= _next(store, node, towards) for node in frontier}


def _next(store: Store, node: str, towards: Towards) -> set[str]:
    return {edge.earlier if towards == "back" else edge.later for edge in edges(store, node, towards)}


def _among(store: Store, reached: Iterable[str]) -> nx.MultiDiGraph:
    """The multigraph of everything reached: an edge is found from the later of its ends."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(reached))
    for node in list(graph):
        for edge in edges(store, node, "back"):
            if edge.earlier in graph:
                graph.add_edge(edge.source, edge.target, key=edge)
        _refuse_more_than(EDGE_LIMIT, graph.edges, "links")
    return graph


def _refuse_more_than(limit: int, found: Iterable[object], what: str) -> None:
    if sum(1 for _ in found) > limit:
        raise AnswerTooLarge(
            f"The trace reaches more than {limit:,} {what}, which is the limit. "
            "Ask for fewer hops, or for one direction."
        )
