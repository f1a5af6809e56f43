"""Dates of publishers as EDTF: what is a date, and what is a day."""

from datetime import date as Day  # noqa: N812

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.loaders.edtf import edtf, exact_day, first_day, last_day


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1998-07-17", "1998-07-17"),
        ("2001-05", "2001-05"),
        ("1999", "1999"),
        ("1999?", "1999?"),
        ("1895-09-30~", "1895-09-30~"),
        ("-0753", "-0753"),
        ("1964-XX-16", "1964-XX-16"),
        ("1998-01..1998-12", "1998-01/1998-12"),
        ("1998-01/1998-12", "1998-01/1998-12"),
        ("..1816-01-01", "[..1816-01-01]"),
        ("[..1816-01-01]", "[..1816-01-01]"),
        ("2017-12-31..", "[2017-12-31..]"),
        ("9999-12-31", ".."),
        ("2000-02-29", "2000-02-29"),
    ],
)
def test_a_date_is_written_in_edtf(said: str, value: str) -> None:
    assert edtf(said) == value
    assert edtf(value) == value


@pytest.mark.parametrize(
    "said",
    ["", "1899-02-29", "2020-99-99", "1972-06-31?", "0014-022005", "2010-XX-XX-", "17.7.1998", "1/2/3",
     "today", "[1999-01-01", "....", "../..", "1998-1-7", "١٩٩٨", "1998-07-17T00:00:00"],
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(said: str) -> None:
    assert edtf(said) == ""


@pytest.mark.parametrize(
    "value",
    ["2001-05", "1999", "1999-01-01?", "..", "[..1816-01-01]", "-0753-01-01", "0000-01-01", "1998-XX-01"],
)
def test_only_an_exact_date_is_a_day(value: str) -> None:
    assert exact_day(value) is None


def test_first_and_last_day_of_what_is_partial() -> None:
    assert (first_day("2000-02"), last_day("2000-02")) == (Day(2000, 2, 1), Day(2000, 2, 29))
    assert (first_day("1998-01/1998-12"), last_day("1998-01/1998-12")) == (Day(1998, 1, 1), Day(1998, 12, 31))
    assert (first_day("[..1816-01-01]"), last_day("-0753"), last_day("1964-XX-16")) == (None, None, None)


@given(st.dates())
def test_every_day_is_its_own_edtf(day: Day) -> None:
    value = edtf(day.isoformat())
    if day == Day.max:
        assert (value, exact_day(value)) == ("..", None)
    else:
        assert exact_day(value) == first_day(value) == last_day(value) == day


@given(st.text(alphabet="0123456789-X?~%./[]", max_size=24))
def test_reading_is_total_and_settles(said: str) -> None:
    value = edtf(said)
    assert edtf(value) == value
    assert exact_day(value) is None or value == said.strip("[]")
    first, last = first_day(value), last_day(value)
    if value and "/" not in value and first and last:
        assert first <= last
