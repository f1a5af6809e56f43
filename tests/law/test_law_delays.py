"""Delays against a naive model that walks day by day."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadRequest
from graph.law.delays import Delay, after, in_year, ordinal, spoken

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def walked_days(base: date, number: int) -> date:
    day = base
    for _ in range(number):
        day += timedelta(days=1)
    return day


def walked_months(base: date, number: int) -> date:
    """Walk to the wanted month, then to the same number, or to the last day of that month."""
    wanted = base.year * 12 + base.month - 1 + number
    day = base
    while day.year * 12 + day.month - 1 < wanted:
        day += timedelta(days=1)
    while day.day < base.day and day.day < monthrange(day.year, day.month)[1]:
        day += timedelta(days=1)
    return day


def walked_to_first(day: date) -> date:
    day += timedelta(days=1)
    while day.day != 1:
        day += timedelta(days=1)
    return day


@given(DAYS, st.integers(0, 400))
def test_days(base: date, number: int) -> None:
    assert after(Delay(days=number), base).day == walked_days(base, number)


@given(DAYS, st.integers(1, 40))
def test_months(base: date, number: int) -> None:
    assert after(Delay(months=number), base).day == walked_months(base, number)


@given(DAYS, st.integers(1, 10))
def test_years_are_twelve_months_each(base: date, number: int) -> None:
    assert after(Delay(years=number), base).day == walked_months(base, 12 * number)


@given(DAYS, st.integers(0, 200))
def test_the_first_of_the_next_month_follows_also_a_first(base: date, number: int) -> None:
    delay = Delay(days=number, then="first-of-next-month")
    assert after(delay, base).day == walked_to_first(walked_days(base, number))


@given(DAYS, st.integers(1, 30))
def test_the_nth_month_after_forgets_the_day(base: date, number: int) -> None:
    day = after(Delay(first_day_of_nth_month_after=number), base).day
    assert day == walked_months(base.replace(day=1), number)


@pytest.mark.parametrize(
    ("delay", "base", "words"),
    [
        (
            Delay(days=60, then="first-of-next-month"),
            date(2002, 6, 28),
            "the 60th day after is 27 August; the first day of the month after that is 1 September",
        ),
        (Delay(years=1), date(2016, 11, 10), "one year after is 10 November 2017"),
        (Delay(years=1), date(2020, 2, 29), "one year after is 28 February 2021, the last day of that month"),
        (
            Delay(months=3),
            date(2015, 11, 30),
            "three months after is 29 February 2016, the last day of that month",
        ),
        (Delay(months=18), date(2020, 1, 1), "18 months after is 1 July 2021"),
        (Delay(days=0), date(2020, 1, 1), "no delay applies, so on the same day"),
        (Delay(months=0), date(2020, 1, 1), "no delay applies, so on the same day"),
        (
            Delay(first_day_of_nth_month_after=6),
            date(1998, 9, 16),
            "the first day of the 6th month after is 1 March 1999",
        ),
    ],
)
def test_the_arithmetic_is_told(delay: Delay, base: date, words: str) -> None:
    assert after(delay, base).words == words


def test_a_delay_has_exactly_one_length() -> None:
    with pytest.raises(BadRequest, match="exactly one length"):
        Delay()
    with pytest.raises(BadRequest, match="exactly one length"):
        Delay(days=1, months=1)


def test_small_words() -> None:
    ordinals = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 60, 90, 101, 111, 112)]
    expected = "1st 2nd 3rd 4th 11th 12th 13th 21st 60th 90th 101st 111th 112th"
    assert " ".join(ordinals) == expected
    assert spoken(date(1998, 7, 17)) == "17 July 1998"
    assert in_year(2023, "02-29") == date(2023, 2, 28)
    assert in_year(2024, "02-29") == date(2024, 2, 29)
