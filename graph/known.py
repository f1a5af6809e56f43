"""What a store knows already, as the checks of new records need it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.catalogue import tier_ranks
from graph.derivation import treaties_with_acts
from graph.loaders.known import Known
from graph.names import Names, TreatyName
from graph.triples.acts import read_reports
from graph.triples.agents import read_states
from graph.triples.base import TYPE
from graph.triples.names import EnglishNames, read_names
from graph.triples.rules import read_numbers, read_ruled, read_rules, read_slugs
from ontology.kinds import kind_of
from ontology.terms import DEP


def read_known(store: Store, treaties: Collection[str] | None) -> Known:
    """Codes, ids and slugs of the store, and the acts with respect to some treaties; `None` means all."""
    acts = {act.id: act for slug in treaties or (None,) for act in read_reports(store, slug)}
    return replace(read_known_names(store), acts=acts, minted=frozenset(acts))


def read_known_names(store: Store) -> Known:
    """Codes, ids and slugs of the store, without acts."""
    return Known(
        states=dict(_kinds(store, iri.STATES)),
        agents=dict(_kinds(store, iri.AGENTS)),
        sources=frozenset(tier_ranks(store)),
        treaties=frozenset(read_ruled(store)),
    )


def read_resolver(store: Store) -> Names:
    """Who and what the names in a file mean, by the states and treaties of the store."""
    treaties = sorted({*read_slugs(store), *treaties_with_acts(store)})
    return Names(read_states(store), read_treaty_names(store, treaties, read_names(store)))


def read_treaty_names(store: Store, slugs: Iterable[str], english: EnglishNames) -> Iterator[TreatyName]:
    """Title and numbers of each of these treaties."""
    for slug in slugs:
        rules = read_rules(store, slug)
        held = [value for value in rules.document["identifiers"].values() if value] if rules else []
        numbers = dict.fromkeys((*held, *read_numbers(store, slug)))
        yield TreatyName(slug, english.treaty(slug), tuple(numbers))


def _kinds(store: Store, graph: str) -> Iterator[tuple[str, str]]:
    """Code and kind of everyone who is described in a graph."""
    for quad in store.quads_for_pattern(None, NamedNode(DEP.code), None, NamedNode(graph)):
        for kind in store.quads_for_pattern(quad.subject, TYPE, None, quad.graph_name):
            if isinstance(quad.object, Literal) and isinstance(kind.object, NamedNode):
                yield quad.object.value, kind_of(kind.object.value)
