"""What holds for any sequence of acts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.law.answer import status_on
from graph.law.cascades import losses_from
from graph.law.delays import Delay
from graph.law.derive import Derivation, Interval, derive
from graph.law.register import merge
from graph.law.rules import (
    Cascade,
    ConsentEffect,
    Earliest,
    End,
    EndOfYear,
    Expulsion,
    FixedDate,
    PeriodEndWindow,
    Rules,
    SpecialWithdrawal,
    Suspension,
    Withdrawal,
)
from graph.law.timeline import BOUND, NOT_RECORDED, published
from graph.records import Act

ActMaker = Callable[..., Act]
KINDS = (
    "signature", "succession-to-signature", "definitive-signature", "ratification", "accession", "succession",
    "consent-withdrawn-before-force", "no-intent-communication", "withdrawal-notification",
    "withdrawal-revocation", "suspension-notification", "resumption-notification", "expulsion",
    "treaty-termination", "treaty-expiry", "treaty-extension", "formal-confirmation", "reservation",
    "declaration", "unheard-of",
)  # fmt: skip
DAYS = st.dates(date(1998, 7, 17), date(2012, 12, 31))
LATE = st.integers(0, 900).map(lambda days: timedelta(days=days))
OFTEN_ABSENT = st.one_of(st.none(), st.none(), st.none(), DAYS)


@st.composite
def act_lists(draw: st.DrawFn) -> Sequence[Act]:
    """Up to ten acts of two actors, in any order, some known late, some with a recorded day."""
    acts: list[Act] = []
    for number in range(draw(st.integers(0, 10))):
        kind, actor = draw(st.sampled_from(KINDS)), draw(st.sampled_from(("XAA", "XAB", "XAC")))
        day = draw(DAYS)
        earlier = [act.id for act in acts if act.kind == "withdrawal-notification"]
        act = Act(
            id=f"rome-statute/{actor}/{day.isoformat()}/{kind}/{number + 2}",
            treaty="rome-statute",
            actor=actor,
            kind=kind,
            affected=(actor,) if kind == "expulsion" else (),
            received_on=day,
            known_on=day + draw(LATE) if draw(st.booleans()) else None,
            recorded_effective_on=draw(OFTEN_ABSENT),
            requested_effective_on=draw(OFTEN_ABSENT),
            target=draw(st.sampled_from([None, *earlier])),
            scope_until=draw(OFTEN_ABSENT) if kind == "treaty-extension" else None,
        )
        acts.append(act)
    return acts


SMALL = st.integers(0, 40)
DELAYS = st.one_of(
    st.builds(Delay, days=SMALL, then=st.sampled_from((None, "first-of-next-month"))),
    st.builds(Delay, months=SMALL, then=st.sampled_from((None, "first-of-next-month"))),
    st.builds(Delay, years=st.integers(0, 3), then=st.sampled_from((None, "first-of-next-month"))),
    st.builds(Delay, first_day_of_nth_month_after=st.integers(1, 12)),
)
MONTH_DAYS = st.dates(date(2004, 1, 1), date(2004, 12, 31)).map(lambda day: f"{day.month:02}-{day.day:02}")
WHICH: st.SearchStrategy[Literal["same", "following"]] = st.sampled_from(("same", "following"))
FORMS = st.one_of(
    st.fixed_dictionaries({"notice": DELAYS}),
    st.fixed_dictionaries({"notice": st.none(), "fixed_date": st.builds(FixedDate, MONTH_DAYS, MONTH_DAYS)}),
    st.fixed_dictionaries({
        "notice": st.none(),
        "period_end_window": st.builds(PeriodEndWindow, st.integers(1, 9), st.integers(1, 5), SMALL),
    }),
    st.fixed_dictionaries({
        "notice": st.none(),
        "end_of_year": st.builds(EndOfYear, WHICH, st.one_of(st.none(), MONTH_DAYS), WHICH),
    }),
)  # fmt: skip
BARS = st.builds(
    Earliest, st.sampled_from(("state-eif", "treaty-eif")), DELAYS, st.sampled_from(("notice", "effect"))
)
Permitted = Literal["yes", "no", "by-default-vclt-56"]
PERMITTED: st.SearchStrategy[Permitted] = st.sampled_from(("yes", "yes", "yes", "no", "by-default-vclt-56"))


@st.composite
def withdrawals(
    draw: st.DrawFn, rome: Rules, permitted: st.SearchStrategy[Permitted] = PERMITTED
) -> Withdrawal:
    """Every form of a way out, with what may be said of it."""
    return replace(
        rome.withdrawal,
        permitted=draw(permitted),
        earliest=draw(st.one_of(st.none(), BARS)),
        later_day_may_be_named=draw(st.booleans()),
        reasons_required=draw(st.booleans()),
        depositary_practice_offset_days=draw(st.integers(0, 2)),
        counted_from=draw(st.sampled_from(("receipt", "notification"))),
        blocked_while=draw(st.sampled_from(((), ("armed-conflict",)))),
        **draw(FORMS),
    )


@st.composite
def rule_sets(draw: st.DrawFn, documents: Rules) -> Rules | None:
    """Rules of every form; `None` where none are held."""
    if draw(st.integers(0, 9)) == 0:
        return None
    effect = st.builds(
        ConsentEffect, st.just("126(2)"), st.sampled_from(("after-nth", "after-eif", "all")), DELAYS,
        st.just("treaty-eif"), st.sampled_from((None, "first-deposit")),
    )  # fmt: skip
    entry = documents.entry_into_force
    if draw(st.integers(0, 9)) == 0:
        entry = replace(entry, trigger_on=None, recorded_on=None)
    end = st.builds(End, st.sampled_from(("expiry", "superseded")), DAYS, st.none(), st.none(), st.booleans())
    few = st.just(End("termination", None, "XV", 2, checked=True))
    follow = SpecialWithdrawal("127", "other-party-withdraws", Delay(months=1), "as-the-other")
    return replace(
        documents,
        entry_into_force=entry,
        consent_effect=draw(st.one_of(st.none(), effect)),
        withdrawal=draw(withdrawals(documents)),
        special_withdrawals=draw(st.sampled_from(((), (follow,)))),
        suspension=draw(st.sampled_from((documents.suspension, Suspension("9", "yes")))),
        expulsion=draw(st.sampled_from((None, Expulsion("8", "committee-of-ministers", "same-day")))),
        bilateral=draw(st.booleans()),
        ends=draw(st.one_of(st.just(()), st.tuples(end), st.tuples(few))),
        cascade=draw(st.one_of(st.just(()), st.builds(_cascade, DELAYS, st.booleans()).map(lambda c: (c,)))),
    )


def _cascade(delay: Delay, same_day: bool) -> Cascade:  # noqa: FBT001 - drawn by position
    return Cascade("target", "58(3)", ("withdrawal", "expulsion"), "same-day" if same_day else delay)


SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMED = {"successions": {"XAA": date(2000, 6, 3)}, "existence": {"XAB": date(2011, 1, 1)}}


def known_as(acts: Sequence[Act], rules: Rules | None, known: date | None = None) -> Derivation:
    """The derivation with dates of succession, a state that ends, and an organisation."""
    return derive(acts, rules, known=known, organisations=frozenset({"XAC"}), **NAMED)  # type: ignore[arg-type] # by name


def by_actor(derivation: Derivation) -> list[tuple[Interval, ...]]:
    return [derivation.of(actor) for actor in ("XAA", "XAB", "XAC")]


def answers(derivation: Derivation) -> tuple[object, ...]:
    return (
        derivation.intervals,
        derivation.effects,
        derivation.remarks,
        derivation.ended,
        derivation.qualifiers,
    )


@SETTINGS
@given(acts=act_lists(), data=st.data())
def test_intervals_neither_overlap_nor_leave_a_gap(
    rome: Rules, acts: Sequence[Act], data: st.DataObject
) -> None:
    for intervals in by_actor(known_as(acts, data.draw(rule_sets(rome)))):
        assert all(before.valid_until == after.valid_from for before, after in pairwise(intervals))
        assert all(each.valid_until is None or each.valid_from < each.valid_until for each in intervals)
        assert not intervals or intervals[-1].valid_until is None


@SETTINGS
@given(acts=act_lists(), data=st.data())
def test_party_periods_enclose_their_intervals(rome: Rules, acts: Sequence[Act], data: st.DataObject) -> None:
    for interval in known_as(acts, data.draw(rule_sets(rome))).intervals:
        if interval.value not in BOUND:
            assert (interval.party_from, interval.party_until) == (None, None)
        if interval.party_from:
            assert interval.party_from <= interval.valid_from
        if interval.party_until:
            assert interval.valid_until
            assert interval.valid_until <= interval.party_until


@SETTINGS
@given(acts=act_lists(), data=st.data())
def test_one_party_period_has_one_pair_of_bounds(
    rome: Rules, acts: Sequence[Act], data: st.DataObject
) -> None:
    for intervals in by_actor(known_as(acts, data.draw(rule_sets(rome)))):
        for before, after in pairwise(intervals):
            if before.value in BOUND and after.value in BOUND:
                assert (before.party_from, before.party_until) == (after.party_from, after.party_until)


@SETTINGS
@given(acts=act_lists(), data=st.data())
def test_every_interval_rests_on_steps_and_acts(
    rome: Rules, acts: Sequence[Act], data: st.DataObject
) -> None:
    ids = {act.id for act in acts}
    for interval in known_as(acts, data.draw(rule_sets(rome))).intervals:
        assert interval.steps
        assert set(interval.acts) == {act for step in interval.steps for act in step.acts}
        assert set(interval.acts) <= ids


@SETTINGS
@given(
    acts=act_lists(),
    data=st.data(),
    random=st.randoms(use_true_random=False),
    known=st.sampled_from((None, date(2005, 1, 1))),
)
def test_the_order_of_acts_changes_nothing(
    rome: Rules, acts: Sequence[Act], data: st.DataObject, random: Random, known: date | None
) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)
    rules = data.draw(rule_sets(rome))
    assert known_as(acts, rules, known) == known_as(shuffled, rules, known)


@SETTINGS
@given(acts=act_lists(), later=act_lists(), known=DAYS, data=st.data())
def test_what_became_known_later_never_changes_an_answer(
    rome: Rules, acts: Sequence[Act], later: Sequence[Act], known: date, data: st.DataObject
) -> None:
    heard = [act for act in acts if act.known <= known]
    unheard = [replace(act, id=f"{act.id}/later", known_on=known + timedelta(days=1)) for act in later]
    rules = data.draw(rule_sets(rome))
    assert answers(known_as(heard, rules, known)) == answers(known_as([*heard, *unheard], rules, known))


def under(treaty: str, acts: Sequence[Act]) -> list[Act]:
    return [replace(act, id=f"{treaty}/{act.id.partition('/')[2]}", treaty=treaty) for act in acts]


def both(
    acts: Sequence[Act], others: Sequence[Act], source: Rules, target: Rules, known: date | None
) -> tuple[Derivation, Derivation]:
    """The derivation of the treaty that is left, and of the one that is lost with it, as known on one day."""
    left = known_as(under("source", acts), source, known)
    following = losses_from(left, source, "target")
    lost = derive(
        under("target", others), target, known=known, losses=following, existence=NAMED["existence"]
    )
    return left, lost


@SETTINGS
@given(acts=act_lists(), others=act_lists(), known=DAYS, data=st.data())
def test_cascades_keep_to_both_clocks_and_leave_whole_intervals(
    rome: Rules, acts: Sequence[Act], others: Sequence[Act], known: date, data: st.DataObject
) -> None:
    source = replace(data.draw(rule_sets(rome)) or rome, id="source", cascade=(
        _cascade(data.draw(DELAYS), data.draw(st.booleans())),
    ))  # fmt: skip
    target = replace(data.draw(rule_sets(rome)) or rome, id="target", cascade=())
    heard = [act for act in acts if act.known <= known]
    left, lost = both(heard, others, source, target, known)
    assert (left, lost) == both(acts, others, source, target, known), "what was left later is not known yet"
    for intervals in by_actor(lost):
        assert all(before.valid_until == after.valid_from for before, after in pairwise(intervals))
    ids = {act.id for act in (*under("source", acts), *under("target", others))}
    assert all(set(interval.acts) <= ids for interval in lost.intervals)
    assert all(each.on >= each.left_on for each in losses_from(left, source, "target"))


@SETTINGS
@given(acts=act_lists(), data=st.data())
def test_a_departure_is_the_beginning_of_an_interval_outside(
    rome: Rules, acts: Sequence[Act], data: st.DataObject
) -> None:
    found = known_as(acts, data.draw(rule_sets(rome)))
    outside = {(each.actor, each.valid_from) for each in found.intervals if each.value == "formerParty"}
    assert {(each.actor, each.on) for each in found.departures} <= outside
    assert {each.act for each in found.departures} <= {act.id for act in acts}


@SETTINGS
@given(
    notified=st.dates(date(2003, 7, 2), date(2020, 1, 1)),
    revoked_after=st.integers(0, 2000),
    asked_after=st.integers(0, 900),
    data=st.data(),
)
def test_a_revocation_before_effect_leaves_the_party_period_unbroken(
    rome: Rules, make: ActMaker, notified: date, revoked_after: int, asked_after: int, data: st.DataObject
) -> None:
    rules = replace(rome, withdrawal=data.draw(withdrawals(rome, st.just("yes"))))
    notice = make(
        f"rome-statute/XAA/{notified}/withdrawal-notification",
        requested_effective_on=notified + timedelta(days=asked_after),
    )
    consent = make("rome-statute/XAA/2000-01-01/ratification")
    pending = derive([consent, notice], rules)
    effect = pending.effects[-1].governing
    revoked = make(
        f"rome-statute/XAA/{notified + timedelta(days=revoked_after)}/withdrawal-revocation", target=notice.id
    )
    found = derive([consent, notice, revoked], rules)
    if effect is None:
        assert pending.effects[-1].outcome == "too-early"
    if effect is None or revoked.day < effect:
        assert {(each.party_from, each.party_until) for each in found.of("XAA") if each.value in BOUND} == {
            (date(2002, 7, 1), None)
        }
        assert found.departures == ()
    else:
        assert found.of("XAA") == pending.of("XAA")


@given(act_lists(), DAYS, DAYS)
def test_an_answer_is_that_of_the_interval(rome: Rules, acts: Sequence[Act], on: date, known: date) -> None:
    found = derive(acts, rome, known=known)
    for actor in ("XAA", "XAB", "XAC"):
        answer = status_on(found, actor, on, known=known)
        holding = [
            each for each in found.of(actor)
            if each.valid_from <= on and (each.valid_until is None or on < each.valid_until)
        ]  # fmt: skip
        values = [published(each.value) for each in holding]
        assert values == ([answer.status] if answer.explanation and holding else [])
        assert answer.projected == any(each.valid_from > known for each in holding)


@SETTINGS
@given(acts=act_lists(), data=st.data(), held=st.booleans())
def test_missing_data_makes_nothing_undetermined_and_is_told(
    rome: Rules, acts: Sequence[Act], data: st.DataObject, *, held: bool
) -> None:
    found = known_as(acts, data.draw(rule_sets(rome))) if held else derive(acts, None)
    contested = {remark.act for remark in found.remarks if remark.kind == "contested"}
    for interval in found.intervals:
        if interval.value == "undetermined":
            assert contested & set(interval.acts)
        if interval.value == NOT_RECORDED:
            answer = status_on(found, interval.actor, interval.valid_from, known=date(2013, 1, 1))
            assert (answer.status, answer.party) == (None, None)
            assert "Not recorded: " in answer.explanation[-1].text


@given(act_lists())
def test_a_second_source_changes_nothing_but_the_sources(rome: Rules, acts: Sequence[Act]) -> None:
    unique = list({act.id: act for act in acts}.values())
    first = [replace(act, sources=("a",), verification="single-source") for act in unique]
    second = [replace(act, sources=("b",), verification="single-source") for act in unique]
    one, two = merge(first, {"a": 1, "b": 2}), merge([*second, *first], {"a": 1, "b": 2})
    assert two.contradictions == ()
    assert two.acts == tuple(replace(act, sources=("a", "b")) for act in one.acts)
    assert derive(one.acts, rome) == derive(two.acts, rome)
    assert merge([*first, *second, *first], {"a": 1, "b": 2}) == two, "what is read again changes nothing"
