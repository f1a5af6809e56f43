"""`depositary new chain` writes what `depositary load chain` reads."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ACT = (
    "--id", "mli-announcement-2025", "--kind", "announcement", "--label", "Mali announces its withdrawal",
    "--date", "2025-09-22", "--actor", "MLI:decider", "--treaty", "rome-statute:127",
)  # fmt: skip


def test_a_chain_with_its_first_act_loads(tmp_path: Path, store_path: Path, run: Run) -> None:
    file = tmp_path / "mali.json"
    written = run("new", "chain", str(file), "--about", "Mali leaves", *ACT)
    assert written.returncode == 0
    assert f"depositary load chain {file} --dry-run" in written.stdout
    loaded = run("load", "chain", str(file), "--dry-run", "--store", str(store_path))
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(file.read_text())["acts"][0]["concerns"] == [
        {"treaty": "rome-statute", "provision": "127"}
    ]


def test_what_is_known_of_a_day_is_no_day(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "mali.json"
    run(
        "new",
        "chain",
        str(file),
        "--about",
        "Mali leaves",
        *(w.replace("2025-09-22", "2025-09") for w in ACT),
    )
    (act,) = json.loads(file.read_text())["acts"]
    assert (act["date"], act["date_edtf"]) == (None, "2025-09")


def test_an_empty_chain_says_what_it_needs(tmp_path: Path, store_path: Path, run: Run) -> None:
    file = tmp_path / "empty.json"
    assert "write at least one into “acts”" in run("new", "chain", str(file), "--about", "Nothing").stdout
    refused = run("load", "chain", str(file), "--store", str(store_path))
    assert refused.returncode == 1
    assert "$.acts: At least 1 is needed" in refused.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--date", "2025-09-22"), "An act needs --id, --kind, --label too."),
        ((*ACT, "--actor", "MLI:boss"), "boss"),
        ((*ACT[:-4], "--date", "22/9/2025"), "22/9/2025"),
    ],
)
def test_what_would_not_load_is_not_written(
    tmp_path: Path, run: Run, options: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "mali.json"
    refused = run("new", "chain", str(file), "--about", "Mali leaves", *options)
    assert refused.returncode != 0
    assert says in refused.stderr
    assert not file.exists()


def test_no_file_is_overwritten(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "mali.json"
    file.write_text("mine")
    refused = run("new", "chain", str(file), "--about", "Mali leaves")
    assert refused.returncode == 2
    assert "nothing is overwritten" in refused.stderr
    assert file.read_text() == "mine"
