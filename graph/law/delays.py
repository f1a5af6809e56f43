"""How treaties count time: a delay, applied to a day, gives a later day and the arithmetic in words."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.errors import BadRequest

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMERALS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
NO_DELAY = "no delay applies, so on the same day"


@dataclass(frozen=True, slots=True)
class Delay:
    """From a day to a later day: exactly one of the four lengths is set (rules format v1, `delay`).

    The base day is never counted. `then` is a second step: the first day of the month after the month
    in which the day of the first step falls, also where that day is itself a first.
    """

    days: int | None = None
    months: int | None = None
    years: int | None = None
    first_day_of_nth_month_after: int | None = None
    then: Literal["first-of-next-month"] | None = None

    def __post_init__(self) -> None:
        lengths = (self.days, self.months, self.years, self.first_day_of_nth_month_after)
        if sum(length is not None for length in lengths) != 1:
            raise BadRequest("A delay has exactly one length: days, months, years or the nth month after.")


@dataclass(frozen=True, slots=True)
class Computed:
    """A day, and the arithmetic that gives it, as an English clause without a full stop."""

    day: date
    words: str


def after(delay: Delay, base: date) -> Computed:
    """The day on which `delay` from `base` ends, with the arithmetic in words, which follow the base day.

    Months and years keep the number of the day, or end on the last day of a shorter month. A year is said
    where it differs from that of the day before: "the 60th day after is 1 April; the first day of the month
    after that is 1 May".
    """
    first = _first_step(delay, base)
    if delay.then is None:
        return first
    day = first_of_month(first.day, 1)
    return Computed(
        day, f"{first.words}; the first day of the month after that is {following(day, first.day)}"
    )


def _first_step(delay: Delay, base: date) -> Computed:
    if delay.days is not None:
        return _days(delay.days, base)
    if delay.first_day_of_nth_month_after is not None:
        number = delay.first_day_of_nth_month_after
        day = first_of_month(base, number)
        return Computed(day, f"the first day of the {ordinal(number)} month after is {following(day, base)}")
    if delay.years is not None:
        return _months(base, 12 * delay.years, counted(delay.years, "year"))
    months = delay.months or 0
    return _months(base, months, counted(months, "month"))


def _days(number: int, base: date) -> Computed:
    if number == 0:
        return Computed(base, NO_DELAY)
    day = base + timedelta(days=number)
    return Computed(day, f"the {ordinal(number)} day after is {following(day, base)}")


def _months(base: date, months: int, length: str) -> Computed:
    if months == 0:
        return Computed(base, NO_DELAY)
    day = base + relativedelta(months=months)
    shorter = ", the last day of that month" if day.day < base.day else ""
    return Computed(day, f"{length} after is {following(day, base)}{shorter}")


def first_of_month(base: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `base`."""
    return base.replace(day=1) + relativedelta(months=months)


def in_year(year: int, month_day: str) -> date:
    """The day that `MM-DD` names in a year; 29 February is the 28th in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def spoken(day: date) -> str:
    """A day as English prose writes it: 1 September 2002."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def following(day: date, before: date) -> str:
    """A day that is said after another one: without the year where that is the same."""
    return f"{day.day} {MONTHS[day.month - 1]}" if day.year == before.year else spoken(day)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 60th, as treaties write it."""
    teens = number // 10 % 10 == 1  # 11th, 112th
    suffix = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def length(delay: Delay) -> str:
    """The length of a delay in words: "one month", "60 days"."""
    lengths = ((delay.days, "day"), (delay.months, "month"), (delay.years, "year"))
    told = [counted(number, unit) for number, unit in lengths if number is not None]
    return told[0] if told else f"the {ordinal(delay.first_day_of_nth_month_after or 0)} month"


def counted(number: int, unit: str) -> str:
    """A number of days, months or years in words: "three months"."""
    numeral = NUMERALS[number] if number < len(NUMERALS) else str(number)
    return f"{numeral} {unit}{'' if number == 1 else 's'}"
