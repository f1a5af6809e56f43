"""Whom the identifiers of the GGO data mean on a day: codes of ISO 3166-1 mostly, some of their own.

What is certain by the table of states and its names on that day is used, and nothing else. Where GGO says of
one identifier that it is another state than in ISO 3166, its own table of states is followed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import lru_cache
from types import MappingProxyType

from graph.names import Meaning, Resolver

NAMES: Mapping[str, str] = MappingProxyType({
    "ALG": "Algeria",
    "EAZ": "Zanzibar",
    "EC": "European Union",  # the Communities; the name of the time follows from the day
    "EUE": "European Union",
    "EUU": "European Union",
    "GDR": "German Democratic Republic",
    "KOS": "Kosovo",
    "YAR": "Yemen Arab Republic",
    "YPR": "Yemen People's Republic",
})  # fmt: skip
CZECHOSLOVAKIA_ENDED = Day(1993, 1, 1)  # GGO has one span of CZE from 1918 on, under today's name

# Days on which today's name is given in tables of treaties to acts of one of two states, or of a predecessor.
_UNCERTAIN: Mapping[str, tuple[Day, Day]] = MappingProxyType({
    "YEM": (Day.min, Day(1990, 5, 22)),  # of the Yemen Arab Republic or of Democratic Yemen
    "VNM": (Day.min, Day(1976, 7, 2)),  # of the north or of the south
    "TZA": (Day(1963, 12, 10), Day(1964, 4, 26)),  # of Tanganyika or of Zanzibar
    "AUT": (Day.min, Day(1918, 11, 12)),  # of the Austrian Empire, then of Austria-Hungary
    "HUN": (Day.min, Day(1918, 11, 16)),
    "NOR": (Day.min, Day(1905, 6, 7)),  # of the union with Denmark, then of that with Sweden
    "CHN": (Day(1949, 10, 1), Day(1971, 10, 25)),  # two governments acted, before different depositaries
    "TWN": (Day(1949, 10, 1), Day(1971, 10, 25)),  # what was done then in Taipei was done for China
})  # fmt: skip
_ANNEXED = frozenset({"AUT", "EST", "LVA", "LTU"})  # nobody acted for them while they were claimed as parts
EARLIEST = Day(1816, 1, 1)  # when the lists of states of political science begin; GGO has Castile as ESP
_CODE = re.compile(r"[A-Z]{2,4}")
_BY_CODE = frozenset(
    {"identifier", "former-name"}
)  # how a code is understood; nobody guesses at slips of the pen
_BEFORE = "Before 1816 it is not said whose acts those of a realm of the same name are."
_EITHER = "On that day today's code stands for one of several persons, and the table does not say for which."
_NOBODY = "On that day nobody acted for the state."


class Members:
    """Finds whom an identifier means; remembers what was asked often."""

    def __init__(self, names: Resolver) -> None:
        self._names = names
        self.on = lru_cache(2**14)(self._on)

    def _on(self, identifier: str, day: Day) -> Meaning:
        """Return who is meant on a day, named by the identifier; without a code where it is not certain."""
        name = _name(identifier, day)
        found = replace(self._names.meaning(name, day), name=identifier)
        as_code = name == identifier and _CODE.fullmatch(identifier)
        if found.how == "similar" or (as_code and found.code and found.how not in _BY_CODE):
            return replace(found, code="", kind="unknown", acted_as="")
        return _certain(found, day)


def _name(identifier: str, day: Day) -> str:
    if identifier == "CZE" and day < CZECHOSLOVAKIA_ENDED:
        return "Czechoslovakia"
    return NAMES.get(identifier, identifier)


def _certain(found: Meaning, day: Day) -> Meaning:
    if found.code and day < EARLIEST:
        return replace(found, code="", kind="unknown", acted_as="", note=_BEFORE)
    since, until = _UNCERTAIN.get(found.name, (Day.max, Day.max))
    if since <= day < until:
        return replace(found, code="", kind="ambiguous", acted_as="", note=found.note or _EITHER)
    if found.code in _ANNEXED and found.kind == "contested":
        return replace(found, code="", acted_as="", note=found.note or _NOBODY)
    return found
