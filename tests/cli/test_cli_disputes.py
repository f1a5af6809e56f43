"""The command `disputes`."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_text_says_what_is_decided_and_by_which_policy(run: Run, packaged_path: Path) -> None:
    done = run("disputes", "--store", packaged_path, "--state", "Russia", "--known", "2026-11-24")
    assert (done.returncode, done.stderr) == (0, "")
    assert "depositary-first: The value of the best source governs" in done.stdout
    assert "Decided:" in done.stdout
    assert "The Moscow Times" in done.stdout


def test_primary_only_leaves_undecided_what_only_others_report(run: Run, packaged_path: Path) -> None:
    arguments = ("--store", packaged_path, "--state", "RUS", "--policy", "primary-only", "--json")
    found = json.loads(run("disputes", *arguments).stdout)
    assert found["policy"] == "primary-only"
    assert any(each["decided"] is None for each in found["disputes"])


def test_an_unknown_policy_is_refused(run: Run, packaged_path: Path) -> None:
    done = run("disputes", "--store", packaged_path, "--policy", "mine")
    assert done.returncode == 2
    assert "depositary-first, primary-only, all" in done.stderr
