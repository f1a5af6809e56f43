"""Acts of the European Union: what EUR-Lex says of one, and how the text relates acts to each other."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Literal

UnionActKind = Literal["treaty", "decision", "act", "document"]
Relation = Literal["amends", "repeals", "implements", "supersedes", "refers-back-to"]


@dataclass(frozen=True, slots=True)
class UnionAct:
    """An act by its CELEX number, or one that only words name; `title` is how it names itself or is cited.

    `kind` follows from the descriptor of the CELEX number. `known_as` is the slug of the treaty that has this
    title among the packaged ones. `language` is empty where the text is in two languages.
    """

    celex: str
    title: str
    kind: UnionActKind = "document"
    dated_on: Day | None = None
    published_on: Day | None = None
    published_in: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    text: str = ""
    summary: str = ""
    subjects: tuple[str, ...] = ()
    known_as: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "union-act", self.celex or self.title


@dataclass(frozen=True, slots=True)
class Institution:
    """Who made an act, by the id of an agent."""

    id: str
    label: str

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "institution", self.id


@dataclass(frozen=True, slots=True)
class UnionRelation:
    """That one act does something to an earlier one, as the text says.

    `quote` stands from `start` up to, not including, `end` in the text, or in the summary, counted in
    characters. `acting` and `earlier` are CELEX numbers, or words that cite an act.
    """

    acting: str
    relation: Relation
    earlier: str
    quote: str
    start: int
    end: int
    in_summary: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What no other record of the file describes."""
        return "union-relation", self.acting, self.relation, self.earlier
