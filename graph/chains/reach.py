"""Walking from an act, frontier by frontier: what can be reached, and every edge among what was reached."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import networkx as nx
from pyoxigraph import Store

from graph.chains.edges import Edge, Towards, edges
from graph.errors import AnswerTooLarge, BadRequest

Direction: TypeAlias = Literal["back", "forward", "both"]
Look: TypeAlias = Callable[[str, Towards], list[Edge]]
Ends: TypeAlias = tuple[str, str, str]
Denials: TypeAlias = Mapping[Ends, tuple[str, ...]]

DEEPEST = 20
NODE_LIMIT = 1_000
EDGE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Reached:
    """What a walk reached, as a multigraph whose edges are keyed by `Edge`; a denial is no edge of it.

    `back` and `forward` are the acts that were reached in each direction, the root among both; `unfinished`
    are those beyond which the walk would go on if it were allowed to go deeper. `denials` are IRIs of claims
    that a relation does not exist, by subject, predicate and object.
    """

    root: str
    graph: nx.MultiDiGraph
    back: frozenset[str]
    forward: frozenset[str]
    unfinished: frozenset[str]
    denials: Denials

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

    @cache
    def look(node: str, towards: Towards) -> list[Edge]:
        return edges(store, node, towards)

    back = _walk(look, root, "back", depth, node_limit) if direction != "forward" else {root: False}
    forward = _walk(look, root, "forward", depth, node_limit) if direction != "back" else {root: False}
    reached = {**back, **forward}
    _refuse_more_than(node_limit, reached, "acts")
    unfinished = {node for walk in (back, forward) for node, more in walk.items() if more}
    graph, denials = _among(look, reached)
    return Reached(root, graph, frozenset(back), frozenset(forward), frozenset(unfinished), denials)


def _walk(look: Look, root: str, towards: Towards, depth: int, limit: int) -> dict[str, bool]:
    """The acts in reach, and of each whether the walk would go on beyond it."""
    reached, frontier = {root: False}, [root]
    for _ in range(depth):
        found = {next_ for node in frontier for next_ in _next(look, node, towards)}
        frontier = sorted(found - reached.keys())
        reached.update(dict.fromkeys(frontier, False))
        _refuse_more_than(limit, reached, "acts")
    return reached | {node: not reached.keys() >= _next(look, node, towards) for node in frontier}


def _next(look: Look, node: str, towards: Towards) -> set[str]:
    followed = [edge for edge in look(node, towards) if not edge.denied]
    return {edge.earlier if towards == "back" else edge.later for edge in followed}


def _among(look: Look, reached: Iterable[str]) -> tuple[nx.MultiDiGraph, Denials]:
    """Every edge among what was reached, found from the later of its ends, and what is denied."""
    graph, denials = nx.MultiDiGraph(), defaultdict[Ends, list[str]](list)
    graph.add_nodes_from(sorted(reached))
    found: list[Edge] = []
    for node in list(graph):
        for edge in look(node, "back"):
            if edge.denied:
                denials[edge.ends].append(edge.via)
            elif edge.earlier in graph:
                found.append(edge)
        _refuse_more_than(EDGE_LIMIT, found, "links")
    graph.add_edges_from((edge.source, edge.target, edge, {}) for edge in found)
    return graph, {ends: tuple(claims) for ends, claims in denials.items()}


def _refuse_more_than(limit: int, found: Sized, what: str) -> None:
    if len(found) > limit:
        raise AnswerTooLarge(
            f"The trace reaches more than {limit:,} {what}, which is the limit. "
            "Ask for fewer hops, or for one direction."
        )
