"""What the difficult cases tell beside the status: acts, qualifiers, claims, steps, remarks, counts."""

from datetime import date
from typing import Any

import pytest

from graph.answers.reservations import reservations_answer
from graph.answers.status import status_answer
from graph.answers.treaties import parties_answer
from graph.view import View

TODAY = date(2026, 11, 24)


def status(view: View, state: str, treaty: str, on: str, known: str = TODAY.isoformat()) -> dict[str, Any]:
    return status_answer(view, state, treaty, date.fromisoformat(on), date.fromisoformat(known))


def kinds(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(qualifier["kind"], qualifier["territory"]) for qualifier in answer["qualifiers"]]


def test_a_party_on_no_day(view: View) -> None:
    for state, treaty in (("RUS", "rome-statute"), ("MYS", "rome-statute"), ("RUS", "energy-charter-treaty")):
        derivation = view.derivation(treaty, TODAY)
        assert derivation.of(state)
        assert all(interval.party_from is None for interval in derivation.of(state))


def test_what_was_projected_was_never_so(view: View) -> None:
    projected = status(view, "HUN", "rome-statute", "2026-07-01", "2026-05-01")
    assert (projected["status"], projected["projected"]) == ("formerParty", True)
    last = view.derivation("rome-statute", TODAY).of("HUN")[-1]
    assert (last.value, last.party_until) == ("party", None)


def test_jurisdiction_has_an_addressee_a_scope_and_no_effect_on_status(view: View) -> None:
    acts = [act for act in view.acts("rome-statute") if act.kind == "jurisdiction-acceptance"]
    ukraine = [act for act in acts if act.actor == "UKR"]
    assert [act.addressee for act in ukraine] == [("icc-registrar",)] * 2
    answers = [status(view, "UKR", "rome-statute", on) for on in ("2014-01-01", "2014-02-21", "2016-01-01")]
    scopes = [[(q["from"], q["until"]) for q in answer["qualifiers"]] for answer in answers]
    first, second = ("2013-11-21", "2014-02-23"), ("2014-02-20", None)
    assert scopes == [[first], [first, second], [second]]
    assert {answer["status"] for answer in answers} == {"signatory"}


def test_a_territory_comes_in_later_than_its_state(view: View) -> None:
    before = status(view, "DNK", "rome-statute", "2004-09-30")
    assert kinds(before) == [("territorial-exclusion", "FRO"), ("territorial-exclusion", "GRL")]
    between = status(view, "DNK", "rome-statute", "2004-10-01")
    assert kinds(between) == [("territorial-exclusion", "FRO"), ("territorial-application", "GRL")]
    after = status(view, "DNK", "rome-statute", "2006-10-01")
    assert kinds(after) == [("territorial-application", "GRL"), ("territorial-application", "FRO")]


@pytest.mark.parametrize(("treaty", "on"), [("crpd", "2011-01-22"), ("unfccc", "1994-03-21")])
def test_an_organisation_is_listed_apart_and_not_counted(view: View, treaty: str, on: str) -> None:
    answer = parties_answer(view, treaty, date.fromisoformat(on), TODAY)
    assert [party["state"] for party in answer["organisations"]] == ["EU"]
    assert "EU" not in {party["state"] for party in answer["parties"]}
    assert answer["count"] == len(answer["parties"])


def test_a_formal_confirmation_is_told_with_its_name_and_the_name_of_then(view: View) -> None:
    answer = status(view, "EU", "crpd", "2012-01-01")
    assert any("formal confirmation" in step["text"] for step in answer["explanation"])
    named = {act["kind"]: act["acted_as"] for act in answer["acts"]}
    assert named == {"signature": "European Community", "formal-confirmation": None}


def test_a_reservation_stands_until_it_is_withdrawn(view: View) -> None:
    before, after = (status(view, "ALB", "genocide-convention", on) for on in ("1999-07-18", "1999-07-19"))
    assert [q["provision"] for q in before["qualifiers"]] == ["IX", "XII"]
    assert [q["provision"] for q in after["qualifiers"]] == ["XII"]


def test_an_objection_says_whether_it_opposes_entry_into_force(view: View) -> None:
    acts = {act.id: act for act in view.acts("genocide-convention") if act.kind == "objection"}
    opposing = {id_: act.opposes_entry_into_force for id_, act in acts.items()}
    assert opposing == {
        "genocide-convention/NLD/1966-06-20/objection": True,
        "genocide-convention/GBR/1970-01-30/objection": False,
        "genocide-convention/GBR/1970-01-30/objection/2": False,
    }


@pytest.mark.parametrize(
    ("other", "on", "effect", "provisions"),
    [
        ("NLD", "1966-09-18", "not-in-force", ["IX"]),
        ("NLD", "1999-07-18", "not-in-force", ["IX"]),
        ("NLD", "1999-07-19", "modified", ["XII"]),
        ("GBR", "1970-04-30", "without-provisions", ["IX", "XII"]),
        ("GBR", "1999-07-19", "without-provisions", ["XII"]),
    ],
)
def test_only_an_objection_that_says_so_keeps_the_treaty_out_of_force_between_two(
    view: View, other: str, on: str, effect: str, provisions: list[str]
) -> None:
    answer = reservations_answer(
        view, "genocide-convention", date.fromisoformat(on), TODAY, state="ALB", other=other
    )
    (relation,) = answer["relations"]
    assert (relation["effect"], relation["provisions"]) == (effect, provisions)


def test_three_deposits_are_one_consent(view: View) -> None:
    found = [act for act in view.acts("npt") if act.actor == "GBR"]
    assert {act.depositary for act in found} == {"state:GBR", "state:USA", "state:RUS"}
    on = date(1970, 3, 5)
    parties = [party["state"] for party in parties_answer(view, "npt", on, TODAY)["parties"]]
    assert parties.count("GBR") == 1
    remarks = status(view, "GBR", "npt", "1970-03-05")["remarks"]
    assert [remark["kind"] for remark in remarks] == ["already-bound", "already-bound"]


def test_the_clause_gives_a_day_that_does_not_govern(view: View) -> None:
    answer = status(view, "PRK", "npt", "2004-01-01")
    (announced,) = [act for act in answer["acts"] if act["date"] == "2003-01-10"]
    assert (announced["computed_effective_on"], announced["effective_on"]) == ("2003-04-10", None)
    assert len(answer["claims"]) == 3
    assert len({claim["holder"] for claim in answer["claims"]}) == 3


def test_a_notice_that_is_not_allowed_is_told_and_has_no_effect(view: View) -> None:
    remarks = status(view, "PRK", "iccpr", "1998-01-01")["remarks"]
    assert [remark["kind"] for remark in remarks] == ["without-effect"]


@pytest.mark.parametrize(
    ("treaty", "day", "kind"),
    [("inf", "2019-08-02", "withdrawal of a side"), ("new-start", "2026-02-05", "expiry")],
)
def test_a_treaty_ends_with_its_reason(view: View, treaty: str, day: str, kind: str) -> None:
    ended = view.derivation(treaty, TODAY).ended
    assert ended is not None
    assert (ended.on.isoformat(), ended.reason) == (day, kind)
    assert parties_answer(view, treaty, date.fromisoformat(day), TODAY)["count"] == 0


def test_a_suspension_that_is_contested_qualifies_and_suspends_nothing(view: View) -> None:
    before, during = (status(view, "RUS", "new-start", on) for on in ("2023-02-27", "2023-02-28"))
    assert (kinds(before), kinds(during)) == ([], [("contested-suspension", None)])
    assert during["status"] == "party"
    holders = {claim["holder"] for claim in during["claims"]}
    assert holders == {"Russian Federation", "United States"}


def test_the_other_treaty_is_left_by_rule_and_not_by_a_notice(view: View) -> None:
    answer = status(view, "RUS", "echr", "2022-09-16")
    step = answer["explanation"][-1]
    assert "by rule, not by a notice of its own" in step["text"]
    assert step["provision"] == "ECHR 58(3)"
    acts = {act["id"] for act in answer["acts"]}
    assert "coe-statute/COE/2022-03-16/expulsion" in acts
    assert not any(act.kind == "withdrawal-notification" for act in view.acts("echr") if act.actor == "RUS")


def test_an_opt_out_lapses_or_is_withdrawn_with_effect_from_an_earlier_day(view: View) -> None:
    bounds = {}
    for state in ("COL", "FRA"):
        (opted,) = status(view, state, "rome-statute", "2005-01-01")["qualifiers"]
        bounds[state] = (opted["kind"], opted["from"], opted["until"])
    assert bounds == {
        "COL": ("opt-out", "2002-11-01", "2009-11-01"),  # 31 October 2009 is the last day
        "FRA": ("opt-out", "2002-07-01", "2008-06-15"),
    }


def test_who_acted_then_is_told(view: View) -> None:
    cases = {
        ("YEM", "genocide-convention", "1989-01-01"): "Democratic Yemen",
        ("SRB", "genocide-convention", "2002-01-01"): "Federal Republic of Yugoslavia",
        ("RUS", "genocide-convention", "1992-01-01"): "Union of Soviet Socialist Republics",
    }
    for (state, treaty, on), name in cases.items():
        answer = status(view, state, treaty, on)
        assert name in {act["acted_as"] for act in answer["acts"]}
        assert any(f"under the name “{name}”" in step["text"] for step in answer["explanation"])


def test_successors_act_each_for_itself(view: View) -> None:
    found = {
        (act.actor, act.treaty): act.kind
        for treaty in ("genocide-convention", "vclt", "rome-statute")
        for act in view.acts(treaty)
        if act.actor in ("BIH", "HRV", "SRB", "MNE") and act.kind != "signature"
    }
    assert found["BIH", "genocide-convention"] == found["HRV", "genocide-convention"] == "succession"
    assert found["MNE", "genocide-convention"] == found["MNE", "rome-statute"] == "succession"
    assert (found["SRB", "genocide-convention"], found["SRB", "vclt"]) == ("accession", "succession")


def test_only_the_second_act_of_the_day_is_a_consent(view: View) -> None:
    answer = status(view, "MNE", "ctbt", "2007-01-01")
    assert {act["kind"] for act in answer["acts"]} == {"succession-to-signature", "succession"}
    assert sum("succession-effect" in (step["rule"] or "") for step in answer["explanation"]) >= 1
    assert all(interval.value != "signatory" for interval in view.derivation("ctbt", TODAY).of("MNE"))


def test_a_continuation_is_no_consent(view: View) -> None:
    (continuation,) = view.acts("all-treaties")
    assert (continuation.actor, continuation.kind) == ("RUS", "continuation")
    answer = status(view, "RUS", "genocide-convention", "1992-01-01")
    assert {act["date"] or act["received_on"] for act in answer["acts"]} == {"1949-12-16", "1954-05-03"}
    under_the_old_name = status(view, "SUN", "genocide-convention", "1960-01-01")
    assert under_the_old_name["status"] is None
    assert "the same legal person" in under_the_old_name["explanation"][0]["text"]


def test_the_day_that_the_depositary_recorded_stands_beside_the_computed_one(view: View) -> None:
    answer = status(view, "GRC", "echr", "1970-06-12")
    (notice,) = [act for act in answer["acts"] if act["kind"] == "withdrawal-notification"]
    assert (notice["recorded_effective_on"], notice["computed_effective_on"]) == ("1970-06-13", "1970-06-12")
    assert answer["status"] == "partyWithdrawalPending"


def test_a_declaration_of_intent_is_no_notice(view: View) -> None:
    answer = status(view, "USA", "paris-agreement", "2018-01-01")
    assert (answer["status"], answer["status_from"]) == ("party", "2016-11-04")


def test_a_withdrawal_without_a_recorded_consent_is_told(view: View) -> None:
    remarks = status(view, "BFA", "ecowas-treaty", "2024-06-01")["remarks"]
    assert "no-recorded-consent" in {remark["kind"] for remark in remarks}
    assert {remark["severity"] for remark in remarks} == {"warning"}


def test_provisional_application_ends_and_leaves_a_signatory(view: View) -> None:
    days = ("1994-12-17", "2009-10-17", "2009-10-18")
    found = [kinds(status(view, "RUS", "energy-charter-treaty", day)) for day in days]
    assert found == [[("provisional-application", None)], [("provisional-application", None)], []]


def test_a_second_notice_stands_on_its_own(view: View) -> None:
    """The final clauses of this treaty are not held, so nothing is said of the effect of either."""
    between = status(view, "USA", "who-constitution", "2022-01-01")
    assert any("was revoked on 20 January 2021" in step["text"] for step in between["explanation"])
    second = status(view, "USA", "who-constitution", "2025-06-01")
    assert any("received on 22 January 2025" in step["text"] for step in second["explanation"])
    assert {remark["kind"] for remark in second["remarks"]} == {"rules-not-held"}


def test_missing_data_makes_nothing_undetermined(view: View) -> None:
    """Only claims that compete do: the one announcement of the packaged acts that has several readings."""
    undetermined = {
        (treaty, interval.actor)
        for treaty in view.treaties
        for interval in view.derivation(treaty, TODAY).intervals
        if interval.value == "undetermined"
    }
    assert undetermined == {("npt", "PRK")}
