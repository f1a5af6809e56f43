"""What happened, told as a clause without its subject: “left the Rome Statute on 27 October 2017”."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.law import occurrences as o
from graph.law.case import CONSENTS
from graph.law.delays import spoken
from graph.law.occurrences import Occurrence

WITH_ARTICLE = re.compile(
    r"\b(Republic|Federation|State|Kingdom|States|Emirates|Union|Islands|Council|Community)\b(?!.*,)"
    r"|^(Netherlands|Philippines|Gambia|Bahamas|Comoros|Maldives|Holy See|Congo|Niger)$"
)
INVERTED = re.compile(r"([^,]+), (?:The )?(.+ of)(?: the)?")
INSTRUMENTS: Mapping[str, str] = {
    **{kind: f"deposited its {words[:1].lower()}{words[1:]} of" for kind, words in CONSENTS.items()},
    "accession": "deposited its instrument of accession to",
    "definitive-signature": "definitively signed",
    "consent-to-be-bound": "expressed its consent to be bound by",
    "succession": "notified its succession to",
}


def in_prose(name: str) -> str:
    """A name as a sentence uses it: “the Russian Federation”, “the Islamic Republic of Iran”."""
    name = name.split(";", maxsplit=1)[0].strip()
    if turned := INVERTED.fullmatch(name):
        return f"the {turned[2]} {turned[1]}"
    return f"the {name}" if WITH_ARTICLE.search(name) else name


@dataclass(frozen=True, slots=True)
class Telling:
    """How a treaty is called in the clause, the day from which one looks, and what else happened.

    `titles` gives the title of another treaty by its slug.
    """

    treaty: str
    known: date
    history: Sequence[Occurrence]
    titles: Callable[[str], str]

    def clause(self, each: Occurrence) -> str:
        """The clause; what lies ahead is told as what will happen by what is on record."""
        teller = next((TELLERS[name] for name in TELLERS if name in each.names), _plain)
        return teller(self, each)

    def ahead(self, day: date) -> bool:
        """Whether a day lies later than what is known."""
        return day > self.known

    def became(self, past: str, future: str, day: date) -> str:
        """The past or the future form, by the day."""
        return f"will {future}" if self.ahead(day) else past

    def called(self, name: str, day: date | None) -> bool:
        """Whether something of this name happened on a day."""
        return any(each.on == day and name in each.names for each in self.history)

    def behind(self, each: Occurrence, name: str) -> Occurrence | None:
        """The earlier act of this name on which something rests."""
        found = (one for one in self.history if name in one.names and set(one.acts) & set(each.acts))
        return next((one for one in found if one.on < each.on), None)

    def end_before(self, day: date, since: date) -> Occurrence | None:
        """How participation ended in another way, before a notice took effect."""
        ways = frozenset({o.EXPELLED, o.LOST, o.ENDED_WITH_TREATY, o.ENDED})
        return next((each for each in self.history if each.called(ways) and since <= each.on < day), None)


def _signed(telling: Telling, each: Occurrence) -> str:
    return f"signed {telling.treaty} on {spoken(each.on)}"


def _consented(telling: Telling, each: Occurrence) -> str:
    text = f"{INSTRUMENTS[each.kind]} {telling.treaty} on {spoken(each.on)}"
    if each.undone_on is not None:
        return f"{text}, and took it back on {spoken(each.undone_on)}, before the treaty was in force for it"
    if each.effect_on is None:
        return text
    if each.effect_on < each.on:
        return f"{text}, with effect from {spoken(each.effect_on)}"
    if each.effect_on == each.on:
        return f"{text} and became a party on the same day"
    became = telling.became("became a party", "become a party", each.effect_on)
    return f"{text} and {became} on {spoken(each.effect_on)}"


def _joined(telling: Telling, each: Occurrence) -> str:
    again = " again" if o.REJOINED in each.names else ""
    became = telling.became("became a party", "become a party", each.on)
    deposit = telling.behind(each, o.DEPOSIT)
    after = f", by its consent of {spoken(deposit.on)}" if deposit else ""
    return f"{became} to {telling.treaty}{again} on {spoken(each.on)}{after}"


def _noticed(telling: Telling, each: Occurrence) -> str:
    text = f"gave notice of withdrawal from {telling.treaty}, received on {spoken(each.on)}"
    if each.undone_on is not None:
        suspended = telling.called("notice-suspended", each.undone_on)
        did = "suspended" if suspended else "revoked"
        return f"{text}, and {did} it on {spoken(each.undone_on)}, before it took effect"
    if o.IDLE_NOTICE in each.names:
        return f"{text}, which is without effect"
    if o.CONTESTED_NOTICE in each.names:
        return f"{text}, which is read in different ways"
    return f"{text}{_taking_effect(telling, each)}"


def _taking_effect(telling: Telling, notice: Occurrence) -> str:
    """What comes of a notice that stands."""
    day = notice.effect_on
    if day is None:
        return ""
    if (end := telling.end_before(day, notice.on)) is not None:
        return f"; before that took effect, it ceased to be a party {_way(end)}on {spoken(end.on)}"
    if telling.ahead(day):
        return f"; it remains a party until {spoken(day)}, when the notice takes effect unless revoked"
    return f", and left on {spoken(day)}"


def _way(end: Occurrence) -> str:
    """How participation ended, with a blank after it."""
    return next((f"{words} " for name, words in WAYS.items() if name in end.names), "")


def _left(telling: Telling, each: Occurrence) -> str:
    notice = (
        f", by its notice of withdrawal received on {spoken(each.received_on)}" if each.received_on else ""
    )
    left = telling.became("left", "leave", each.on)
    unless = ", unless the notice is revoked before" if telling.ahead(each.on) else ""
    return f"{left} {telling.treaty} on {spoken(each.on)}{notice}{unless}"


def _expelled(telling: Telling, each: Occurrence) -> str:
    ceased = telling.became("ceased to be a party", "cease to be a party", each.on)
    waiting = (
        one
        for one in telling.history
        if o.STANDING_NOTICE in one.names and one.on <= each.on and one.effect_on
    )
    own = any(one.effect_on and one.effect_on > each.on for one in waiting)
    before = ", before its own notice of withdrawal took effect" if own else ""
    return f"{ceased} to {telling.treaty} on {spoken(each.on)} by expulsion{before}"


def _lost(telling: Telling, each: Occurrence) -> str:
    ceased = telling.became("ceased to be a party", "cease to be a party", each.on)
    other = f"the {telling.titles(each.acts[-1].partition('/')[0])}" if each.acts else "another treaty"
    why = f"by rule and not by a notice of its own, for it had ceased to be a party to {other}"
    return f"{ceased} to {telling.treaty} on {spoken(each.on)}, {why}"


def _ended_with_treaty(telling: Telling, each: Occurrence) -> str:
    until = telling.became("was a party", "be a party", each.on)
    return f"{until} to {telling.treaty} until the treaty itself ended on {spoken(each.on)}"


def _ended(telling: Telling, each: Occurrence) -> str:
    ceased = telling.became("ceased to be a party", "cease to be a party", each.on)
    return f"{ceased} to {telling.treaty} on {spoken(each.on)}"


def _declined(telling: Telling, each: Occurrence) -> str:
    day = spoken(each.on)
    return (
        f"made clear, by a communication received on {day}, that it does not intend to become a party to "
        f"{telling.treaty}"
    )


def _took_back(telling: Telling, each: Occurrence) -> str:
    text = f"took back its consent to be bound by {telling.treaty} on {spoken(each.on)}"
    return f"{text}, before the treaty was in force for it"


def _declared_suspended(telling: Telling, each: Occurrence) -> str:
    return f"declared the operation of {telling.treaty} suspended on {spoken(each.on)}, which ended nothing"


def _suspended(telling: Telling, each: Occurrence) -> str:
    return f"suspended the operation of {telling.treaty} on {spoken(each.on)} and remained a party"


def _suspended_notice(telling: Telling, each: Occurrence) -> str:
    return f"suspended its notice of withdrawal from {telling.treaty} on {spoken(each.on)}"


def _resumed(telling: Telling, each: Occurrence) -> str:
    return f"resumed the operation of {telling.treaty} on {spoken(each.on)}"


def _revoked(telling: Telling, each: Occurrence) -> str:
    text = f"revoked its notice of withdrawal from {telling.treaty} on {spoken(each.on)}"
    late = "withdrawal-revocation-without-effect" in each.names
    return f"{text}, {'without effect' if late else 'before it took effect'}"


def _decided(telling: Telling, each: Occurrence) -> str:
    return f"was expelled under {telling.treaty} by a decision of {spoken(each.on)}"


def _accepted_jurisdiction(telling: Telling, each: Occurrence) -> str:
    return f"accepted jurisdiction under {telling.treaty} on {spoken(each.on)}, which makes it no party"


def _plain(telling: Telling, each: Occurrence) -> str:
    words = each.kind.replace("-", " ")
    return f"acted with respect to {telling.treaty} on {spoken(each.on)} ({words})"


WAYS: Mapping[str, str] = {
    o.EXPELLED: "by expulsion",
    o.LOST: "by rule",
    o.ENDED_WITH_TREATY: "with the end of the treaty itself",
}
TELLERS: Mapping[str, Callable[[Telling, Occurrence], str]] = {
    o.DEPOSIT: _consented,
    o.TAKEN_BACK: _consented,
    "signed": _signed,
    o.JOINED: _joined,
    o.NOTICE: _noticed,
    o.WITHDRAWN: _left,
    o.EXPELLED: _expelled,
    o.LOST: _lost,
    o.ENDED_WITH_TREATY: _ended_with_treaty,
    o.ENDED: _ended,
    "no-intent-communication": _declined,
    "consent-withdrawn-before-force": _took_back,
    "suspension-notification-works": _suspended,
    "suspension-notification-contested": _declared_suspended,
    "notice-suspended": _suspended_notice,
    "resumption-notification": _resumed,
    "withdrawal-revocation": _revoked,
    "expulsion": _decided,
    "jurisdiction-acceptance": _accepted_jurisdiction,
}
