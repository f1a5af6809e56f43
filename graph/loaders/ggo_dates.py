"""Dates in the columns of a row of the GGO data, as EDTF; and what tells one row from another."""

import hashlib
from collections.abc import Iterator, Sequence

from graph.faults import Left
from graph.loaders.edtf import edtf
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow
from graph.published.dates import OPEN

_PLACEHOLDER = "0001-01-01"  # the first day that programs know, where a cell was not filled
_MISSING = "NA"  # how R writes that there is no value
NO_DATE = "no date by ISO 8601, or one that stands for none"
NO_END = "an open end, which is no day"


def read_dates(
    row: TableRow, columns: Sequence[str], dates: dict[str, str], ends: Sequence[str] = ()
) -> Iterator[Left]:
    """Fill in the dates of columns in EDTF, empty where there is none, and yield what is no date.

    Only in the columns that are `ends`, 9999-12-31 says something: that there is no end.
    """
    for column in columns:
        said = row[column] if row[column] != _MISSING else ""
        value = edtf(said) if said != _PLACEHOLDER else ""
        dates[column] = value if value != OPEN or column in ends else ""
        if said and not value:
            yield Left(row.origin, column, NO_DATE, shortened(said))
        elif value == OPEN and column not in ends:
            yield Left(row.origin, column, NO_END, row[column])


def digest(*parts: str) -> bytes:
    """Return 12 bytes that are the same for the same texts: so much memory a distinct row takes."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).digest()
