"""One generation, open for reading: the view that every question is answered from."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph
from pyoxigraph import QuerySolutions, QueryTriples, Variable
from rdflib import Dataset

from graph.errors import StoreUnusable
from graph.store.generations import Generation, Generations
from graph.triples.base import Term
from queries.catalogue import StoredQuery


class Store:
    """One generation of an embedded store, read-only; it never changes under its reader."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation

    @classmethod
    def open(cls, path: str | Path) -> "Store":
        """The current generation of the store at `path`; raises `StoreMissing` or `StoreUnusable`.

        It stays readable when writers remove it later: its files are open.
        """
        store = cls(Generations(Path(path)).current())
        _ = store.oxigraph
        return store

    @cached_property
    def oxigraph(self) -> pyoxigraph.Store:
        """The Oxigraph store, read-only; raises `StoreUnusable` where its files are damaged."""
        try:
            return pyoxigraph.Store.read_only(str(self.generation.database))
        except (OSError, RuntimeError) as error:
            raise StoreUnusable(f"{self.generation.database} cannot be opened: {error}") from error

    @property
    def version(self) -> str:
        """Version of the data: the start of the fingerprint of its quads."""
        return self.generation.fingerprint.version

    def dataset(self) -> Dataset:
        """The same data as an rdflib `Dataset` whose default graph is the union of all graphs."""
        import oxrdflib  # noqa: PLC0415 - it brings rdflib's SPARQL parser, which nobody else needs

        return Dataset(store=oxrdflib.OxigraphStore(store=self.oxigraph), default_union=True)

    def select(self, query: StoredQuery, values: Mapping[str, Term]) -> QuerySolutions:
        """Rows of a stored SELECT query; its parameters are bound as RDF terms."""
        answer = self._run(query, values)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(f"{query.name} is no SELECT query")
        return answer

    def construct(self, query: StoredQuery, values: Mapping[str, Term]) -> QueryTriples:
        """Triples of a stored CONSTRUCT query; its parameters are bound as RDF terms."""
        answer = self._run(query, values)
        if not isinstance(answer, QueryTriples):
            raise TypeError(f"{query.name} is no CONSTRUCT query")
        return answer

    def _run(self, query: StoredQuery, values: Mapping[str, Term]) -> object:
        bound = {Variable(name): value for name, value in values.items()}
        return self.oxigraph.query(query.text, use_default_graph_as_union=True, substitutions=bound)
