"""Days that the law sets on the facts as known: until when to take back, from when and by when to leave.

They are no events: nothing happens on them unless somebody acts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from graph.law.case import CONSENTS
from graph.law.delays import after, spoken
from graph.law.derive import Derivation
from graph.law.effects import DEPOSITARY_PRACTICE, revocation_effect
from graph.law.events import Event
from graph.law.rules import Rules, Withdrawal
from graph.law.timeline import BOUND, Interval, Step
from graph.law.withdrawal import Circumstances, withdrawal_effect
from graph.records import Act

LAST_REVOCATION = "last-day-to-revoke-notice"
LAST_TAKING_BACK = "last-day-to-withdraw-consent"
EARLIEST_NOTICE = "earliest-day-of-notice"
EARLIEST_EFFECT = "earliest-day-of-withdrawal"
LAST_NOTICE = "last-day-of-notice"
DEADLINE_KINDS = (LAST_REVOCATION, LAST_TAKING_BACK, EARLIEST_NOTICE, EARLIEST_EFFECT, LAST_NOTICE)
_EARLIEST = {"notice": EARLIEST_NOTICE, "effect": EARLIEST_EFFECT}
_DAY = timedelta(days=1)
_AHEAD = date(9900, 1, 1)  # periods are not counted further: the calendar ends with the year 9999


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last or an earliest day; `actor` is empty where it is the same for all parties.

    `act` is the id of the act that it is about, empty for none; `effect_on` the day of effect in question
    (`None`: it depends on when notice is given), `recorded` and `computed` that day by the depositary and by
    the clauses.
    """

    on: date
    kind: str
    actor: str
    step: Step
    effect_on: date | None
    act: str = ""
    recorded: date | None = None
    computed: date | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The one step, as events have several."""
        return (self.step,)

    @property
    def acts(self) -> tuple[str, ...]:
        """Ids of the acts that it rests on."""
        return self.step.acts


def deadlines(
    derivation: Derivation, found: Iterable[Event], acts: Mapping[str, Act], rules: Rules | None
) -> Iterator[Deadline]:
    """Deadlines of what is under way under one treaty, as known on the day of the derivation.

    `found` are all events of the treaty (`graph.law.events.events`), `acts` its acts by id.
    """
    for event in found:
        act = acts.get(event.act)
        if act is None or event.category != "status" or event.on <= act.day:
            continue  # what works at once or looks back cannot be taken back before
        if event.kind == "withdrawal-takes-effect":
            yield _of_event(event, LAST_REVOCATION, _revocation(event, rules))
        elif event.kind == "consent-takes-effect" and act.kind in CONSENTS:
            yield _of_event(event, LAST_TAKING_BACK, _taking_back(event))
    if rules is not None:
        yield from chain.from_iterable(_bar(interval, rules) for interval in derivation.intervals)


def _of_event(event: Event, kind: str, step: Step) -> Deadline:
    """The day before what takes effect."""
    return Deadline(
        event.on - _DAY, kind, event.actor, step, event.on, event.act, event.recorded, event.computed
    )  # fmt: skip


def _revocation(event: Event, rules: Rules | None) -> Step:
    """A notice may be revoked as long as it has not taken effect (VCLT 68); receipt counts (VCLT 78(b))."""
    last = event.on - _DAY
    basis = revocation_effect(rules, last, event.on).provision
    text = (
        f"The notice may be revoked before it takes effect: the revocation must be received earlier than "
        f"{spoken(event.on)}, the day of effect, so that {spoken(last)} is the last day."
    )
    return Step(text, "revocation" if rules else "", basis, (event.act,))


def _taking_back(event: Event) -> Step:
    """An instrument of consent can be taken back as long as it does not bind."""
    last = event.on - _DAY
    text = (
        f"The consent can be taken back before it takes effect: that must be received earlier than "
        f"{spoken(event.on)}, the day of effect, so that {spoken(last)} is the last day."
    )
    return Step(text, "", DEPOSITARY_PRACTICE, (event.act,))


def _bar(interval: Interval, rules: Rules) -> Iterator[Deadline]:
    """The first day on which one party may give notice, or is outside at the earliest, if there is a bar."""
    clause, start = rules.withdrawal, interval.party_from
    if start != interval.valid_from or interval.value not in BOUND or clause.permitted != "yes":
        return
    bar = clause.earliest
    base = rules.entry_into_force.recorded_on if bar and bar.after == "treaty-eif" else start
    if bar is None or base is None:
        return
    computed = after(bar.period, base)
    if interval.party_until is not None and interval.party_until <= computed.day:
        return
    since = "binds it" if bar.after == "state-eif" else "is in force"
    what = (
        "a notice of withdrawal may be given" if bar.governs == "notice" else "a withdrawal can take effect"
    )
    text = f"The treaty {since} since {spoken(base)}; {computed.words}, the earliest day on which {what}."
    yield Deadline(
        computed.day, _EARLIEST[bar.governs], interval.actor,
        Step(text, "withdrawal", clause.provision or "", interval.acts[-1:]),
        computed.day if bar.governs == "effect" else None, interval.acts[-1] if interval.acts else "",
    )  # fmt: skip


def windows(
    derivation: Derivation, rules: Rules | None, first: date, last: date, known: date
) -> Iterator[Deadline]:
    """The last days, from `first` to `last`, on which a notice is in time for the next day of effect.

    Only for treaties that one can leave on certain days of the calendar; the same for all parties. They
    recur for ever: the first one from `known` on is the last.
    """
    if rules is None or derivation.in_force is None or not _by_calendar(rules.withdrawal):
        return
    ended = derivation.ended.on if derivation.ended else date.max
    day = max(first, derivation.in_force)
    while day < min(ended, _AHEAD):
        window = _window(rules, derivation.in_force, day)
        if window is None or window.on > last or window.on >= ended:
            return
        yield window
        if window.on >= known:
            return
        day = window.on + _DAY


def _by_calendar(clause: Withdrawal) -> bool:
    forms = (clause.fixed_date, clause.period_end_window, clause.end_of_year)
    return clause.permitted == "yes" and any(form is not None for form in forms)


def _window(rules: Rules, in_force: date, day: date) -> Deadline | None:
    """The last day from `day` on for a notice with the same day of effect as one received on `day`."""
    circumstances = Circumstances(in_force)

    def effect_on(number: int) -> date:
        outcome = withdrawal_effect(rules, day + number * _DAY, circumstances)
        return outcome.day or day

    first = effect_on(0)
    numbers = range((first - day).days + 2)  # what is received after the day of effect has a later one
    number = bisect_left(numbers, first + _DAY, key=effect_on)
    if number == len(numbers):
        return None
    on, late = day + (number - 1) * _DAY, effect_on(number)
    text = (
        f"A notice of withdrawal received by {spoken(on)} takes effect on {spoken(first)}, "
        f"one received later on {spoken(late)} at the earliest."
    )
    step = Step(text, "withdrawal", rules.withdrawal.provision or "", ())
    return Deadline(on, LAST_NOTICE, "", step, first, computed=first)
