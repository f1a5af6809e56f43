"""Decisions of the European Court of Human Rights, and what they refer to."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Literal

DecisionKind = Literal["judgment", "decision", "advisory-opinion", "report", "act"]
Provision = tuple[str, str]  # slug of the treaty, number of the article


@dataclass(frozen=True, slots=True)
class DecisionName:
    """What names a decision: its ECLI, or the identifier that a list gives to it (`list_` is the list)."""

    text: str
    list_: str = ""


@dataclass(frozen=True, slots=True)
class CourtDecision:
    """A decision as one file tells of it; what the file does not say is empty.

    `ecli` is the identifier as the file states it; the name may follow from day and application, by the rule
    by which the Court forms ECLIs. `respondents` are codes of the table of states. `cites` are ECLIs,
    `provisions` articles, `documents` titles, `treaties` slugs to which the decision refers. `by_court` tells
    whether it is certain that the Court decided, and not the former Commission.
    """

    name: DecisionName
    kind: DecisionKind
    title: str = ""
    decided_on: Day | None = None
    applications: tuple[str, ...] = ()
    ecli: str = ""
    item: str = ""
    citation: str = ""
    reporter: str = ""
    phase: str = ""
    grand_chamber: bool = False
    by_court: bool = False
    respondents: tuple[str, ...] = ()
    remark: str = ""
    cites: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    treaties: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other record of the file describes."""
        return "decision", self.name.list_, self.name.text


@dataclass(frozen=True, slots=True)
class Court:
    """A court, by the id of an agent, and the organisation of which it is an organ."""

    id: str
    label: str
    organ_of: str

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "court", self.id


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """An article of the Convention, or of the protocol with that number."""

    slug: str
    number: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other record of the file describes."""
        return "provision", self.slug, self.number


@dataclass(frozen=True, slots=True)
class ConventionProtocol:
    """A protocol to the Convention, by its number."""

    slug: str
    number: int

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "treaty", self.slug


@dataclass(frozen=True, slots=True)
class CitedText:
    """A treaty, resolution or report of which the file has only the title."""

    title: str

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "cited", self.title


@dataclass(frozen=True, slots=True)
class NetworkCase:
    """A case in a network of citations: several judgments may share its label; only the number names it."""

    number: str
    label: str
    respondents: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other record of the file describes."""
        return "case", self.number, self.label


@dataclass(frozen=True, slots=True)
class NetworkCitation:
    """That one case of a network cites another; each by number and label."""

    citing: tuple[str, str]
    cited: tuple[str, str]

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What no other record of the file describes."""
        return "citation", *self.citing, *self.cited
