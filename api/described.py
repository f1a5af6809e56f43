"""What the document of a resource contains: what is said of it, of its parts, and what points to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import FOAF, OWL, RDFS, SKOS

from api.local import described_by
from api.problems import shown
from graph import iri
from graph.errors import BadRequest, NotFound
from graph.triples.base import COMMENT, LABEL, TYPE, Pair, block
from ontology.terms import DEP, ROOT

PAGE = 200  # statements that point to a resource, in one document
LARGEST_PAGE = 10_000
COUNTED = 100_000  # counting stops here, and the answer says “more than”
_NAMES = (NamedNode(RDFS.label), NamedNode(SKOS.prefLabel))
_EVIDENCE = NamedNode(DEP.evidence)


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the statements that point to a resource are shown."""

    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Description:
    """A resource in quads, each in the graph that says so.

    `own` has the resource as subject, `parts` its parts and passages, `names` the labels of what it points
    to; `incoming` are those of one page that point to it, `total` how many there are, up to `COUNTED`.
    """

    iri: str
    own: tuple[Quad, ...]
    parts: tuple[Quad, ...]
    names: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    total: int
    page: Page

    @property
    def cut(self) -> bool:
        """Whether there are statements that point to the resource on other pages."""
        return len(self.incoming) < self.total

    @property
    def counted(self) -> str:
        """How many statements point to the resource, in words."""
        return f"more than {COUNTED:,}" if self.total >= COUNTED else f"{self.total:,}"

    def quads(self, version: str) -> list[Quad]:
        """All of it, each quad once and sorted, and what the document says of itself."""
        found = {*self.own, *self.parts, *self.names, *self.incoming, *self._about(version)}
        return sorted(found, key=str)

    def _about(self, version: str) -> Iterator[Quad]:
        document = NamedNode(described_by(self.iri))
        if document.value == self.iri:
            return
        pairs: list[Pair] = [
            (TYPE, NamedNode(FOAF.Document)),
            (NamedNode(FOAF.primaryTopic), NamedNode(self.iri)),
            (NamedNode(OWL.versionInfo), Literal(version)),
            *([(COMMENT, Literal(self.notice, language="en"))] if self.cut else []),
        ]
        yield from block(document.value, document.value, pairs).quads

    @property
    def notice(self) -> str:
        """Which statements are missing, and how to get them."""
        first = self.page.offset + 1
        return (
            f"Of the {self.counted} statements that point to this resource, this document holds "
            f"{len(self.incoming):,}, from number {first:,}. Ask for the others with offset= and limit= (up "
            f"to {LARGEST_PAGE:,}), or for all by SPARQL: SELECT * {{ GRAPH ?g {{ ?s ?p <{self.iri}> }} }}"
        )


def describe(store: Store, resource: str, page: Page) -> Description:
    """Describe a resource; raises `NotFound` where no statement has it as subject or object."""
    node = _node(resource)
    own = tuple(store.quads_for_pattern(node, None, None, None))
    total = _count_pointing(store, node)
    if not own and not total:
        raise NotFound(f"The graph says nothing about <{shown(resource)}>.")
    parts = tuple(_parts(store, resource, own))
    pointing = store.quads_for_pattern(None, None, node, None)
    incoming = tuple(islice(pointing, page.offset, page.offset + page.limit))
    names = tuple(_names(store, [*own, *parts], incoming))
    return Description(resource, own, parts, names, incoming, total, page)


def _count_pointing(store: Store, node: NamedNode) -> int:
    """The iterator ends here: in the traceback of an error, another thread would drop it and leak it."""
    return sum(1 for _ in islice(store.quads_for_pattern(None, None, node, None), COUNTED))


def _node(resource: str) -> NamedNode:
    try:
        return NamedNode(resource)
    except ValueError:
        raise BadRequest(f"“{shown(resource)}” is no IRI.") from None


def _parts(store: Store, resource: str, own: Iterable[Quad]) -> Iterator[Quad]:
    """What exists only with the resource: IRIs below its own, and the passages that are its evidence."""
    seen: set[str] = set()
    queue = list(own)
    while queue:
        quad = queue.pop()
        value = quad.object
        if isinstance(value, NamedNode) and value.value not in seen and _belongs(quad, value, resource):
            seen.add(value.value)
            found = list(store.quads_for_pattern(value, None, None, None))
            queue.extend(found)
            yield from found


def _belongs(quad: Quad, value: NamedNode, resource: str) -> bool:
    return quad.predicate == _EVIDENCE or value.value.startswith(resource + "/")


def _names(store: Store, said: Iterable[Quad], incoming: Iterable[Quad]) -> Iterator[Quad]:
    nodes = {quad.object for quad in said} | {quad.subject for quad in incoming}
    for node in nodes:
        if isinstance(node, NamedNode) and node.value.startswith(ROOT):
            for predicate in _NAMES:
                yield from store.quads_for_pattern(node, predicate, None, None)


def first_text(quads: Iterable[Quad], predicate: NamedNode = LABEL) -> Literal | None:
    """Value of a predicate among quads: the English one, and one that a source gives before one we made."""
    found = [
        (
            quad.object.language != "en",
            quad.graph_name == NamedNode(iri.REGISTER),
            quad.object.value,
            quad.object,
        )
        for quad in quads
        if quad.predicate == predicate and isinstance(quad.object, Literal)
    ]
    return min(found, key=lambda ranked: ranked[:3])[3] if found else None
