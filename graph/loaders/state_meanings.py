"""Which state of our table a list of the system of states means by a row; nothing is guessed.

Correlates of War and Gleditsch-Ward number their states: the packaged table of codes says for whom a number
stands, and when. GGO has identifiers like those of ISO 3166-1, which it also gives to realms of the Middle
Ages: the identifier and a name must mean the same state, on the first day and on the last, and a state that
is in the packaged lists must be there at that time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache

from graph.loaders.beginnings import packaged
from graph.loaders.edtf import first_day, last_day
from graph.loaders.files import InputFile
from graph.loaders.ggo_members import Members
from graph.published.dates import OPEN
from graph.published.systems import StateSpan

LISTS_BEGIN = Day(1816, 1, 1)
UNNUMBERED = "in the packaged table of codes the number stands for nobody at that time"
UNCERTAIN = "the identifier and the name do not mean one and the same state of the table at that time"
IN_PART = "states of the table are meant for a part of the time only"


@dataclass(frozen=True, slots=True)
class Meant:
    """The state that is meant throughout, those meant for a part of the time, or why there is none."""

    state: str = ""
    partly: tuple[str, ...] = ()
    why: str = ""

    def of(self, span: StateSpan) -> StateSpan:
        """Return the span with who is meant."""
        return replace(span, state=self.state, partly=self.partly)


@dataclass(frozen=True, slots=True)
class _Time:
    code: str
    first: Day
    last: Day

    def overlaps(self, first: Day, last: Day) -> bool:
        return self.first <= last and first <= self.last


def by_number(span: StateSpan, _: InputFile) -> Meant:
    """Return for whom the number of a row stands."""
    first, last = _bounds(span)
    found = [time for time in _numbered(span.system).get(span.number, ()) if time.overlaps(first, last)]
    codes = tuple(dict.fromkeys(time.code for time in found))
    whole = [time.code for time in found if time.first <= first and last <= time.last]
    if len(whole) == 1:
        return Meant(whole[0], tuple(code for code in codes if code != whole[0]))
    return Meant(partly=codes, why=IN_PART if codes else UNNUMBERED)


def by_code_and_name(span: StateSpan, file: InputFile) -> Meant:
    """Return whom identifier and name both mean."""
    first, last = _bounds(span)
    at_first, at_last = (_certain(span, day, file) for day in (first, last))
    codes = tuple(code for code in dict.fromkeys((at_first, at_last)) if code and _listed(code, first, last))
    if codes and at_first == at_last:
        return Meant(codes[0])
    return Meant(partly=codes, why=IN_PART if codes else UNCERTAIN)


def _certain(span: StateSpan, day: Day, file: InputFile) -> str:
    """The code that the identifier, and a name of the row, mean on a day."""
    code = Members(file.names).on(span.identifier, day).code
    names = (file.names.meaning(name, day) for name in (span.name, *span.other_names))
    return code if code and any(each.code == code and each.how != "similar" for each in names) else ""


def _listed(code: str, first: Day, last: Day) -> bool:
    """Whether the packaged lists have the state in that time, or do not know it at all."""
    times = [time for system in ("cow", "gw") for time in _of(system, code)]
    since = max(first, LISTS_BEGIN)
    return not times or (since <= last and any(time.overlaps(since, last) for time in times))


def _bounds(span: StateSpan) -> tuple[Day, Day]:
    """First and last day, where a bound is open the first and the last of all."""
    last = Day.max if span.until == OPEN else last_day(span.until)
    return first_day(span.from_) or Day.min, last or Day.max


@cache
def _numbered(system: str) -> Mapping[str, tuple[_Time, ...]]:
    return _by((row["number"], _time(row)) for row in packaged("state_codes.csv") if row["scheme"] == system)


@cache
def _of(system: str, code: str) -> tuple[_Time, ...]:
    return tuple(time for times in _numbered(system).values() for time in times if time.code == code)


def _by(pairs: Iterable[tuple[str, _Time]]) -> Mapping[str, tuple[_Time, ...]]:
    found: dict[str, list[_Time]] = defaultdict(list)
    for number, time in pairs:
        found[number].append(time)
    return {number: tuple(times) for number, times in found.items()}


def _time(row: Mapping[str, str]) -> _Time:
    """The time of a row of the table of codes, whose last day is exclusive."""
    first = Day.fromisoformat(row["from"]) if row["from"] else Day.min
    last = Day.fromordinal(Day.fromisoformat(row["until"]).toordinal() - 1) if row["until"] else Day.max
    return _Time(row["code"], first, last)
