"""What a derivation works with (rules, knowledge) and what it finds on the way (effects, remarks)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from graph.law import vienna
from graph.law.effects import Outcome, OutcomeKind
from graph.law.rules import Rules
from graph.law.vienna import PartyPeriods
from graph.records import Act

CONSENTS = {
    "definitive-signature": "Definitive signature",
    "ratification": "Instrument of ratification",
    "acceptance": "Instrument of acceptance",
    "approval": "Instrument of approval",
    "accession": "Instrument of accession",
    "succession": "Notification of succession",
    "formal-confirmation": "Instrument of formal confirmation",
    "consent-to-be-bound": "Consent to be bound",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One treaty, its rules (`None` where none are held), and what is known on the knowledge day.

    `successions` and `existence` are the dates of succession and the ends of states, by code; `organisations`
    are the codes of actors that are no states; `vclt` and `parent` the parties to the Vienna Convention and
    to the parent treaty, `None` where they are not known; `notices` all notices of withdrawal; `contested`
    the acts whose actor is said to lack the capacity for them, with the day since which it is said.
    """

    treaty: str
    rules: Rules | None
    known: date | None = None
    successions: Mapping[str, date] = field(default_factory=dict)
    existence: Mapping[str, date] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    vclt: PartyPeriods | None = None
    parent: PartyPeriods | None = None
    notices: tuple[Act, ...] = ()
    contested: Mapping[str, date] = field(default_factory=dict)

    @property
    def in_force(self) -> date | None:
        """The day of entry into force of the treaty; `None` before it could be known."""
        if self.rules is None:
            return None
        entry = self.rules.entry_into_force
        since = entry.trigger_on or entry.recorded_on
        return entry.recorded_on if since and self.knows(since) else None

    @property
    def awaits_force(self) -> bool:
        """Whether the treaty has entered into force, but that was not yet known on the knowledge day."""
        return (
            self.rules is not None
            and self.rules.entry_into_force.recorded_on is not None
            and not self.in_force
        )

    def is_organisation(self, actor: str) -> bool:
        """Whether the actor is an organisation, for which the Convention of 1986 is cited."""
        return actor in self.organisations

    def knows(self, day: date) -> bool:
        """Whether what became known on `day` is known on the knowledge day."""
        return self.known is None or day <= self.known

    def cite(self, article: str, act: Act, actor: str) -> str:
        """An article of the Vienna Convention, "as custom" where the Convention does not bind (VCLT 4)."""
        return self.cite_on(article, act.day, actor)

    def cite_on(self, article: str, day: date, actor: str) -> str:
        """The same for what happens on a day without an act."""
        if self.is_organisation(actor):
            return vienna.of_organisations(f"VCLT {article}, as custom")
        binds = vienna.governs(self.rules, actor, day, self.vclt)
        return f"VCLT {article}" if binds else f"VCLT {article}, as custom"

    def by_analogy(self, article: str, actor: str) -> str:
        """An article of the Vienna Convention that is applied to what it does not speak of."""
        provision = f"VCLT {article}, by analogy"
        return vienna.of_organisations(provision) if self.is_organisation(actor) else provision

    def grounded(self, outcome: Outcome, act: Act, actor: str) -> Outcome:
        """The outcome with its article of the Vienna Convention, if it rests on one, cited as `cite` does."""
        if self.is_organisation(actor) and "," in outcome.provision:
            return replace(outcome, provision=vienna.of_organisations(outcome.provision))
        article = outcome.provision.removeprefix("VCLT ")
        if article == outcome.provision or "," in article:
            return outcome
        return replace(outcome, provision=self.cite(article, act, actor))


def under(act: Act) -> str:
    """The name under which a predecessor, or the same person, acted then, as a part of a sentence."""
    return f" under the name “{act.acted_as}”" if act.acted_as else ""


@dataclass(frozen=True, slots=True)
class ActEffect:
    """What comes of one act for one actor: the recorded day, the computed one, and the governing one.

    The day that the depositary recorded governs; all three are `None` where nothing takes effect, or the day
    is not known. `rule` is the short name of the rule applied, `words` the arithmetic.
    """

    act: str
    actor: str
    outcome: OutcomeKind
    recorded: date | None
    computed: date | None
    governing: date | None
    rule: str
    provision: str
    words: str


RemarkKind = Literal[
    "already-bound", "contested", "date-not-recorded", "differs-from-record", "no-recorded-consent",
    "not-in-parent-treaty", "not-interpreted", "not-open-for-signature", "not-open-to-organisations",
    "reasons-not-recorded", "reservation-not-permitted", "rules-not-held", "without-effect",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an act that a reader has to know: a fault in the data (`warning`), or a note."""

    act: str
    actor: str
    on: date
    kind: RemarkKind
    text: str
    severity: Literal["warning", "note"] = "warning"
