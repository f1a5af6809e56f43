"""What the head of a text in EUR-Lex says for certain: title, day, who decided, and where it was published.

Two forms are known: the page of EUR-Lex (“EUR-Lex - 31993D0704 - EN”), and the page of the Official Journal.
"""

import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})")
_FIGURES = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_ACT = re.compile(
    r"(?:[0-9/]+(?:/\w+)?(?:, ?\w+)*: )?"  # 2001/548/EC: as EUR-Lex puts it before the title
    r"(?:(?P<one>council|commission) )?(?:(?:implementing|delegated|framework) )?"
    r"(?:decision|regulation|directive)"
    r"(?: \(\w+(?:, ?\w+)?\))?(?: no)?(?: [0-9]+/[0-9]+(?:/\w+)?)?"
    r"(?: of the (?P<body>european parliament and of the council|european central bank))?"
    r" ?of (?=[0-9]{1,2} [a-z]+ [0-9]{4}\b)",
    re.IGNORECASE,
)
INSTITUTIONS = {
    "council": ("eu-council",),
    "commission": ("eu-commission",),
    "european parliament and of the council": ("eu-parliament", "eu-council"),
    "european central bank": ("eu-central-bank",),
}
LABELS = {
    "eu-council": "Council of the European Union",
    "eu-commission": "European Commission",
    "eu-parliament": "European Parliament",
    "eu-central-bank": "European Central Bank",
}
_PAGE = ("EUR-Lex - ", "Official Journal ")
_HEAD_LINES = 30


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; what it does not say for certain is empty."""

    title: str = ""
    dated_on: Day | None = None
    authors: tuple[str, ...] = ()
    published_on: Day | None = None
    published_in: str = ""
    language: str = "en"


def head_of(text: str, celex: str, year: int) -> Head:
    """Return what the head of the text of an act says; `year` is that of its CELEX number."""
    lines = [" ".join(line.split()) for line in text[:20_000].split("\n")[:_HEAD_LINES]]
    title, journal, language = _of_web_page(lines, celex) or _of_journal(lines) or ("", "", "en")
    published = next((_figures(line) for line in (journal, lines[0]) if _FIGURES.search(line)), None)
    act = _ACT.match(title)
    names = (act["one"] or act["body"] or "").lower() if act else ""
    return Head(
        title=title,
        dated_on=_dated(title[act.end() :], year) if act else None,
        authors=INSTITUTIONS.get(names, ()),
        published_on=published if journal else None,
        published_in=journal,
        language=language,
    )


def _of_web_page(lines: list[str], celex: str) -> tuple[str, str, str] | None:
    """Title, place in the Official Journal and language; the number stands above the title."""
    if not lines[0].startswith(_PAGE[0]) or celex not in lines[1:]:
        return None
    following = lines[lines.index(celex, 1) + 1 :]
    if len(following) < len(_PAGE) or not following[1].startswith(_PAGE[1]):
        return None
    return following[0], following[1], "en"


def _of_journal(lines: list[str]) -> tuple[str, str, str] | None:
    """The same; a title is a line, and what goes on below in lower case. `XM` is a page in two languages."""
    if len(lines) <= len(("day", "language", "journal", "page")) or not lines[2].startswith(_PAGE[1]):
        return None
    if not _FIGURES.fullmatch(lines[0]) or not re.fullmatch(r"[A-Z]{2}", lines[1]):
        return None
    title = [lines[4]]
    for line in lines[5:]:
        if not line[:1].islower():
            break
        title.append(line)
    journal = f"{lines[2]} {lines[3]}, {lines[0]}"
    return " ".join(title), journal, "" if lines[1] == "XM" else "en"


def _figures(text: str) -> Day | None:
    found = _FIGURES.search(text)
    return _day(int(found[3]), int(found[2]), int(found[1])) if found else None


def _dated(text: str, year: int) -> Day | None:
    """The day at the head of the text; an act is numbered in the year in which it is published, or dated."""
    found = _DATE.match(text)
    day = _day(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])) if found else None
    return day if day and day.year in {year, year - 1} else None


def _day(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(year, month, day)
    except ValueError:
        return None
