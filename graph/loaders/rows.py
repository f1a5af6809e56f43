"""Rows of a CSV file (RFC 4180, UTF-8), read strictly and as a stream.

A loader pops the fields of a `Row` one by one; the row then complains about every field that nobody read, so
that a source which changes its columns is noticed and nothing is dropped in silence.
"""

import csv
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import lru_cache

from graph.faults import Fault, Origin
from graph.loaders.files import InputFile, TextLines
from graph.loaders.grounds import policy
from graph.loaders.nearest import did_you_mean, one_of, shortened
from graph.records import Read, Record

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a format knows; a file may leave out those that are not required."""

    known: Sequence[str]
    required: Sequence[str]


def read_rows(file: InputFile, columns: Columns, record: "Callable[[Row], Record]") -> Iterator[Read | Fault]:
    """Yield a record for every row without a refused fault, and every fault; constant memory."""
    for row in rows(file, columns):
        if isinstance(row, Fault):
            yield row
        else:
            yield from row.close(record(row))


def rows(file: InputFile, columns: Columns) -> "Iterator[Row | Fault]":
    """Yield the rows of a CSV file; a fault for what is no row, with its line.

    The line is the one on which the row begins. Reading ends at a faulty header, at a quote that is never
    closed and at bytes that are no UTF-8 text; a row of the wrong length does not end it.
    """
    text = TextLines(file)
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        header = next(reader, None)
        faults = [] if text.fault else list(_header_faults(header, columns, file.name))
        yield from faults
        if header is not None and not faults:
            line = reader.line_num + 1
            for cells in reader:
                if cells:  # a line with nothing on it is no row
                    yield _row(header, cells, Origin(file.name, line))
                line = reader.line_num + 1
    except csv.Error as error:
        if text.fault is None:
            several_lines = reader.line_num > line
            yield Fault(Origin(file.name, line), "", explained(error, several_lines=several_lines))
    if text.fault:
        yield text.fault


def explained(error: csv.Error, *, several_lines: bool) -> str:
    """Say what is wrong; only within quotes does a field go on over several lines."""
    message = str(error)
    if "field larger" in message and not several_lines:
        return f"A field is longer than {csv.field_size_limit():,} characters: this is no table of facts."
    if "unexpected end of data" in message or "field larger" in message:
        return (
            'A quote (") opens in this row and is never closed. For a quote inside a quoted field write "".'
        )
    if "new-line" in message:
        return "A carriage return stands inside a field without quotes. End lines with LF or CR LF."
    return f'The row is not CSV: {message}. Quote the whole field and write "" for a quote inside it.'


def _header_faults(header: Sequence[str] | None, columns: Columns, name: str) -> Iterator[Fault]:
    origin = Origin(name, 1)
    if not header:
        yield Fault(
            origin, "", f"The file is empty. Its first row names the columns: {','.join(columns.known)}."
        )
    elif not set(header) & set(columns.known):
        yield Fault(origin, "", _no_header(header, columns))
    else:
        yield from _column_faults(header, columns, origin)


def _no_header(header: Sequence[str], columns: Columns) -> str:
    separator = next((mark for mark in ";\t|" if len(header) == 1 and mark in header[0]), None)
    hint = f" Fields are separated by commas, not by {separator!r}." if separator else ""
    if header[0].lstrip().startswith(("{", "[", "<")):
        hint = " It looks like JSON, XML or HTML."
    return f"The first row names no column of this format.{hint} The columns are {','.join(columns.known)}."


def _column_faults(header: Sequence[str], columns: Columns, origin: Origin) -> Iterator[Fault]:
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield Fault(origin, column, f"The column “{shortened(column)}” stands twice in the header.")
        if column not in columns.known:
            hint = did_you_mean(column, columns.known) or f" Known are {', '.join(columns.known)}."
            yield Fault(origin, column, f"The format has no column “{shortened(column)}”.{hint}")
    for column in columns.required:
        if column not in header:
            yield Fault(origin, column, f"The column “{column}” is missing; this format requires it.")


def _row(header: Sequence[str], cells: Sequence[str], origin: Origin) -> "Row | Fault":
    if len(cells) == len(header):
        return Row(dict(zip(header, cells, strict=True)), origin)
    field = header[len(cells)] if len(cells) < len(header) else ""
    message = f"The row has {len(cells)} fields, the header {len(header)}. Quote a field that holds a comma."
    return Fault(origin, field, message)


class Row:
    """One row: fields are popped as they are read, and what is wrong with them is collected."""

    def __init__(self, fields: dict[str, str], origin: Origin) -> None:
        self.origin = origin
        self._fields = fields
        self._faults: list[Fault] = []

    def refuse(self, field: str, message: str, shape: str = "", law: str = "") -> None:
        """Collect a fault for which the record is refused; of each field only the first is told."""
        if not self.is_refused(field):
            self._faults.append(Fault(self.origin, field, message, shape, law or policy(shape)))

    def warn(self, field: str, message: str, shape: str = "", law: str = "") -> None:
        """Collect a fault with which the record still loads."""
        self._faults.append(Fault(self.origin, field, message, shape, law, "warning"))

    def is_refused(self, *fields: str) -> bool:
        """Return whether one of the fields is wrong already; what follows from it is not told again."""
        return any(fault.field in fields and fault.severity == "refused" for fault in self._faults)

    def text(self, field: str) -> str:
        """Pop a field as it stands; an absent one is empty."""
        value = sys.intern(self._fields.pop(field, ""))  # a table repeats codes, slugs and sources
        if not (value.isascii() and value.isprintable()) and CONTROL.search(value):
            self.refuse(
                field, "The field holds a control character, which XML and JSON readers refuse. Delete it."
            )
        return value

    def needed(self, field: str, shape: str = "", law: str = "") -> str:
        """Pop a field that may not be empty."""
        value = self.text(field)
        if not value.strip():
            self.refuse(field, f"“{field}” is empty; it is required.", shape, law)
        return value

    def matching(self, field: str, pattern: re.Pattern[str], form: str, shape: str = "") -> str:
        """Pop a field that is empty or matches; `form` says in words what is expected."""
        value = self.text(field)
        if value and not pattern.fullmatch(value):
            self.refuse(field, f"“{shortened(value)}” is not {form}.", shape)
        return value

    def among(self, field: str, choices: Collection[str], shape: str = "", law: str = "") -> str:
        """Pop a field that holds one of a closed list."""
        value = self.needed(field, shape, law)
        if value and value not in choices:
            hint = did_you_mean(value, choices) or f" It is one of {one_of(choices)}."
            self.refuse(field, f"“{shortened(value)}” is no {field}.{hint}", shape, law)
        return value

    def many(self, field: str) -> tuple[str, ...]:
        """Pop a list with “;” between its values."""
        value = self.text(field)
        parts = _parts(value)
        if "" in parts:
            self.refuse(field, f"“{shortened(value)}” holds an empty value; write a;b.")
        return parts

    def flag(self, field: str) -> bool | None:
        """Pop “true” or “false”; None where the field is empty."""
        value = self.text(field)
        if value and value not in FLAGS:
            self.refuse(field, f"“{shortened(value)}” is neither true nor false.")
        return FLAGS.get(value)

    def day(self, field: str) -> Day | None:
        """Pop a calendar day, YYYY-MM-DD (ISO 8601); None where the field is empty."""
        value = self.text(field)
        if not value:
            return None
        if not DAY.fullmatch(value):
            self.refuse(field, f"“{shortened(value)}” is no day; write YYYY-MM-DD.", "DatesShape")
            return None
        try:
            return _day(value)
        except ValueError:
            self.refuse(field, f"There is no day {value} in the calendar.", "DatesShape")
            return None

    def close(self, record: Record) -> Iterator[Read | Fault]:
        """Yield all faults, unread fields included, and the record unless one of them refuses it."""
        for field, value in self._fields.items():
            if value:
                self.refuse(field, f"Nothing reads “{field}”, which holds “{shortened(value)}”.")
        yield from self._faults
        if all(fault.severity == "warning" for fault in self._faults):
            yield Read(record, self.origin)


@lru_cache(2**10)
def _parts(value: str) -> tuple[str, ...]:
    """Return the values between “;”; the same lists stand in many rows."""
    return tuple(dict.fromkeys(sys.intern(part.strip()) for part in value.split(";"))) if value else ()


@lru_cache(2**16)
def _day(value: str) -> Day:
    """Return a calendar day; a table of acts names few days many times."""
    return Day.fromisoformat(value)


class Once:
    """The ids of a file, each with the place where it stood first."""

    def __init__(self) -> None:
        self._lines: dict[str, Origin] = {}

    def check(self, row: Row, field: str, id_: str, shape: str) -> None:
        """Refuse the row where its id has been used before in the file; a faulty id is no id."""
        if row.is_refused(field):
            return
        first = self._lines.setdefault(id_, row.origin)
        if first is not row.origin:
            row.refuse(
                field, f"“{shortened(id_)}” stands already in line {first.line}; ids are unique.", shape
            )
