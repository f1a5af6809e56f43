"""Reservations, objections, and who is bound to whom (VCLT 19 to 23)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.reservations import reservations_answer
from graph.law.case import Case
from graph.law.relations import Matrix, matrix
from graph.law.reservations import Situation
from graph.law.vienna import PartyPeriods
from graph.records import Act
from graph.view import View

TREATY, BOUND = "some-convention", date(2000, 1, 1)
CODES = ("AAA", "BBB", "CCC", "DDD")
DAYS = st.dates(BOUND, date(2010, 12, 31))


def act(actor: str, kind: str, day: date, target: Act | None = None, **fields: object) -> Act:
    made = Act(f"{TREATY}/{actor}/{day}/{kind}", TREATY, actor, kind, received_on=day)
    return replace(made, target=target.id if target else None, **fields)  # type: ignore[arg-type]


CONSENTS = tuple(act(code, "ratification", BOUND) for code in CODES)
RESERVATION = act("AAA", "reservation", BOUND, provision="9")


def situation(*acts: Act, on: date = date(2005, 1, 1), parties: tuple[str, ...] = CODES) -> Situation:
    periods = dict.fromkeys(parties, ((BOUND, None),))
    return Situation([*CONSENTS, *acts], PartyPeriods(periods), Case(TREATY, None), on)


def effects(found: Matrix) -> dict[tuple[str, str], str]:
    return {relation.between: relation.effect for relation in found.relations}


def test_silence_for_twelve_months_accepts() -> None:
    last = date(2001, 1, 1)
    before = matrix(situation(RESERVATION, on=last))
    assert effects(before) == {("AAA", code): "not-accepted-yet" for code in CODES[1:]}
    assert {ground.accepted_on for each in before.relations for ground in each.grounds} == {last}
    after = matrix(situation(RESERVATION, on=last + timedelta(days=1)))
    assert effects(after) == {("AAA", code): "modified" for code in CODES[1:]}
    assert after.otherwise == 3


@pytest.mark.parametrize(
    ("opposes", "effect"),
    [(True, "not-in-force"), (False, "without-provisions"), (None, "without-provisions")],
)
def test_an_objection_works_between_the_two_only(opposes: bool | None, effect: str) -> None:  # noqa: FBT001
    objection = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=opposes)
    found = matrix(situation(RESERVATION, objection))
    assert effects(found) == {("AAA", "BBB"): effect, ("AAA", "CCC"): "modified", ("AAA", "DDD"): "modified"}
    assert next(each for each in found.relations if each.between[1] == "BBB").provisions == ("9",)


def test_an_objection_after_the_time_is_shown_and_has_no_effect() -> None:
    late = act("BBB", "objection", date(2001, 1, 2), RESERVATION, opposes_entry_into_force=True)
    found = matrix(situation(RESERVATION, late))
    assert [each.late for each in found.objections] == [True]
    assert effects(found)["AAA", "BBB"] == "modified"


def test_an_objection_of_who_is_no_party_waits() -> None:
    objection = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=True)
    found = matrix(situation(RESERVATION, objection, parties=("AAA", "CCC")))
    assert [each.since for each in found.objections] == [None]
    assert set(effects(found)) == {("AAA", "CCC")}


def test_an_objection_that_is_withdrawn_leaves_the_reservation() -> None:
    objection = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=True)
    withdrawal = act("BBB", "objection-withdrawal", date(2003, 6, 1), objection)
    assert effects(matrix(situation(RESERVATION, objection, withdrawal)))["AAA", "BBB"] == "modified"
    before = situation(RESERVATION, objection, withdrawal, on=date(2003, 5, 31))
    assert effects(matrix(before))["AAA", "BBB"] == "not-in-force"


def test_a_reservation_made_when_signing_must_be_confirmed() -> None:
    signing = act("AAA", "reservation", BOUND - timedelta(days=9), provision="9")
    (found,) = matrix(situation(signing)).reservations
    assert (found.state, found.works) == ("not-confirmed", False)
    assert matrix(situation(signing)).relations == ()
    confirmed = matrix(situation(signing, RESERVATION)).reservations
    assert {each.state for each in confirmed} == {"stands"}


def test_a_reservation_withdrawn_in_part_still_works() -> None:
    part = act("AAA", "reservation-withdrawal", date(2003, 1, 1), RESERVATION, provision="9(2)")
    (found,) = matrix(situation(RESERVATION, part)).reservations
    assert (found.state, found.works) == ("withdrawn-in-part", True)


@given(DAYS, DAYS)
def test_withdrawing_a_reservation_restores_full_relations(withdrawn: date, on: date) -> None:
    whole = act("AAA", "reservation-withdrawal", withdrawn, RESERVATION)
    found = matrix(situation(RESERVATION, whole, on=on))
    assert bool(found.relations) == (on < withdrawn)
    assert found.otherwise + len(found.relations) == 6


@given(st.permutations(range(4)), DAYS)
def test_the_order_of_acts_changes_nothing(order: list[int], on: date) -> None:
    objection = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=True)
    other = act("CCC", "objection", date(2000, 7, 1), RESERVATION)
    acts = (RESERVATION, objection, other, act("BBB", "objection-withdrawal", date(2004, 1, 1), objection))
    assert matrix(situation(*(acts[at] for at in order), on=on)) == matrix(situation(*acts, on=on))


@pytest.mark.parametrize(
    ("other", "on", "effect", "provisions"),
    [
        ("NLD", date(1966, 9, 17), "modified", None),
        ("NLD", date(1980, 1, 1), "not-in-force", ["IX"]),
        ("NLD", date(1999, 7, 18), "not-in-force", ["IX"]),
        ("NLD", date(2000, 1, 1), "modified", ["XII"]),
        ("GBR", date(1980, 1, 1), "without-provisions", ["IX", "XII"]),
        ("GBR", date(2000, 1, 1), "without-provisions", ["XII"]),
        ("FRA", date(1980, 1, 1), "modified", ["IX", "XII"]),
    ],
)
def test_albania_and_the_genocide_convention(
    other: str, on: date, effect: str, provisions: list[str] | None, view: View
) -> None:
    """The Netherlands opposed entry into force until the reservation to IX was withdrawn in 1999."""
    answer = reservations_answer(view, "Genocide Convention", on, date(2026, 1, 1), "ALB", other)
    if on < date(1966, 9, 18) and other == "NLD":  # accession of 20 June 1966, bound ninety days later
        assert answer["relations"] == []
        return
    (relation,) = answer["relations"]
    assert (relation["effect"], relation["provisions"]) == (effect, provisions)
    assert all("as custom" in each["rule"] for each in relation["because"])


def test_what_became_known_later_changes_nothing(view: View) -> None:
    known = date(1970, 1, 29)
    answer = reservations_answer(view, "genocide-convention", date(1980, 1, 1), known, "ALB")
    assert {each["objector"] for each in answer["objections"]} == {"NLD"}
    assert all("GBR" not in each["between"] for each in answer["relations"])
