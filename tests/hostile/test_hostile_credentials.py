"""Who writes has a token, sent as a header, and of the right scope; nothing else opens the door."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.conftest import HOSTILE, Door, bearer, opened, secret

TOKEN = secret("everything")
INSERT = b"INSERT DATA { <a:a> <b:b> 1 }"


def basic(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return f"Authorization: Basic {base64.b64encode(data).decode()}"


UNKNOWN = {
    "nothing": [],
    "an empty header": ["Authorization:"],
    "only the scheme": ["Authorization: Bearer"],
    "only the scheme and a space": ["Authorization: Bearer "],
    "a wrong token": ["Authorization: Bearer wrong"],
    "half of it": [f"Authorization: Bearer {TOKEN[:-1]}"],
    "more of it": [f"Authorization: Bearer {TOKEN}x"],
    "other capitals of it": [f"Authorization: Bearer {TOKEN.upper()}"],
    "its hash": ["Authorization: Bearer " + "0" * 64],
    "quoted": [f'Authorization: Bearer "{TOKEN}"'],
    "another scheme": [f"Authorization: Digest {TOKEN}"],
    "no scheme": [f"Authorization: {TOKEN}"],
    "twice": [f"Authorization: Bearer {TOKEN}", "Authorization: Bearer wrong"],
    "twice the right one": 2 * [f"Authorization: Bearer {TOKEN}"],
    "another header": [f"X-Authorization: Bearer {TOKEN}"],
    "of the proxy": [f"Proxy-Authorization: Bearer {TOKEN}"],
    "a cookie": [f"Cookie: token={TOKEN}; Authorization=Bearer {TOKEN}"],
    "bytes": ["Authorization: Bearer \xff\xfe"],
    "very long": ["Authorization: Bearer " + "x" * 20_000],
    "Basic without anything": ["Authorization: Basic"],
    "Basic of nothing": ["Authorization: Basic !!!!"],
    "Basic without a colon": [basic(TOKEN)],
    "Basic with the token as name": [basic(f"{TOKEN}:")],
    "Basic with a wrong password": [basic("user:wrong")],
    "Basic with bytes": [basic(b"\xff\xfe:\xff")],
    "Basic with a zero byte": [basic(f"user:{TOKEN}\0")],
    "injected SQL": ["Authorization: Bearer ' OR '1'='1"],
    "an unsigned JSON web token": ["Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."],
}


@pytest.mark.parametrize("lines", UNKNOWN.values(), ids=UNKNOWN)
def test_who_is_not_known_cannot_write(door: Door, lines: list[str]) -> None:
    type_ = "Content-Type: application/sparql-update"
    answers = [
        door.request("POST", "/sparql", type_, *lines, body=INSERT),
        door.request("PUT", f"/graphs?graph={HOSTILE}", "Content-Type: text/turtle", *lines, body=b""),
        door.request("DELETE", f"/graphs?graph={HOSTILE}", *lines),
    ]
    for answer in answers:
        assert (answer.status, answer.problem) == (401, "unauthorised")
        assert TOKEN.encode() not in answer.body


@pytest.mark.parametrize(
    "where", ["?token={}", "?access_token={}", "?authorization=Bearer%20{}", "?update_token={}&apikey={}"]
)
def test_a_token_in_the_address_is_none(door: Door, where: str) -> None:
    type_ = "Content-Type: application/sparql-update"
    answer = door.request("POST", "/sparql" + where.replace("{}", TOKEN), type_, body=INSERT)
    assert (answer.status, TOKEN.encode() in answer.body) == (401, False)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_written_in_any_capitals(door: Door, scheme: str) -> None:
    lines = (f"Authorization: {scheme} {TOKEN}", "Content-Type: application/sparql-update")
    assert door.request("POST", "/sparql", *lines, body=b"").status == 200


def test_basic_carries_a_token_as_password(door: Door) -> None:
    lines = (basic(f"anybody:{TOKEN}"), "Content-Type: application/sparql-update")
    assert door.request("POST", "/sparql", *lines, body=b"").status == 200


def test_a_token_opens_what_its_scope_names(door: Door) -> None:
    assert door.update(INSERT, by="uploader").status == 403
    assert door.update(b"", by="updater").status == 200
    lines = ("Content-Type: text/turtle", bearer("updater"))
    assert door.request("PUT", f"/graphs?graph={HOSTILE}", *lines, body=b"").status == 403
    assert door.request("DELETE", f"/graphs?graph={HOSTILE}", bearer("updater")).status == 403


def test_who_cannot_write_cannot_send_much(door: Door) -> None:
    """A body is refused before it is read: nobody holds megabytes of strangers."""
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-update\r\n"
    for lines in (b"Content-Length: 60000000\r\n\r\n", b"Content-Length: 999999999999\r\n\r\n"):
        assert door.ask(head + lines).status == 413


@pytest.fixture(scope="module")
def read_only(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with opened(tmp_path_factory.mktemp("read-only"), few_acts_path, "--read-only") as running:
        yield running


def test_a_server_that_only_reads_accepts_no_token(read_only: Door) -> None:
    answers = [read_only.update(INSERT), read_only.graph("PUT", b""), read_only.graph("DELETE", b"")]
    assert [answer.status for answer in answers] == [403, 403, 403]
    assert [answer.problem for answer in answers] == 3 * ["forbidden"]
