"""What a name means on a day, as a value: who it is, in which capacity, and how that was found."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Literal, Protocol

How = Literal["", "identifier", "name", "former-name", "spelling", "translation", "similar"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Who is meant by a name on a day.

    `code` is that of the table of states: of today's legal person where one continues another (the Soviet
    Union is `RUS`), of the former state where none does (`YUG`, `CSK`, `DDR`). It is empty where the name
    means nobody of the table, or several. `kind` is what the one meant was on that day, by the kinds of the
    table (`state`, `former-state`, `observer`, `contested`, `territory`, `organisation`), or `unknown`, or
    `ambiguous`. `acted_as` is the name under which the same person acted then, where it was another one.
    `candidates` are up to five “CODE (Name)” where the name is unknown or ambiguous. `note` says in words
    what a reader must know: what is contested, and who claims it; why nothing was chosen.
    """

    name: str
    code: str = ""
    kind: str = "unknown"
    acted_as: str = ""
    how: How = ""
    candidates: tuple[str, ...] = ()
    note: str = ""


class Resolver(Protocol):
    """Whoever knows names: `graph.names.Names` does."""

    def meaning(self, name: str, on: Day | None = None) -> Meaning:
        """Who is meant by a name on a day; by default today's bearer of the name."""

    def treaty(self, text: str) -> str:
        """Slug of the treaty that a text names; raises `UnknownName` where it names none or several."""
