"""What a store knows already, as the checks of new records need it."""

from collections.abc import Collection, Iterator

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.catalogue import tier_ranks
from graph.loaders.known import Known
from graph.triples.acts import read_reports
from graph.triples.base import TYPE
from graph.triples.rules import read_slugs
from ontology.kinds import kind_of
from ontology.terms import DEP


def read_known(store: Store, treaties: Collection[str] | None) -> Known:
    """Codes, ids and slugs of the store, and the acts with respect to some treaties; `None` means all."""
    acts = {act.id: act for slug in treaties or (None,) for act in read_reports(store, slug)}
    return Known(
        states=dict(_kinds(store, iri.STATES)),
        agents=dict(_kinds(store, iri.AGENTS)),
        sources=frozenset(tier_ranks(store)),
        treaties=frozenset(read_slugs(store)),
        acts=acts,
        minted=frozenset(acts),
    )


def _kinds(store: Store, graph: str) -> Iterator[tuple[str, str]]:
    """Code and kind of everyone who is described in a graph."""
    for quad in store.quads_for_pattern(None, NamedNode(DEP.code), None, NamedNode(graph)):
        for kind in store.quads_for_pattern(quad.subject, TYPE, None, quad.graph_name):
            if isinstance(quad.object, Literal) and isinstance(kind.object, NamedNode):
                yield quad.object.value, kind_of(kind.object.value)
