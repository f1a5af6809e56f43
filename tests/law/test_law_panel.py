"""The panel says of each year what the status says of its days."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers.panel import panel_answer
from graph.errors import BadRequest
from graph.law.question import Coverage
from graph.loaders import LOADERS
from graph.loaders.files import InputFile
from graph.panel.columns import COLUMNS, NAMES
from graph.panel.table import Panel
from graph.panel.wanted import Wanted
from graph.panel.years import number_in, signed_by
from graph.records import Read, StateCode
from graph.view import View

TODAY = date(2026, 11, 24)
STATES = ("BDI", "DEU", "GMB", "HUN", "PHL", "RUS", "SRB", "SSD", "TWN", "UKR", "USA")
DAYS = ("01-01", "06-30", "11-10", "12-31")


def rows(view: View, **wanted: Any) -> list[Mapping[str, Any]]:
    """Rows of the Rome Statute, as JSON."""
    fields: dict[str, Any] = {"known": TODAY, "today": TODAY, "treaties": ("rome-statute",)} | wanted
    return list(panel_answer(Panel(view, Wanted(**fields)))["rows"])


def row(view: View, state: str, year: int, **wanted: Any) -> Mapping[str, Any]:
    (found,) = rows(view, states=(state,), first=year, last=year, **wanted)
    return found


@settings(deadline=None, max_examples=60)
@given(
    state=st.sampled_from(STATES),
    day=st.sampled_from(DAYS),
    known=st.dates(date(1998, 1, 1), date(2027, 12, 31)),
)
def test_every_row_is_the_status_of_its_day(view: View, state: str, day: str, known: date) -> None:
    for found in rows(view, states=(state,), day=day, known=known, last=2028):
        on = date.fromisoformat(found["day"])
        answer = view.status(state, "rome-statute", on, known)
        assert found["status"] == answer.status
        assert found["party"] == (None if answer.party is None else int(answer.party))
        assert found["projected"] == int(answer.projected)
        assert found["as_of"] == (answer.as_of.isoformat() if answer.as_of else None)
        if answer.party:
            assert found["party_from"] == (answer.from_.isoformat() if answer.from_ else None)
            assert found["party_until"] == (answer.until.isoformat() if answer.until else None)
        else:
            assert found["party_from"] is found["party_until"] is None


@settings(deadline=None, max_examples=25)
@given(state=st.sampled_from(STATES), year=st.integers(1998, 2027), known=st.dates(date(2000, 1, 1), TODAY))
def test_the_days_of_a_year_are_counted_one_by_one(view: View, state: str, year: int, known: date) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(day) for day in range((date(year + 1, 1, 1) - first).days)]
    party = [view.status(state, "rome-statute", day, known).party for day in days]
    for found in rows(view, states=(state,), first=year, last=year, known=known):
        unknown = None in party
        assert found["days_as_party"] == (None if unknown else party.count(True))
        assert found["party_any"] == (1 if True in party else None if unknown else 0)


def test_a_notice_binds_until_it_takes_effect(view: View) -> None:
    burundi = {found["year"]: found for found in rows(view, states=("BDI",), first=2015)}
    assert [burundi[year]["withdrawal_pending"] for year in (2015, 2016, 2017)] == [0, 1, 0]
    assert [burundi[year]["party"] for year in (2015, 2016, 2017)] == [1, 1, 0]
    assert [burundi[year]["party_any"] for year in (2016, 2017, 2018)] == [1, 1, 0]
    assert burundi[2017]["days_as_party"] == (date(2017, 10, 27) - date(2017, 1, 1)).days
    assert burundi[2016]["party_until"] == "2017-10-27"


def test_what_is_not_yet_known_is_projected_and_never_changes_what_was(view: View) -> None:
    assert row(view, "HUN", 2026, known=date(2026, 5, 1))["projected"] == 1
    assert row(view, "HUN", 2026, known=date(2026, 5, 1))["status"] == "formerParty"
    assert row(view, "HUN", 2026)["status"] == "party"


def test_empty_is_not_zero(view: View) -> None:
    unknown = [found for found in rows(view) if found["party"] is None]
    assert all(found["days_as_party"] is None for found in unknown)
    assert all(found["withdrawal_pending"] is found["operation_suspended"] is None for found in unknown)
    assert signed_by(TODAY, None, None) is None
    assert (
        signed_by(TODAY, None, Coverage(TODAY, includes_withdrawals=True, includes_former_states=False)) == 0
    )
    assert signed_by(TODAY, date(2000, 1, 1), None) == 1


def test_a_year_has_a_row_where_the_state_existed_and_the_treaty_was_concluded(view: View) -> None:
    assert [found["year"] for found in rows(view, states=("SSD",), last=2012)] == [2011, 2012]
    assert rows(view, states=("DDR",)) == []
    assert {found["year"] for found in rows(view, last=1999)} == {1998, 1999}
    assert row(view, "SSD", 2011)["state_exists"] == 1
    assert row(view, "SSD", 2011, day="01-01")["state_exists"] == 0


def test_one_row_for_each_legal_person(view: View) -> None:
    found = rows(view, first=2000, last=2000)
    codes = {each["state"] for each in found}
    assert {"SUN", "SCG", "GRL", "EU"} & codes == set()
    assert {"RUS", "SRB", "TWN", "VAT"} <= codes
    keys = [(each["state"], each["treaty"], each["year"]) for each in found]
    assert keys == sorted(set(keys))
    numbers = [each["cow_code"] for each in found if each["cow_code"]]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("state", "year", "cow", "gw"),
    [
        ("SRB", 2005, 345, 345),
        ("SRB", 2007, 345, 340),
        ("DEU", 2000, 255, 260),
        ("FRA", 2000, 220, 220),
        ("MCO", 2000, 221, None),
        ("PSE", 2015, None, None),
        ("FRA", 2026, 220, 220),
    ],
)
def test_the_number_is_that_of_the_year(
    view: View, state: str, year: int, cow: int | None, gw: int | None
) -> None:
    found = row(view, state, year)
    assert (found["cow_code"], found["gw_code"]) == (cow, gw)


def test_the_number_of_the_day_comes_before_that_of_the_year() -> None:
    codes = (
        StateCode("DEU", "cow", 260, date(1955, 5, 5), date(1990, 10, 3)),
        StateCode("DEU", "cow", 255, date(1990, 10, 3)),
    )
    assert number_in(codes, "cow", date(1990, 10, 2)) == 260
    assert number_in(codes, "cow", date(1990, 10, 3)) == 255
    assert number_in(codes[:1], "cow", date(1990, 12, 31)) == 260
    assert number_in(codes[:1], "cow", date(1991, 12, 31)) is None
    assert number_in(codes, "gw", date(1990, 12, 31)) is None


def test_a_run_of_rows_is_a_part_of_the_whole(view: View) -> None:
    panel = Panel(view, Wanted(TODAY, TODAY, first=2015, last=2017))
    whole = list(panel.rows())
    assert len(whole) == len(panel)
    for start in (0, 1, 4, len(whole) - 2):
        assert list(panel.rows(start, start + 7)) == whole[start : start + 7]
    assert {len(each) for each in whole} == {len(NAMES)}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"states": ("SUN",)}, "same legal person as RUS"),
        ({"states": ("GRL",)}, "territory"),
        ({"day": "02-29"}, "no day of every year"),
        ({"day": "31-12"}, "no day of every year"),
        ({"first": 2010, "last": 2009}, "first year, 2010"),
        ({"last": 2100}, "too far ahead"),
    ],
)
def test_what_cannot_be_given_is_refused(view: View, wanted: dict[str, Any], words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        rows(view, **wanted)


def test_the_code_book_explains_every_column() -> None:
    assert len(set(NAMES)) == len(COLUMNS)
    assert all(column.meaning.endswith(".") and column.missing.endswith(".") for column in COLUMNS)
    assert all(column.values for column in COLUMNS)
    assert "partyWithdrawalPending" in COLUMNS[NAMES.index("status")].values


def codes(tmp_path: Path, *lines: str) -> list[object]:
    path = tmp_path / "codes.csv"
    path.write_text("\n".join(["code,scheme,number,from,until,source,note", *lines]), encoding="utf-8")
    return list(LOADERS["codes"].read(InputFile.at(path)))


def test_codes_of_one_state_follow_each_other(tmp_path: Path) -> None:
    found = codes(tmp_path, "DEU,cow,260,1955-05-05,1990-10-03,s,", "DEU,cow,255,1990-10-03,,s,")
    assert all(isinstance(each, Read) for each in found)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("DEU,cow,255,1990-10-02,,s,", "overlaps with that of 260"),
        ("DEU,cow,255,1999-01-01,1998-01-01,s,", "is not after the beginning"),
        ("DEU,iso,255,1999-01-01,,s,", "is no scheme"),
        ("DEU,cow,x,1999-01-01,,s,", "number of one to four digits"),
        ("DEU,cow,,1999-01-01,,s,", "“number” is empty"),
        ("DEU,cow,255,1999-01-01,,,", "“source” is empty"),
    ],
)
def test_codes_that_are_wrong_are_refused(tmp_path: Path, line: str, words: str) -> None:
    found = codes(tmp_path, "DEU,cow,260,1955-05-05,1990-10-03,s,", line)
    assert words in str(found[-1])
