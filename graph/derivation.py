"""From source graphs to the register and the statuses: the one way in which they come to be.

Loaders and updates all end here. What is derived is replaced treaty by treaty, and only where it differs;
nothing else is touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from graph import iri
from graph.catalogue import tier_ranks
from graph.law.derive import Remark, derive
from graph.law.register import merge
from graph.law.rules import Rules, parse
from graph.law.vienna import VCLT, VcltParties, vclt_parties
from graph.store.candidate import Candidate
from graph.triples.acts import read_reports
from graph.triples.agents import read_dates_of_succession
from graph.triples.derived import register_quads, status_quads
from graph.triples.directory import Directory, read_directory
from graph.triples.names import read_names
from graph.triples.rules import read_provisions, read_rules
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Derived:
    """What the derivation of one treaty came to."""

    treaty: str
    acts: int
    intervals: int
    remarks: tuple[Remark, ...]


def rederive(candidate: Candidate, treaties: Iterable[str]) -> Iterator[Derived]:
    """Derive register and status of each treaty again and write them in place of what was there."""
    with candidate.snapshot() as store:
        yield from _rederived(candidate, store, treaties)


def _rederived(candidate: Candidate, store: Store, treaties: Iterable[str]) -> Iterator[Derived]:
    """The same, from what the store says."""
    directory = read_directory(store)
    names = read_names(store)
    successions = read_dates_of_succession(store, directory)
    ranks, provisions = tier_ranks(store), read_provisions(store)
    vclt = _vclt(store, ranks, directory)
    for slug in sorted(set(treaties)):
        register = merge(read_reports(store, slug, directory), ranks)
        rules = _rules(store, slug)
        derivation = derive(
            register.acts, rules, successions=successions, vclt=None if slug == VCLT else vclt
        )
        wanted = {
            *register_quads(register, derivation.effects, directory, names),
            *status_quads(derivation, directory, names, provisions),
        }
        candidate.replace(_derived_before(store, slug), wanted)
        yield Derived(slug, len(register.acts), len(derivation.intervals), derivation.remarks)


def _rules(store: Store, slug: str) -> Rules | None:
    held = read_rules(store, slug)
    return parse(held) if held else None


def _vclt(store: Store, ranks: Mapping[str, int], directory: Directory) -> VcltParties:
    """Who is shown to be a party to the Vienna Convention; everyone else is bound by custom (VCLT 4)."""
    acts = merge(read_reports(store, VCLT, directory), ranks).acts
    return vclt_parties(derive(acts, _rules(store, VCLT)).intervals)


def treaties_with_acts(store: Store) -> set[str]:
    """Slugs of all treaties with respect to which something was done."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.treaty), None, None)
    return {iri.slug_of(q.object.value) for q in quads if isinstance(q.object, NamedNode)}


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
