"""Numbers and rates, counted by client; loopback is exempt, and trusted proxies are believed."""

from contextlib import ExitStack
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connection.clients import Proxies, client_key
from api.connection.limits import ConnectionLimits
from api.connection.rates import MOST_CLIENTS, Rates
from graph.errors import BadRequest
from tests.connection.conftest import Limited, Server

FORWARDED = "X-Forwarded-For: {}"


def test_loopback_is_not_counted(server: Server) -> None:
    with ExitStack() as opened:
        for _ in range(250):
            opened.enter_context(server.wire().socket)
        wire = server.wire()
        opened.enter_context(wire.socket)
        for _ in range(1500):
            wire.send(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            assert wire.answer().status == 200


def test_all_connections_taken_is_said_at_once(limited: Limited) -> None:
    with limited(connections=3, head_seconds=20) as server, ExitStack() as opened:
        wires = [server.wire() for _ in range(3)]
        for wire in wires:
            opened.enter_context(wire.socket)
        late = server.wire()
        with late.socket:
            answer = late.answer()
            assert (answer.status, answer.problem, answer.headers["retry-after"]) == (503, "busy", "1")
            assert late.rest() == b""
        wires[0].socket.close()
        answers = iter(lambda: server.get("/health").status, 200)
        assert set(answers) <= {503}


def test_a_client_behind_a_trusted_proxy_has_its_own_rate(limited: Limited) -> None:
    options = ("--trusted-proxies", "127.0.0.0/8")
    with limited(*options, burst=5, requests_per_second=0.01) as server:
        greedy = [server.get("/health", FORWARDED.format("192.0.2.1")) for _ in range(6)]
        assert [answer.status for answer in greedy] == [200] * 5 + [429]
        assert (greedy[-1].problem, greedy[-1].headers["retry-after"]) == ("too-many-requests", "1")
        assert server.get("/health", FORWARDED.format("192.0.2.2")).status == 200
        invented = "192.0.2.77, 192.0.2.1"  # the client wrote the first address, the proxy added the second
        assert server.get("/health", FORWARDED.format(invented)).status == 429


def test_a_client_cannot_choose_its_address(limited: Limited) -> None:
    with limited(burst=1, requests_per_second=0.01) as server:
        for number in range(5):
            assert server.get("/health", FORWARDED.format(f"192.0.2.{number}")).status == 200


def test_a_year_of_https_is_said_only_behind_tls(server: Server, limited: Limited) -> None:
    assert "strict-transport-security" not in server.get("/health").headers
    with limited("--behind-tls") as secured:
        assert secured.get("/health").headers["strict-transport-security"] == "max-age=31536000"
        refused = secured.ask(b"GET / HTTP/1.1\r\n\r\n")
        assert refused.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", None),
        ("127.8.9.10", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("", None),
    ],
)
def test_whom_a_client_is_counted_as(address: str, key: str | None) -> None:
    assert client_key(address) == key


@pytest.mark.parametrize("trusted", ["*", "proxy.example", "192.0.2.0/33", "192.0.2.1/24"])
def test_a_trusted_proxy_has_an_address(trusted: str) -> None:
    with pytest.raises(BadRequest, match="trusted proxy"):
        Proxies(trusted)


@pytest.mark.parametrize("told", [b"", b"unknown", b"a\xff", b'" onload=', b"192.0.2.300", b","])
def test_a_proxy_that_says_nonsense_is_the_client_itself(told: bytes) -> None:
    proxies = Proxies("127.0.0.1, 192.0.2.0/24")
    assert proxies.client("127.0.0.1", [(b"x-forwarded-for", told)]) == ("127.0.0.1", 0)


def test_the_scheme_is_what_the_proxy_says_once() -> None:
    proxies = Proxies("127.0.0.1")
    name = b"x-forwarded-proto"
    assert proxies.scheme([(name, b"https")]) == "https"
    assert proxies.scheme([(name, b"https"), (name, b"http")]) is None
    assert proxies.scheme([(name, b"javascript")]) is None


@given(st.lists(st.floats(0, 3), max_size=60), st.integers(1, 10), st.floats(0.5, 20))
def test_no_more_than_the_burst_and_the_rate_are_let_through(
    gaps: list[float], burst: int, rate: float
) -> None:
    rates, now, taken = Rates(rate, burst), 1000.0, []
    for gap in gaps:
        now += gap
        if not rates.wait("a", now):
            taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            allowed = burst + rate * (taken[last] - taken[first])
            assert last - first + 1 <= allowed + 1e-6


@given(st.integers(1, 10), st.floats(0.5, 20))
def test_who_waits_as_long_as_it_is_told_may_ask(burst: int, rate: float) -> None:
    rates, now = Rates(rate, burst), 1000.0
    while not (wait := rates.wait("a", now)):
        pass
    assert rates.wait("b", now) == 0
    assert rates.wait("a", now + wait * 1.001 + 1e-9) == 0


def test_memory_is_bounded_and_who_asks_most_is_kept() -> None:
    rates = Rates(1, 2)
    for number in range(2 * MOST_CLIENTS):
        rates.wait(str(number), 1000.0)
        rates.wait("greedy", 1000.0)
    assert len(rates) == MOST_CLIENTS
    assert rates.wait("greedy", 1000.0) > 0


@pytest.mark.parametrize("value", [0, -1])
@pytest.mark.parametrize("name", ["connections", "requests_per_second", "head_seconds", "unread_seconds"])
def test_a_limit_that_allows_nothing_is_refused(name: str, value: int) -> None:
    with pytest.raises(BadRequest, match=name):
        ConnectionLimits(**{name: value})


def test_limits_are_published_with_what_going_beyond_brings() -> None:
    rows = {name: problem and problem.status for name, _, _, _, problem in ConnectionLimits().rows()}
    assert [rows[name] for name in ("target_bytes", "head_bytes", "head_seconds")] == [414, 431, 408]
    assert [rows[name] for name in ("connections", "client_connections", "idle_seconds")] == [503, 429, None]


def test_waits_grow_shorter() -> None:
    rates = Rates(2, 1)
    assert rates.wait("a", 0.0) == 0
    waits = [rates.wait("a", now) for now in (0.0, 0.1, 0.2, 0.4)]
    assert all(before > after > 0 for before, after in pairwise(waits))
