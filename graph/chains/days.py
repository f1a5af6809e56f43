"""Days that are known, and days that are not: what EDTF says of them, in bounds and in words.

Read are the forms that occur in decision chains: a day, month or year of ISO 8601-1, with a qualifier
(`~`, `?`, `%`), and intervals of these with an open side (`../2016-11-16`, `2016-11-30/..`); all of them are
EDTF level 1 (ISO 8601-2:2019). Other text is kept and bounds nothing: a date is never guessed.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")
_OPEN = frozenset({"", ".."})
_QUALIFIERS = {"~": "about ", "?": "probably ", "%": "probably about ", "": ""}


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day that are possible, both inclusive; `None` where nothing bounds that side.

    `qualified`: the source says “about” or “probably”, so that the bounds serve for sorting only.
    """

    earliest: date | None = None
    latest: date | None = None
    qualified: bool = False

    def surely_after(self, other: "Bounds") -> bool:
        """Whether every possible day lies after every possible day of the other."""
        if self.qualified or other.qualified or self.earliest is None or other.latest is None:
            return False
        return self.earliest > other.latest

    @property
    def key(self) -> tuple[bool, date, int]:
        """Sorts by the bound that is known; “not after a day” before that day, “not before” after it."""
        known = self.earliest or self.latest
        side = 0 if self.earliest is None else 2 if self.latest is None else 1
        return known is None, known or date.max, side


def bounds(day: date | None, edtf: str | None) -> Bounds:
    """Bounds of a known day, or of what EDTF says; none where neither is given or the text is not EDTF."""
    if day is not None:
        return Bounds(day, day)
    sides = _sides(edtf or "")
    parts = [_part(side) for side in sides]
    if any(part is None and side not in _OPEN for side, part in zip(sides, parts, strict=True)):
        return Bounds()
    first, last = parts[0], parts[-1]
    qualified = any(part.qualified for part in parts if part)
    return Bounds(first.earliest if first else None, last.latest if last else None, qualified)


def in_words(edtf: str) -> str:
    """“not after 16 November 2016”, “January 2016”; text that is not EDTF is given as it is recorded."""
    sides = _sides(edtf)
    words = [_part_in_words(side) for side in sides]
    match sides, words:
        case [(".." | ""), _], [_, str(last)]:
            return f"not after {last}"
        case [_, (".." | "")], [str(first), _]:
            return f"not before {first}"
        case [_, _], [str(first), str(last)]:
            return f"between {first} and {last}"
        case [_], [str(only)]:
            return only
    return f"recorded as “{edtf}”"


def day_in_words(day: date) -> str:
    """“16 November 2016”, whatever the language of the machine."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _sides(edtf: str) -> list[str]:
    return edtf.split("/") if edtf.count("/") == 1 else [edtf]


def _part(text: str) -> Bounds | None:
    """Bounds of a day, month or year; none where the text is no such thing."""
    found = _PART.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(number) if number else None for number in found.groups()[:3])
    try:
        first = date(year or 0, month or 1, day or 1)
        last_day = day or calendar.monthrange(first.year, month or 12)[1]
        last = date(first.year, month or 12, last_day)
    except ValueError:
        return None
    return Bounds(first, last, qualified=bool(found[4]))


def _part_in_words(text: str) -> str | None:
    found, part = _PART.fullmatch(text), _part(text)
    if found is None or part is None or part.earliest is None:
        return None
    day, qualifier = part.earliest, _QUALIFIERS[found[4]]
    if found[3]:
        return qualifier + day_in_words(day)
    return f"{qualifier}{calendar.month_name[day.month]} {day.year}" if found[2] else f"{qualifier}{day.year}"
