"""Which state of our table the concept of a code means, and how far; its name decides, the code must agree.

A concept is not a state: it stands for a name in the time in which a code is used. The Soviet Union and
Russia have a code each and are one person; the code YMD, which ISO 3166-3 gives to the south of Yemen, is
used for the north.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache

from graph.faults import Left, Origin
from graph.loaders.beginnings import packaged
from graph.loaders.edtf import last_day
from graph.loaders.files import InputFile
from graph.names import Meaning
from graph.published.countries import CountryCode, Match
from graph.published.entry import Entry, Unnamed

OTHER_CODE = "the code stands for another state in the table of states than the name; the name is followed"
_CERTAIN = frozenset({"state", "observer", "territory", "organisation"})


def with_state(said: CountryCode, file: InputFile, origin: Origin) -> Iterator[Entry | Unnamed | Left]:
    """Yield a concept with the state that it means, and whether that is unclear."""
    last = last_day(said.in_use_until)
    found, unclear = _named(said, file, last)
    if not found.code:
        yield Unnamed(origin, "prefLabel", unclear)
        yield Entry(said, origin)
        return
    by_code = file.names.meaning(said.code, last).code
    if by_code and by_code != found.code:
        yield Left(origin, "code", OTHER_CODE, f"{said.code}: {unclear.name}")
    match = _match(said, found, last, agrees=by_code == found.code)
    yield Entry(replace(said, state=found.code, match=match), origin)


def _named(said: CountryCode, file: InputFile, last: Day | None) -> tuple[Meaning, Meaning]:
    """Who is meant by the first English name that means anybody, and what the preferred one means."""
    names = [
        name for words in (said.preferred, said.alternative) for name, language in words if language == "en"
    ]
    read = [file.names.meaning(name, last) for name in names or [said.code]]
    found = next((each for each in read if each.code and each.how != "similar"), Meaning(said.code))
    return found, read[0]


def _match(said: CountryCode, found: Meaning, last: Day | None, *, agrees: bool) -> Match:
    began = _table()[found.code]["from"] if found.code in _table() else ""
    if last and began and last < Day.fromisoformat(began):
        return "related"
    same = agrees and last is None and not said.deprecated and not found.acted_as
    whole = found.code in _table() and not _table()[found.code]["continues"]
    return "exact" if same and whole and found.kind in _CERTAIN else "close"


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in packaged("states.csv")}
