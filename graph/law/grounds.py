"""Which rule decides a headline, and what would change the verdict."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.law import occurrences as o
from graph.law.delays import spoken
from graph.law.effects import DEPOSITARY_PRACTICE, revocation_effect
from graph.law.judgement import Judgement, Span
from graph.law.rules import Rules
from graph.law.timeline import BOUND, Step
from graph.law.verbs import VERBS, Event
from graph.law.verify import BY_NOTICE
from graph.law.wording import said_in_words

UNDONE = frozenset({o.REVOKED_NOTICE, o.TAKEN_BACK})
AHEAD = frozenset({o.WITHDRAWN, o.JOINED})
AHEAD_WORDS = ("a revocation received", "the consent taken back")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the grounds of a verdict have to be read with.

    `cite` gives an article of the Vienna Convention as it is cited for this treaty and this actor: as the
    Convention, or as custom; `state` and `treaty` are names as prose uses them.
    """

    verb: str
    said: Span | None
    state: str
    treaty: str
    rules: Rules | None
    cite: Callable[[str], str]
    reaches: date | None

    @property
    def exits(self) -> bool:
        """Whether the verb says that a party goes."""
        meaning = VERBS[self.verb]
        return isinstance(meaning, Event) and meaning.group == "exit"

    def because(self, judgement: Judgement) -> tuple[Step, ...]:
        """The steps that decide, each with its rule or article and the acts: the general rule comes first."""
        steps = [*self._general(judgement), *self._particular(judgement), *self._record(judgement)]
        return tuple(dict.fromkeys(steps))

    def _general(self, judgement: Judgement) -> Iterator[Step]:
        if self.exits and judgement.verdict == "contradicted" and not _ever_bound(judgement):
            clause = self.rules.withdrawal.provision if self.rules else None
            provision = "; ".join(part for part in (clause, self.cite("54")) if part)
            yield Step(
                "Only a party can withdraw from a treaty.", "withdrawal" if clause else "", provision, ()
            )

    def _particular(self, judgement: Judgement) -> Iterator[Step]:
        """The steps to what happened, and to the status where that is what decides."""
        occurrence = judgement.occurrence
        by_act = occurrence is not None and judgement.ground in ("as-said", "other-act", "other-day")
        if not by_act:
            yield from judgement.status.explanation
        if occurrence is not None:
            yield from occurrence.steps

    def _record(self, judgement: Judgement) -> Iterator[Step]:
        """How far the record goes, where it matters that nothing is recorded."""
        if judgement.ground not in (
            "record-does-not-reach",
            "never-on-record",
            "not-in-a-record-that-reaches",
        ):
            return
        if judgement.ground == "never-on-record":
            text = "An announcement is no act under a treaty, and records of treaty actions leave it out."
            yield Step(text, "", self.cite("78(b)"), ())
        if self.reaches is None:
            yield Step("No source says that its list of acts is complete for this treaty.", "", "", ())
        else:
            text = f"The record is complete as of {spoken(self.reaches)}, as far as its sources say."
            yield Step(text, "", "", ())

    def would_change(self, judgement: Judgement) -> tuple[str, ...]:
        """What would have to come to light, or to happen, for another verdict; noun phrases."""
        return tuple(dict.fromkeys((*self._happening(judgement), *self._lacking(judgement))))

    def _happening(self, judgement: Judgement) -> Iterator[str]:
        """What follows from the act that decides."""
        each = judgement.occurrence
        if judgement.verdict == "not-decidable":
            yield "an act of the parties or of the depositaries that settles which reading holds"
        if judgement.projected and each is not None and each.called(AHEAD):
            yield f"{AHEAD_WORDS[o.JOINED in each.names]} before {spoken(each.on)} ({self._undoing(each)})"
        if each is None:
            return
        if each.called(UNDONE):
            yield f"evidence that taking it back had no effect ({self._undoing(each)})"
        if o.IDLE_NOTICE in each.names:
            yield f"the consent of all parties to a withdrawal ({self.cite('54(b)')})"
            yield f"evidence that the parties meant to admit withdrawal ({self.cite('56(1)')})"
        if judgement.ground == "day-of-effect-not-recorded":
            clauses = "" if self.rules else f", or the final clauses of {self.treaty}"
            yield f"a day of effect recorded by the depositary{clauses}"
        if judgement.ground == "other-day":
            yield f"a record of the depositary that gives the day said instead of {spoken(each.on)}"
        if judgement.verdict == "supported":
            yield f"a record of the depositary that gives another day than {spoken(each.on)}, or no such act"

    def _undoing(self, each: o.Occurrence) -> str:
        """The law by which a notice is revoked, or a consent that does not bind yet is taken back."""
        if each.called(frozenset({o.JOINED, o.TAKEN_BACK})):
            return f"{DEPOSITARY_PRACTICE}; {self.cite('18(b)')}"
        return revocation_effect(self.rules, each.on, None).provision

    def _lacking(self, judgement: Judgement) -> Iterator[str]:
        """What is missing for the claim to hold, or would end what holds."""
        by = spoken(judgement.status.on)
        if judgement.verdict == "no-basis-recorded" and judgement.occurrence is None:
            yield f"a source for what is claimed{self._complete(judgement)}"
        meaning = VERBS[self.verb]
        if isinstance(meaning, Event):
            yield from self._act(judgement, meaning, by)
        elif meaning.days != "every" and judgement.status.status in BOUND:
            yield f"evidence that the consent to be bound by {self.state} never took effect"
        elif judgement.verdict != "not-decidable":
            yield from self._status(judgement, by)

    def _complete(self, judgement: Judgement) -> str:
        """A list that would show it, unless lists leave such a thing out."""
        if judgement.ground == "never-on-record":
            return ""
        last = self.said.last if self.said else judgement.status.on
        return f", or a list for {self.treaty} that is complete up to {spoken(last)}"

    def _act(self, judgement: Judgement, meaning: Event, by: str) -> Iterator[str]:
        """The act that would bear it out; of an exit of who is no party, first a consent."""
        if judgement.verdict not in ("contradicted", "imprecise"):
            return
        if not meaning.on_record:
            yield "a source for the announcement"
        elif not meaning.means:
            yield "a rule by which a signature can be taken back; the law of treaties has none"
        elif self.exits and not _ever_bound(judgement):
            yield f"evidence of a consent to be bound by {self.state} that had taken effect by {by}"
        elif meaning.means & BY_NOTICE and judgement.status.status in BOUND:
            yield from self._leaving(by)
        else:
            when = f" {said_in_words(self.said)}" if self.said else ""
            yield f"a record of such an act by {self.state}{when}"

    def _status(self, judgement: Judgement, by: str) -> Iterator[str]:
        value = judgement.status.status
        if value in BOUND:
            yield from self._leaving(by)
        elif value == "formerParty":
            yield f"a new consent to be bound by {self.state} that had taken effect by {by}"
        elif value is not None and value != "undetermined":
            yield f"evidence of a consent to be bound by {self.state} that had taken effect by {by}"

    def _leaving(self, by: str) -> Iterator[str]:
        """A notice of withdrawal, as far as the treaty allows one; else what all parties may agree on."""
        permitted = self.rules.withdrawal.permitted if self.rules else "yes"
        if permitted == "no":
            yield f"the consent of all parties to a withdrawal ({self.cite('54(b)')})"
            return
        admitted = f", if the treaty admits one ({self.cite('56(1)')})" if permitted != "yes" else ""
        yield f"a notice of withdrawal by {self.state} that had taken effect by {by}{admitted}"


def _ever_bound(judgement: Judgement) -> bool:
    bound = judgement.status.status in BOUND or judgement.status.status == "formerParty"
    return bound or any(o.JOINED in each.names for each in judgement.history)
