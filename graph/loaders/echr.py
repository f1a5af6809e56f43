"""Loader of tables on the case-law of the European Court of Human Rights, as CSV; the header tells which.

There are lists of decisions (`echr_cases`), networks of citations (`echr_citations`), and tables of what
decisions refer to (`echr_references`).
"""

from collections.abc import Callable, Iterator, Sequence

from graph.faults import Fault, Origin
from graph.loaders import echr_cases, echr_citations, echr_references
from graph.loaders.files import InputFile
from graph.loaders.tables import header_of
from graph.published.entry import Item

_READERS: tuple[tuple[Sequence[str], Callable[[InputFile], Iterator[Item]]], ...] = (
    (echr_cases.LISTED, echr_cases.read_list),
    (echr_cases.ANNOTATED, echr_cases.read_annotated),
    (echr_citations.EDGES, echr_citations.read_edges),
    (echr_citations.NODES, echr_citations.read_nodes),
)
_MARK = "generation"  # a network tells how far each case is from those with which it began
_MATRIX = f"{echr_references.FIRST},".encode()


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    if head.removeprefix(b"\xef\xbb\xbf").startswith(_MATRIX):
        return True
    columns = {name.strip() for name in header_of(head)}
    if set(echr_citations.NODES) <= columns and not columns >= set(echr_citations.EDGES):
        return any(name.startswith(_MARK) for name in columns)
    return _reader(columns) is not None


def _reader(columns: set[str]) -> Callable[[InputFile], Iterator[Item]] | None:
    return next((read for required, read in _READERS if set(required) <= columns), None)


def read(file: InputFile) -> Iterator[Item]:
    """Yield what a table of the format says, and what was not used; only names of cases stay in memory."""
    head = file.head()
    if head.removeprefix(b"\xef\xbb\xbf").startswith(echr_references.FIRST.encode()):
        yield from echr_references.read_references(file)
        return
    columns = {name.strip() for name in header_of(head)}
    nearest = max(_READERS, key=lambda reader: len(set(reader[0]) & columns))
    reader = _reader(columns) or nearest[1]  # which says what is missing
    if columns and not columns & set(nearest[0]):
        known = "; ".join(",".join(required) for required, _ in _READERS)
        message = (
            f"The first row names no column of this format. Tables have: {known}; {echr_references.FIRST},…"
        )
        yield Fault(Origin(file.name, 1), "", message)
        return
    yield from reader(file)
