"""Answers of stored queries as bytes, in the formats of SPARQL and RDF, serialised by Oxigraph."""

from collections.abc import Mapping
from typing import TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.errors import BadRequest
from graph.store import Store
from graph.triples.base import Term
from queries.catalogue import StoredQuery

Format = TypeVar("Format")
ROW_FORMATS: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def serialised(store: Store, query: StoredQuery, values: Mapping[str, Term], format_: str | None) -> bytes:
    """Rows or triples of a stored query; the format is JSON or Turtle where none is named.

    Raises `BadRequest` where the form of the query has no such format.
    """
    if query.form == "construct":
        return store.construct(query, values).serialize(format=_of(GRAPH_FORMATS, format_ or "turtle")) or b""
    return store.select(query, values).serialize(format=_of(ROW_FORMATS, format_ or "json")) or b""


def _of(formats: Mapping[str, Format], name: str) -> Format:
    if name not in formats:
        raise BadRequest(f"This query has no format “{name}”; it has {', '.join(formats)}.")
    return formats[name]
