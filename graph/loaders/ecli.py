"""European Case Law Identifiers (Council conclusions 2011/C 127/01), and what those of Strasbourg tell.

The European Court of Human Rights forms the last part from the day, the kind of document and the first
application: `ECLI:CE:ECHR:2001:0118JUD002487694` is the judgment of 18 January 2001 on application 24876/94.
"""

import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.published.judgments import DecisionKind

_ANY = re.compile(r"ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{0,6}:[0-9]{4}:[A-Z0-9.]{1,25}")
_STRASBOURG = "ECLI:CE:ECHR:"
_ECLI = re.compile(
    rf"{_STRASBOURG}(?P<year>[0-9]{{4}}):(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?P<type>[A-Z]{{3}})"
    r"(?P<number>[0-9]{7})(?P<lodged>[0-9]{2})"
)
APPLICATION = re.compile(r"([0-9]{1,7})/([0-9]{2})")
_KINDS: dict[str, DecisionKind] = {
    "JUD": "judgment",
    "DEC": "decision",
    "REP": "report",  # of the European Commission of Human Rights, which ceased to be
    "ADV": "advisory-opinion",
}
_TYPES = {kind: type_ for type_, kind in _KINDS.items()}
_COMMISSION_UNTIL = Day(1999, 10, 31)  # Protocol No. 11 to the Convention, 5(3)


@dataclass(frozen=True, slots=True)
class Ecli:
    """An identifier with the kind of document, the day and the application that it names, where it does."""

    text: str
    kind: DecisionKind
    day: Day | None = None
    application: str = ""


def parse(text: str) -> Ecli | None:
    """Return what an ECLI says; `None` where the text is none, or one of Strasbourg that names no day."""
    if not text.startswith(_STRASBOURG):
        return Ecli(text, "decision") if _ANY.fullmatch(text) else None
    found = _ECLI.fullmatch(text)
    if not found:
        return None
    try:
        day = Day(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    kind = _KINDS.get(found["type"], "act")
    lodged = (
        f"{int(found['number'])}/{found['lodged']}" if kind in _TYPES and kind != "advisory-opinion" else ""
    )
    return Ecli(text, kind, day, lodged)


def formed(kind: DecisionKind, day: Day, application: str) -> str:
    """Return the ECLI that the Court forms of kind, day and first application; empty where it forms none."""
    found = APPLICATION.fullmatch(application)
    if not found or kind not in _TYPES or kind == "advisory-opinion":
        return ""
    return f"{_STRASBOURG}{day.year}:{day:%m%d}{_TYPES[kind]}{int(found[1]):07d}{found[2]}"


def by_court(kind: DecisionKind, day: Day | None) -> bool:
    """Whether the Court itself decided: until October 1999 the Commission gave decisions, but no judgment."""
    return kind == "judgment" or (kind == "decision" and day is not None and day > _COMMISSION_UNTIL)
