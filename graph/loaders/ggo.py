"""Loader of the treaties and memberships of the Global Governance Observatory (GGO, R packages manydata).

Two tables, told apart by their header: agreements, and parties to them (`stateID`). Each is read alone.
"""

from collections.abc import Iterator

from graph.faults import Left
from graph.loaders.files import InputFile, TextLines
from graph.loaders.ggo_dates import read_dates
from graph.loaders.ggo_parties import COLUMNS as PARTIES
from graph.loaders.ggo_parties import Parties
from graph.loaders.ggo_treaties import slug_of, treaty_of
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, header_of, read_table
from graph.published.entry import Entry, Item

AGREEMENTS = (
    "treatyID", "Title", "Signature", "Force", "End", "TypeAgree", "TypeAmbit", "TypeDomain", "TypeSubject",
    "TextURL",
)  # fmt: skip
_DATES = ("Signature", "Force", "End")
_REQUIRED = ("treatyID", "Title")


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    columns = {name.strip() for name in header_of(head)}
    return {"treatyID", "stateID"} <= columns or {*_REQUIRED, *_DATES[:1]} <= columns


def read(file: InputFile) -> Iterator[Item]:
    """Yield treaties, memberships and acts, and what was not used; in memory are what tells rows apart."""
    if "stateID" in header_of(next(iter(TextLines(file)), "").encode()):
        parties = Parties(file)
        for row in read_table(file, ("stateID", "treatyID"), PARTIES):
            yield from parties.row(row) if isinstance(row, TableRow) else (row,)
    else:
        yield from _agreements(file)


def _agreements(file: InputFile) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for row in read_table(file, _REQUIRED, AGREEMENTS):
        if not isinstance(row, TableRow):
            yield row
            continue
        dates: dict[str, str] = {}
        yield from read_dates(row, _DATES, dates)
        slug = slug_of(row["treatyID"], row["Title"], dates["Signature"], file.names)
        if not slug:
            yield Left(row.origin, "", "the row has no treatyID that makes an identifier", row["treatyID"])
        elif slug in seen:
            yield _again(row, same=seen[slug] == _said(row))
        else:
            seen[slug] = _said(row)
            yield Entry(treaty_of(row, slug, dates), row.origin)


def _said(row: TableRow) -> int:
    return hash(tuple(row.cells.items()))


def _again(row: TableRow, *, same: bool) -> Left:
    if same:
        return Left(row.origin, "", "the row stands in the file before, word for word", row["treatyID"])
    reason = "the treatyID stands in an earlier row for an agreement, whose title or dates differ"
    return Left(row.origin, "", reason, shortened(f"{row['treatyID']}: {row['Title']}"))
