"""Writing descriptions into a candidate generation: what is new, what is the same, what contradicts.

A source that says one thing today and another tomorrow is not overwritten in silence: without `replace` it is
a fault that names both values.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from pyoxigraph import NamedNode, Quad, Store

import ontology
from graph import iri
from graph.faults import Fault, Severity
from graph.store.candidate import Candidate
from graph.triples.acts import COLUMNS
from graph.triples.base import Block
from graph.triples.records import Placed
from graph.words import short

_BATCH = 1000
Outcome = Literal["new", "unchanged", "replaced", "kept", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many descriptions had which outcome, which named graphs changed, and the contradictions.

    `withdrawn` are the treaties of acts that a newer file leaves out.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    added: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.outcomes + other.outcomes,
            self.added | other.added,
            self.replaced | other.replaced,
            [*self.faults, *other.faults],
            self.withdrawn | other.withdrawn,
        )

    @property
    def changed(self) -> bool:
        """Whether the candidate differs from what was there."""
        return bool(self.added or self.replaced)

    def count(self, outcome: Outcome, graph: str) -> None:
        """Note the outcome of one description in a named graph."""
        self.outcomes[outcome] += 1
        if outcome == "new":
            self.added.add(graph)
        elif outcome in ("replaced", "withdrawn"):
            self.replaced.add(graph)


def write_ontology(candidate: Candidate) -> Written:
    """The ontology and its lists in their own graph, as this version of Depositary has them."""
    written, graph = Written(), NamedNode(iri.ONTOLOGY)
    present = set(candidate.store.quads_for_pattern(None, None, None, graph))
    wanted = set(ontology.quads(iri.ONTOLOGY))
    if wanted == present:
        written.count("unchanged", iri.ONTOLOGY)
        return written
    candidate.replace(present, wanted)
    written.count("replaced" if present else "new", iri.ONTOLOGY)
    return written


def write(candidate: Candidate, placed: Iterable[Placed], *, replace: bool) -> Written:
    """Write the blocks into the candidate; what contradicts it is a fault and is not written."""
    candidate.settle()
    written, present = Written(), _Present(candidate.store)
    described: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for items in _batched(_merged(placed)):
        additions = list[Quad]()
        for item in items:
            if item.block.graph.value.startswith(iri.RULE_GRAPHS):
                described[item.block.graph].add(item.block.subject)
            additions += _written(candidate, present, item, written, replace=replace)
        candidate.add(additions)
    _forget_former_rules(
        candidate, {graph: found for graph, found in described.items() if graph.value in written.replaced}
    )
    return written


def _batched(items: Iterable[Placed]) -> Iterator[list[Placed]]:
    """The items in lists of a thousand: each list leaves as one text."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _written(
    candidate: Candidate, present: "_Present", item: Placed, written: Written, *, replace: bool
) -> Iterable[Quad]:
    """What is to be added for one block; what it replaces is removed."""
    block = item.block
    held = present.of(block)
    outcome = _outcome(held, block, replace=replace)
    written.count(outcome, block.graph.value)
    if outcome in ("refused", "kept"):
        written.faults.append(_contradiction(held, item))
    if outcome not in ("new", "replaced"):
        return ()
    candidate.remove(_owned(held, block) - block.quads)
    return block.quads - held


@dataclass(frozen=True, slots=True)
class _Present:
    """What a store said of subjects before anything was written; a graph that is new says nothing."""

    store: Store
    graphs: dict[NamedNode, bool] = field(default_factory=dict)

    def of(self, block: Block) -> frozenset[Quad]:
        """All that the graph of a block says of its subject."""
        if block.graph not in self.graphs:
            self.graphs[block.graph] = self.store.contains_named_graph(block.graph)
        if not self.graphs[block.graph]:
            return frozenset()
        return frozenset(self.store.quads_for_pattern(block.subject, None, None, block.graph))


def _forget_former_rules(candidate: Candidate, described: Mapping[NamedNode, set[NamedNode]]) -> None:
    """The rules of a treaty are one document: what it says no more goes with what it says otherwise."""
    for graph, subjects in described.items():
        candidate.settle()
        present = candidate.store.quads_for_pattern(None, None, None, graph)
        candidate.remove([quad for quad in present if quad.subject not in subjects])


def _merged(placed: Iterable[Placed]) -> Iterator[Placed]:
    """One block for each subject and graph: several records may speak of the same one."""
    merged: dict[tuple[NamedNode, NamedNode], Placed] = {}
    for item in placed:
        key = item.block.graph, item.block.subject
        if item.alone:
            yield item
        elif key in merged:
            merged[key] = Placed(_union(merged[key].block, item.block), merged[key].origin)
        else:
            merged[key] = item
    yield from merged.values()


def _union(one: Block, other: Block) -> Block:
    owned = None if one.owned is None or other.owned is None else one.owned | other.owned
    return Block(one.graph, one.subject, one.quads | other.quads, owned, one.gives_way and other.gives_way)


def _owned(quads: frozenset[Quad], block: Block) -> frozenset[Quad]:
    """Those quads whose predicate the block speaks for."""
    owned = block.owned
    return quads if owned is None else frozenset(quad for quad in quads if quad.predicate in owned)


def _outcome(held: frozenset[Quad], block: Block, *, replace: bool) -> Outcome:
    if not held:
        return "new" if block.quads else "unchanged"
    present, wanted = _owned(held, block), _owned(block.quads, block)
    if present == wanted:
        return "unchanged" if block.quads <= held else "new"
    if not present:
        return "new"
    if replace:
        return "replaced"
    return "kept" if block.gives_way else "refused"


def _contradiction(held_quads: frozenset[Quad], item: Placed) -> Fault:
    present, wanted = _owned(held_quads, item.block), _owned(item.block.quads, item.block)
    predicate = _differing(present, wanted)
    held = _words(quad for quad in present if quad.predicate == predicate)
    given = _words(quad for quad in wanted if quad.predicate == predicate)
    what = short(item.block.subject.value)
    found = f"{what} is in the store with {held}, here it is {given}. "
    severity: Severity
    if item.block.gives_way:
        message, severity = found + "The description in the store stays; --replace replaces it.", "warning"
    else:
        message = found + "If this file is right, load it with --replace; if both are, name the other source."
        severity = "refused"
    return Fault(item.origin, _field(predicate), message, severity=severity)


def _differing(present: frozenset[Quad], wanted: frozenset[Quad]) -> NamedNode:
    """A predicate with other values; one of which both give a value shows best what contradicts."""
    differing = {quad.predicate for quad in present ^ wanted}
    both = {quad.predicate for quad in present} & {quad.predicate for quad in wanted}
    return min(differing & both or differing, key=str)


def _field(predicate: NamedNode) -> str:
    """The column of the acts format, else the name of the predicate."""
    columns = {column.predicate: column.name for column in COLUMNS}
    return columns.get(predicate.value, re.split("[#/]", predicate.value)[-1])


def _words(quads: Iterable[Quad]) -> str:
    values = sorted(getattr(quad.object, "value", str(quad.object)) for quad in quads)
    return "; ".join(f"“{short(value)}”" for value in values) or "no value"
