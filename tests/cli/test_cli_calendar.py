"""The commands calendar and timeline: what they print is what HTTP answers."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from icalendar import Calendar, Event

from graph.answers.calendar import Wanted, calendar_answer
from graph.answers.dated import Days
from graph.answers.timeline import timeline_answer
from graph.view import View

Run = Callable[..., subprocess.CompletedProcess[str]]
KNOWN = date(2026, 5, 1)
OPTIONS = ("--treaty", "Rome Statute", "--state", "Hungary", "--known", "2026-05-01")


def test_calendar_tells_days_reasons_and_certainty(run_here: Run, packaged_path: Path) -> None:
    done = run_here("calendar", "--store", packaged_path, *OPTIONS)
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert "2026-06-01 Hungary: last day to revoke the notice of withdrawal" in words
    assert "2026-06-02 Hungary: withdrawal takes effect" in words
    assert "[projected]" in words
    assert "[VCLT 68, by analogy]" in words


def test_calendar_as_json_is_the_answer(run_here: Run, packaged_path: Path, view: View) -> None:
    done = run_here("calendar", "--store", packaged_path, *OPTIONS, "--json")
    wanted = Wanted(KNOWN, Days(KNOWN, None), "rome-statute", "HUN")
    assert json.loads(done.stdout) == calendar_answer(view, wanted)


def test_calendar_as_a_file(run: Run, packaged_path: Path) -> None:
    done = run("calendar", "--store", packaged_path, *OPTIONS, "--ics")
    found = Calendar.from_ical(done.stdout).walk("VEVENT")
    events = [event for event in found if isinstance(event, Event)]
    assert [event.start.isoformat() for event in events] == ["2026-06-01", "2026-06-02"]
    assert all(str(event["URL"]).startswith("https://w3id.org/depositary/id/act/") for event in events)


def test_calendar_says_when_there_is_nothing(run_here: Run, packaged_path: Path) -> None:
    days = ("--from", "2026-05-01", "--until", "2026-05-01")
    done = run_here("calendar", "--store", packaged_path, *OPTIONS, *days)
    assert "Nothing that is known takes effect" in done.stdout


def test_timeline_tells_what_happened_and_counts(run_here: Run, packaged_path: Path) -> None:
    options = ("--actor", "Burundi", "--known", "2020-01-01")
    done = run_here("timeline", "--store", packaged_path, "rome-statute", *options)
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert "2017-10-27 Burundi: Withdrawal takes effect → former party (parties: 123)" in words


def test_timeline_as_json_is_the_answer(run_here: Run, packaged_path: Path, view: View) -> None:
    options = ("--known", "2026-05-01", "--from", "2020-01-01", "--kind", "act", "--json")
    done = run_here("timeline", "--store", packaged_path, "XVIII-10", *options)
    days = Days(date(2020, 1, 1), None)
    assert json.loads(done.stdout) == timeline_answer(view, "rome-statute", KNOWN, days, None, "act")


def test_bad_input_says_what_to_do(run_here: Run, packaged_path: Path) -> None:
    days = ("--from", "2020-01-02", "--until", "2020-01-01")
    for command in (("calendar",), ("timeline", "rome-statute")):
        done = run_here(*command, "--store", packaged_path, *days)
        assert (done.returncode, done.stdout) == (2, "")
        assert "exchange them" in done.stderr
    done = run_here("calendar", "--store", packaged_path, "--json", "--ics")
    assert done.returncode == 2
    assert "not both" in done.stderr
