"""CELEX numbers: what they say of an act, and which one a citation stands for.

EUR-Lex, “How CELEX numbers are composed”: sector, year, descriptor, number. Interinstitutional Style Guide,
1.2.2: until 2014 regulations, and decisions of Parliament and Council, are cited by number and year after
“No”, directives and other decisions by year and number; from 2015 all by year and number. Years have two
figures until 1998.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.published.eurlex import UnionActKind

_CELEX = re.compile(
    r"(?P<sector>[0-9CE])(?P<year>[12][0-9]{3})(?P<type>[A-Z]{1,2})(?P<number>[0-9A-Z/_.-]{3,}?)"
    r"(?P<serial>\([0-9]{1,3}\))?(?P<corrigendum>R\([0-9]{1,3}\))?"
)
_KINDS: dict[tuple[str, str], UnionActKind] = {
    ("2", "A"): "treaty",  # agreements with other states and organisations
    ("2", "D"): "decision",  # of bodies that such agreements set up
    ("3", "D"): "decision",
    ("3", "F"): "decision",  # framework decisions, EU Treaty 34(2)(b) as before 2009
    ("3", "R"): "act",
    ("3", "L"): "act",
}
CITATION = re.compile(
    r"(?P<framework>framework\s+)?(?P<type>directive|regulation|decision)s?\s*"
    r"(?:\((?P<union>eu|ec|eec|euratom|ecsc|cfsp|jha)[^()]{0,15}\)\s*)?(?P<no>n(?:o|°)\.?\s*)?"
    r"(?P<first>[0-9]{1,5})[/-](?P<second>[0-9]{1,4})(?:/(?P<domain>[a-z]{2,7}))?(?![0-9a-z])",
    re.IGNORECASE,
)
_DOMAINS = {"", "eec", "ec", "eu", "euratom", "jha", "cfsp"}  # ECSC decisions have descriptors of their own
_DESCRIPTORS = {"regulation": "R", "directive": "L", "decision": "D"}
_REFORM = 2015  # from when all acts are numbered by year and number
_FOUR_FIGURES = 1999  # from when years are written in full
_FIRST_YEAR = 52  # of the Coal and Steel Community


@dataclass(frozen=True, slots=True)
class Celex:
    """A CELEX number with its year and the kind of act that it stands for."""

    text: str
    year: int
    sector: str
    kind: UnionActKind


def parse(text: str) -> Celex | None:
    """Return what a CELEX number says; `None` where the text is none."""
    found = _CELEX.fullmatch(text)
    if not found:
        return None
    kind = "document" if found["corrigendum"] else _KINDS.get((found["sector"], found["type"]), "document")
    return Celex(text, int(found["year"]), found["sector"], kind)


def of_citation(words: str, *, verbatim: bool) -> str:
    """Return the CELEX number of an act that is cited; empty where the words leave a choice.

    Words that are not verbatim may have lost “(EC) No” and “framework”, as in “regulation 2018/1999”.
    """
    found = CITATION.search(words)
    if not found or (found["domain"] or "").lower() not in _DOMAINS:
        return ""
    descriptor = _descriptor(found, verbatim=verbatim)
    readings = {reading for reading in _readings(found, verbatim=verbatim) if reading[1] > 0}
    if len(readings) != 1 or not descriptor:
        return ""
    ((year, number),) = readings
    return f"3{year}{descriptor}{number:04d}"


def _descriptor(found: re.Match[str], *, verbatim: bool) -> str:
    """The descriptor; without the words as they stand a decision in home affairs may be a framework one."""
    type_, domain = found["type"].lower(), (found["domain"] or "").lower()
    if type_ == "decision" and domain == "jha" and not verbatim and not found["framework"]:
        return ""
    return "F" if type_ == "decision" and found["framework"] else _DESCRIPTORS[type_]


def _readings(found: re.Match[str], *, verbatim: bool) -> Iterator[tuple[int, int]]:
    """Year and number, in each order in which acts of this type are or were cited."""
    type_, no = found["type"].lower(), bool(found["no"])
    unsure = not verbatim and not found["union"]  # whether “No” stood there
    first, second = _year(found["first"]), _year(found["second"])
    decision = type_ == "decision" and bool(found["domain"])
    by_number = type_ == "regulation" or (decision and (no or unsure or not first))
    if second and second < _REFORM and by_number:
        yield second, int(found["first"])
    old = type_ == "directive" or decision
    if first and not no and (old or first >= _REFORM):
        yield first, int(found["second"])


def _year(figures: str) -> int:
    """The year that two figures meant until 1998, or four from 1999 on; 0 where they mean none."""
    value = int(figures)
    if len(figures) == len("99") and _FIRST_YEAR <= value <= _FOUR_FIGURES - 1901:
        return 1900 + value
    return value if len(figures) == len("1999") and _FOUR_FIGURES <= value <= 2100 else 0  # noqa: PLR2004
