"""The command `verify`."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
KNOWN = ("--known", "2026-11-24")


def test_text_gives_verdict_wording_rule_and_what_would_change_it(run: Run, packaged_path: Path) -> None:
    headline = ("Russia", "withdraws", "Rome Statute", "--on", "2016-11-16")
    done = run("verify", *headline, *KNOWN, "--store", packaged_path)
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "CONTRADICTED" in text
    assert "has never been a party to it" in text
    assert "Only a party can withdraw from a treaty. [127(1); VCLT 54] “1. A State Party may" in text
    assert "What would change the verdict - evidence of a consent to be bound" in text
    assert "The Moscow Times: the same, withdraws from" in text


def test_json_is_what_http_answers(run: Run, packaged_path: Path) -> None:
    headline = ("Burundi", "left", "ICC", "--on", "2017-10-27")
    done = run("verify", *headline, *KNOWN, "--json", "--store", packaged_path)
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "supported"
    assert answer["claim"]["treaty_as_given"] == "ICC"


def test_what_lies_ahead_is_said_to_be_projected(run: Run, packaged_path: Path) -> None:
    headline = ("HUN", "left", "ICC", "--on", "2026-06-02", "--known", "2026-05-01")
    assert "Projected:" in run("verify", *headline, "--store", packaged_path).stdout


def test_a_claim_of_the_graph(run: Run, packaged_path: Path) -> None:
    done = run("verify", "--claim", "headline-left", *KNOWN, "--store", packaged_path)
    assert done.stdout.startswith("Karpatnews: “the Russian Federation withdraws from")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Russia", "withdraws"), "Give STATE, VERB and TREATY"),
        ((), "Give STATE, VERB and TREATY"),
        (("Russia", "--claim", "headline-left"), "Give STATE, VERB and TREATY"),
        (("Russia", "withdrawes", "ICC"), "Did you mean “withdraws from”"),
        (("Russia", "withdraws", "ICC", "--on", "yesterday"), "2021-03"),
        (("--claim", "nothing-like-it"), "No claim is called"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    run: Run, packaged_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = run("verify", *arguments, "--store", packaged_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
