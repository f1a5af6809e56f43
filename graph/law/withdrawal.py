"""From which day a notice of withdrawal works: by notice, or in one of three calendar forms.

The day is the first one outside, the open end of a half-open interval, also where a treaty says
"on 30 June" or "on 31 December". A notice works from its receipt (VCLT 78(b)).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.errors import BadRequest
from graph.law.delays import MONTHS, Computed, after, counted, following, in_year, spoken
from graph.law.effects import Outcome, OutcomeKind, ended_by
from graph.law.rules import Earliest, EndOfYear, FixedDate, PeriodEndWindow, Rules, Withdrawal


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a notice of withdrawal has to be read with.

    `in_force` is the treaty's entry into force, `state_in_force` the first day of the party period of the
    state (its latest one), `requested` the day that the notice names. `armed_conflict_until` is the first
    day on which an armed conflict has ended, or `ongoing`.
    """

    in_force: date | None
    state_in_force: date | None = None
    requested: date | None = None
    armed_conflict_until: date | Literal["ongoing"] | None = None


def withdrawal_effect(rules: Rules, received: date, circumstances: Circumstances) -> Outcome:
    """From which day the notice takes the state out of the treaty, or why it never does.

    Without a clause that permits it a notice is recorded, and has no effect (VCLT 54, 56(1)). The words begin
    with the day of receipt.
    """
    clause, in_force = rules.withdrawal, circumstances.in_force
    given = f"{'notified' if clause.counted_from == 'notification' else 'received'} {spoken(received)}"
    if clause.permitted != "yes":
        return _outcome(clause, "without-effect", None, f"{given}; {_not_permitted(clause)}")
    if in_force is None or received < in_force:
        words = f"{given}; the treaty was not in force then, and only a party can withdraw"
        return _outcome(clause, "not-in-force", None, words)
    if (over := ended_by(rules, received)) is not None:
        words = f"{given}; the treaty had ended on {spoken(over)}, and only a party can withdraw"
        return _outcome(clause, "not-in-force", None, words)
    bar = _bar(clause.earliest, in_force, circumstances.state_in_force) if clause.earliest else None
    if bar and clause.earliest and clause.earliest.governs == "notice" and received < bar.day:
        words = f"{given}; no notice may be given before {spoken(bar.day)} ({bar.words})"
        return _outcome(clause, "too-early", None, words)
    regular = _regular(clause, received, in_force)
    computed = _with_practice(clause, Computed(regular.day, f"{given}{regular.words}"))
    computed = _no_earlier(clause, computed, bar, circumstances)
    return _unless_blocked(clause, _named(clause, computed, circumstances.requested), circumstances)


def _outcome(clause: Withdrawal, kind: OutcomeKind, day: date | None, words: str) -> Outcome:
    return Outcome(kind, day, words, "withdrawal", clause.provision or "VCLT 56(1)")


def _not_permitted(clause: Withdrawal) -> str:
    if clause.permitted == "no":
        return "the treaty is not open to withdrawal"
    return (
        "the treaty has no clause on withdrawal, and it is not established that the parties intended "
        "to admit it or that its nature implies it"
    )


def _bar(earliest: Earliest, in_force: date, state_in_force: date | None) -> Computed:
    """The day before which no notice may be given, or none takes effect.

    Where the day of the state is not known, that of the treaty: no state is bound before.
    """
    of_state = earliest.after == "state-eif" and state_in_force is not None
    base, whom = (state_in_force, " for the State") if of_state and state_in_force else (in_force, "")
    computed = after(earliest.period, base)
    return Computed(computed.day, f"in force{whom} since {spoken(base)}; {computed.words}")


def _no_earlier(
    clause: Withdrawal, computed: Computed, bar: Computed | None, circumstances: Circumstances
) -> Computed:
    """The computed day, put off by a bar on the effect; a bar that cannot be counted is told."""
    if bar is None or clause.earliest is None:
        return computed
    words = computed.words
    if clause.earliest.governs == "effect" and bar.day > computed.day:
        return Computed(
            bar.day, f"{words}; but it takes effect no earlier than {spoken(bar.day)} ({bar.words})"
        )
    if clause.earliest.after == "state-eif" and circumstances.state_in_force is None:
        words = (
            f"{words}; since when the treaty is in force for the State is not given, so it is not checked "
        )
        words = f"{words}whether the notice comes too early"
    return Computed(computed.day, words)


def _regular(clause: Withdrawal, received: date, in_force: date) -> Computed:
    """The day by the form that the treaty has; the words go on after the day of receipt."""
    if clause.fixed_date:
        return _fixed_date(clause.fixed_date, received)
    if clause.period_end_window:
        return _period_end(clause.period_end_window, received, in_force)
    if clause.end_of_year:
        return _end_of_year(clause.end_of_year, received)
    if clause.notice is None:
        raise BadRequest("Rules that permit withdrawal name a notice, a day, a period or the end of a year.")
    computed = after(clause.notice, received)
    return Computed(computed.day, f"; {computed.words}")


def _fixed_date(form: FixedDate, received: date) -> Computed:
    last = in_year(received.year, form.notice_by)
    day = in_year(received.year + (received > last), form.month_day)
    words = (
        f"; it takes effect on a {_month_day(form.month_day)} if given by {_month_day(form.notice_by)} of "
        f"that year, so on {spoken(day)}"
    )
    return Computed(day, words)


def _month_day(text: str) -> str:
    month, day = (int(part) for part in text.split("-"))
    return f"{day} {MONTHS[month - 1]}"


def _period_end(form: PeriodEndWindow, received: date, in_force: date) -> Computed:
    ready = received + relativedelta(months=form.notice_months)
    years = form.first_period_years
    while in_force + relativedelta(years=years) < ready:
        years += form.period_years
    day = in_force + relativedelta(years=years)
    words = (
        f"; {counted(form.notice_months, 'month')} after is {following(ready, received)}; the treaty runs "
        f"for {counted(form.first_period_years, 'year')} from {spoken(in_force)} and then in periods of "
        f"{counted(form.period_years, 'year')}, and the first that does not end earlier ends on {spoken(day)}"
    )
    return Computed(day, words)


def _end_of_year(form: EndOfYear, received: date) -> Computed:
    late = form.late_from is not None and received >= in_year(received.year, form.late_from)
    which = form.late_which if late and form.late_which else form.which
    day = date(received.year + (which == "following"), 12, 31)
    side = f", {'not ' if late else ''}before {_month_day(form.late_from)}" if form.late_from else ""
    return Computed(
        day, f"{side}; the end of {'that' if which == 'same' else 'the following'} year is {spoken(day)}"
    )


def _with_practice(clause: Withdrawal, computed: Computed) -> Computed:
    offset = clause.depositary_practice_offset_days
    if not offset:
        return computed
    day = computed.day + timedelta(days=offset)
    practice = f"the practice of the depositary adds {counted(offset, 'day')}, which gives {spoken(day)}"
    return Computed(day, f"{computed.words}; {practice}")


def _named(clause: Withdrawal, computed: Computed, requested: date | None) -> Computed:
    """A later day that the notice names governs where the treaty allows it, an earlier one never."""
    if requested is None or requested == computed.day:
        return computed
    asked = f"{computed.words}; the notice names {spoken(requested)}"
    if requested < computed.day:
        return Computed(computed.day, f"{asked}, which is earlier and changes nothing")
    if clause.later_day_may_be_named:
        return Computed(requested, f"{asked}, which is later and governs")
    return Computed(computed.day, f"{asked}, but the treaty does not provide for a later day")


def _unless_blocked(clause: Withdrawal, computed: Computed, circumstances: Circumstances) -> Outcome:
    """An armed conflict on the computed day keeps the withdrawal from taking effect until it has ended."""
    until, words = circumstances.armed_conflict_until, computed.words
    if "armed-conflict" not in clause.blocked_while:
        return _outcome(clause, "effective", computed.day, words)
    if until is None:
        words = (
            f"{words}; but if the State is engaged in an armed conflict on that day, not before its end "
            "(none is recorded)"
        )
        return _outcome(clause, "effective", computed.day, words)
    if until == "ongoing":
        words = (
            f"{words}; but the State is engaged in an armed conflict, and it takes no effect before its end"
        )
        return _outcome(clause, "blocked", None, words)
    if until <= computed.day:
        words = f"{words}; the armed conflict had ended by {spoken(until)}"
        return _outcome(clause, "effective", computed.day, words)
    words = (
        f"{words}; but the State is engaged in an armed conflict until {spoken(until)}, when it takes effect"
    )
    return _outcome(clause, "effective", until, words)
