"""Loader of any RDF file: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD.

All statements become what the source says. Nothing is fetched, blank nodes get IRIs (`graph.loaders.skolem`),
and names of graphs are not kept, since the graph is that of the source. The file is read twice: once to look
at what no parser should meet, once to parse it.
"""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from graph.errors import DataMalformed
from graph.faults import Fault, Left, Origin
from graph.loaders.distinct import Distinct
from graph.loaders.files import DAMAGED, InputFile
from graph.loaders.json_ld import walked
from graph.loaders.nearest import shortened
from graph.loaders.rdf_forms import SUFFIXES, form_of, recognises
from graph.loaders.rdf_places import line_of, located
from graph.loaders.rdf_safety import digest_of
from graph.loaders.skolem import Skolem, kept_lines
from graph.nesting import MARK
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.triples import Statements

__all__ = ["NOWHERE", "SUFFIXES", "malformed", "parsed", "read", "recognises", "records"]

NOWHERE = "https://depositary.invalid/"  # base of JSON-LD, which drops what is relative (RFC 6761, 6.4)
_RECORD = 1000  # statements
_HEAD = 2**16
_NAMED = 20  # graphs and keys that a report names one by one
_GRAPHS = 10_000  # that are counted apart
_PLACE = re.compile(r"Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): |\(line \d+\)$")
_OWN_IRI = re.compile(r"IRI '(?P<iri>[^']*)'")


@dataclass(slots=True)
class _Seen:
    """What was met while parsing: statements, and those in each graph that has a name."""

    statements: int = 0
    graphs: Counter[str] = field(default_factory=Counter)


def read(file: InputFile) -> Iterator[Item]:
    """Yield all statements of a file, each once, a thousand to a record; constant memory.

    A file that does not parse to its end yields faults and no statement.
    """
    origin = Origin(file.name)
    try:
        with file.open() as stream:
            form = form_of(file.name, stream.read(_HEAD))
        if isinstance(form, str):
            yield Fault(origin, "", form)
            return
        with file.open() as stream:
            digest = digest_of(stream, form)
        left = list(_json_left(file)) if form == RdfFormat.JSON_LD else []
        yield from _statements(file, form, digest, left)
        yield from left
    except DataMalformed as error:
        yield malformed(error, origin)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Fault(origin, "", DAMAGED)
    except OSError as error:
        yield Fault(origin, "", f"The file cannot be read: {error.strerror or error}.")


def malformed(error: DataMalformed, origin: Origin) -> Fault:
    """The fault of what does not parse; its column stands in the words."""
    column = f" (column {error.column})" if error.column else ""
    return Fault(replace(origin, line=error.line), "", f"{error.message}{column}")


def parsed(stream: BinaryIO | bytes, form: RdfFormat, base: str | None = None) -> Iterator[Quad]:
    """The statements of a document; raises `DataMalformed`, with the place where the parser tells it."""
    try:
        yield from parse(stream, format=form, base_iri=base)
    except SyntaxError as error:
        raise DataMalformed(_reason(error.msg or ""), error.lineno, error.offset) from None
    except (ValueError, RuntimeError, MemoryError, AttributeError) as error:
        reason = "A term is longer than 16 MB, or there is no end of a statement to be found."
        raise DataMalformed(reason) from error


def records(lines: Iterable[bytes], origin: Origin) -> Iterator[Entry]:
    """Entries of a thousand statements each."""
    waiting = iter(lines)
    for number in count(1):
        batch = tuple(islice(waiting, _RECORD))
        if not batch:
            return
        yield Entry(Statements(number, batch), origin)


def _statements(file: InputFile, form: RdfFormat, digest: str, left: Sequence[Left]) -> Iterator[Item]:
    seen, origin = _Seen(), Origin(file.name)
    with TemporaryDirectory(prefix="depositary-") as folder, closing(Skolem(digest)) as names:
        distinct = Distinct(Path(folder))
        with file.open() as stream:
            _skip_mark(stream)
            base = NOWHERE if form == RdfFormat.JSON_LD else None
            try:
                for lines in kept_lines(_noted(parsed(stream, form, base), seen), names):
                    distinct.add(lines)
            except DataMalformed as error:
                raise located(error, file, form) from None
        if not seen.statements:
            keys = f" No @context defines its keys: {', '.join(each.field for each in left)}." if left else ""
            raise DataMalformed(f"The file holds no statement.{keys}")
        yield Entry(_publication(file, names.count), origin)
        kept = 0
        for entry in records(distinct, origin):
            kept += len(entry.record.lines) if isinstance(entry.record, Statements) else 0
            yield entry
    yield from _left(seen, seen.statements - kept, origin)


def _publication(file: InputFile, nodes: int) -> Publication:
    made = f"{nodes:,} blank nodes of the file have IRIs that were made here (RDF 1.1 Concepts, 3.5)."
    return Publication(title=f"{Path(file.name).name}, a file of RDF", note=made if nodes else "")


def _skip_mark(stream: BinaryIO) -> None:
    if stream.read(len(MARK)) != MARK:
        stream.seek(0)


def _noted(quads: Iterable[Quad], seen: _Seen) -> Iterator[Quad]:
    """The statements, once they were counted; raises `DataMalformed` where JSON-LD has a relative IRI."""
    for quad in quads:
        seen.statements += 1
        graph = quad.graph_name
        if not isinstance(graph, DefaultGraph):
            name = graph.value if isinstance(graph, NamedNode) else "blank nodes"
            seen.graphs[name if name in seen.graphs or len(seen.graphs) < _GRAPHS else "others"] += 1
        for term in (quad.subject, quad.predicate, quad.object, graph):
            if isinstance(term, NamedNode) and term.value.startswith(NOWHERE):
                raise DataMalformed(_relative(term.value.removeprefix(NOWHERE)))
        yield quad


def _left(seen: _Seen, repeated: int, origin: Origin) -> Iterator[Left]:
    if repeated:
        yield Left(origin, "", "statements that stand in the file already", f"{repeated:,}")
    reason = "the name of a graph, which is not kept: its statements are those of the source"
    for name, number in seen.graphs.most_common(_NAMED):
        yield Left(origin, "graph", reason, f"{shortened(name)}: {number:,}")
    others = sum(number for _, number in seen.graphs.most_common()[_NAMED:])
    if others:
        yield Left(origin, "graph", reason, f"{len(seen.graphs) - _NAMED:,} more: {others:,}")


def _json_left(file: InputFile) -> Iterator[Left]:
    """Keys of JSON-LD without meaning; raises `DataMalformed` where its contexts lie elsewhere."""
    with file.open() as stream:
        try:
            document = walked(json.loads(stream.read().removeprefix(MARK)))
        except (ValueError, RecursionError):
            return  # the parser says it better
    for address in document.elsewhere[:1]:
        line = line_of(file, json.dumps(address, ensure_ascii=False), json.dumps(address))
        shown = shortened(address)
        raise DataMalformed(
            f"The @context lies elsewhere (“{shown}”), and is never fetched. Put what it says into the file.",
            line,
        )
    reason = "a key that no @context defines, which JSON-LD passes over"
    for key, number in Counter(document.undefined).most_common(_NAMED):
        yield Left(Origin(file.name), shortened(key), reason, f"{number:,}")


def _reason(message: str) -> str:
    found = _OWN_IRI.search(message)
    if "No scheme found" in message:
        return _relative(found["iri"] if found else "")
    if "LoadDocumentCallback" in message:
        return "The @context lies elsewhere, and is never fetched. Put what it says into the file."
    return f"The file does not parse: {shortened(_PLACE.sub('', message).strip(), 200)}."


def _relative(iri: str) -> str:
    shown = f" “{shortened(iri)}”" if iri else ""
    return (
        f"There is a relative IRI{shown}, and the file states no base. Write absolute IRIs, or state a base."
    )
