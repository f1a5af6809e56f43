"""Writing descriptions into a candidate generation: what is new, what is the same, what contradicts.

A source that says one thing today and another tomorrow is not overwritten in silence: without `replace` it is
a fault that names both values.
"""

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pyoxigraph import NamedNode, Quad, Store

import ontology
from graph import iri
from graph.faults import Fault, Severity
from graph.triples.acts import COLUMNS
from graph.triples.base import Block
from graph.triples.records import Placed
from ontology.terms import ROOT

_SHOWN = 200  # characters of a value in a message
Outcome = Literal["new", "unchanged", "replaced", "kept", "refused"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many descriptions had which outcome, which named graphs changed, and the contradictions."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    added: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.outcomes + other.outcomes,
            self.added | other.added,
            self.replaced | other.replaced,
            [*self.faults, *other.faults],
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
        elif outcome == "replaced":
            self.replaced.add(graph)


def write_ontology(store: Store) -> Written:
    """The ontology and its lists in their own graph, as this version of Depositary has them."""
    written, graph = Written(), NamedNode(iri.ONTOLOGY)
    present, wanted = set(store.quads_for_pattern(None, None, None, graph)), set(ontology.quads(iri.ONTOLOGY))
    if wanted == present:
        written.count("unchanged", iri.ONTOLOGY)
        return written
    store.remove_graph(graph)
    store.extend(wanted)
    written.count("replaced" if present else "new", iri.ONTOLOGY)
    return written


def write(store: Store, placed: Iterable[Placed], *, replace: bool) -> Written:
    """Write the blocks into the store; what contradicts the store is a fault and is not written."""
    written, additions = Written(), list[Quad]()
    described: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for item in _merged(placed):
        block = item.block
        described[block.graph].add(block.subject)
        outcome = _outcome(store, block, replace=replace)
        written.count(outcome, block.graph.value)
        if outcome in ("refused", "kept"):
            written.faults.append(_contradiction(store, item))
        elif outcome != "unchanged":
            additions.extend(block.quads)
            _remove(store, _owned(store, block) - block.quads)
    _forget_former_rules(
        store, {graph: described[graph] for graph in described if _is_replaced(graph, written)}
    )
    store.extend(additions)
    return written


def _is_replaced(graph: NamedNode, written: Written) -> bool:
    return graph.value.startswith(iri.RULE_GRAPHS) and graph.value in written.replaced


def _forget_former_rules(store: Store, described: Mapping[NamedNode, set[NamedNode]]) -> None:
    """The rules of a treaty are one document: what it says no more goes with what it says otherwise."""
    for graph, subjects in described.items():
        present = store.quads_for_pattern(None, None, None, graph)
        _remove(store, [quad for quad in present if quad.subject not in subjects])


def _remove(store: Store, quads: Iterable[Quad]) -> None:
    for quad in quads:
        store.remove(quad)


def _merged(placed: Iterable[Placed]) -> Iterable[Placed]:
    """One block for each subject and graph: several records may speak of the same one."""
    merged: dict[tuple[NamedNode, NamedNode], Placed] = {}
    for item in placed:
        key = item.block.graph, item.block.subject
        merged[key] = (
            Placed(_union(merged[key].block, item.block), merged[key].origin) if key in merged else item
        )
    return merged.values()


def _union(one: Block, other: Block) -> Block:
    owned = None if one.owned is None or other.owned is None else one.owned | other.owned
    return Block(one.graph, one.subject, one.quads | other.quads, owned, one.gives_way and other.gives_way)


def _owned(store: Store, block: Block) -> set[Quad]:
    """What the store holds of the predicates that the block speaks for."""
    quads = store.quads_for_pattern(block.subject, None, None, block.graph)
    return {quad for quad in quads if block.owned is None or quad.predicate in block.owned}


def _wanted(block: Block) -> set[Quad]:
    """What the block gives of the predicates that it speaks for."""
    return {quad for quad in block.quads if block.owned is None or quad.predicate in block.owned}


def _outcome(store: Store, block: Block, *, replace: bool) -> Outcome:
    present, wanted = _owned(store, block), _wanted(block)
    if present == wanted:
        return "unchanged" if all(quad in store for quad in block.quads - wanted) else "new"
    if not present:
        return "new"
    if replace:
        return "replaced"
    return "kept" if block.gives_way else "refused"


def _contradiction(store: Store, item: Placed) -> Fault:
    present, wanted = _owned(store, item.block), _wanted(item.block)
    predicate = _differing(present, wanted)
    held = _words(quad for quad in present if quad.predicate == predicate)
    given = _words(quad for quad in wanted if quad.predicate == predicate)
    what = _short(item.block.subject.value)
    found = f"{what} is in the store with {held}, here it is {given}. "
    severity: Severity
    if item.block.gives_way:
        message, severity = found + "The description in the store stays; --replace replaces it.", "warning"
    else:
        message = found + "If this file is right, load it with --replace; if both are, name the other source."
        severity = "refused"
    return Fault(item.origin, _field(predicate), message, severity=severity)


def _differing(present: set[Quad], wanted: set[Quad]) -> NamedNode:
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
    return "; ".join(f"“{_short(value)}”" for value in values) or "no value"


def _short(value: str) -> str:
    """What is left of an IRI of ours without what all of them share; long values are cut in the middle."""
    for prefix in (iri.IDS + "act/", iri.IDS, iri.VOCABULARIES, ROOT + "ontology#"):
        value = value.removeprefix(prefix)
    return textwrap.shorten(value, _SHOWN, placeholder=" …")
