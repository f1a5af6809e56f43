"""How a resource, a term or a graph is called on a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import unquote

from cachetools import LRUCache
from pyoxigraph import Literal, NamedNode, Store
from rdflib.namespace import SKOS

from api.described import first_text
from api.documents import PREFIXES
from api.local import local_path
from graph import iri
from graph.triples.base import COMMENT, LABEL, OA, TYPE
from ontology.resources import Description
from ontology.terms import DEP, ROOT

_WELL_KNOWN = {
    iri.REGISTER: "Depositary’s register, derived from all sources",
    iri.STATUS: "Depositary’s derivation of status",
    iri.CATALOGUE: "Depositary’s catalogue of sources",
    iri.STATES: "The table of states",
    iri.AGENTS: "The table of agents",
    iri.ONTOLOGY: "The ontology of Depositary",
    iri.IDS + "all-parties": "all parties",
}
_PREFERRED = NamedNode(SKOS.prefLabel)
_KNOWN = 20_000  # labels that are kept
_LONGEST = 160  # characters of a quotation that stands for its passage


@dataclass(frozen=True, slots=True)
class Label:
    """Words for a resource: their language where they are no English, and the local path of its document."""

    text: str
    language: str | None
    path: str | None


class Labels:
    """Labels of one generation; what has none gets words from what it says, at last its own IRI.

    Nothing in it refers to itself: the generation is let go at once when nobody asks for labels any more.
    """

    def __init__(self, store: Store, terms: Description) -> None:
        self._store = store
        self._terms = terms
        self._known: LRUCache[str, Label] = LRUCache(_KNOWN)
        self._lock = Lock()

    def text(self, resource: str) -> str:
        """Words for a resource, without their language."""
        return self.of(resource).text

    def graph(self, graph: str) -> Label:
        """Whose voice a named graph is."""
        if graph.startswith(iri.SOURCE_GRAPHS):
            source = unquote(graph.removeprefix(iri.SOURCE_GRAPHS))
            return self.of(iri.document(source))
        if graph.startswith(iri.RULE_GRAPHS):
            treaty = self.of(iri.treaty(unquote(graph.removeprefix(iri.RULE_GRAPHS))))
            return Label(f"Final clauses of: {treaty.text}", None, local_path(graph))
        return self.of(graph) if graph else Label("The unnamed graph", None, None)

    def inverse(self, predicate: str) -> str:
        """How a property reads from its object to its subject, where the ontology says so."""
        words = self._term(predicate, str(DEP.inverseLabel))
        return words or f"pointing here by “{self.text(predicate)}”"

    def of(self, resource: str) -> Label:
        """The label of a resource, a term or a graph."""
        with self._lock:
            known = self._known.get(resource)
        if known is None:
            known = self._of(resource)
            with self._lock:
                self._known[resource] = known
        return known

    def _of(self, resource: str) -> Label:
        known = _WELL_KNOWN.get(resource) or self._term(resource, LABEL.value)
        if known:
            return Label(known, None, local_path(resource))
        name = self._name(resource)
        if name is None:
            return Label(self._made(resource), None, local_path(resource))
        return Label(name.value, _foreign(name.language), local_path(resource))

    def _term(self, resource: str, predicate: str) -> str:
        return self._terms.text(resource, predicate) if resource in self._terms.subjects else ""

    def _name(self, resource: str) -> Literal | None:
        quads = list(self._store.quads_for_pattern(NamedNode(resource), None, None, None))
        return first_text(quads) or first_text(quads, _PREFERRED)

    def _made(self, resource: str) -> str:
        """Words for claims, links, passages and steps, which have no label of their own."""
        quads = self._store.quads_for_pattern(NamedNode(resource), None, None, None)
        values = {quad.predicate.value: quad.object for quad in quads}
        if (
            words := values.get(str(OA.exact))
            or values.get(str(DEP.textNotHeld))
            or values.get(COMMENT.value)
        ):
            return _cut(getattr(words, "value", ""))
        if str(DEP.subject) in values:
            return self._sentence(values)
        return _short(resource)

    def _sentence(self, values: Mapping[str, object]) -> str:
        parts = [self._word(values.get(str(term))) for term in (DEP.subject, DEP.predicate, DEP.object)]
        holder = values.get(str(DEP.claimedBy))
        return f"{self._word(holder)}: {' – '.join(parts)}" if holder else " – ".join(parts)

    def _word(self, term: object) -> str:
        if isinstance(term, Literal):
            return f"“{_cut(term.value)}”"
        if not isinstance(term, NamedNode):
            return "…"
        name = self._name(term.value)
        return name.value if name else self._term(term.value, LABEL.value) or _short(term.value)


def type_of(store: Store, resource: str) -> str | None:
    """IRI of the first class of a resource, in the order of their IRIs."""
    found = store.quads_for_pattern(NamedNode(resource), TYPE, None, None)
    return min((quad.object.value for quad in found if isinstance(quad.object, NamedNode)), default=None)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _short(resource: str) -> str:
    """The end of an IRI of ours; for terms of the vocabularies in use, their name in words (“same as”)."""
    for namespace in PREFIXES.values():
        if resource.startswith(namespace) and not namespace.startswith(ROOT):
            return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", resource.removeprefix(namespace)).lower()
    return unquote(resource.removeprefix(iri.IDS).removeprefix(ROOT))


def _foreign(language: str | None) -> str | None:
    return None if language is None or language.split("-")[0] == "en" else language
