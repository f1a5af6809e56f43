"""Codes of an authority table of countries, with their names in many languages. A code is not a state."""

from dataclasses import dataclass
from typing import Literal

Match = Literal["", "exact", "close", "related"]
Word = tuple[str, str]  # a text and its language (BCP 47)


@dataclass(frozen=True, slots=True)
class CountryCode:
    """A concept of an authority table, by its own IRI.

    `in_use_from` and `in_use_until` are EDTF and inclusive, of the code and not of a state. `notations` are
    its codes elsewhere, each with the name of the list. `state` is a code of the table of states, and `match`
    how far the concept means it: `exact` the same, `close` the same person under another name or extent, or
    one whose statehood is contested, `related` a predecessor. `replaces`, `replaced_by`, `broader` and
    `exact_matches` are IRIs.
    """

    iri: str
    code: str
    preferred: tuple[Word, ...] = ()
    alternative: tuple[Word, ...] = ()
    hidden: tuple[Word, ...] = ()
    in_use_from: str = ""
    in_use_until: str = ""
    deprecated: bool | None = None
    notations: tuple[tuple[str, str], ...] = ()
    broader: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    state: str = ""
    match: Match = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "country-code", self.iri
