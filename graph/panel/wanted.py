"""What a panel is wanted of, and what is refused before a row is counted."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.errors import BadRequest
from graph.records import State
from graph.view import View

AHEAD = 10  # years after the current one: later rows would only repeat the last
DEFAULT_DAY = "12-31"
_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: names as somebody writes them, years included; `None` and empty mean all."""

    known: date
    today: date
    treaties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    day: str = DEFAULT_DAY


@dataclass(frozen=True, slots=True)
class Scope:
    """The same, resolved: codes, slugs, years, and month and day of the rows."""

    known: date
    states: tuple[State, ...]
    treaties: tuple[str, ...]
    first: int
    last: int
    month: int
    day: int

    def day_of(self, year: int) -> date:
        """The day of which the rows of a year speak."""
        return date(year, self.month, self.day)


def scope(view: View, wanted: Wanted) -> Scope:
    """What is asked, resolved; raises `BadRequest` with what to change, `UnknownName` with candidates."""
    month, day = _month_and_day(wanted.day)
    last = min(wanted.known, wanted.today).year if wanted.last is None else wanted.last
    first = date.min.year if wanted.first is None else wanted.first
    if not date.min.year <= first <= last and wanted.first is not None:
        raise BadRequest(f"The first year, {first}, is not between 1 and the last one, {last}.")
    if last > wanted.today.year + AHEAD:
        raise BadRequest(
            f"The last year, {last}, lies too far ahead: ask for {wanted.today.year + AHEAD} at most."
        )
    treaties = tuple(dict.fromkeys(view.names.treaty(name) for name in wanted.treaties)) or view.treaties
    return Scope(wanted.known, _states(view, wanted.states), treaties, first, last, month, day)


def _month_and_day(text: str) -> tuple[int, int]:
    match = _DAY.fullmatch(text)
    month, day = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match or day > calendar.monthrange(2001, month)[1]:  # of a year without 29 February
        raise BadRequest(
            f"day: “{text[:20]}” is no day of every year; write month and day, as in day={DEFAULT_DAY}."
        )
    return month, day


def _states(view: View, names: Iterable[str]) -> tuple[State, ...]:
    """The legal persons asked for, or all that are states by the table; sorted by code."""
    codes = dict.fromkeys(view.names.state(name) for name in names)
    continued = {former: state.code for state in view.states.values() for former in state.continues}
    for code in codes:
        _refuse(view.states[code], continued)
    if codes:
        return tuple(view.states[code] for code in sorted(codes))
    kinds = ("territory", "organisation")
    return tuple(s for s in view.states.values() if s.kind not in kinds and s.code not in continued)


def _refuse(state: State, continued: dict[str, str]) -> None:
    if state.kind == "territory":
        raise BadRequest(
            f"{state.name_en} ({state.code}) is a territory and has no status of its own (VCLT 29); ask for "
            "the state that is responsible for it."
        )
    if same := continued.get(state.code):
        raise BadRequest(
            f"{state.name_en} ({state.code}) is the same legal person as {same}, and its years are rows of "
            f"{same}; ask for {same}."
        )
