"""Loader of the table of codes: numbers by which political science knows states, each for a time."""

import re
from collections.abc import Iterator
from datetime import date

from graph.faults import Fault
from graph.loaders.files import InputFile
from graph.loaders.rows import Columns, Row, read_rows
from graph.loaders.states import CODE
from graph.records import Read, StateCode
from ontology.lists import concepts

COLUMNS = Columns(
    known=("code", "scheme", "number", "from", "until", "source", "note"),
    required=("code", "scheme", "number", "source"),
)
NUMBER = re.compile(r"[1-9][0-9]{0,3}")
SHAPE = "ActorShape"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield a `StateCode` for every sound row of a table of codes, and every fault.

    A scheme gives a state one number at a time: spans that overlap are refused.
    """
    before: list[StateCode] = []

    def record(row: Row) -> StateCode:
        code = _code(row)
        _check_span(code, before, row)
        before.append(code)
        return code

    return read_rows(file, COLUMNS, record)


def _code(row: Row) -> StateCode:
    code = row.matching("code", CODE, "a code of capitals and digits, as RUS", SHAPE)
    if not code:
        row.refuse("code", "“code” is empty; it is required.", SHAPE)
    number = row.matching("number", NUMBER, "a number of one to four digits, as 365")
    if not number:
        row.refuse("number", "“number” is empty; it is required.")
    return StateCode(
        code=code,
        scheme=row.among("scheme", concepts("code-scheme")),
        number=int(number) if NUMBER.fullmatch(number) else 0,
        valid_from=row.day("from"),
        valid_until=row.day("until"),
        source=row.needed("source", "SourceShape"),
        note=row.text("note"),
    )


def _check_span(code: StateCode, before: list[StateCode], row: Row) -> None:
    if row.is_refused("code", "scheme", "from", "until"):
        return
    first, end = _bounds(code)
    if end <= first:
        row.refuse("until", f"{end} is not after the beginning, {first}.", "DatesShape")
    for other in before:
        same = (other.code, other.scheme) == (code.code, code.scheme)
        if same and first < _bounds(other)[1] and _bounds(other)[0] < end:
            row.refuse(
                "from", f"The time overlaps with that of {other.number}, the number of {code.code} then."
            )


def _bounds(code: StateCode) -> tuple[date, date]:
    return code.valid_from or date.min, code.valid_until or date.max
