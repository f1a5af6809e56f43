"""The law of heads: one host, one length, one coding; whatever else is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connection.head import fault
from api.connection.limits import ConnectionLimits
from api.connection.refusals import Refusals

LIMITS = ConnectionLimits(target_bytes=100, head_bytes=500, headers=10)
REFUSALS = Refusals.under(LIMITS)
OTHERS = st.lists(
    st.tuples(st.sampled_from([b"accept", b"x", b"cookie"]), st.binary(max_size=20)), max_size=5
)


def check(headers: list[tuple[bytes, bytes]], target: bytes = b"/") -> object:
    return fault("1.1", target, headers, LIMITS, REFUSALS)


@given(
    OTHERS,
    st.permutations([(b"host", b"a.example:80"), (b"content-length", b"3"), (b"expect", b"100-Continue")]),
)
def test_a_head_that_says_everything_once_is_taken(
    others: list[tuple[bytes, bytes]], told: list[tuple[bytes, bytes]]
) -> None:
    assert check([*others, *told]) is None


@given(OTHERS, st.lists(st.sampled_from([b"content-length", b"transfer-encoding"]), min_size=2, max_size=3))
def test_a_length_that_is_told_twice_is_refused(
    others: list[tuple[bytes, bytes]], names: list[bytes]
) -> None:
    told = [(name, b"3" if name == b"content-length" else b"chunked") for name in names]
    assert check([(b"host", b"a"), *others, *told]) is REFUSALS.framing


@given(st.binary(max_size=30).filter(lambda name: set(name) & set(b' /@?#\\"<>\x00\r\n\xff')))
def test_a_host_with_what_no_host_has_is_refused(name: bytes) -> None:
    assert check([(b"host", name)]) is REFUSALS.host


@given(st.integers(0, 200), st.integers(0, 15), st.integers(0, 600))
def test_sizes_are_exact(target: int, number: int, value: int) -> None:
    headers = [(b"host", b"a"), *([(b"x", b"")] * number), (b"y", b"a" * value)]
    size = target + sum(len(name) + len(text) + 4 for name, text in headers)
    found = check(headers, b"a" * target)
    if target > 100:
        assert found is REFUSALS.target_too_long
    elif size > 500 or len(headers) > 10:
        assert found is REFUSALS.head_too_large
    else:
        assert found is None


@pytest.mark.parametrize("version", ["0.9", "2.0", "1.2"])
def test_other_versions_are_refused(version: str) -> None:
    assert fault(version, b"/", [(b"host", b"a")], LIMITS, REFUSALS) is REFUSALS.version
