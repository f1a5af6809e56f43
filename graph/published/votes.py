"""Resolutions of organs of the United Nations, and who voted how."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Literal

Choice = Literal["yes", "no", "abstain", "not-voting"]


@dataclass(frozen=True, slots=True)
class Vote:
    """How one member voted.

    `voter` is a code of the table of states, `named` the name in the record, `acted_as` the name under which
    today's legal person acted then. `intent` is what it said later that it had meant to vote.
    """

    voter: str
    choice: Choice
    named: str
    acted_as: str = ""
    intent: Choice | None = None


@dataclass(frozen=True, slots=True)
class UnitedNationsResolution:
    """A resolution by its symbol; without `votes` it was adopted without a recorded vote."""

    symbol: str
    title: str
    adopted_on: Day
    record: str
    url: str
    meetings: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    committee_reports: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "resolution", self.symbol


@dataclass(frozen=True, slots=True)
class VetoedDraft:
    """A draft that the Security Council did not adopt, because a permanent member voted against it.

    `symbol` is that of the draft, or of the meeting where the source has no other; `number` tells apart the
    drafts of one meeting. `vetoes` are the votes of permanent members against it: the source has no other.
    """

    symbol: str
    number: int
    voted_on: Day
    meeting: str
    agenda_item: str
    vetoes: tuple[Vote, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What no other record of the file describes."""
        return "draft", self.symbol, str(self.number)
