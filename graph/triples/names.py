"""English names, for the labels of what is derived."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.triples.base import LABEL
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class EnglishNames:
    """The English name of a code, an id or the slug of a treaty; the code itself where there is none."""

    actors: Mapping[str, str]
    treaties: Mapping[str, str]

    def actor(self, code: str) -> str:
        """Name of a state, organisation or organ."""
        return self.actors.get(code, code)

    def treaty(self, slug: str) -> str:
        """Title of a treaty."""
        return self.treaties.get(slug, slug)


def read_names(store: Store) -> EnglishNames:
    """Every English name in the store."""
    return EnglishNames(_labels(store, DEP.code), _labels(store, DEP.slug))


def _labels(store: Store, key: str) -> dict[str, str]:
    found = {}
    for quad in store.quads_for_pattern(None, NamedNode(key), None, None):
        label = english_label(store, quad.subject) if isinstance(quad.subject, NamedNode) else None
        if label and isinstance(quad.object, Literal):
            found[quad.object.value] = label
    return found


def english_label(store: Store, node: NamedNode) -> str | None:
    """The English label of a resource, else any; the derived graphs come last."""
    found = [
        (quad.object.language != "en", _derived(quad.graph_name), quad.object.value)
        for quad in store.quads_for_pattern(node, LABEL, None, None)
        if isinstance(quad.object, Literal)
    ]
    return min(found)[2] if found else None


def _derived(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value in (iri.REGISTER, iri.STATUS)
