"""When each state begins: by the table of states, and in the lists of states of political science.

Tables of treaties put such a day where they have none of an act.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache
from importlib.resources import files

_NO_DAYS: frozenset[Day] = frozenset()


def beginnings(code: str) -> frozenset[Day]:
    """Return the days on which the packaged tables let the state of a code begin."""
    return _all().get(code, _NO_DAYS)


@cache
def _all() -> Mapping[str, frozenset[Day]]:
    found: dict[str, set[Day]] = defaultdict(set)
    for code, day in _days():
        if day:
            found[code].add(Day.fromisoformat(day))
    return {code: frozenset(days) for code, days in found.items()}


def _days() -> Iterator[tuple[str, str]]:
    for row in packaged("states.csv"):
        yield from ((row["code"], row[column]) for column in ("from", "date_of_succession"))
    yield from ((row["code"], row["from"]) for row in packaged("state_codes.csv"))


def packaged(file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table among the packaged facts."""
    text = (files("graph") / "data" / file).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
