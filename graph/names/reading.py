"""What a table of names says of one name, and what a table of persons says of one person, each for a time."""

from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.names.meaning import How


@dataclass(frozen=True, slots=True)
class Span:
    """The days from the first, to the first that is no longer one of them; open where there is none."""

    since: Day | None = None
    until: Day | None = None

    def covers(self, day: Day) -> bool:
        """Return whether the day is one of these."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a name: the row of the table of states that it means, or who is meant that has none.

    Outside of its span a reading is understood where no other one is in its span, unless it is `only_then`:
    “Burma” is understood in 2010, “Yugoslavia” is not. Without a `code`, `kind` says what is meant.
    """

    code: str
    how: How
    span: Span = Span()
    only_then: bool = False
    kind: str = ""
    acted_as: str = ""
    candidates: tuple[str, ...] = ()
    note: str = ""

    def found(self, how: How) -> "Reading":
        """Return the same reading, found in another way."""
        return replace(self, how=how)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a person was at a time, and the name under which it acted. Its kind is `none` where it was not."""

    span: Span
    kind: str
    acted_as: str = ""
    candidates: tuple[str, ...] = ()
    note: str = ""
