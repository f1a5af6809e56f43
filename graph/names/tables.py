"""The packaged tables of names, as readings: what each name means, and when."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache
from importlib.resources import files

from graph.names.meaning import How
from graph.names.reading import Capacity, Reading, Span

Row = Mapping[str, str]
Named = tuple[str, Reading]
SCHEMES = {"cow": ("cow", "Correlates of War"), "gw": ("gw", "Gleditsch-Ward")}


@cache
def rows(file: str) -> tuple[Row, ...]:
    """Return the rows of a packaged table."""
    text = (files("graph") / "data" / file).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def other_names() -> Iterator[Named]:
    """Yield names that alone say who is meant; one with a last day is a former name."""
    for row in rows("other_names.csv"):
        how: How = "former-name" if row["until"] else "spelling"
        yield row["name"], Reading(row["code"], how, _span(row))


def formal_names() -> Iterator[Named]:
    """Yield the formal names of states."""
    for row in rows("formal_names.csv"):
        yield row["name"], Reading(row["code"], "name")


def translated_names() -> Iterator[Named]:
    """Yield names in other languages that the Unicode CLDR does not have."""
    for row in rows("translated_names.csv"):
        yield row["name"], Reading(row["code"], "translation")


def names_on_days() -> Iterator[Named]:
    """Yield names that mean different persons on different days, or are understood on some days only."""
    for row in rows("names_on_days.csv"):
        how: How = "former-name" if row["until"] else "name"
        reading = Reading(row["code"], how, _span(row), only_then=True)
        yield row["name"], _told(reading, row)


def not_states() -> Iterator[Named]:
    """Yield names of who has no row in the table of states."""
    for row in rows("not_states.csv"):
        yield row["name"], without_row(row)


def without_row(row: Row) -> Reading:
    """Return the reading of a row of the table of what is no state."""
    candidates = tuple(filter(None, row["candidates"].split(";")))
    kind, note = row["kind"], row["note"]
    return Reading("", "name", _span(row), only_then=True, kind=kind, candidates=candidates, note=note)


def numbers() -> Iterator[Named]:
    """Yield the numbers of political science, with the scheme before them: “cow 365”, “gw 365”."""
    for row in rows("state_codes.csv"):
        for scheme in SCHEMES[row["scheme"]]:
            reading = Reading(row["code"], "identifier", _span(row), only_then=True)
            yield f"{scheme} {int(row['number'])}", reading


def capacities() -> Iterator[tuple[str, Capacity]]:
    """Yield what each person was at times when it was another thing than the table of states says."""
    for row in rows("persons_on_days.csv"):
        candidates = tuple(filter(None, row["candidates"].split(";")))
        yield row["code"], Capacity(_span(row), row["kind"], row["acted_as"], candidates, row["note"])


def by_name(named: Iterable[tuple[str, str]]) -> Iterator[Named]:
    """Yield pairs of a name and a code as readings of names."""
    for name, code in named:
        yield name, Reading(code, "name")


def _told(reading: Reading, row: Row) -> Reading:
    return Reading(
        reading.code,
        reading.how,
        reading.span,
        reading.only_then,
        acted_as=row["acted_as"],
        note=row["note"],
    )


def _span(row: Row) -> Span:
    return Span(_day(row["from"]), _day(row["until"]))


def _day(text: str) -> Day | None:
    return Day.fromisoformat(text) if text else None
