"""The command `panel`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pyarrow.parquet as pq

Run = Callable[..., CompletedProcess[str]]
SMALL = ("--treaty", "rome-statute", "--state", "Burundi", "--from", "2015", "--until", "2018")


def test_csv_goes_to_the_standard_output(run: Run, packaged_path: Path) -> None:
    done = run("panel", "--store", packaged_path, *SMALL)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["year"], row["party"]) for row in rows] == [
        ("2015", "1"),
        ("2016", "1"),
        ("2017", "0"),
        ("2018", "0"),
    ]


def test_parquet_goes_to_a_file_that_appears_when_it_is_complete(
    run: Run, packaged_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "panel.parquet"
    done = run("panel", "--store", packaged_path, *SMALL, "--format", "parquet", "--output", path)
    assert done.returncode == 0
    assert pq.read_table(path).num_rows == 4
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_refused_leaves_no_file(run: Run, packaged_path: Path, tmp_path: Path) -> None:
    done = run("panel", "--store", packaged_path, "--day", "02-29", "--output", tmp_path / "panel.csv")
    assert done.returncode == 2
    assert "no day of every year" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_code_book(run: Run, packaged_path: Path) -> None:
    done = run("panel", "--store", packaged_path, "--codebook")
    assert "withdrawal_pending (flag: 1 or 0)" in done.stdout
    found = json.loads(run("panel", "--store", packaged_path, "--codebook", "--json").stdout)
    assert found["columns"][0]["name"] == "state"


def test_json_belongs_to_the_code_book(run: Run, packaged_path: Path) -> None:
    done = run("panel", "--store", packaged_path, "--json")
    assert done.returncode == 2
    assert "--codebook" in done.stderr
