"""Reservations under a treaty on a day, each with what became of it (VCLT 2(1)(d), 19 to 23).

Nothing disappears in silence: a reservation that was withdrawn, was not confirmed, or that the treaty
prohibits stands in the list with the reason why it modifies no relation. Objections are in
`graph.law.objections`; what both do between two parties in `graph.law.relations`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from graph.law.delays import spoken
from graph.law.situation import Situation, effect, named
from graph.records import Act

TIME_TO_OBJECT = relativedelta(months=12)  # VCLT 20(5)
DAY = timedelta(days=1)
State = Literal[
    "stands", "withdrawn-in-part", "withdrawn", "author-no-party", "not-permitted",
    "acceptance-not-recorded", "not-confirmed", "not-established",
]  # fmt: skip
WORKING: frozenset[State] = frozenset({"stands", "withdrawn-in-part"})
IN_QUESTION: frozenset[State] = frozenset({
    "not-permitted", "acceptance-not-recorded", "not-confirmed", "not-established",
})  # fmt: skip


class Finding(NamedTuple):
    """What is said of a reservation or an objection: its state, why in words, and the article."""

    state: State
    words: str
    law: str


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation, as it is on a day; one that was confirmed is one reservation (VCLT 23(2)).

    `act` is the act from which it counts: the confirmation, where there is one; `provision` what it relates
    to, without what was withdrawn. It works from `since` up to, not including, `until`; both are `None` where
    it never worked by the day. It can be objected to by the ids `made`, and rests on `acts`. `words` says why
    it is in its state, and `law` gives the article.
    """

    act: Act
    provision: str
    since: date | None
    until: date | None
    state: State
    made: tuple[str, ...]
    acts: tuple[str, ...]
    words: str
    law: str

    @property
    def works(self) -> bool:
        """Whether it modifies the relations of its author on the day."""
        return self.state in WORKING


@dataclass(frozen=True, slots=True)
class _Made:
    """A reservation act, those that it confirms, and the withdrawals of it, in the order of their effect."""

    act: Act
    confirms: tuple[str, ...]
    ends: Sequence[Act]
    situation: Situation

    @property
    def on(self) -> date:
        return self.situation.on

    @property
    def whole(self) -> Act | None:
        """The withdrawal with which nothing of it is left, also where its day is still to come."""
        left = set(named(self.act.provision))
        for end in self.ends:
            withdrawn = set(named(end.provision))
            if not withdrawn or (left and left <= withdrawn):
                return end
            left -= withdrawn
        return None

    @property
    def left(self) -> str:
        """The provisions that no withdrawal of the day names; where all are withdrawn, those it had."""
        gone = {part for end in self.ends if effect(end) <= self.on for part in named(end.provision)}
        kept = [part for part in named(self.act.provision) if part not in gone]
        return ", ".join(kept) if gone and kept else self.act.provision

    @property
    def consent(self) -> Act | None:
        return self.situation.consent_for(self.act.actor, self.act.day)

    def cite(self, article: str, *others: str) -> str:
        return self.situation.cite(article, self.act.day, self.act.actor, *others)


def reservations(situation: Situation) -> tuple[Reservation, ...]:
    """The reservations made by the day, in any state; by author and day."""
    made = [act for act in situation.of_kind("reservation") if effect(act) <= situation.on]
    again = {act.id: later.id for act in made if (later := _confirmation(act, made, situation))}
    found = map(_reservation, _all_made(made, again, situation))
    return tuple(sorted(found, key=lambda each: (each.act.actor, each.act.day, each.act.id)))


def _all_made(made: Sequence[Act], again: Mapping[str, str], situation: Situation) -> Iterator[_Made]:
    for act in made:
        if act.id not in again:
            confirms = tuple(first for first, last in again.items() if last == act.id)
            ends = situation.endings((*confirms, act.id), "reservation-withdrawal")
            yield _Made(act, confirms, ends, situation)


def _confirmation(act: Act, made: Sequence[Act], situation: Situation) -> Act | None:
    """The reservation by which one made when signing is confirmed when consenting (VCLT 23(2))."""
    consent = situation.consent_for(act.actor, act.day)
    if consent is None or act.day >= consent.day:
        return None
    own = (each for each in made if each.actor == act.actor and each.day >= consent.day)
    return next((each for each in own if each.target == act.id or each.provision == act.provision), None)


def _reservation(made: _Made) -> Reservation:
    state, words, law = next(finding for judge in JUDGES if (finding := judge(made)))
    period = made.situation.period(made.act.actor, effect(made.act))
    bounds = (effect(made.whole) if made.whole else None, period[1] if period else None)
    ids = (*made.confirms, made.act.id)
    ended_by = tuple(end.id for end in made.ends if effect(end) <= made.on)
    until = min((day for day in bounds if day), default=None)
    since = _since(made, period[0]) if period and not any(judge(made) for judge in NEVER_WORKED) else None
    if since is None or since > made.on or (until and until <= since):
        since = until = None
    return Reservation(made.act, made.left, since, until, state, ids, ids + ended_by, words, law)


def _since(made: _Made, party_from: date) -> date | None:
    """From when it works: as a party, and a late one once the time to object is over."""
    start = max(party_from, effect(made.act))
    if not _is_late(made):
        return start
    return None if _objectors(made) else max(start, made.act.day + TIME_TO_OBJECT + DAY)


def _withdrawn(made: _Made) -> Finding | None:
    """VCLT 22(1), 22(3)(a): the depositary's day is recorded, the days on which others had notice are not."""
    if made.whole is None or effect(made.whole) > made.on:
        return None
    words = (
        f"withdrawn on {spoken(effect(made.whole))}, the day recorded for the depositary; towards each other "
        "State that works once the State has received notice of it, and those days are not recorded"
    )
    return Finding("withdrawn", words, made.cite("22(3)(a)"))


def _author_no_party(made: _Made) -> Finding | None:
    """A reservation works in relations between parties only (VCLT 21(1))."""
    actor, period = made.act.actor, made.situation.period(made.act.actor, effect(made.act))
    if period and period[0] <= made.on and (period[1] is None or made.on < period[1]):
        return None
    words = "its author is no party on this day, so it has no effect"
    if period and period[1] and period[1] <= made.on:
        words = f"its author ceased to be a party on {spoken(period[1])}"
        if actor in made.situation.present:
            words += ", and is not recorded to have made it again with its new consent"
    return Finding("author-no-party", words, made.cite("21(1)"))


def _prohibited(made: _Made) -> Finding | None:
    """What the treaty prohibits is a question of validity, which no depositary decides (VCLT 19(a))."""
    rules = made.situation.case.rules
    if rules is None or rules.reservations.permitted != "no":
        return None
    law = "; ".join(part for part in (rules.reservations.provision, made.cite("19(a)")) if part)
    words = "the treaty permits no reservations, so its validity is in question, and it is not applied here"
    return Finding("not-permitted", words, law)


def _unaccepted(made: _Made) -> Finding | None:
    """Where silence is no acceptance: two sides only (VCLT 20(2)), or an organisation (VCLT 20(3))."""
    rules = made.situation.case.rules
    if rules and rules.bilateral:
        words = "between two sides it needs the acceptance of the other one, of which no act is recorded"
        return Finding("acceptance-not-recorded", words, "VCLT 20(2), by analogy")
    if rules and rules.expulsion:
        words = (
            f"an organ can expel a party ({rules.expulsion.provision}), so the treaty is read as the "
            "constituent instrument of an organisation, whose competent organ has to accept it, of which no "
            "act is recorded"
        )
        return Finding("acceptance-not-recorded", words, made.cite("20(3)"))
    return None


def _unconfirmed(made: _Made) -> Finding | None:
    """Made when signing, and not said again when consenting (VCLT 23(2))."""
    consent = made.consent
    if consent is None or not made.act.day < consent.day <= made.on or consent.kind == "definitive-signature":
        return None
    words = (
        f"made before the consent to be bound of {spoken(consent.day)}, and not recorded as confirmed with it"
    )
    rules = made.situation.case.rules
    if rules and rules.reservations.permitted == "partly":
        words += "; whether the treaty itself makes that unnecessary is not decided here"
    return Finding("not-confirmed", words, made.cite("23(2)"))


def _is_late(made: _Made) -> bool:
    """Made after the moments that the Convention names: signing and consenting (VCLT 2(1)(d), 19)."""
    return made.consent is not None and made.act.day > made.consent.day


def _objectors(made: _Made) -> list[str]:
    """Which contracting States objected within twelve months; whoever has not consented does not count."""
    last, act = min(made.act.day + TIME_TO_OBJECT, made.on), made.act
    said = (each for each in made.situation.of_kind("objection") if each.target == act.id)
    in_time = (each for each in said if effect(each) <= last and each.actor != act.actor)
    return [each.actor for each in in_time if made.situation.contracting(each.actor, effect(each))]


def _late(made: _Made) -> Finding | None:
    """A late reservation is established only if nobody objects within twelve months."""
    if not _is_late(made) or made.consent is None:
        return None
    last, law = made.act.day + TIME_TO_OBJECT, f"{made.cite('19')}; depositary practice"
    words = f"made after the consent to be bound of {spoken(made.consent.day)}"
    if objectors := _objectors(made):
        who = " and ".join(map(made.situation.called, dict.fromkeys(objectors)))
        words += f", and objected to within twelve months by {who}"
        return Finding("not-established", f"{words}, so it is not established", law)
    if made.on <= last:
        words += f", so it is established only if nobody objects by {spoken(last)}"
        return Finding("not-established", words, law)
    return None


def _in_part(made: _Made) -> Finding | None:
    parts = [end for end in made.ends if end is not made.whole and effect(end) <= made.on]
    if not parts:
        return None
    days = ", ".join(f"{spoken(effect(end))} ({end.provision})" for end in parts)
    return Finding("withdrawn-in-part", f"withdrawn in part on {days}", made.cite("22(1)"))


def _stands(made: _Made) -> Finding:
    if not _is_late(made):
        words = "it works between its author and each other party, for both sides to the same extent"
        return Finding("stands", words, made.cite("21(1)"))
    words = "made after the consent to be bound; nobody is recorded to have objected within twelve months"
    return Finding("stands", words, f"{made.cite('20(5)')}; depositary practice")


NEVER_WORKED = (_prohibited, _unaccepted, _unconfirmed)
JUDGES: Sequence[Callable[[_Made], Finding | None]] = (
    _withdrawn, _author_no_party, _prohibited, _unaccepted, _unconfirmed, _late, _in_part, _stands,
)  # fmt: skip
