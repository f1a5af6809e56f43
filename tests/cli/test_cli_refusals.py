"""Bad input by the command line: one clear error, exit status 1, and the store exactly as before."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Snapshot = Callable[[Path], Mapping[str, str]]
WriteActs = Callable[..., Path]
WriteRules = Callable[..., Path]
SIGNED = {"actor": "CHN", "kind": "signature", "received_on": "1999-01-01"}
LEFT = {"actor": "CHN", "kind": "withdrawal-notification", "received_on": "2017-01-02"}
DECLINED = {"actor": "CHN", "kind": "no-intent-communication", "received_on": "2017-01-02"}
NOTHING_SIGNED = DECLINED | {"target": "rome-statute/CHN/1999-01-01/signature"}
UNSOURCED = SIGNED | {"verification": "verified", "sources": ""}
REVOKED = DECLINED | {"kind": "withdrawal-revocation", "target": "rome-statute/CHN/1999-01-01/signature"}
EXTENDED = {"actor": "GMB", "kind": "withdrawal-notification", "received_on": "2016-11-10"}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([SIGNED | {"kind": "singature"}], ["line 2", "field kind", "signature"]),
        ([SIGNED | {"actor": "RSU"}], ["line 2", "field actor", "Did you mean RUS", "VCLT 6"]),
        ([SIGNED | {"actor": "GRL"}], ["line 2", "field actor", "territory", "VCLT 6"]),
        ([SIGNED | {"received_on": "1999-02-30"}], ["line 2", "field received_on", "1999-02-30"]),
        ([SIGNED | {"date": "1999-01-02"}], ["line 2", "field received_on", "before it was made", "78(b)"]),
        ([SIGNED, SIGNED], ["line 3", "field id", "rome-statute/CHN/1999-01-01/signature"]),
        ([UNSOURCED], ["line 2", "field sources", "VerificationShape"]),
        ([SIGNED | {"sources": "nobody-knows"}], ["line 2", "field sources", "nobody-knows", "SourceShape"]),
        ([NOTHING_SIGNED], ["line 2", "field target", "VCLT 18(a)"]),
        ([DECLINED], ["line 2", "field target", "VCLT 18(a)"]),
        ([SIGNED, REVOKED], ["line 3", "field target", "68"]),
        (
            [SIGNED, LEFT],
            [
                "line 3",
                "field kind",
                "only a party can withdraw",
                "no-intent-communication",
                "shape WithdrawalShape",
                "VCLT 54; rome-statute 127(1)",
            ],
        ),
        (
            [SIGNED, LEFT | {"actor": "RUS"}],
            ["line 3", "rome-statute/RUS/2017-01-02", "only a party can withdraw", "no-intent-communication"],
        ),
    ],
)  # fmt: skip
def test_acts_that_break_a_rule(
    rows: list[dict[str, str]],
    says: list[str],
    few_acts: Path,
    write_acts: WriteActs,
    run: Run,
    snapshot: Snapshot,
) -> None:
    file, found = write_acts(*rows), snapshot(few_acts)
    refused = run("load", "acts", file, "--store", few_acts)
    assert refused.returncode == 1
    assert refused.stdout == ""
    (error,) = (line for line in refused.stderr.splitlines() if line.startswith("Error: "))
    assert error.startswith(f"Error: {file}, line ")
    for words in says:
        assert words in error
    assert refused.stderr.endswith("Nothing was loaded: the store is exactly as before.\n")
    assert snapshot(few_acts) == found


@pytest.mark.parametrize(
    ("format_", "content", "says"),
    [
        ("acts", b"PK\x03\x04\x00\x00", "spreadsheet"),
        ("acts", b"%PDF-1.7\n", "PDF"),
        ("acts", b"id,treaty,actor,kind\n\xe9,,,\n", "line 2"),
        ("acts", b"id;treaty;actor;kind\n", "line 1"),
        ("acts", b"id,treaty,actor,kind,colour\n", "colour"),
        ("acts", b"", "empty"),
        ("acts", b'id,treaty,actor,kind\n"rome-statute', "line 2"),
        ("rules", b"{", "line 1"),
        ("rules", b"id,treaty\n", "line 1"),
        ("chain", b"[]", "chain.json"),
        ("states", b'{"a": 1}', "line 1"),
    ],
)
def test_files_that_are_something_else(
    format_: str, content: bytes, says: str, few_acts: Path, tmp_path: Path, run_here: Run, snapshot: Snapshot
) -> None:
    file = tmp_path / f"{format_}.json"
    file.write_bytes(content)
    found = snapshot(few_acts)
    refused = run_here("load", format_, file, "--store", few_acts)
    assert refused.returncode == 1
    errors = [line for line in refused.stderr.splitlines() if line.startswith("Error: ")]
    assert errors
    assert errors[0].startswith(f"Error: {file}")
    assert says in errors[0]
    assert "Traceback" not in refused.stderr
    assert snapshot(few_acts) == found


def test_many_errors_are_counted(few_acts: Path, write_acts: WriteActs, run_here: Run) -> None:
    rows = [SIGNED | {"received_on": f"1999-01-{day:02}", "kind": "nod"} for day in range(1, 29)]
    refused = run_here("load", "acts", write_acts(*rows), "--store", few_acts)
    assert refused.stderr.count("Error: ") == 20
    assert "… and 8 more." in refused.stderr


def test_a_contradiction_names_both_values_and_replace_replaces_it(
    few_acts: Path, write_acts: WriteActs, run: Run, snapshot: Snapshot
) -> None:
    assert (
        run("load", "acts", write_acts(EXTENDED | {"date": "2016-11-08"}), "--store", few_acts).returncode
        == 0
    )
    found = snapshot(few_acts)
    other = write_acts(EXTENDED | {"date": "2016-11-09"})
    refused = run("load", "acts", other, "--store", few_acts)
    assert refused.returncode == 1
    assert f"{other}, line 2, field date: " in refused.stderr
    assert "“2016-11-08”, here it is “2016-11-09”" in refused.stderr
    assert snapshot(few_acts) == found
    replaced = run("load", "acts", other, "--store", few_acts, "--replace")
    assert replaced.returncode == 0
    assert "1 replaced" in replaced.stdout


def test_rules_that_do_not_fit_their_schema(
    few_acts: Path, write_rules: WriteRules, run_here: Run, snapshot: Snapshot
) -> None:
    found = snapshot(few_acts)
    file = write_rules(id="other", withdrawal="never")
    refused = run_here("load", "rules", file, "--store", few_acts)
    assert refused.returncode == 1
    assert f"Error: {file}, line " in refused.stderr
    assert "withdrawal" in refused.stderr
    assert "shape RuleShape" in refused.stderr
    assert snapshot(few_acts) == found


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("load", "acts", "no-such-file.csv"), 2, "no-such-file.csv"),
        (("load", "spreadsheet", "README.md"), 2, "'spreadsheet' is not one of 'acts'"),
        (
            ("status", "Gambia", "rome-statute", "--on", "2016-02-30"),
            2,
            "“2016-02-30” is no day of the calendar",
        ),
        (("status", "Gamma", "rome-statute"), 2, "Error: No state is called “Gamma”. Did you mean "),
        (("status", "Gambia", "Romme"), 2, "Error: No treaty is called “Romme”"),
        (("query", "no-such-query"), 2, "Error: There is no stored query “no-such-query”"),
        (("query", "treaties-of-state", "-p", "colour=red"), 2, "colour"),
        (("query", "treaties-of-state", "-p", "red"), 2, "write it as NAME=VALUE"),
        (
            ("query", "treaties-of-state", "-p", "state=GMB", "-p", "on=2017-01-01", "-f", "turtle"),
            2,
            "has no format “turtle”",
        ),
        (("trace", "no-such-act"), 2, "no-such-act"),
        (("trace", "rus-order-2016-361-rp", "--depth", "99"), 2, "99"),
        (("no-such-command",), 2, "No such command"),
    ],
)
def test_misuse_is_told_on_the_standard_error(
    arguments: tuple[str, ...], status: int, says: str, packaged_path: Path, run_here: Run
) -> None:
    misused = run_here(*arguments, env={"DEPOSITARY_STORE": str(packaged_path)})
    assert misused.returncode == status
    assert misused.stdout == ""
    assert says in misused.stderr
    assert "Traceback" not in misused.stderr


@pytest.mark.parametrize(
    "command", [("stats",), ("status", "GMB", "rome-statute"), ("check",), ("dump", "x.nq")]
)
def test_where_there_is_no_store_one_line_says_how_to_build_one(
    command: tuple[str, ...], tmp_path: Path, run_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "none"
    missing = run_here(*command, "--store", path)
    assert missing.returncode == 1
    says = f"Error: There is no store at {path}. `depositary serve --store {path}` builds one.\n"
    assert missing.stderr == says
    assert not list(tmp_path.iterdir())


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, run_here: Run, snapshot: Snapshot) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    found = snapshot(tmp_path)
    for command in (("serve", "--port", "0"), ("derive",), ("stats",)):
        refused = run_here(*command, "--store", tmp_path)
        assert refused.returncode == 1
        assert refused.stderr == f"Error: {tmp_path} holds other files (thesis.tex); name an empty folder.\n"
    assert snapshot(tmp_path) == found


def test_a_file_that_cannot_be_written_is_told_in_one_line(
    packaged_path: Path, tmp_path: Path, run_here: Run
) -> None:
    failed = run_here("dump", tmp_path / "no-such-folder" / "all.nq", "--store", packaged_path)
    assert failed.returncode == 1
    assert failed.stderr.startswith("Error: ")
    assert len(failed.stderr.splitlines()) == 1
