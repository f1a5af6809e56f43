"""Tables of publishers (CSV, RFC 4180): their columns change, and a column without use is left and named.

A row that is no row (too short, too long, an open quote) is a fault, and the file is refused: what follows it
may be shifted. What a row says is for each format to judge.
"""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graph.faults import Fault, Left, Origin
from graph.loaders.files import InputFile, TextLines
from graph.loaders.nearest import did_you_mean, shortened
from graph.loaders.rows import CONTROL, explained

FORMULA = "a formula of a spreadsheet, not a value"
NAMED_COLUMNS = 20  # of those without use; a file with ten thousand would drown the report


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by the names of its columns; all values stand as in the file, without blanks around them."""

    cells: dict[str, str]
    origin: Origin

    def __getitem__(self, column: str) -> str:
        """Return the value of a column; empty where the table has no such column."""
        return self.cells.get(column, "")


def header_of(head: bytes) -> tuple[str, ...]:
    """Return the columns that the first line of a file names; none where it is no CSV in UTF-8."""
    try:
        first = head.splitlines()[0].decode("utf-8-sig")  # what comes later may end within a letter
        return tuple(next(csv.reader([first], strict=True)))
    except (UnicodeDecodeError, csv.Error, IndexError, StopIteration):
        return ()


def read_table(
    file: InputFile, required: Sequence[str], used: Collection[str]
) -> Iterator[TableRow | Left | Fault]:
    """Yield the rows of a table, each column without use once, and what is no row; constant memory.

    A cell that holds a formula of a spreadsheet is left, and is empty in its row.
    """
    text = TextLines(file)
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        faults = [] if text.fault else list(_header_faults(header, required, file.name))
        yield from faults or _unused(header, {*required, *used}, file.name)
        if header and not faults:
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield from _row(header, cells, Origin(file.name, line))
                line = reader.line_num + 1
    except csv.Error as error:
        if text.fault is None:
            yield Fault(Origin(file.name, line), "", explained(error, several_lines=reader.line_num > line))
    if text.fault:
        yield text.fault


def _header_faults(header: Sequence[str], required: Sequence[str], name: str) -> Iterator[Fault]:
    origin = Origin(name, 1)
    if not header:
        yield Fault(origin, "", f"The file is empty. Its first row names the columns: {', '.join(required)}.")
        return
    for column in required:
        if column not in header:
            hint = did_you_mean(column, header[:NAMED_COLUMNS])
            yield Fault(origin, column, f"The column “{column}” is missing: this is another format.{hint}")
    twice = next((column for column in header if column in required and header.count(column) > 1), None)
    if twice is not None:
        yield Fault(origin, twice, f"The column “{shortened(twice)}” stands twice in the header.")


def _unused(header: Sequence[str], used: Collection[str], name: str) -> Iterator[Left]:
    unused = [column for column in dict.fromkeys(header) if column not in used]
    for column in unused[:NAMED_COLUMNS]:
        yield Left(Origin(name), shortened(column), "a column without use in the graph")
    if len(unused) > NAMED_COLUMNS:
        more = f"{len(unused) - NAMED_COLUMNS:,} more"
        yield Left(Origin(name), "columns", "columns without use in the graph", more)


def _row(header: Sequence[str], cells: Sequence[str], origin: Origin) -> Iterator[TableRow | Left | Fault]:
    if len(cells) != len(header):
        message = f"The row has {len(cells)} fields, the header {len(header)}. Download the table again."
        yield Fault(origin, "", message)
        return
    row = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    for column, cell in row.items():
        if cell.startswith("=") or CONTROL.search(cell):
            reason = FORMULA if cell.startswith("=") else "a control character, which is no text"
            yield Left(origin, shortened(column), reason, shortened(cell))
            row[column] = ""
    yield TableRow(row, origin)
