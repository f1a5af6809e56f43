"""Places in sources as quads: the words, and what stands around them (Web Annotation text quote selector)."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from graph import iri
from graph.records import Passage
from graph.triples.base import OA, TYPE, Block, Pair, block, english, given
from ontology.terms import DEP


def passage_block(passage: Passage, graph: str) -> Block:
    """A place in a source: exact words with what stands around them, or why they are not held."""
    subject = iri.passage(passage.source, passage.quote or passage.reason or "")
    pairs = given(
        (TYPE, NamedNode(DEP.Passage)),
        (DEP.inDocument, NamedNode(iri.document(passage.source))),
        (OA.exact, Literal(passage.quote, language=passage.language) if passage.quote else None),
        (OA.prefix, Literal(passage.prefix) if passage.prefix else None),
        (OA.suffix, Literal(passage.suffix) if passage.suffix else None),
        (DEP.textNotHeld, english(passage.reason) if passage.reason else None),
    )
    return block(graph, subject, pairs)


def passage_blocks(passages: Iterable[Passage]) -> Iterator[Block]:
    """Each place in the graph of its own source."""
    for passage in passages:
        yield passage_block(passage, iri.source_graph(passage.source))


def evidence(passages: Iterable[Passage], graph: str) -> Iterator[Pair]:
    """The passages that one graph holds: a source speaks for its own words only."""
    for passage in passages:
        if iri.source_graph(passage.source) == graph:
            yield DEP.evidence, NamedNode(iri.passage(passage.source, passage.quote or passage.reason or ""))
