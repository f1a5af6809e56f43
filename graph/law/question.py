"""What is asked about a status, and what the answer has to be read with."""

from dataclasses import dataclass
from datetime import date

from graph.law.derive import Derivation


@dataclass(frozen=True, slots=True)
class Coverage:
    """For what the recorded parties to a treaty are complete: up to which day, and with whom."""

    as_of: date
    includes_withdrawals: bool
    includes_former_states: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about, as far as that explains why there is no act: its kind, when it existed.

    `continued_by` is the state that is the same legal person under another name, and under which its acts
    stand.
    """

    name: str
    kind: str
    exists_from: date | None = None
    exists_until: date | None = None
    continued_by: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and what the answer has to be read with."""

    derivation: Derivation
    actor: str
    on: date
    known: date
    coverage: Coverage | None
    subject: Subject

    @property
    def as_of(self) -> date | None:
        """The last day of which anything could be known; nothing where the day asked about is not later."""
        last = min(self.coverage.as_of, self.known) if self.coverage else self.known
        return last if self.on > last else None
