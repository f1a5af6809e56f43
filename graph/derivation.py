"""From source graphs to the register and the statuses: the one way in which they come to be.

Loaders and updates all end here. What is derived is replaced treaty by treaty, and only where it differs;
nothing else is touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from graph import iri
from graph.catalogue import tier_ranks
from graph.derivations import Derivations, read_facts
from graph.law.derive import Remark
from graph.law.register import Register, merge
from graph.law.vienna import VCLT
from graph.store.candidate import Candidate
from graph.store.changes import Change, by_graph
from graph.triples.acts import read_reports
from graph.triples.derived import register_quads, status_quads
from graph.triples.directory import read_directory
from graph.triples.names import read_names
from graph.triples.rules import read_provisions
from ontology.terms import DEP

_KEPT = 8  # registers and derivations: those that others need are asked for again and again


@dataclass(frozen=True, slots=True)
class Derived:
    """What the derivation of one treaty came to, and how it changed the derived graphs.

    `contradictions` is in how many fields the sources of its acts contradict each other.
    """

    treaty: str
    acts: int
    intervals: int
    contradictions: int
    remarks: tuple[Remark, ...]
    graphs: Mapping[str, Change]


def rederive(candidate: Candidate, treaties: Iterable[str]) -> Iterator[Derived]:
    """Derive register and status of each treaty again and write them in place of what was there."""
    with candidate.snapshot() as store:
        yield from _rederived(candidate, store, treaties)


def _rederived(candidate: Candidate, store: Store, treaties: Iterable[str]) -> Iterator[Derived]:
    """The same, from what the store says."""
    directory, names = read_directory(store), read_names(store)
    ranks, provisions = tier_ranks(store), read_provisions(store)

    @lru_cache(_KEPT)
    def register(treaty: str) -> Register:
        return merge(read_reports(store, treaty, directory), ranks)

    facts = read_facts(store, lambda treaty: register(treaty).acts, directory, names)
    derivations = Derivations(facts, _KEPT)
    changed = set(treaties)
    among = treaties_with_acts(store) if VCLT in changed else facts.rules
    for slug in sorted(derivations.touched(changed, among)):
        derivation = derivations.of(slug)
        wanted = {
            *register_quads(register(slug), derivation.effects, directory, names),
            *status_quads(derivation, directory, names, provisions),
        }
        differences = candidate.replace(_derived_before(store, slug), wanted)
        yield Derived(
            slug,
            len(register(slug).acts),
            len(derivation.intervals),
            len(register(slug).contradictions),
            derivation.remarks,
            by_graph(*differences),
        )


def treaties_with_acts(store: Store) -> set[str]:
    """Slugs of all treaties with respect to which something was done."""
    found = store.query(
        f"SELECT DISTINCT ?treaty {{ ?act <{DEP.treaty}> ?treaty }}", use_default_graph_as_union=True
    )
    if not isinstance(found, QuerySolutions):
        raise TypeError("a SELECT query gives solutions")
    return {iri.slug_of(row[0].value) for row in found if isinstance(row[0], NamedNode)}


def _derived_before(store: Store, slug: str) -> set[Quad]:
    """What was derived for a treaty: acts of the register, intervals, and what hangs on them."""
    treaty = NamedNode(iri.treaty(slug))
    register, status = NamedNode(iri.REGISTER), NamedNode(iri.STATUS)
    acts = _subjects(store, DEP.treaty, treaty, register)
    claims = {claim for act in acts for claim in _subjects(store, DEP.subject, act, register)}
    intervals = _subjects(store, DEP.statusFor, treaty, status)
    parts = {
        part
        for interval in intervals
        for predicate in (DEP.step, DEP.qualifier)
        for part in _objects(store, interval, predicate, status)
    }
    return {
        quad
        for graph, subjects in ((register, acts | claims), (status, intervals | parts))
        for subject in subjects
        for quad in store.quads_for_pattern(subject, None, None, graph)
    }


def _subjects(store: Store, predicate: str, value: NamedNode, graph: NamedNode) -> set[NamedNode]:
    quads = store.quads_for_pattern(None, NamedNode(predicate), value, graph)
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def _objects(store: Store, subject: NamedNode, predicate: str, graph: NamedNode) -> set[NamedNode]:
    quads = store.quads_for_pattern(subject, NamedNode(predicate), None, graph)
    return {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
