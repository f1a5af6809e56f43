"""Dates of publishers as EDTF (ISO 8601-2), and as a day only where one day is meant.

Beside EDTF itself the notation of the R package messydates is read: `A..B` is an interval, `..A` on or
before, `A..` on or after (one of a set, in EDTF). Years are those of ISO 8601: `-0753` is written as the
source has it. What lies before the Gregorian calendar is not converted: no source says which one it uses.
"""

import re
from calendar import monthrange
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.published.dates import OPEN

NEVER = "9999-12-31"  # how data sets write an end that is open

_DATE = re.compile(r"(-?[0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?[?~%]?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_BOUND = re.compile(r"(\.\.)?([^.\[\]/]+)(\.\.)?")


def edtf(text: str) -> str:
    """Return a date in EDTF: a day, month, year, interval or bound; `..` for an open end; empty for none.

    A day that no calendar has (1972-06-31) is none, even where it is marked as uncertain.
    """
    if text in (NEVER, OPEN):
        return OPEN
    parts = re.split(r"(?<=[^.\[/])(?:\.\.|/)(?=[^.\]])", text)
    if len(parts) == 2:  # noqa: PLR2004 - an interval has two ends
        return "/".join(parts) if all(map(_is_date, parts)) else ""
    bracketed = text.startswith("[") and text.endswith("]")
    bound = _BOUND.fullmatch(text[1:-1] if bracketed else text)
    if bound is None or not _is_date(bound[2]) or (bound[1] and bound[3]):
        return ""
    before, after = bound[1] or "", bound[3] or ""
    return f"[{before}{bound[2]}{after}]" if before or after else bound[2]


def exact_day(value: str) -> Day | None:
    """Return the one day that an EDTF value means; None for what is partial, uncertain or open."""
    return Day.fromisoformat(value) if _DAY.fullmatch(value) and value >= "0001" else None


def first_day(value: str) -> Day | None:
    """Return the earliest day that a date or interval can mean; None where it has none or lies before year 1.

    It serves to ask who bore a name then, and is never stored.
    """
    found = _DATE.match(value)
    if found is None or value.startswith("-") or "X" in found[0] or found[1] == "0000":
        return None
    return Day(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def last_day(value: str) -> Day | None:
    """Return the latest day that a date or interval can mean, as `first_day` does the earliest."""
    found = _DATE.match(value.rpartition("/")[2])
    if found is None or first_day(found[0]) is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    return Day(year, month, int(found[3] or monthrange(year, month)[1]))


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = found.groups("XX")
    if month.isdecimal() and not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return False
    return not day.isdecimal() or 1 <= int(day) <= _days(year, month)


def _days(year: str, month: str) -> int:
    """Return how many days a month has at most, where year or month may not be known."""
    leap = 2000 if "X" in year else int(year) % 400 + 400
    return monthrange(leap, int(month))[1] if month.isdecimal() else 31
