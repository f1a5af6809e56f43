"""Nothing that came from a request reaches the log raw, whatever it is; and nobody waits for the log."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.telemetry.events import excerpt
from api.telemetry.lines import JsonLines, TextLines, printable
from api.telemetry.outlet import ROOM, Outlet

HOSTILE = [
    "a\r\n2026-11-24T00:00:00.000Z info forged=yes",
    '"}\n{"event": "forged"}',
    "\x1b[2J\x1b]0;title\x07",
    "\ud800 lone",
    "\u202e\u2028\u0085\x7f\x00\x0b",
    "x" * 100_000,
]
ANY_TEXT = (
    st.text() | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zl", "Zp"])) | st.sampled_from(HOSTILE)
)


def record(event: str, error: BaseException | None = None, **fields: Any) -> logging.LogRecord:
    found = logging.LogRecord("api.events", logging.INFO, __file__, 1, event, (), None)
    found.fields = fields
    if error is not None:
        found.exc_info = (type(error), error, error.__traceback__)
    return found


def utf16(text: str) -> bytes:
    """The code units, which JSON writes (RFC 8259, 7): two surrogates side by side are one character."""
    return text.encode("utf-16-le", "surrogatepass")


@given(ANY_TEXT, ANY_TEXT)
def test_json_is_one_line_of_printable_ascii(text: str, name: str) -> None:
    line = JsonLines().format(record("query-slow", text=text, graphs={name: 1}, client="::1"))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert (told["event"], told["level"], told["client"]) == ("query-slow", "info", "::1")
    assert utf16(told["text"]).startswith(utf16(text[:4000]))
    assert len(line) < 100_000


@given(ANY_TEXT, ANY_TEXT)
def test_text_is_one_printable_line(text: str, name: str) -> None:
    line = TextLines().format(record("query-slow", text=text, graphs=[name]))
    assert line.isprintable()
    assert " query-slow text=" in line
    line.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_traceback_cannot_forge_a_line(text: str) -> None:
    error = ValueError(text)
    lines = TextLines().format(record("failed", error)).split("\n")
    told = json.loads(JsonLines().format(record("failed", error)))
    assert all(line.startswith("    ") for line in lines[1:])
    assert all(line.isprintable() for line in lines)
    assert told["traceback"].startswith("ValueError: ")


@pytest.mark.parametrize("text", HOSTILE)
def test_records_of_libraries_too(text: str) -> None:
    found = logging.LogRecord("uvicorn.error", logging.ERROR, __file__, 1, "failed: %s", (text,), None)
    told = json.loads(JsonLines().format(found))
    assert (told["event"], told["logger"], told["level"]) == ("message", "uvicorn.error", "error")
    assert TextLines().format(found).isprintable()


def test_long_lists_are_cut_visibly() -> None:
    told = json.loads(JsonLines().format(record("write", graphs={str(n): n for n in range(1000)})))
    assert told["graphs"]["…"] == "950 more"
    assert len(told["graphs"]) == 51


@given(st.text())
def test_an_excerpt_is_one_short_line(text: str) -> None:
    found = excerpt(text)
    assert len(found) <= 500
    assert found == " ".join(found.split())
    found.encode()


def test_what_is_readable_stays_readable() -> None:
    assert printable("Права человека, “nº 1” 条約") == "Права человека, “nº 1” 条約"


LOGGING = """
import logging, os, subprocess, sys, warnings
from api.telemetry.events import tell
from api.telemetry.outlet import logged
with logged({form!r}):
    tell("begin", text="a\\nb")
    {body}
print("after", file=sys.stderr)
"""


def logs(body: str, form: str | None = None) -> list[str]:
    program = LOGGING.format(form=form, body=body)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()


def test_whatever_is_written_to_the_standard_error_is_an_event() -> None:
    child = """subprocess.run(["sh", "-c", "printf 'oops \\\\033[31m\\\\n\\\\nhalf' >&2"])"""
    begin, *output, after = logs(child)
    assert json.loads(begin)["text"] == "a\nb"
    assert [json.loads(line)["text"] for line in output] == ["oops \x1b[31m", "", "half"]
    assert after == "after"


def test_warnings_and_other_loggers_go_the_same_way() -> None:
    body = (
        'warnings.warn("beware"); logging.getLogger("uvicorn.error").error("oh"); print("x", file=sys.stderr)'
    )
    _begin, *others, _ = logs(body)
    told = {json.loads(line)["event"] + json.loads(line).get("logger", "") for line in others}
    assert told == {"messagepy.warnings", "messageuvicorn.error", "output"}


def test_text_where_it_is_asked_for() -> None:
    begin, after = logs("pass", "text")
    assert begin.endswith(r'begin text="a\nb"')
    assert after == "after"


def test_nobody_waits_for_a_reader_that_has_stopped() -> None:
    program = LOGGING.format(
        form=None, body='for n in range(30_000): tell("line", number=n)\n    print("done")'
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program], stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "done\n"  # though nobody has read a line of the log
        lines = process.stderr.read().splitlines()
    assert len(lines) < 30_000


def test_lost_lines_are_counted() -> None:
    """Lines wait behind a pipe that is full; once it is read, the next line tells how many were lost."""
    reading, writing = os.pipe()
    outlet = Outlet(writing, JsonLines())
    sent = ROOM + 2000
    for number in range(sent):
        outlet.handle(record("line", text="x" * 100, number=number))
    with os.fdopen(reading, "rb") as lines:
        first = [json.loads(lines.readline())["number"] for _ in range(ROOM // 2)]
        outlet.handle(record("last"))
        outlet.end()
        rest = [json.loads(line) for line in lines]
    lost = sum(line["lines"] for line in rest if line["event"] == "log-lost")
    arrived = len(first) + sum(line["event"] == "line" for line in rest)
    assert lost > 0
    assert lost + arrived == sent
    assert rest[-1]["event"] == "last"
