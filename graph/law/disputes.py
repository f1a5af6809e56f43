"""Where sources, clauses or holders disagree, and what each policy makes of it.

A depositary receives, records and informs; it does not adjudicate (VCLT 77). So which value governs is a
policy of whoever asks, stated beside the answer, and every other value stays visible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Policy: TypeAlias = Literal["depositary-first", "primary-only", "all"]
DisputeKind: TypeAlias = Literal[
    "sources-differ", "record-differs-from-clause", "undetermined-status", "contested-suspension",
    "contested-capacity", "claims-compete",
]  # fmt: skip

NOTHING = "Nothing is decided under this policy: all values stand side by side."
NO_PRIMARY = "No primary source speaks of it, so it stays undecided."
EQUAL = "Primary sources of equal standing contradict each other, so it stays undecided."


@dataclass(frozen=True, slots=True)
class Value:
    """One answer to what is disputed, and who gives it.

    `kept`: it governs in the register and the statuses. `admitted`: a primary source speaks for it.
    `standing` orders the values, the lowest first; equal values are of equal standing. `sources` are ids,
    `holder` is a name where somebody claims it, or a rule gives it.
    """

    value: str
    kept: bool
    admitted: bool
    standing: tuple[int, ...] = (0,)
    sources: tuple[str, ...] = ()
    holder: str = ""
    verification: str | None = None
    said_on: str | None = None
    assessment: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something on which there is more than one answer, or none that can be given.

    `id` does not depend on what is asked. `act` is an IRI, empty where there is none. `since` and `until`
    bound it in legal time. `why` says why the value that is kept governs; `undecided` why none does.
    """

    id: str
    kind: DisputeKind
    state: str
    treaty: str
    act: str
    about: str
    values: tuple[Value, ...]
    since: date | None = None
    until: date | None = None
    rule: str = ""
    provision: str = ""
    why: str = ""
    undecided: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is a matter on a day of legal time: what was done by then, or what holds then."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy makes of a dispute: a value and why it governs, or no value and why not."""

    value: str | None
    why: str


def decide(dispute: Dispute, policy: Policy) -> Decision:
    """What the policy makes of the dispute."""
    if policy == "all":
        return Decision(None, NOTHING)
    if dispute.undecided:
        return Decision(None, dispute.undecided)
    if policy == "primary-only":
        return _among_primary(dispute)
    kept = next(value for value in dispute.values if value.kept)
    return Decision(kept.value, dispute.why)


def _among_primary(dispute: Dispute) -> Decision:
    """Only what a primary source says is admitted; the best of it governs, if there is a best."""
    admitted = sorted((v for v in dispute.values if v.admitted), key=lambda value: value.standing)
    if not admitted:
        return Decision(None, NO_PRIMARY)
    best, *others = admitted
    if any(other.standing == best.standing for other in others):
        return Decision(None, EQUAL)
    if best.kept and len(admitted) > 1:
        return Decision(best.value, dispute.why)
    return Decision(best.value, _only(best, dispute.values))


def _only(best: Value, values: Sequence[Value]) -> str:
    """Why the only admitted value governs, and that it is another one than the register keeps."""
    others = " Primary sources say nothing else." if len(values) > 1 else ""
    kept = "" if best.kept else " The register keeps another value, for which no primary source speaks."
    return f"A primary source says so.{others}{kept}"
