"""Writing descriptions into a candidate generation: what is new, what is the same, what contradicts.

A source that says one thing today and another tomorrow is not overwritten in silence: without `replace` it is
a fault that names both values.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pyoxigraph import NamedNode, Quad, Store

import ontology
from graph import iri
from graph.faults import Fault, Severity
from graph.triples.base import Block
from graph.triples.records import Placed
from ontology.terms import ROOT

_SHOWN = 200  # characters of a value in a message
Outcome = Literal["new", "unchanged", "replaced", "kept", "refused"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many descriptions had which outcome, and the contradictions."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def __add__(self, other: "Written") -> "Written":
        return Written(self.outcomes + other.outcomes, [*self.faults, *other.faults])

    @property
    def changed(self) -> bool:
        """Whether the candidate differs from what was there."""
        return bool(self.outcomes["new"] or self.outcomes["replaced"])


def write_ontology(store: Store) -> Written:
    """The ontology and its lists in their own graph, as this version of Depositary has them."""
    graph = NamedNode(iri.ONTOLOGY)
    wanted = set(ontology.quads(iri.ONTOLOGY))
    if wanted == set(store.quads_for_pattern(None, None, None, graph)):
        return Written(Counter({"unchanged": 1}))
    outcome: Outcome = "replaced" if store.contains_named_graph(graph) else "new"
    store.remove_graph(graph)
    store.extend(wanted)
    return Written(Counter({outcome: 1}))


def write(store: Store, placed: Iterable[Placed], *, replace: bool) -> Written:
    """Write the blocks into the store; what contradicts the store is a fault and is not written."""
    written, additions = Written(), list[Quad]()
    for item in _merged(placed):
        outcome = _outcome(store, item.block, replace=replace)
        written.outcomes[outcome] += 1
        if outcome in ("refused", "kept"):
            written.faults.append(_contradiction(store, item))
        elif outcome != "unchanged":
            additions.extend(item.block.quads)
            for quad in _owned(store, item.block) - item.block.quads:
                store.remove(quad)
    store.extend(additions)
    return written


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


def _outcome(store: Store, block: Block, *, replace: bool) -> Outcome:
    present = _owned(store, block)
    wanted = {quad for quad in block.quads if block.owned is None or quad.predicate in block.owned}
    if present == wanted:
        return "unchanged" if all(quad in store for quad in block.quads - wanted) else "new"
    if not present:
        return "new"
    if replace:
        return "replaced"
    return "kept" if block.gives_way else "refused"


def _contradiction(store: Store, item: Placed) -> Fault:
    block = item.block
    present = _owned(store, block)
    predicate = min((quad.predicate.value for quad in present ^ block.quads), default="")
    held = _words(quad for quad in present if quad.predicate.value == predicate)
    given = _words(quad for quad in block.quads if quad.predicate.value == predicate)
    found = f"{block.subject.value.removeprefix(iri.IDS)} is in the store with {held}, here it is {given}. "
    severity: Severity
    if block.gives_way:
        message, severity = found + "The description in the store stays; --replace replaces it.", "warning"
    else:
        message = found + "If this file is right, load it with --replace; if both are, name the other source."
        severity = "refused"
    return Fault(item.origin, predicate.rpartition("#")[2], message, severity=severity)


def _words(quads: Iterable[Quad]) -> str:
    values = sorted(getattr(quad.object, "value", str(quad.object)) for quad in quads)
    return "; ".join(f"“{_short(value)}”" for value in values) or "no value"


def _short(value: str) -> str:
    """What is left of an IRI of ours without what all of them share; long values are cut in the middle."""
    for prefix in (iri.IDS, iri.VOCABULARIES, ROOT + "ontology#"):
        value = value.removeprefix(prefix)
    return textwrap.shorten(value, _SHOWN, placeholder=" …")
