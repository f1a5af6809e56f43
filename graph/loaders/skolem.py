"""Blank nodes of a document become IRIs (RDF 1.1 Concepts, 3.5), so that our data has none.

A blank node is known by its document, and by its place in the order in which the document names its nodes:
the same document gives the same IRIs, whatever a parser calls the nodes. Canonical labels (RDFC-1.0) do not
depend on that order, but need the whole document in memory, and time without bound for graphs made so.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from graph import iri

_BATCH = 10_000  # statements; a store in memory for each makes their literals canonical
_KNOWN = 2**16  # blank nodes that are remembered in memory; a document may have millions
_ANY = DefaultGraph()

Term = NamedNode | BlankNode | Literal | Triple


class Skolem:
    """IRIs for the blank nodes of one document, in constant memory; `count` of them were given."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._numbers = sqlite3.connect("", isolation_level=None)  # a file that ends with the connection
        self._numbers.execute("PRAGMA synchronous=OFF")
        self._numbers.execute("CREATE TABLE node (label TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        self._numbers.execute("BEGIN")
        self._named: Callable[[str], NamedNode] = lru_cache(_KNOWN)(self._look_up)
        self.count = 0

    def named(self, label: str) -> NamedNode:
        """The IRI of the blank node that the parser calls by this label."""
        return self._named(label)

    def quad(self, quad: Quad) -> Quad:
        """The statement without blank nodes and without the name of its graph."""
        subject, object_ = quad.subject, quad.object
        if isinstance(subject, BlankNode | Triple) or isinstance(object_, BlankNode | Triple):
            return Quad(self._term(subject), quad.predicate, self._term(object_), _ANY)
        return quad if quad.graph_name == _ANY else Quad(subject, quad.predicate, object_, _ANY)

    def close(self) -> None:
        """Forget the nodes."""
        self._numbers.close()

    def _term(self, term: Term) -> Any:
        if isinstance(term, BlankNode):
            return self._named(term.value)
        if isinstance(term, Triple):  # what is inside of triple terms counts too (RDF 1.2 Concepts, 3.5)
            return Triple(self._term(term.subject), term.predicate, self._term(term.object))
        return term

    def _look_up(self, label: str) -> NamedNode:
        found = self._numbers.execute("SELECT number FROM node WHERE label = ?", (label,)).fetchone()
        if found is None:
            self.count += 1
            self._numbers.execute("INSERT INTO node VALUES (?, ?)", (label, self.count))
        return NamedNode(iri.skolem(self._document, found[0] if found else self.count))


def kept_lines(quads: Iterable[Quad], names: Skolem) -> Iterator[list[bytes]]:
    """Batches of lines of N-Triples as Oxigraph writes them back, each once in its batch."""
    waiting = iter(quads)
    while batch := list(islice(waiting, _BATCH)):
        store = Store()
        store.extend(names.quad(quad) for quad in batch)
        text = store.dump(format=RdfFormat.N_TRIPLES, from_graph=_ANY) or b""
        yield text.splitlines(keepends=True)
