"""The correct wording of a headline: one sentence that a newspaper could print, in the terms of the field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.law import occurrences as o
from graph.law.answer import StatusAnswer
from graph.law.delays import MONTHS, spoken
from graph.law.judgement import Judgement, Span
from graph.law.telling import Telling
from graph.law.timeline import Status

STATUSES: Mapping[Status, str] = {
    "notParty": "not a party to {treaty}",
    "signatory": "only a signatory to {treaty}",
    "signatoryObligationEnded": "only a signatory to {treaty}, whose obligations as one had ended,",
    "contractingNotInForce": "not yet a party to {treaty}, although it had consented to be bound",
    "party": "a party to {treaty}",
    "partyWithdrawalPending": "still a party to {treaty}, with a withdrawal pending",
    "operationSuspended": "a party to {treaty}, with its operation suspended",
    "formerParty": "no longer a party to {treaty}",
}
NEVER = frozenset({"signatory", "signatoryObligationEnded"})
EVER_BOUND = frozenset({o.JOINED, o.WITHDRAWN, o.EXPELLED, o.LOST, o.ENDED_WITH_TREATY, o.ENDED})


def said_in_words(span: Span) -> str:
    """The days said: “on 20 March 2021”, “in March 2021”, “in 2026”."""
    first, last = span.first, span.last
    if first is None or first == last:
        return f"on {spoken(last)}"
    if (first.month, first.year) == (last.month, last.year):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    return f"in {first.year}" if first.year == last.year else f"from {spoken(first)} to {spoken(last)}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The names in a sentence, as prose uses them; `titles` gives that of another treaty by its slug."""

    state: str
    treaty: str
    known: date
    titles: Callable[[str], str]

    def sentence(self, judgement: Judgement) -> str:
        """One sentence: what happened, or what the status was, and what explains it."""
        if judgement.verdict == "not-decidable":
            text = self._disputed(judgement)
        elif judgement.verdict == "no-basis-recorded":
            text = self._unknown(judgement)
        elif judgement.occurrence is not None and judgement.verdict != "contradicted":
            text = f"{self.state} {self._telling(judgement).clause(judgement.occurrence)}"
            if judgement.status.status in STATUSES and (
                judgement.ground == "other-day" or _turned_again(judgement)
            ):
                text = f"{text}; {self._holding(judgement.status, 'it', 'the treaty')}"
        else:
            text = self._status_and_why(judgement)
        return f"{text[:1].upper()}{text[1:]}."

    def _telling(self, judgement: Judgement, treaty: str = "") -> Telling:
        return Telling(treaty or self.treaty, self.known, judgement.history, self.titles)

    def _status_and_why(self, judgement: Judgement) -> str:
        text, occurrence = self._status(judgement.status, judgement), judgement.occurrence
        if occurrence is None:
            return text
        if o.ENDED_WITH_TREATY in occurrence.names:
            return self._until_the_end(judgement, occurrence)
        return f"{text}; it {self._telling(judgement, 'the treaty').clause(occurrence)}"

    def _until_the_end(self, judgement: Judgement, end: o.Occurrence) -> str:
        """A party to the end of the treaty, whatever it declared on the way."""
        telling = self._telling(judgement, "the treaty")
        declared = (each for each in judgement.history if o.CONTESTED_SUSPENSION in each.names)
        told = (f"it {telling.clause(each)}" for each in declared if each.on < end.on)
        return "; ".join((f"{self.state} {self._telling(judgement).clause(end)}", *told))

    def _status(self, status: StatusAnswer, judgement: Judgement) -> str:
        """The status on its day; of who never was a party, that too, and of a party since when."""
        if status.status not in STATUSES:
            verb = self._be(status.on)
            return f"whether {self.state} {verb} a party to {self.treaty} {self._day(status)} is not recorded"
        text = self._holding(status, self.state, self.treaty)
        if status.status in NEVER and not any(each.called(EVER_BOUND) for each in judgement.history):
            return f"{text} and has never been a party to it"
        return f"{text}{_bounds(status, self.known)}"

    def _holding(self, status: StatusAnswer, state: str, treaty: str) -> str:
        """“on 20 March 2021 it was a party to the treaty”; of the knowledge day itself, without the day."""
        value = STATUSES[status.status].format(treaty=treaty) if status.status else ""
        day = "" if status.on == self.known else f"on {spoken(status.on)} "
        text = f"{day}{state} {self._be(status.on)} {value}"
        if status.on < self.known:
            return text
        return text.replace("had consented", "has consented").replace("had ended", "have ended")

    def _day(self, status: StatusAnswer) -> str:
        return f"on {spoken(status.on)}"

    def _be(self, on: date) -> str:
        if on > self.known:
            return "will be, by what is on record,"
        return "was" if on < self.known else "is"

    def _disputed(self, judgement: Judgement) -> str:
        status, notice = judgement.status, judgement.occurrence or self._contested(judgement)
        be, day = self._be(status.on), self._day(status)
        text = f"whether {self.state} {be} a party to {self.treaty} {day} is disputed"
        return f"{text}: it {self._telling(judgement, 'the treaty').clause(notice)}" if notice else text

    def _contested(self, judgement: Judgement) -> o.Occurrence | None:
        return next((each for each in judgement.history if o.CONTESTED_NOTICE in each.names), None)

    def _unknown(self, judgement: Judgement) -> str:
        notice, status = judgement.occurrence, judgement.status
        if notice is not None:
            told = self._telling(judgement).clause(notice)
            return f"{self.state} {told}; from which day that has effect is not recorded"
        if status.status is None or status.status == "undetermined":
            return self._status(status, judgement)
        last = replace(status, on=status.as_of or status.on)
        told = self._status(last, judgement)
        complete = ", the last day of which the record is complete," if status.as_of else ""
        told = told.replace(f"on {spoken(last.on)} ", f"on {spoken(last.on)}{complete} ", 1)
        return f"{told}; nothing of what the headline says is on record"


def _turned_again(judgement: Judgement) -> bool:
    """Whether what happened made it a party, or none, and it is the contrary on the day looked at."""
    if judgement.occurrence is None or judgement.status.on < judgement.occurrence.on:
        return False
    names = judgement.occurrence.names
    came, went = o.JOINED in names, bool(names & (EVER_BOUND - {o.JOINED}))
    return (came and judgement.status.party is False) or (went and judgement.status.party is True)


def _bounds(status: StatusAnswer, known: date) -> str:
    """The party period as far as it is recorded; since when it is no party any more."""
    party = "" if status.status == "party" else "a party "  # a pending withdrawal has days of its own
    if status.party and status.from_ and status.until and status.until <= known:
        return f" ({party}from {spoken(status.from_)} to {spoken(status.until - timedelta(days=1))})"
    if status.party and status.from_:
        return f" ({party}since {spoken(status.from_)})"
    if status.status == "formerParty" and status.status_from and status.status_from < status.on:
        return f" (since {spoken(status.status_from)})"
    return ""
