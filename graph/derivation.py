"""From source graphs to the register and the statuses: the one way in which they come to be.

Loaders and updates all end here. What is derived is replaced treaty by treaty; nothing else is touched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from graph import iri
from graph.catalogue import tier_ranks
from graph.faults import Fault
from graph.law.derive import Derivation, derive
from graph.law.register import Register, merge
from graph.law.rules import parse
from graph.triples.acts import read_reports
from graph.triples.agents import read_dates_of_succession
from graph.triples.derived import register_quads, status_quads
from graph.triples.directory import Directory, read_directory
from graph.triples.rules import read_rules
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Derived:
    """What the derivation of one treaty came to."""

    treaty: str
    acts: int
    intervals: int
    remarks: tuple[Fault, ...]


def rederive(store: Store, treaties: Iterable[str]) -> Iterator[Derived]:
    """Derive register and status of each treaty again and write them in place of what was there."""
    directory = read_directory(store)
    successions = read_dates_of_succession(store, directory)
    ranks = tier_ranks(store)
    for slug in sorted(set(treaties)):
        _forget(store, slug)
        register = merge(read_reports(store, slug), ranks)
        rules = read_rules(store, slug)
        derivation = derive(register.acts, parse(rules), successions=successions) if rules else None
        _write(store, register, derivation, directory)
        yield Derived(
            slug,
            len(register.acts),
            len(derivation.intervals) if derivation else 0,
            derivation.remarks if derivation else (),
        )


def treaties_with_acts(store: Store) -> set[str]:
    """Slugs of all treaties with respect to which something was done."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.treaty), None, None)
    return {iri.slug_of(q.object.value) for q in quads if isinstance(q.object, NamedNode)}


def _forget(store: Store, slug: str) -> None:
    """Remove what was derived for a treaty: acts of the register, intervals, and what hangs on them."""
    treaty = NamedNode(iri.treaty(slug))
    for graph, term in ((iri.REGISTER, DEP.treaty), (iri.STATUS, DEP.statusFor)):
        for quad in list(store.quads_for_pattern(None, NamedNode(term), treaty, NamedNode(graph))):
            _remove_subject(store, quad.subject, NamedNode(graph))


def _remove_subject(store: Store, subject: NamedNode, graph: NamedNode) -> None:
    for quad in list(store.quads_for_pattern(subject, None, None, graph)):
        store.remove(quad)


def _write(store: Store, register: Register, derivation: Derivation | None, directory: Directory) -> None:
    store.extend(register_quads(register, derivation, directory))
    if derivation:
        store.extend(status_quads(derivation, directory))
