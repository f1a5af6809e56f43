"""The passages that stand behind a hop: verbatim words with their document, or why the words are not held.

A paraphrase never stands for a quote: where a passage has no words, `quote` is `None` and `reason` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.catalogue import Document, read_document
from graph.chains.quads import said_of
from graph.triples.base import OA
from ontology.lists import primary_tiers, ranks
from ontology.terms import DEP

TEXT_NOT_HELD = "text not held"
NO_PASSAGE = "text not held: no passage is given"
INFERRED = "text not held: inferred by a policy of Depositary's"
NO_SOURCE = "text not held: the file names no source"
PRIMARY_TIERS = primary_tiers() | {
    "organisation"
}  # which speaks for itself of its own acts, as chains have them


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a document. Either `quote` (verbatim, in `language`) or `reason` is given, never both.

    `document` is an IRI; `tier`, `publisher` and `url` are those of the catalogue, empty or `None` where
    it has none.
    """

    document: str
    title: str
    publisher: str
    quote: str | None
    reason: str | None
    language: str | None
    prefix: str | None
    suffix: str | None
    url: str | None
    tier: str

    @property
    def passage(self) -> bool:
        """Whether a text is behind it, held or not; else only the file that was loaded says so."""
        return self.reason not in {NO_PASSAGE, INFERRED, NO_SOURCE}

    @property
    def primary(self) -> bool:
        """Whether an organ that acts or keeps the record speaks for itself: no agency, press or scholar."""
        return self.tier in PRIMARY_TIERS


def read_passages(store: Store, passages: Iterable[str]) -> tuple[Evidence, ...]:
    """Evidence of the passages with these IRIs, primary before secondary sources."""
    return in_order(_passage(store, passage) for passage in passages)


def unquoted(store: Store, documents: Iterable[str], reason: str = TEXT_NOT_HELD) -> tuple[Evidence, ...]:
    """Evidence of documents (IRIs) of which no words are shown, and why."""
    return in_order(_evidence(store, document, reason=reason) for document in documents)


def in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """By tier, the depositary first; quotes before passages without words; then by document and words."""
    order = ranks("tier")
    return tuple(
        sorted(
            dict.fromkeys(evidence),
            key=lambda e: (
                order.get(iri.concept("tier", e.tier), len(order) + 1),
                e.quote is None,
                e.document,
                e.quote or e.reason or "",
            ),
        )
    )


def _passage(store: Store, passage: str) -> Evidence:
    said = said_of(store, passage)
    words = next((term for term in said.terms(OA.exact) if isinstance(term, Literal)), None)
    return _evidence(
        store,
        said.one(DEP.inDocument) or passage,
        words=words,
        reason=said.one(DEP.textNotHeld),
        around=(said.one(OA.prefix), said.one(OA.suffix)),
    )


def _evidence(
    store: Store,
    document: str,
    *,
    words: Literal | None = None,
    reason: str | None = None,
    around: tuple[str | None, str | None] = (None, None),
) -> Evidence:
    about = _document(store, document)
    return Evidence(
        document=document,
        title=about.title,
        publisher=about.publisher,
        quote=words.value if words else None,
        reason=None if words else reason or TEXT_NOT_HELD,
        language=words.language if words else None,
        prefix=around[0],
        suffix=around[1],
        url=about.url,
        tier=about.tier,
    )


def _document(store: Store, document: str) -> Document:
    return read_document(store, unquote(document.removeprefix(iri.document(""))))


def documents_of_graphs(graphs: Iterable[object]) -> list[str]:
    """IRIs of the documents whose source graphs these are."""
    names = sorted({graph.value for graph in graphs if isinstance(graph, NamedNode)})
    sources = [name.removeprefix(iri.SOURCE_GRAPHS) for name in names if name.startswith(iri.SOURCE_GRAPHS)]
    return [iri.document(unquote(source)) for source in sources]
