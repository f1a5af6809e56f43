"""The suites about HTTP are complete, and every failure that the page names is one of Oxigraph alone."""

from pathlib import Path

import pytest

from tests.conformance.bare import bare
from tests.conformance.harness import HARNESS, Report, matching, run, run_on_depositary
from tests.conformance.score import PAGE, complaints, kept_score, named_failures, with_score

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def harness() -> Path:
    """File of the harness, which is not part of the project."""
    if not HARNESS.is_file():
        pytest.skip("the harness of the conformance tests is absent")
    return HARNESS


def test_the_suites_about_http_are_complete(harness: Path) -> None:
    report = run_on_depositary(harness, "--suites", "http")
    assert report.failures == {}
    kept = kept_score(TEXT)
    assert report.score == {suite: (kept[suite][1], kept[suite][1]) for suite in report.score}


def test_every_failure_that_is_named_is_one_of_oxigraph_alone(harness: Path) -> None:
    """A new version of Oxigraph that cures one of them shows here."""
    named = named_failures(TEXT)
    with bare() as url:
        report = run(url, harness, *matching([*named]))
    assert report.failures.keys() == named


def test_as_many_are_named_as_fail() -> None:
    failing = sum(every - passed for passed, every in kept_score(TEXT).values())
    assert len(named_failures(TEXT)) == failing


def test_a_lower_score_a_lost_test_and_a_new_failure_are_told() -> None:
    score = kept_score(TEXT)
    passed, every = score["conneg"]
    good = Report(score, dict.fromkeys(named_failures(TEXT), "as before"))
    assert [*complaints(TEXT, good)] == []
    lower = Report({**score, "conneg": (passed - 1, every)}, {"conneg/a-new-one": "because"})
    assert [*complaints(TEXT, lower)] == [
        f"conneg: {passed - 1} of {every} tests pass; {passed} of {every} did before",
        "conneg/a-new-one fails and is not named: because",
    ]
    lost = Report({suite: row for suite, row in score.items() if suite != "conneg"}, {})
    assert [*complaints(TEXT, lost)] == [f"conneg: 0 of 0 tests pass; {passed} of {every} did before"]


def test_a_score_that_is_kept_is_read_back() -> None:
    report = Report({"conneg": (3, 4), "sd-extra": (1000, 1000)}, {})
    page = with_score(TEXT, report)
    assert kept_score(page) == report.score
    assert named_failures(page) == named_failures(TEXT)
    assert "| **all** | **1,003** | **1,004** |" in page
