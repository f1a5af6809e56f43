"""Known days of effect, and days at the limits of the clauses."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from graph.errors import BadRequest
from graph.law.calculate import Given, cascade_to, day_of_effect
from graph.law.delays import Delay
from graph.law.effects import Outcome
from graph.law.rules import (
    Cascade,
    ConsentEffect,
    Earliest,
    EndOfYear,
    Expulsion,
    FixedDate,
    PeriodEndWindow,
    Revocation,
    Rules,
    Withdrawal,
    parse,
)
from graph.records import TreatyRules

FACTS = Path(__file__).parents[3] / "shared" / "facts"
KNOWN_DAYS = FACTS / "effective_dates_open.csv"
LEAVES_ANOTHER_TREATY = "cascade:"

Row = Mapping[str, str]


def rows() -> list[Row]:
    if not KNOWN_DAYS.exists():
        return []
    with KNOWN_DAYS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def all_rules() -> Mapping[str, Rules]:
    treaties = json.loads((FACTS / "treaty_rules.json").read_text("utf-8"))["treaties"]
    return {each["id"]: parse(TreatyRules(each["id"], each)) for each in treaties}


def name(row: Row) -> str:
    return f"{row['treaty']}-{row['actor']}-{row['kind']}-{row['received_on']}"


def conflict(value: str | None) -> date | Literal["ongoing"] | None:
    if value == "ongoing":
        return "ongoing"
    return date.fromisoformat(value) if value else None


def circumstances(row: Row) -> Given:
    given = dict(part.split("=") for part in row["given"].split(";") if part)
    until = conflict(given.pop("armed-conflict-until", None))
    days = {key: date.fromisoformat(value) for key, value in given.items()}
    return Given(
        state_in_force=days.get("state-eif"),
        succession=days.get("succession"),
        requested=days.get("requested"),
        named=days.get("named"),
        effect=days.get("effect"),
        entry_into_force=days.get("eif"),
        armed_conflict_until=until,
    )


def outcome(row: Row) -> Outcome:
    received, kind = date.fromisoformat(row["received_on"]), row["kind"]
    if kind.startswith(LEAVES_ANOTHER_TREATY):
        left = all_rules()[kind.removeprefix(LEAVES_ANOTHER_TREATY)]
        return cascade_to(left, row["treaty"], received)
    return day_of_effect(all_rules()[row["treaty"]], kind, received, circumstances(row))


@pytest.mark.skipif(not rows(), reason="the known days are not beside the repository")
@pytest.mark.parametrize("row", rows(), ids=name)
def test_known_day(row: Row) -> None:
    found = outcome(row)
    expected = date.fromisoformat(row["effective_on"]) if row["effective_on"] else None
    assert (found.kind, found.day) == (row["outcome"], expected), found.words


def leaving(rome: Rules, **changes: object) -> Rules:
    withdrawal: Withdrawal = replace(rome.withdrawal, **changes)  # type: ignore[arg-type] # fields by name
    return replace(rome, withdrawal=withdrawal)


def left(rules: Rules, received: str, given: Given | None = None) -> Outcome:
    return day_of_effect(rules, "withdrawal-notification", date.fromisoformat(received), given or Given())


@pytest.mark.parametrize(
    ("deposited", "day"),
    [
        ("2000-07-07", "2002-07-01"),
        ("2002-04-11", "2002-07-01"),
        ("2002-04-12", "2002-07-01"),
        ("2002-05-02", "2002-08-01"),
        ("2002-06-28", "2002-09-01"),
        ("2003-01-31", "2003-05-01"),
        ("2019-03-04", "2019-06-01"),
    ],
)
def test_article_126(rome: Rules, deposited: str, day: str) -> None:
    found = day_of_effect(rome, "ratification", date.fromisoformat(deposited))
    assert found.day == date.fromisoformat(day)
    assert found.provision == ("126(1)" if deposited <= "2002-04-11" else "126(2)")


@pytest.mark.parametrize(
    ("received", "requested", "day"),
    [
        ("2016-10-27", None, "2017-10-27"),
        ("2020-02-29", None, "2021-02-28"),
        ("2020-01-10", "2020-01-10", "2021-01-10"),
        ("2020-01-10", "2021-01-09", "2021-01-10"),
        ("2020-01-10", "2022-06-30", "2022-06-30"),
    ],
)
def test_article_127(rome: Rules, received: str, requested: str | None, day: str) -> None:
    asked = date.fromisoformat(requested) if requested else None
    assert left(rome, received, Given(requested=asked)).day == date.fromisoformat(day)


def test_a_later_day_changes_nothing_where_the_treaty_does_not_allow_it(rome: Rules) -> None:
    rules = leaving(rome, later_day_may_be_named=False)
    assert left(rules, "2020-01-10", Given(requested=date(2022, 6, 30))).day == date(2021, 1, 10)


@pytest.mark.parametrize(
    ("received", "day"),
    [("2018-12-26", "2019-06-30"), ("2019-01-01", "2019-06-30"), ("2019-01-02", "2020-06-30")],
)
def test_on_one_day_of_the_year(rome: Rules, received: str, day: str) -> None:
    rules = leaving(rome, notice=None, fixed_date=FixedDate("06-30", "01-01"))
    assert left(rules, received).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("received", "day"),
    [("2012-01-01", "2012-07-01"), ("2012-01-02", "2017-07-01"), ("2002-07-01", "2012-07-01")],
)
def test_at_the_end_of_a_period(rome: Rules, received: str, day: str) -> None:
    rules = leaving(rome, notice=None, period_end_window=PeriodEndWindow(10, 5, 6))
    assert left(rules, received).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("form", "received", "day"),
    [
        (EndOfYear("same", "10-01", "following"), "2022-03-15", "2022-12-31"),
        (EndOfYear("same", "10-01", "following"), "2022-09-30", "2022-12-31"),
        (EndOfYear("same", "10-01", "following"), "2022-10-01", "2023-12-31"),
        (EndOfYear("following", None, None), "2017-10-12", "2018-12-31"),
    ],
)
def test_at_the_end_of_a_year(rome: Rules, form: EndOfYear, received: str, day: str) -> None:
    assert left(leaving(rome, notice=None, end_of_year=form), received).day == date.fromisoformat(day)


def test_the_practice_of_the_depositary_adds_days(rome: Rules) -> None:
    rules = leaving(rome, notice=Delay(months=6), depositary_practice_offset_days=1)
    assert left(rules, "2007-05-02").day == date(2007, 11, 3)


def test_a_bar_on_the_notice(rome: Rules) -> None:
    rules = leaving(rome, earliest=Earliest("state-eif", Delay(years=3), "notice"))
    party = Given(state_in_force=date(2016, 11, 4))
    assert left(rules, "2019-11-03", party).kind == "too-early"
    assert left(rules, "2019-11-04", party).day == date(2020, 11, 4)


def test_a_bar_on_the_effect(rome: Rules) -> None:
    rules = leaving(rome, earliest=Earliest("treaty-eif", Delay(years=5), "effect"))
    assert left(rules, "2003-01-01").day == date(2007, 7, 1)
    assert left(rules, "2010-01-01").day == date(2011, 1, 1)


@pytest.mark.parametrize(
    ("until", "kind", "day"),
    [
        (None, "effective", "2026-01-01"),
        (date(2025, 10, 1), "effective", "2026-01-01"),
        (date(2026, 1, 1), "effective", "2026-01-01"),
        (date(2026, 5, 1), "effective", "2026-05-01"),
        ("ongoing", "blocked", None),
    ],
)
def test_an_armed_conflict_blocks(
    rome: Rules, until: date | Literal["ongoing"] | None, kind: str, day: str | None
) -> None:
    rules = leaving(rome, notice=Delay(months=6), blocked_while=("armed-conflict",))
    found = left(rules, "2025-07-01", Given(armed_conflict_until=until))
    assert (found.kind, found.day) == (kind, date.fromisoformat(day) if day else None)


@pytest.mark.parametrize("permitted", ["no", "by-default-vclt-56"])
def test_what_the_treaty_does_not_allow_has_no_effect(rome: Rules, permitted: str) -> None:
    found = left(leaving(rome, permitted=permitted, provision=None), "2020-01-01")
    assert (found.kind, found.day, found.provision) == ("without-effect", None, "VCLT 56(1)")


def test_a_notice_before_the_treaty_is_in_force(rome: Rules) -> None:
    assert left(rome, "2002-06-30").kind == "not-in-force"


def test_rules_that_permit_withdrawal_say_how(rome: Rules) -> None:
    with pytest.raises(BadRequest):
        left(leaving(rome, notice=None), "2020-01-01")


def not_in_force(rome: Rules) -> Rules:
    return replace(rome, entry_into_force=replace(rome.entry_into_force, recorded_on=None, trigger_on=None))


def test_nobody_is_bound_by_a_treaty_that_is_not_in_force(rome: Rules) -> None:
    for kind in ("ratification", "succession"):
        given = Given(succession=date(2006, 6, 3))
        assert day_of_effect(not_in_force(rome), kind, date(2006, 10, 23), given).kind == "not-in-force"


@pytest.mark.parametrize(
    ("succession", "kind", "day"),
    [
        (date(2006, 6, 3), "effective", date(2006, 6, 3)),
        (date(1992, 3, 6), "effective", date(2002, 7, 1)),
        (None, "undetermined", None),
    ],
)
def test_succession_works_back(rome: Rules, succession: date | None, kind: str, day: date | None) -> None:
    found = day_of_effect(rome, "succession", date(2006, 10, 23), Given(succession=succession))
    assert (found.kind, found.day) == (kind, day)


def test_a_treaty_that_is_not_entered_by_succession(rome: Rules) -> None:
    rules = replace(rome, succession_effect=replace(rome.succession_effect, effective="none"))
    found = day_of_effect(rules, "succession", date(2006, 10, 23), Given(succession=date(2006, 6, 3)))
    assert found.kind == "without-effect"


@pytest.mark.parametrize(
    ("for_", "deposited", "day"),
    [
        ("after-eif", "2002-06-30", "2002-07-01"),
        ("after-eif", "2002-07-01", "2002-07-31"),
        ("all", "2002-01-01", "2002-07-01"),
        ("all", "2002-06-30", "2002-07-30"),
        ("after-nth", "2002-04-12", "2002-07-01"),
    ],
)
def test_which_instruments_the_delay_governs(
    rome: Rules, for_: Literal["after-nth", "after-eif", "all"], deposited: str, day: str
) -> None:
    rules = replace(rome, consent_effect=ConsentEffect("1", for_, Delay(days=30), "treaty-eif", None))
    assert day_of_effect(rules, "accession", date.fromisoformat(deposited)).day == date.fromisoformat(day)


def test_a_treaty_that_binds_all_together(rome: Rules) -> None:
    rules = replace(rome, consent_effect=None)
    assert day_of_effect(rules, "ratification", date(2001, 1, 1)).day == date(2002, 7, 1)
    late = day_of_effect(rules, "ratification", date(2003, 1, 1))
    assert (late.day, late.provision) == (date(2003, 1, 1), "VCLT 24(3)")


def test_revocation_until_the_day_before_effect(rome: Rules) -> None:
    given = Given(effect=date(2017, 11, 10))
    in_time = day_of_effect(rome, "withdrawal-revocation", date(2017, 11, 9), given)
    too_late = day_of_effect(rome, "withdrawal-revocation", date(2017, 11, 10), given)
    assert (in_time.kind, in_time.provision) == ("effective", "VCLT 68, by analogy")
    assert (too_late.kind, too_late.day) == ("without-effect", None)
    own = replace(rome, revocation=Revocation("12(3)", "treaty", "before-effect"))
    assert day_of_effect(own, "withdrawal-revocation", date(2017, 11, 9), given).provision == "12(3)"


def test_taking_consent_back_before_it_binds(rome: Rules) -> None:
    given = Given(entry_into_force=date(2019, 6, 1))
    taken_back = day_of_effect(rome, "consent-withdrawn-before-force", date(2019, 5, 31), given)
    too_late = day_of_effect(rome, "consent-withdrawn-before-force", date(2019, 6, 1), given)
    assert (taken_back.kind, too_late.kind) == ("effective", "without-effect")


@pytest.mark.parametrize(
    ("effect", "named", "day"),
    [
        ("named-in-decision", date(2022, 3, 16), date(2022, 3, 16)),
        ("named-in-decision", None, None),
        ("same-day", None, date(2022, 3, 15)),
    ],
)
def test_expulsion(
    rome: Rules, effect: Literal["named-in-decision", "same-day"], named: date | None, day: date | None
) -> None:
    rules = replace(rome, expulsion=Expulsion("8", "committee-of-ministers", effect))
    assert day_of_effect(rules, "expulsion", date(2022, 3, 15), Given(named=named)).day == day


def test_expulsion_without_a_rule(rome: Rules) -> None:
    assert day_of_effect(rome, "expulsion", date(2022, 3, 15)).kind == "undetermined"


def test_cascades(rome: Rules) -> None:
    six_months = Cascade("echr", "58(3)", ("withdrawal", "expulsion"), Delay(months=6))
    rules = replace(rome, cascade=(six_months, Cascade("paris", "25(3)", ("withdrawal",), "same-day")))
    assert cascade_to(rules, "echr", date(2022, 3, 16)).day == date(2022, 9, 16)
    assert cascade_to(rules, "paris", date(2022, 3, 16)).day == date(2022, 3, 16)
    with pytest.raises(BadRequest):
        cascade_to(rules, "unclos", date(2022, 3, 16))


def test_what_cannot_be_computed_is_refused(rome: Rules) -> None:
    with pytest.raises(BadRequest):
        day_of_effect(rome, "declaration", date(2020, 1, 1))
    with pytest.raises(BadRequest):
        day_of_effect(rome, "end-by-other-side", date(2020, 1, 1))
    bilateral = replace(rome, bilateral=True)
    assert day_of_effect(bilateral, "end-by-other-side", date(2020, 1, 1)).day == date(2021, 1, 1)
