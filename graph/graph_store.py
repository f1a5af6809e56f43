"""Writes of the SPARQL 1.1 Graph Store Protocol (5.3 to 5.6): one graph, replaced, merged or removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.errors import BadRequest, DataMalformed, NotFound, PreconditionFailed
from graph.nesting import MARK, refuse_nesting
from graph.protected import refuse_protected
from graph.store.candidate import Candidate
from graph.store.terms import as_kept
from graph.update import Delta

Method = Literal["PUT", "POST", "DELETE"]
FORMATS = (
    RdfFormat.TURTLE,
    RdfFormat.N_TRIPLES,
    RdfFormat.RDF_XML,
    RdfFormat.JSON_LD,
    RdfFormat.TRIG,
    RdfFormat.N_QUADS,
)  # the last two where they name no graph: Turtle and N-Triples are parts of them


@dataclass(frozen=True, slots=True)
class Content:
    """RDF in a format, named by its media type; relative IRIs are resolved against `base`."""

    media_type: str
    data: bytes
    base: str


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """What is done to a graph, `None` being the unnamed one. `absent`: only where there is none yet.

    `nesting`: levels that the contents may have.
    """

    method: Method
    graph: str | None
    contents: Sequence[Content] = ()
    absent: bool = False
    nesting: int = 1000


def exists(store: Store, graph: str | None) -> bool:
    """Whether there is such a graph; the unnamed one always is."""
    return graph is None or store.contains_named_graph(NamedNode(graph))


def evaluate(candidate: Candidate, write: GraphWrite) -> Delta:
    """Apply the write to a candidate, and return what it changes.

    Raises `DataMalformed`, `WriteRefused` for a protected graph, `PreconditionFailed`, and `NotFound` where
    a graph to be removed is not there.
    """
    store, existed = candidate.store, exists(candidate.store, write.graph)
    if write.absent and existed:
        raise PreconditionFailed("There is such a graph already.")
    if write.method == "DELETE" and not existed:
        raise NotFound("There is no such graph.")
    refuse_protected([write.graph] if write.graph is not None else [])
    name = NamedNode(write.graph) if write.graph is not None else DefaultGraph()
    given = as_kept(quad for content in write.contents for quad in _parsed(content, name, write.nesting))
    held = set(store.quads_for_pattern(None, None, None, name)) if write.method != "POST" else set[Quad]()
    added = frozenset(quad for quad in given if quad not in store)
    delta = Delta(
        removed=frozenset(held - given),
        added=added,
        created=frozenset() if existed or isinstance(name, DefaultGraph) else frozenset({name}),
        dropped=frozenset({name})
        if write.method == "DELETE" and isinstance(name, NamedNode)
        else frozenset(),
    )
    delta.apply(candidate)
    return delta


def _parsed(content: Content, graph: NamedNode | DefaultGraph, nesting: int) -> Iterator[Quad]:
    """The triples of a document as quads of a graph; its blank nodes are nobody else's."""
    form = RdfFormat.from_media_type(content.media_type)
    if form not in FORMATS:
        raise BadRequest(f"{content.media_type} is no format of RDF that is read here.")
    refuse_nesting(content.data, form, nesting)
    try:
        for quad in parse(
            content.data.removeprefix(MARK), format=form, base_iri=content.base, rename_blank_nodes=True
        ):
            if not isinstance(quad.graph_name, DefaultGraph):
                raise BadRequest("The data name graphs of their own; one graph is written at a time.")
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except SyntaxError as error:
        raise DataMalformed(_reason(error), error.lineno, error.offset) from None
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        if not str(error):  # no memory at all; else a term that is longer than Oxigraph reads
            raise
        raise DataMalformed(f"The data do not parse: {error}.") from None


def _reason(error: SyntaxError) -> str:
    if "LoadDocumentCallback" in error.msg:
        return (
            "The data name a JSON-LD context elsewhere, which is not fetched; put the context into the data."
        )
    return f"The data do not parse: {error.msg}."
