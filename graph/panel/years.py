"""One year of one state under one treaty, as cells in the order of the code book."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from graph.law.question import Coverage
from graph.panel.spans import Span
from graph.records import State, StateCode

Cell: TypeAlias = str | int | date | None


def status_cells(spans: Sequence[Span], year: int, day: date, signed: int | None) -> tuple[Cell, ...]:
    """From `status` to `projected`: what holds on the day, and on how many days of the year."""
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    touching = [span for span in spans if span.first < end and begin < span.end]
    now = next(span for span in touching if span.first <= day < span.end)
    return (
        now.status,
        flag(now.party),
        *_party_days(touching, begin, end),
        signed,
        _known(now, now.status == "partyWithdrawalPending"),
        _known(now, now.status == "operationSuspended"),
        _known(now, now.contested),
        now.party_from,
        now.party_until,
        flag(now.projected),
    )


def verification_on(spans: Sequence[Span], day: date) -> str | None:
    """The weakest mark of what the status of a day rests on."""
    return next(span.verification for span in spans if span.first <= day < span.end)


def _party_days(touching: Sequence[Span], begin: date, end: date) -> tuple[int | None, int | None]:
    """Whether it is a party on any day, and on how many; `None` where that is not known."""
    days = sum((min(s.end, end) - max(s.first, begin)).days for s in touching if s.party)
    if any(span.party is None for span in touching):
        return (1 if days else None), None
    return flag(days > 0), days


def _known(span: Span, value: bool) -> int | None:  # noqa: FBT001 - the value itself, no switch
    return None if span.party is None else int(value)


def flag(value: bool | None) -> int | None:  # noqa: FBT001 - the value itself, no switch
    """1, 0, or nothing where it is not known."""
    return None if value is None else int(value)


def completeness_cells(coverage: Coverage | None, day: date, known: date) -> tuple[Cell, ...]:
    """From `as_of` to `complete_withdrawals`."""
    last = min(coverage.as_of, known) if coverage else known
    complete = int(coverage is not None and day <= last)
    return (last if day > last else None), complete, flag(coverage.includes_withdrawals if coverage else None)


def signed_by(day: date, first: date | None, coverage: Coverage | None) -> int | None:
    """Whether it has signed by the day; no list, no "no"."""
    if first is not None:
        return int(first <= day)
    return None if coverage is None else 0


def number_in(codes: Sequence[StateCode], scheme: str, day: date) -> int | None:
    """The number that holds on the day, else the last one that held in its year; `None` where none did."""
    begin, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    held = [code for code in codes if code.scheme == scheme and _touches(code, begin, end)]
    on_day = (code.number for code in held if _touches(code, day, day, inclusive=True))
    return next(on_day, held[-1].number if held else None)


def _touches(code: StateCode, begin: date, end: date, *, inclusive: bool = False) -> bool:
    first, until = code.valid_from or date.min, code.valid_until or date.max
    return (first <= end if inclusive else first < end) and begin < until


def exists_on(state: State, day: date) -> int | None:
    """Whether the state existed on the day, as far as the table of states tells."""
    if state.exists_until and day >= state.exists_until:
        return 0
    if state.exists_from:
        return int(state.exists_from <= day)
    since, until = state.un_member_since, state.un_member_until
    member = since is not None and since <= day and (until is None or day < until)
    return 1 if member else None
