"""The code book of the panel: every column with its type, its values, and how it is counted.

It stands in `codebook.csv`, in the order of the columns; the rows have exactly these. `/panel/codebook`
serves it, and a Parquet file carries it.
"""

import csv
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, Literal

from ontology.lists import concepts

Type = Literal["text", "category", "integer", "flag", "date"]
_VOCABULARY = "vocab:"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it means, what an empty field means, and which rule and which source it rests on."""

    name: str
    type: Type
    values: str
    meaning: str
    missing: str
    rule: str = ""
    counted: str = ""
    source: str = ""


def _read() -> tuple[Column, ...]:
    text = files("graph.panel").joinpath("codebook.csv").read_text("utf-8")
    rows: list[Any] = list(csv.DictReader(text.splitlines(), strict=True))
    return tuple(_with_values(Column(**row)) for row in rows)


def _with_values(column: Column) -> Column:
    """With the values of a closed list, where the code book names one."""
    scheme = column.values.removeprefix(_VOCABULARY)
    return column if scheme == column.values else replace(column, values=", ".join(concepts(scheme)))


COLUMNS = _read()
NAMES = tuple(column.name for column in COLUMNS)
