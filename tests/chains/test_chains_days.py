"""Uncertain days: in words, in order, and never more certain than the source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.chains.days import Bounds, bounds, in_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("../2016-11-16", "not after 16 November 2016"),
        ("/2016-11-16", "not after 16 November 2016"),
        ("2016-11-30/..", "not before 30 November 2016"),
        ("2016-01", "January 2016"),
        ("2016", "2016"),
        ("2016-01~", "about January 2016"),
        ("2016?", "probably 2016"),
        ("2016-01/2016-03-04", "between January 2016 and 4 March 2016"),
        ("2016-13", "recorded as “2016-13”"),
        ("../..", "recorded as “../..”"),
        ("some time", "recorded as “some time”"),
    ],
)
def test_in_words(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("../2016-11-16", None, date(2016, 11, 16)),
        ("2016-11-30/..", date(2016, 11, 30), None),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015/2016-02", date(2015, 1, 1), date(2016, 2, 29)),
        ("2015-02-30", None, None),
        ("0000", None, None),
        ("2016/2017/2018", None, None),
        ("not EDTF/2016", None, None),
        ("", None, None),
    ],
)
def test_bounds(edtf: str, earliest: date | None, latest: date | None) -> None:
    assert bounds(None, edtf) == Bounds(earliest, latest)


def test_order_in_time() -> None:
    texts = ["2016-11-16/..", "2016-11-16", "../2016-11-16", "2015", "", "2016-11"]
    ordered = sorted(texts, key=lambda text: bounds(None, text).key)
    assert ordered == ["2015", "2016-11", "../2016-11-16", "2016-11-16", "2016-11-16/..", ""]


@given(day=st.dates(), other=st.dates())
def test_known_days_compare_as_days(day: date, other: date) -> None:
    assert bounds(day, None).surely_after(bounds(other, None)) == (day > other)


def test_what_is_not_sure_is_not_called_after() -> None:
    day = bounds(date(2016, 11, 16), None)
    assert not bounds(None, "2016").surely_after(day)
    assert not bounds(None, "../2020").surely_after(day)
    assert not bounds(None, "2017~").surely_after(day)
    assert not bounds(None, None).surely_after(day)
    assert bounds(None, "2017/..").surely_after(day)


@given(st.text(alphabet="0123456789-./~?%X ", max_size=24))
def test_any_text_can_be_read(text: str) -> None:
    found = bounds(None, text)
    assert in_words(text)
    assert found.earliest is None or found.latest is None or text.count("/") or found.earliest <= found.latest
