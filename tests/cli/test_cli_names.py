"""The command names: who is meant, what is not resolved, and names from the standard input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands.names import names
from tests.cli.conftest import Run


def asked(path: Path, *arguments: str, given: str | bytes = "") -> str:
    """What the command prints."""
    found = CliRunner().invoke(names, ["--store", str(path), *arguments], given, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_names_on_a_day(packaged_path: Path) -> None:
    printed = asked(packaged_path, "USSR", "Congo", "Abkhazia", "--on", "1965-02-10")
    assert "USSR (1965-02-10): RUS, state, acted as Union of Soviet Socialist Republics, by name" in printed
    assert "Perhaps: COD (" in printed
    assert "Georgia claims" in printed
    assert "Not resolved: 1 of 3\n  Congo\n" in printed


def test_json_is_what_http_answers(packaged_path: Path) -> None:
    answer = json.loads(asked(packaged_path, "Burma", "Ruritania", "--json"))
    assert set(answer) == {"on", "names", "unresolved", "version"}
    assert [each["code"] for each in answer["names"]] == ["MMR", ""]
    assert answer["unresolved"] == ["Ruritania"]


def test_lines_of_the_standard_input_have_days_of_their_own(packaged_path: Path) -> None:
    lines = "YUGOSLAVIA\t1980-01-01\r\nYUGOSLAVIA\t1995-01-01\n\nCôte d'Ivoire\n"
    answer = json.loads(asked(packaged_path, "-", "--on", "2000-01-01", "--json", given=lines))
    entries = [(each["name"], each["on"], each["code"]) for each in answer["names"]]
    assert entries == [
        ("YUGOSLAVIA", "1980-01-01", "YUG"),
        ("YUGOSLAVIA", "1995-01-01", "SRB"),
        ("Côte d'Ivoire", "2000-01-01", "CIV"),
    ]


def test_bytes_that_are_no_text_are_a_name_that_is_unknown(packaged_path: Path) -> None:
    printed = asked(packaged_path, "-", given=b"\xff\x1b[31mx\n")
    assert "\x1b" not in printed
    assert "Not resolved: 1 of 1" in printed


@pytest.mark.parametrize("line", ["Burma\t1965", "Burma\tyesterday", "Burma\t1965-02-30"])
def test_a_day_that_is_none_is_told_with_its_line(packaged_path: Path, line: str) -> None:
    arguments = ["--store", str(packaged_path), "-"]
    found = CliRunner().invoke(names, arguments, f"Cuba\n{line}\n")
    assert found.exit_code == 2
    assert "Line 2:" in found.output
    assert "no day of the calendar" in found.output


def test_the_command_is_one_of_depositary(run_here: Run, packaged_path: Path) -> None:
    found = run_here("names", "--store", packaged_path, "Ruritania")
    assert (found.returncode, found.stderr) == (0, "")
    assert "Not resolved: 1 of 1" in found.stdout
