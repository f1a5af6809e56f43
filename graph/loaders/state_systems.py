"""Loader of lists of the system of states: GGO, Gleditsch and Ward, Correlates of War.

They disagree on purpose, and stay side by side as each has it: every row is one time of one state, first and
last day inclusive. Which state of our table is meant, the packaged numbers tell (COW, GW), or the name and
the code together (GGO, which has no numbers); what is not certain is left open.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.faults import Left
from graph.loaders.edtf import edtf
from graph.loaders.files import InputFile, TextLines
from graph.loaders.nearest import shortened
from graph.loaders.state_meanings import Meant, by_code_and_name, by_number
from graph.loaders.tables import TableRow, header_of, read_table
from graph.published.dates import OPEN
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.systems import StateSpan, System

NO_DATE = "no date by ISO 8601"
_BETWEEN = re.compile(r"[,|\r\n]")
_COW_DATES = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")


@dataclass(frozen=True, slots=True)
class _List:
    system: System
    required: tuple[str, ...]
    used: tuple[str, ...]
    identifier: str
    name: str
    number: str
    meant: Callable[[StateSpan, InputFile], Meant]
    publication: Publication


_COW = _List(
    "cow",
    ("stateabb", "ccode", "statenme", *_COW_DATES),
    ("version",),
    "stateabb",
    "statenme",
    "ccode",
    by_number,
    Publication(
        title="State System Membership List of the Correlates of War project",
        publisher="Correlates of War project",
        url="https://correlatesofwar.org/data-sets/state-system-membership/",
        licence="academic terms of the Correlates of War project",
    ),
)
_GW = _List(
    "gw",
    ("stateID", "StateName", "Begin", "End", "cowNR"),
    ("StateNameAlt",),
    "stateID",
    "StateName",
    "cowNR",
    by_number,
    Publication(
        title="Independent states by Gleditsch and Ward",
        publisher="Gleditsch and Ward, as compiled by the Global Governance Observatory",
        licence="CC BY 4.0",
    ),
)
_GGO = _List(
    "ggo",
    ("stateID", "StateName", "Begin", "End"),
    ("StateNameAlt", "Capital", "CapitalAlt"),
    "stateID",
    "StateName",
    "",
    by_code_and_name,
    Publication(
        title="States in the data of the Global Governance Observatory",
        publisher="Global Governance Observatory, Geneva Graduate Institute",
        licence="CC BY 4.0",
    ),
)
_LISTS = (_COW, _GW, _GGO)  # the first whose columns a file has


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is one of these lists."""
    return _list_of(header_of(head)) is not None


def read(file: InputFile) -> Iterator[Item]:
    """Yield each time of each state, and what is not used; in memory are what tells the rows apart."""
    header = header_of(next(iter(TextLines(file)), "").encode())
    list_ = _list_of(header) or (_COW if "stateabb" in header else _GGO)
    seen: set[tuple[str, ...]] = set()
    described = False
    for row in read_table(file, list_.required, list_.used):
        if not isinstance(row, TableRow):
            yield row
            continue
        if not described:
            described = True
            yield Entry(_described(list_, row), row.origin)
        yield from _row(row, list_, file, seen)


def _described(list_: _List, row: TableRow) -> Publication:
    note = f"Version {_whole(row['version'])} of the list." if row["version"] else ""
    return replace(list_.publication, note=note)


def _list_of(header: Sequence[str]) -> _List | None:
    names = {name.strip() for name in header}
    return next((each for each in _LISTS if names >= set(each.required)), None)


def _row(row: TableRow, list_: _List, file: InputFile, seen: set[tuple[str, ...]]) -> Iterator[Item]:
    said = dict(zip(("from", "until"), _cow_dates(row) if list_ is _COW else _dates(row), strict=True))
    dates: Mapping[str, str] = {field: edtf(value) for field, value in said.items()}
    wrong = next(
        (field for field in said if not dates[field] or (field == "from" and dates[field] == OPEN)), ""
    )
    if not row[list_.identifier] or not row[list_.name] or wrong:
        reason = f"“{wrong}” is {NO_DATE}" if wrong else "the row names no state"
        yield Left(row.origin, "", reason, shortened(f"{row[list_.name]} {said.get(wrong, '')}".strip()))
        return
    span = StateSpan(
        system=list_.system,
        identifier=row[list_.identifier],
        name=row[list_.name],
        from_=dates["from"],
        until=dates["until"],
        number=_whole(row[list_.number]) if list_.number else "",
        other_names=_several(row["StateNameAlt"]),
        capital=row["Capital"],
        other_capitals=_several(row["CapitalAlt"]),
    )
    if span.key in seen:
        yield Left(row.origin, "", "the same time of the same state stands in an earlier row", span.name)
        return
    seen.add(span.key)
    yield from _meant(span, list_, file, row)


def _meant(span: StateSpan, list_: _List, file: InputFile, row: TableRow) -> Iterator[Item]:
    meant = list_.meant(span, file)
    if meant.why:
        yield Left(row.origin, list_.number or list_.identifier, meant.why, f"{span.name} {span.from_}")
    yield Entry(meant.of(span), row.origin)


def _dates(row: TableRow) -> tuple[str, str]:
    return row["Begin"], row["End"]


def _cow_dates(row: TableRow) -> tuple[str, str]:
    """Return first and last day; the list has year, month and day apart, and may write them as 2016.0."""
    parts = [_whole(row[column]) for column in _COW_DATES]
    first, last = (f"{p[0]:0>4}-{p[1]:0>2}-{p[2]:0>2}" for p in (parts[:3], parts[3:]))
    return first, last


def _whole(number: str) -> str:
    return number.removesuffix(".0")


def _several(names: str) -> tuple[str, ...]:
    """Return the names of a cell with several."""
    return tuple(dict.fromkeys(name for part in _BETWEEN.split(names) if (name := part.strip())))
