"""Titles of cases before the European Court of Human Rights: against whom an application is directed."""

import re
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.faults import Left, Origin
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.names import Meaning
from graph.published.entry import Unnamed
from graph.published.judgments import Court

COURT = Court("ecthr", "European Court of Human Rights", "COE")
_AGAINST = re.compile(r"\s+(?:v\.|c\.|vs\.)\s+")  # in lower case: V. and C. may be applicants
_MARKS = re.compile(
    r"(?:\s+-\s+\[.*|(?:\s*(?:\[[^\[\]]*\]|\([^()]*\)))+\s*)$"
)  # [GC], (No. 2), - [Translation] by
_AND = re.compile(r"\s*,\s*|\s+(?:and|et)\s+", re.IGNORECASE)
_SIDES = 2
_MOST = 8  # names at the side of respondents that are tried together


def respondents(
    title: str, day: Day | None, file: InputFile, origin: Origin
) -> tuple[tuple[str, ...], list[Left | Unnamed]]:
    """Return the codes of the states against which a case is directed, and the names that mean none.

    “the Republic of Moldova and Russia” are two, “Bosnia and Herzegovina” is one: the longest name that means
    somebody counts.
    """
    sides = _AGAINST.split(_MARKS.sub("", title))
    if len(sides) < _SIDES:
        return (), []
    if len(sides) > _SIDES:
        reason = "the title names several cases, and not against whom each is directed"
        return (), [Left(origin, "title", reason, shortened(title))]
    found = list(_meanings(_AND.split(sides[1].strip()), day, file))
    codes = tuple(dict.fromkeys(meaning.code for meaning in found if meaning.code))
    return codes, [Unnamed(origin, "title", meaning) for meaning in found if not meaning.code]


def _meanings(names: list[str], day: Day | None, file: InputFile) -> Iterator[Meaning]:
    while names:
        lengths = range(min(len(names), _MOST), 0, -1)
        tried = ((length, file.names.meaning(" and ".join(names[:length]), day)) for length in lengths)
        length, meaning = next((one for one in tried if one[1].code), (1, None))
        yield meaning or file.names.meaning(names[0], day)
        names = names[length:]


def applications(text: str) -> Iterator[str]:
    """Yield the numbers of applications that a cell joins, by whatever mark."""
    yield from (part for part in re.split(r"[;,\s]+", text) if part)
