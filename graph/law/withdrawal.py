"""From which day a notice of withdrawal works: by notice, or in one of three calendar forms.

The day is the first one outside, the open end of a half-open interval, also where a treaty says
"on 30 June" or "on 31 December". A notice works from its receipt (VCLT 78(b)).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.errors import BadRequest
from graph.law.delays import Computed, after, in_year, spoken
from graph.law.effects import Outcome, OutcomeKind
from graph.law.rules import EndOfYear, FixedDate, PeriodEndWindow, Rules, Withdrawal


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

    Without a clause that permits it a notice is recorded, and has no effect (VCLT 54, 56(1)).
    """
    clause, in_force = rules.withdrawal, circumstances.in_force
    if clause.permitted != "yes":
        return _not_permitted(clause)
    if in_force is None or received < in_force:
        words = "the treaty was not in force, and only a party can withdraw"
        return _outcome(clause, "not-in-force", None, words)
    bar = _bar(clause, in_force, circumstances.state_in_force)
    if bar and clause.earliest and clause.earliest.governs == "notice" and received < bar.day:
        words = f"no notice may be given before {spoken(bar.day)} ({bar.words})"
        return _outcome(clause, "too-early", None, words)
    computed = _with_practice(clause, _regular(clause, received, in_force))
    if bar and bar.day > computed.day:
        computed = Computed(
            bar.day, f"{computed.words}, but it takes effect no earlier than {spoken(bar.day)}"
        )
    return _unless_blocked(clause, _named(clause, computed, circumstances.requested), circumstances)


def _outcome(clause: Withdrawal, kind: OutcomeKind, day: date | None, words: str) -> Outcome:
    return Outcome(kind, day, words, "withdrawal", clause.provision or "VCLT 56(1)")


def _not_permitted(clause: Withdrawal) -> Outcome:
    words = "the treaty excludes withdrawal"
    if clause.permitted == "by-default-vclt-56":
        words = (
            "the treaty has no clause on withdrawal, and it is not established that the parties intended "
            "to admit it or that its nature implies it"
        )
    return _outcome(clause, "without-effect", None, words)


def _bar(clause: Withdrawal, in_force: date, state_in_force: date | None) -> Computed | None:
    """The day before which no notice may be given, or none takes effect; `None` where there is no bar."""
    if clause.earliest is None:
        return None
    base = in_force if clause.earliest.after == "treaty-eif" else state_in_force
    return after(clause.earliest.period, base) if base else None


def _regular(clause: Withdrawal, received: date, in_force: date) -> Computed:
    if clause.fixed_date:
        return _fixed_date(clause.fixed_date, received)
    if clause.period_end_window:
        return _period_end(clause.period_end_window, received, in_force)
    if clause.end_of_year:
        return _end_of_year(clause.end_of_year, received)
    if clause.notice is None:
        raise BadRequest("Rules that permit withdrawal name a notice, a day, a period or the end of a year.")
    return after(clause.notice, received)


def _fixed_date(form: FixedDate, received: date) -> Computed:
    last = in_year(received.year, form.notice_by)
    day = in_year(received.year + (received > last), form.month_day)
    in_time = "after" if received > last else "by"
    return Computed(day, f"received {in_time} {spoken(last)}, it takes effect on {spoken(day)}")


def _period_end(form: PeriodEndWindow, received: date, in_force: date) -> Computed:
    ready = received + relativedelta(months=form.notice_months)
    years = form.first_period_years
    while in_force + relativedelta(years=years) < ready:
        years += form.period_years
    day = in_force + relativedelta(years=years)
    words = f"the period that ends at least {form.notice_months} months after receipt ends on {spoken(day)}"
    return Computed(day, words)


def _end_of_year(form: EndOfYear, received: date) -> Computed:
    late = form.late_from is not None and received >= in_year(received.year, form.late_from)
    which = form.late_which if late and form.late_which else form.which
    day = date(received.year + (which == "following"), 12, 31)
    return Computed(day, f"{'late in the year, ' if late else ''}it takes effect on {spoken(day)}")


def _with_practice(clause: Withdrawal, computed: Computed) -> Computed:
    offset = clause.depositary_practice_offset_days
    if not offset:
        return computed
    day = computed.day + timedelta(days=offset)
    return Computed(
        day, f"{computed.words}; by the practice of the depositary it takes effect on {spoken(day)}"
    )


def _named(clause: Withdrawal, computed: Computed, requested: date | None) -> Computed:
    """A later day that the notice names governs where the treaty allows it, an earlier one never."""
    if requested is None or requested == computed.day:
        return computed
    if requested > computed.day and clause.later_day_may_be_named:
        return Computed(requested, f"{computed.words}, but the notice names a later day, {spoken(requested)}")
    return Computed(computed.day, f"{computed.words}; the day that the notice names changes nothing")


def _unless_blocked(clause: Withdrawal, computed: Computed, circumstances: Circumstances) -> Outcome:
    """An armed conflict on the computed day keeps the withdrawal from taking effect until it has ended."""
    until = circumstances.armed_conflict_until
    if "armed-conflict" not in clause.blocked_while:
        return _outcome(clause, "effective", computed.day, computed.words)
    if until is None:
        words = f"{computed.words}, unless an armed conflict goes on that day (none is recorded)"
        return _outcome(clause, "effective", computed.day, words)
    if until == "ongoing":
        words = f"{computed.words}, but not before the armed conflict has ended"
        return _outcome(clause, "blocked", None, words)
    if until <= computed.day:
        return _outcome(clause, "effective", computed.day, computed.words)
    words = f"{computed.words}, but the armed conflict goes on until {spoken(until)}"
    return _outcome(clause, "effective", until, words)
