"""A verdict on a headline, and what it is judged by: what is on record, and the days of which it speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.law.answer import StatusAnswer, status_on
from graph.law.derive import Derivation
from graph.law.occurrences import Occurrence
from graph.law.question import Coverage, Subject
from graph.records import Act

Verdict = Literal["supported", "imprecise", "contradicted", "not-decidable", "no-basis-recorded"]
Ground = Literal[
    "as-said", "other-day", "other-act", "part-of-the-period", "contested", "day-of-effect-not-recorded",
    "answered-otherwise", "not-in-a-record-that-reaches", "record-does-not-reach", "never-on-record",
    "other-status",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which a headline speaks, both included; `first` is `None` for any day up to the last."""

    first: date | None
    last: date

    def __contains__(self, day: date) -> bool:
        return day <= self.last and (self.first is None or self.first <= day)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of one actor and one treaty on a knowledge day."""

    derivation: Derivation
    actor: str
    acts: Sequence[Act]
    known: date
    coverage: Coverage | None = None
    subject: Subject | None = None

    def status(self, on: date) -> StatusAnswer:
        """The status on a day."""
        return status_on(
            self.derivation,
            self.actor,
            on,
            known=self.known,
            coverage=self.coverage,
            subject=self.subject,
        )

    @property
    def reaches(self) -> date | None:
        """The last day of which a list is complete, as far as known; `None` where no list says so."""
        return min(self.coverage.as_of, self.known) if self.coverage else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict, why, and what decides it: what happened, or the status on a day of the period said.

    `occurrence` is the one that is as said, or nearest to it, or that answers it; `status` is that on the day
    said (of a period: on the day that decides, else the last). `projected`: it rests on what lies ahead.
    """

    verdict: Verdict
    ground: Ground
    status: StatusAnswer
    occurrence: Occurrence | None = None
    history: tuple[Occurrence, ...] = ()

    @property
    def projected(self) -> bool:
        """Whether the verdict rests on what had not happened by the knowledge day."""
        ahead = self.occurrence is not None and self.occurrence.on > self.status.known
        return ahead or (self.occurrence is None and self.status.projected)
