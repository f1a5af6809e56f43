"""Events of a treaty in legal time, the parties they add up to, and the days that the law sets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.law.answer import parties_on
from graph.law.deadlines import Deadline, deadlines, windows
from graph.law.delays import Delay
from graph.law.derive import Derivation, derive
from graph.law.events import Counted, Event, counted, events
from graph.law.rules import (
    Earliest,
    EndOfYear,
    Expulsion,
    FixedDate,
    PeriodEndWindow,
    Rules,
    SuccessionEffect,
)
from graph.law.timeline import BOUND
from graph.law.undated import undated
from graph.records import Act

ActMaker = Callable[..., Act]
KINDS = (
    "signature", "definitive-signature", "ratification", "accession", "succession",
    "consent-withdrawn-before-force", "withdrawal-notification", "withdrawal-revocation",
    "suspension-notification", "expulsion", "treaty-termination", "opt-out-declaration",
)  # fmt: skip
ACTORS = ("XAA", "XAB", "XAC")
ORGANISATIONS = frozenset({"XAC"})
DAYS = st.dates(date(1998, 7, 17), date(2012, 12, 31))
OFTEN_ABSENT = st.one_of(st.none(), st.none(), st.none(), DAYS)


@st.composite
def act_lists(draw: st.DrawFn) -> Sequence[Act]:
    """Up to ten acts of three actors in any order; few days, so that several fall on one."""
    days = draw(st.lists(DAYS, min_size=1, max_size=4))
    acts: list[Act] = []
    for number in range(draw(st.integers(0, 10))):
        kind, actor, day = (
            draw(st.sampled_from(KINDS)),
            draw(st.sampled_from(ACTORS)),
            draw(st.sampled_from(days)),
        )
        notices = [act.id for act in acts if act.kind == "withdrawal-notification"]
        acts.append(
            Act(
                id=f"rome-statute/{actor}/{day.isoformat()}/{kind}/{number + 2}",
                treaty="rome-statute",
                actor=actor,
                kind=kind,
                affected=(actor,) if kind == "expulsion" else (),
                received_on=day,
                known_on=day + timedelta(days=draw(st.integers(0, 900))),
                recorded_effective_on=draw(OFTEN_ABSENT),
                scope_until=draw(OFTEN_ABSENT),
                target=draw(st.sampled_from([None, *notices])),
            )
        )
    return acts


def happened(acts: Sequence[Act], rules: Rules, **facts: object) -> tuple[Derivation, tuple[Event, ...]]:
    derivation = derive(acts, rules, **facts)  # type: ignore[arg-type] # the keywords of derive
    return derivation, events(derivation, acts, rules)


def last_until(found: Sequence[Counted], day: date) -> tuple[int, int]:
    """States and organisations after the last event that lies not later than a day."""
    before = [each for each in found if each.event.on <= day]
    return (before[-1].states, before[-1].organisations) if before else (0, 0)


@given(act_lists(), st.lists(DAYS, min_size=1, max_size=8), st.one_of(st.none(), DAYS))
def test_the_events_add_up_to_the_parties_of_any_day(
    rome: Rules, acts: Sequence[Act], days: Sequence[date], known: date | None
) -> None:
    derivation, found = happened(acts, rome, known=known)
    totals = list(counted(found, ORGANISATIONS))
    for day in (*days, *(event.on for event in found)):
        answer = parties_on(derivation, day, known=day, organisations=ORGANISATIONS)
        assert last_until(totals, day) == (answer.count, len(answer.organisations))


@given(act_lists())
def test_every_change_of_status_is_one_event(rome: Rules, acts: Sequence[Act]) -> None:
    derivation, found = happened(acts, rome)
    changes = [(e.actor, e.on, e.after) for e in found if e.actor and e.before != e.after]
    wanted = []
    for actor in ACTORS:
        before = None
        for interval in derivation.of(actor):
            if interval.value != before:
                wanted.append((actor, interval.valid_from, interval.value))
            before = interval.value
    assert sorted(changes) == sorted(wanted)


@given(act_lists())
def test_events_are_in_order_and_every_act_stands_once(rome: Rules, acts: Sequence[Act]) -> None:
    _, found = happened(acts, rome)
    assert [event.on for event in found] == sorted(event.on for event in found)
    assert sorted(event.act for event in found if event.category == "act") == sorted(act.id for act in acts)


@given(act_lists(), DAYS)
def test_what_becomes_known_later_changes_no_event(rome: Rules, acts: Sequence[Act], known: date) -> None:
    early = [act for act in acts if act.known <= known]
    assert happened(acts, rome, known=known)[1] == happened(early, rome, known=known)[1]


@given(act_lists())
def test_the_order_of_the_acts_plays_no_part(rome: Rules, acts: Sequence[Act]) -> None:
    assert happened(acts, rome)[1] == happened(list(reversed(acts)), rome)[1]


@given(act_lists())
def test_a_deadline_lies_between_the_act_and_its_effect(rome: Rules, acts: Sequence[Act]) -> None:
    derivation, found = happened(acts, rome)
    by_id = {act.id: act for act in acts}
    for deadline in deadlines(derivation, found, by_id, rome):
        assert deadline.effect_on == deadline.on + timedelta(days=1)
        assert by_id[deadline.act].day <= deadline.on


def test_a_consent_and_an_exit_with_their_effects(rome: Rules, make: ActMaker) -> None:
    acts = [
        make("rome-statute/GMB/1998-12-04/signature"),
        make("rome-statute/GMB/2002-06-28/ratification"),
        make("rome-statute/GMB/2016-11-10/withdrawal-notification"),
    ]
    _, found = happened(acts, rome)
    assert [(e.on.isoformat(), e.kind, e.after) for e in found if e.actor] == [
        ("1998-12-04", "signature", "signatory"),
        ("2002-06-28", "ratification", "contractingNotInForce"),
        ("2002-09-01", "consent-takes-effect", "party"),
        ("2016-11-10", "withdrawal-notification", "partyWithdrawalPending"),
        ("2017-11-10", "withdrawal-takes-effect", "formerParty"),
    ]
    assert [e.projected(date(2017, 2, 1)) for e in found if e.actor] == [False] * 4 + [True]


def test_the_days_of_the_treaty_itself(rome: Rules) -> None:
    _, found = happened([], rome)
    assert [(e.on.isoformat(), e.kind) for e in found] == [
        ("1998-07-17", "adoption"),
        ("1998-07-17", "opening-for-signature"),
        ("2000-12-31", "closing-for-signature"),
        ("2002-07-01", "entry-into-force"),
    ]
    entry = found[-1]
    assert (entry.recorded, entry.computed) == (date(2002, 7, 1), date(2002, 7, 1))
    assert "60th instrument was deposited on 11 April 2002" in entry.steps[0].text


def test_the_treaty_is_not_known_before_its_text(rome: Rules) -> None:
    assert happened([], rome, known=date(1998, 7, 16))[1] == ()
    assert [e.kind for e in happened([], rome, known=date(2002, 4, 10))[1]][-1] == "closing-for-signature"


def test_a_succession_works_back_and_its_notice_changes_nothing(rome: Rules, make: ActMaker) -> None:
    rules = replace(rome, succession_effect=SuccessionEffect(None, "date-of-succession", "treaty-eif"))
    acts = [make("rome-statute/MNE/2006-10-23/succession")]
    _, found = happened(acts, rules, successions={"MNE": date(2006, 6, 3)})
    own = [(e.on.isoformat(), e.kind, e.before, e.after) for e in found if e.actor]
    assert own == [
        ("2006-06-03", "consent-takes-effect", None, "party"),
        ("2006-10-23", "succession", "party", "party"),
    ]


def test_an_expulsion_is_an_act_of_the_organ_and_a_change_of_the_member(rome: Rules, make: ActMaker) -> None:
    rules = replace(rome, expulsion=Expulsion("8", "committee", "same-day"))
    acts = [
        make("rome-statute/XAA/2003-01-01/accession"),
        make("rome-statute/COE/2010-03-16/expulsion", affected=("XAA",)),
    ]
    _, found = happened(acts, rules)
    on_the_day = [(e.category, e.kind, e.actor, e.after) for e in found if e.on == date(2010, 3, 16)]
    assert on_the_day == [
        ("status", "expulsion-takes-effect", "XAA", "formerParty"),
        ("act", "expulsion", "COE", None),
    ]


def test_a_recorded_day_and_the_computed_one_stand_beside_each_other(rome: Rules, make: ActMaker) -> None:
    recorded = date(2002, 10, 1)
    acts = [make("rome-statute/XAA/2002-06-28/ratification", recorded_effective_on=recorded)]
    effect = next(e for e in happened(acts, rome)[1] if e.kind == "consent-takes-effect")
    assert (effect.on, effect.recorded, effect.computed) == (recorded, recorded, date(2002, 9, 1))


def test_an_opt_out_ends_by_its_own_term(rome: Rules, make: ActMaker) -> None:
    acts = [
        make("rome-statute/XAA/2003-01-01/ratification"),
        make("rome-statute/XAA/2003-01-01/opt-out-declaration", scope_until=date(2009, 12, 31)),
    ]
    _, found = happened(acts, rome)
    assert ("opt-out-ends", date(2010, 1, 1)) in [(e.kind, e.on) for e in found]


def of_kind(acts: Sequence[Act], rules: Rules, kind: str, known: date | None = None) -> list[Deadline]:
    derivation, found = happened(acts, rules, known=known)
    every = deadlines(derivation, found, {act.id: act for act in acts}, rules)
    return [deadline for deadline in every if deadline.kind == kind]


def test_a_notice_can_be_revoked_up_to_the_day_before_its_effect(rome: Rules, make: ActMaker) -> None:
    notice = make("rome-statute/HUN/2025-06-02/withdrawal-notification")
    acts = [make("rome-statute/HUN/2001-11-30/ratification"), notice]
    found = of_kind(acts, rome, "last-day-to-revoke-notice")
    assert [(each.on, each.effect_on, each.act) for each in found] == [
        (date(2026, 6, 1), date(2026, 6, 2), notice.id)
    ]
    assert "earlier than 2 June 2026" in found[0].step.text
    revoked = make("rome-statute/HUN/2026-05-29/withdrawal-revocation", target=notice.id)
    assert of_kind([*acts, revoked], rome, "last-day-to-revoke-notice") == []
    assert of_kind([*acts, revoked], rome, "last-day-to-revoke-notice", date(2026, 5, 28)) == found


def test_a_revocation_on_the_last_day_works_and_on_the_next_does_not(rome: Rules, make: ActMaker) -> None:
    notice = make("rome-statute/HUN/2025-06-02/withdrawal-notification")
    acts = [make("rome-statute/HUN/2001-11-30/ratification"), notice]
    last = of_kind(acts, rome, "last-day-to-revoke-notice")[0].on
    for day, bound in ((last, True), (last + timedelta(days=1), False)):
        revoked = make(f"rome-statute/HUN/{day.isoformat()}/withdrawal-revocation", target=notice.id)
        final = derive([*acts, revoked], rome).of("HUN")[-1]
        assert (final.value in BOUND) is bound


def test_a_consent_can_be_taken_back_up_to_the_day_before_it_binds(rome: Rules, make: ActMaker) -> None:
    acts = [make("rome-statute/UKR/2024-10-25/ratification")]
    found = of_kind(acts, rome, "last-day-to-withdraw-consent")
    assert [each.on for each in found] == [date(2024, 12, 31)]
    back = make("rome-statute/UKR/2024-12-31/consent-withdrawn-before-force", target=acts[0].id)
    assert derive([*acts, back], rome).of("UKR")[-1].value == "notParty"


def test_the_bar_in_time_is_the_first_day_on_which_a_notice_works(rome: Rules, make: ActMaker) -> None:
    bar = Earliest("state-eif", Delay(years=3), "notice")
    rules = replace(rome, withdrawal=replace(rome.withdrawal, earliest=bar))
    acts = [make("rome-statute/XAA/2024-10-25/ratification")]
    found = of_kind(acts, rules, "earliest-day-of-notice")
    assert [(each.on, each.actor) for each in found] == [(date(2028, 1, 1), "XAA")]
    for day, left in ((date(2027, 12, 31), False), (date(2028, 1, 1), True)):
        notice = make(f"rome-statute/XAA/{day.isoformat()}/withdrawal-notification")
        assert (derive([*acts, notice], rules).of("XAA")[-1].value == "formerParty") is left


def test_a_bar_on_the_effect_is_told_as_such(rome: Rules, make: ActMaker) -> None:
    bar = Earliest("state-eif", Delay(years=5), "effect")
    rules = replace(rome, withdrawal=replace(rome.withdrawal, earliest=bar))
    found = of_kind([make("rome-statute/XAA/2024-10-25/ratification")], rules, "earliest-day-of-withdrawal")
    assert [each.on for each in found] == [date(2030, 1, 1)]


def in_time(rules: Rules, first: date, last: date, known: date) -> list[tuple[str, str]]:
    found = windows(derive([], rules), rules, first, last, known)
    return [(each.on.isoformat(), each.effect_on.isoformat()) for each in found if each.effect_on]


def leaving(rome: Rules, **form: object) -> Rules:
    """The rules with another form of withdrawal: on a day of the year, at the end of a period or a year."""
    return replace(rome, withdrawal=replace(rome.withdrawal, notice=None, **form))  # type: ignore[arg-type]


def test_last_days_of_notice_where_one_leaves_at_the_end_of_a_period(rome: Rules) -> None:
    rules = leaving(rome, period_end_window=PeriodEndWindow(10, 5, 6))
    ever = date.max
    assert in_time(rules, date(2026, 11, 24), ever, date(2026, 11, 24)) == [("2027-01-01", "2027-07-01")]
    assert in_time(rules, date(2027, 1, 2), ever, date(2026, 11, 24)) == [("2032-01-01", "2032-07-01")]
    assert in_time(rules, date(1990, 1, 1), date(2020, 1, 1), date(2026, 11, 24)) == [
        ("2012-01-01", "2012-07-01"),
        ("2017-01-01", "2017-07-01"),
    ]


def test_last_days_of_notice_where_one_leaves_on_a_day_of_the_year(rome: Rules) -> None:
    rules, known = leaving(rome, fixed_date=FixedDate("06-30", "01-01")), date(2026, 11, 24)
    assert in_time(rules, known, date.max, known) == [("2027-01-01", "2027-06-30")]
    rules = leaving(rome, end_of_year=EndOfYear("same", "10-01", "following"))
    assert in_time(rules, known, date.max, known) == [("2027-09-30", "2027-12-31")]
    assert in_time(rules, known, date(2027, 9, 29), known) == []


def test_no_last_day_of_notice_where_every_day_is_the_same(rome: Rules) -> None:
    assert in_time(rome, date(2026, 11, 24), date.max, date(2026, 11, 24)) == []
    rules = leaving(rome, end_of_year=EndOfYear("same", "10-01", "following"))
    assert in_time(rules, date(9999, 12, 31), date.max, date(9999, 12, 31)) == []


def test_a_notice_under_a_treaty_whose_clauses_are_not_held_is_under_way_without_a_day(
    make: ActMaker,
) -> None:
    acts = [
        make("rome-statute/XAA/2003-01-01/accession"),
        make("rome-statute/XAA/2024-01-29/withdrawal-notification"),
    ]
    found = list(undated(derive(acts, None), None))
    assert [(each.kind, each.actor, each.act) for each in found] == [
        ("withdrawal-takes-effect", "XAA", "rome-statute/XAA/2024-01-29/withdrawal-notification")
    ]
    assert "may be revoked" in found[0].step.text
    back = make("rome-statute/XAA/2024-02-01/withdrawal-revocation", target=acts[1].id)
    assert list(undated(derive([*acts, back], None), None)) == []


def test_a_treaty_that_is_not_in_force_is_under_way_without_a_day(rome: Rules, make: ActMaker) -> None:
    acts = [make("rome-statute/FRA/2000-06-09/ratification"), make("rome-statute/USA/2000-12-31/signature")]
    found = list(undated(derive(acts, rome, known=date(2002, 4, 10)), rome))
    assert [(each.kind, each.actor, each.waiting) for each in found] == [("entry-into-force", "", ("FRA",))]
    assert list(undated(derive(acts, rome, known=date(2002, 4, 11)), rome)) == []
