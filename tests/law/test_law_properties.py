"""What holds for any sequence of acts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from graph.law.answer import status_on
from graph.law.derive import Derivation, Interval, derive
from graph.law.register import merge
from graph.law.rules import Rules, Suspension
from graph.law.timeline import BOUND
from graph.records import Act

ActMaker = Callable[..., Act]
KINDS = (
    "signature", "succession-to-signature", "definitive-signature", "ratification", "accession", "succession",
    "consent-withdrawn-before-force", "no-intent-communication", "withdrawal-notification",
    "withdrawal-revocation", "suspension-notification", "resumption-notification", "expulsion",
    "treaty-termination", "declaration", "unheard-of",
)  # fmt: skip
DAYS = st.dates(date(1998, 7, 17), date(2012, 12, 31))
LATE = st.integers(0, 900).map(lambda days: timedelta(days=days))
OFTEN_ABSENT = st.one_of(st.none(), st.none(), st.none(), DAYS)


@st.composite
def act_lists(draw: st.DrawFn) -> Sequence[Act]:
    """Up to ten acts of two actors, in any order, some known late, some with a recorded day."""
    acts: list[Act] = []
    for number in range(draw(st.integers(0, 10))):
        kind, actor = draw(st.sampled_from(KINDS)), draw(st.sampled_from(("XAA", "XAB")))
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
        )
        acts.append(act)
    return acts


VARIANTS = st.sampled_from(("as it is", "bilateral", "suspension", "not in force", "not held"))


def varied(rome: Rules, variant: str) -> Rules | None:
    if variant == "bilateral":
        return replace(rome, bilateral=True)
    if variant == "suspension":
        return replace(rome, suspension=Suspension("9", "yes"))
    if variant == "not in force":
        return replace(
            rome, entry_into_force=replace(rome.entry_into_force, trigger_on=None, recorded_on=None)
        )
    return None if variant == "not held" else rome


def by_actor(derivation: Derivation) -> list[tuple[Interval, ...]]:
    return [derivation.of(actor) for actor in ("XAA", "XAB")]


def answers(derivation: Derivation) -> tuple[object, ...]:
    return (
        derivation.intervals,
        derivation.effects,
        derivation.remarks,
        derivation.ended,
        derivation.qualifiers,
    )


@given(act_lists(), VARIANTS)
def test_intervals_neither_overlap_nor_leave_a_gap(rome: Rules, acts: Sequence[Act], variant: str) -> None:
    for intervals in by_actor(derive(acts, varied(rome, variant))):
        assert all(before.valid_until == after.valid_from for before, after in pairwise(intervals))
        assert all(each.valid_until is None or each.valid_from < each.valid_until for each in intervals)
        assert not intervals or intervals[-1].valid_until is None


@given(act_lists(), VARIANTS)
def test_party_periods_enclose_their_intervals(rome: Rules, acts: Sequence[Act], variant: str) -> None:
    for interval in derive(acts, varied(rome, variant)).intervals:
        if interval.value not in BOUND:
            assert (interval.party_from, interval.party_until) == (None, None)
        if interval.party_from:
            assert interval.party_from <= interval.valid_from
        if interval.party_until:
            assert interval.valid_until
            assert interval.valid_until <= interval.party_until


@given(act_lists(), VARIANTS)
def test_one_party_period_has_one_pair_of_bounds(rome: Rules, acts: Sequence[Act], variant: str) -> None:
    for intervals in by_actor(derive(acts, varied(rome, variant))):
        for before, after in pairwise(intervals):
            if before.value in BOUND and after.value in BOUND:
                assert (before.party_from, before.party_until) == (after.party_from, after.party_until)


@given(act_lists(), VARIANTS)
def test_every_interval_rests_on_steps_and_acts(rome: Rules, acts: Sequence[Act], variant: str) -> None:
    ids = {act.id for act in acts}
    for interval in derive(acts, varied(rome, variant)).intervals:
        assert interval.steps
        assert set(interval.acts) == {act for step in interval.steps for act in step.acts}
        assert set(interval.acts) <= ids


@given(act_lists(), VARIANTS, st.randoms(use_true_random=False), st.sampled_from((None, date(2005, 1, 1))))
def test_the_order_of_acts_changes_nothing(
    rome: Rules, acts: Sequence[Act], variant: str, random: Random, known: date | None
) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)
    rules = varied(rome, variant)
    assert derive(acts, rules, known=known) == derive(shuffled, rules, known=known)


@given(act_lists(), act_lists(), DAYS, VARIANTS)
def test_what_became_known_later_never_changes_an_answer(
    rome: Rules, acts: Sequence[Act], later: Sequence[Act], known: date, variant: str
) -> None:
    heard = [act for act in acts if act.known <= known]
    unheard = [replace(act, id=f"{act.id}/later", known_on=known + timedelta(days=1)) for act in later]
    rules = varied(rome, variant)
    assert answers(derive(heard, rules, known=known)) == answers(
        derive([*heard, *unheard], rules, known=known)
    )


@given(st.dates(date(2002, 7, 2), date(2020, 1, 1)), st.integers(0, 365), st.integers(0, 900))
def test_a_revocation_before_effect_leaves_the_party_period_unbroken(
    rome: Rules, make: ActMaker, notified: date, revoked_after: int, asked_after: int
) -> None:
    notice = make(
        f"rome-statute/XAA/{notified}/withdrawal-notification",
        requested_effective_on=notified + timedelta(days=asked_after),
    )
    consent = make("rome-statute/XAA/2000-01-01/ratification")
    pending = derive([consent, notice], rome)
    effect = pending.effects[-1].governing
    assert effect is not None
    revoked = make(
        f"rome-statute/XAA/{notified + timedelta(days=revoked_after)}/withdrawal-revocation", target=notice.id
    )
    found = derive([consent, notice, revoked], rome)
    if revoked.day < effect:
        assert {(each.party_from, each.party_until) for each in found.of("XAA") if each.value in BOUND} == {
            (date(2002, 7, 1), None)
        }
    else:
        assert found.of("XAA") == pending.of("XAA")


@given(act_lists(), DAYS, DAYS)
def test_an_answer_is_that_of_the_interval(rome: Rules, acts: Sequence[Act], on: date, known: date) -> None:
    found = derive(acts, rome, known=known)
    for actor in ("XAA", "XAB"):
        answer = status_on(found, actor, on, known=known)
        holding = [
            each for each in found.of(actor)
            if each.valid_from <= on and (each.valid_until is None or on < each.valid_until)
        ]  # fmt: skip
        assert [each.value for each in holding] == ([answer.status] if answer.explanation and holding else [])
        assert answer.projected == any(each.valid_from > known for each in holding)


@given(act_lists())
def test_a_second_source_changes_nothing_but_the_sources(rome: Rules, acts: Sequence[Act]) -> None:
    unique = list({act.id: act for act in acts}.values())
    first = [replace(act, sources=("a",), verification="single-source") for act in unique]
    second = [replace(act, sources=("b",), verification="single-source") for act in unique]
    one, two = merge(first, {"a": 1, "b": 2}), merge([*second, *first], {"a": 1, "b": 2})
    assert two.contradictions == ()
    assert two.acts == tuple(replace(act, sources=("a", "b")) for act in one.acts)
    assert derive(one.acts, rome) == derive(two.acts, rome)
