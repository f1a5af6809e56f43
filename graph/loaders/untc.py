"""Loader of files of the UN Treaty Collection: status tables, the index of treaties, declarations as text.

A status table and a file of declarations are about the treaty that their name means (`4-1.csv` is IV-1).
Which of the three a file is stands in its beginning.
"""

import zlib
from collections.abc import Iterator

from graph.faults import Left
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, header_of, read_table
from graph.loaders.untc_declarations import read_declarations, recognises_declarations
from graph.loaders.untc_legend import column
from graph.loaders.untc_numbers import INDEX_COLUMNS, INDEX_USED, indexed
from graph.loaders.untc_tables import PARTICIPANT, read_status_table
from graph.published.entry import Entry, Item

_HEAD = 64 * 1024  # bytes by which a file is recognised
_ADMISSIONS = "Resolution"  # the table of admissions to the United Nations has no legend


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is a status table, an index, or declarations."""
    header = header_of(head)
    if header[:1] == (PARTICIPANT,):
        rest = [name.strip() for name in header[1:]]
        return not rest or _ADMISSIONS in rest or any(column(name).known for name in rest)
    return set(INDEX_COLUMNS) <= set(header) or recognises_declarations(head)


def read(file: InputFile) -> Iterator[Item]:
    """Yield what a file of the collection says, and what was not used; a row or a text in memory."""
    head = _head(file)
    header = {name.strip() for name in header_of(head)}
    if set(INDEX_COLUMNS) <= header:
        yield from _read_index(file)
    elif head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"#"):
        yield from read_declarations(file)
    else:
        yield from read_status_table(file)


def _head(file: InputFile) -> bytes:
    """The first bytes; none where the file cannot be read, of which the reader of its lines says more."""
    try:
        with file.open() as handle:
            return handle.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return b""


def _read_index(file: InputFile) -> Iterator[Item]:
    slugs: set[str] = set()
    for row in read_table(file, INDEX_COLUMNS, INDEX_USED):
        if not isinstance(row, TableRow):
            yield row
            continue
        treaty = indexed(row, file)
        if treaty is None:
            yield Left(row.origin, "", "the row has no number or no name of a treaty", shortened(row["url"]))
        elif treaty.slug in slugs:
            yield Left(row.origin, "", "the same treaty stands twice", treaty.untc)
        else:
            slugs.add(treaty.slug)
            yield Entry(treaty, row.origin)
