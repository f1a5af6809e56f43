"""Loading, deriving and dumping by the command line; what is killed leaves the store as it was."""

import csv
import gzip
import hashlib
import json
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph import iri
from graph.store import Generations, Store
from graph.store.changes import Made

MADE = Made("load", "2026-01-01T00:00:00+00:00", "a test")

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
Snapshot = Callable[[Path], Mapping[str, str]]
WriteActs = Callable[..., Path]
SIGNED = {"actor": "CHN", "kind": "signature", "received_on": "1999-01-01"}
LATE = {
    "actor": "BDI",
    "kind": "withdrawal-revocation",
    "received_on": "2017-10-27",
    "target": "rome-statute/BDI/2016-10-27/withdrawal-notification",
}


@pytest.fixture
def many_acts(write_acts: WriteActs) -> Path:
    """Accessions of every state to two treaties that nobody has rules for."""
    table = Path(__file__).parents[2] / "graph" / "data" / "states.csv"
    with table.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["kind"] == "state"]
    rows = [
        {"treaty": treaty, "actor": code, "kind": "accession", "received_on": "2001-02-03"}
        for treaty in ("first-convention", "second-convention")
        for code in codes
    ]
    return write_acts(*rows, name="many.csv")


def test_a_load_tells_what_it_did_and_a_second_one_does_nothing(
    few_acts: Path, write_acts: WriteActs, run: Run, snapshot: Snapshot
) -> None:
    file = write_acts(SIGNED)
    loaded = run("load", "acts", file, "--store", few_acts)
    version = Store.open(few_acts).version
    assert loaded.returncode == 0
    assert loaded.stdout.startswith("1 records: ")
    assert f"The store is now at version {version} with " in loaded.stdout
    assert "  derived " in loaded.stderr
    found = snapshot(few_acts)
    again = run("load", "acts", file, "--store", few_acts)
    assert again.stdout.endswith(f"Nothing new: the store stays at version {version}.\n")
    assert snapshot(few_acts) == found


def test_a_dry_run_changes_nothing(
    few_acts: Path, write_acts: WriteActs, run: Run, snapshot: Snapshot
) -> None:
    found = snapshot(few_acts)
    dry = run("load", "acts", write_acts(SIGNED), "--dry-run", env={"DEPOSITARY_STORE": str(few_acts)})
    assert dry.returncode == 0
    assert dry.stdout.endswith("A dry run: the store is exactly as before.\n")
    assert snapshot(few_acts) == found


def test_sources_come_with_the_acts_that_rest_on_them(
    few_acts: Path, tmp_path: Path, write_acts: WriteActs, run_here: Run
) -> None:
    sources = tmp_path / "sources.csv"
    sources.write_text("id,title,publisher,tier\nmy-table,My table,Me,academic\n")
    acts = write_acts(SIGNED | {"sources": "my-table"})
    assert run_here("load", "acts", acts, "--store", few_acts).returncode == 1
    loaded = run_here(
        "load", "acts", acts, "--sources", sources, "--source-id", "mine", "--json", "--store", few_acts
    )
    report = json.loads(loaded.stdout)
    assert (report["records"], report["changed"]) == (2, True)
    assert report["version"] == Store.open(few_acts).version
    listed = json.loads(run_here("sources", "--json", "--store", few_acts).stdout)["sources"]
    assert {"my-table", "file/mine"} <= {source["id"] for source in listed}


def test_warnings_stand_beside_the_answer(few_acts: Path, write_acts: WriteActs, run_here: Run) -> None:
    file = write_acts(LATE)
    loaded = run_here("load", "acts", file, "--store", few_acts)
    assert loaded.returncode == 0
    (warning,) = (line for line in loaded.stdout.splitlines() if line.startswith("Warning: "))
    assert warning.startswith(f"Warning: {file}, line 2, field received_on: ")
    assert "without effect" in warning
    assert "VCLT 68" in warning
    checked = run_here("check", "--store", few_acts)
    assert checked.returncode == 0
    assert "without effect" in checked.stdout


def test_check_fails_where_something_forbidden_stands(few_acts: Path, run_here: Run) -> None:
    assert run_here("check", "--store", few_acts).stdout == "No check found anything.\n"
    consent = NamedNode(iri.act("rome-statute/BDI/2004-09-21/ratification"))
    generations = Generations(few_acts)
    with generations.write() as candidate:
        candidate.remove(
            list(candidate.store.quads_for_pattern(consent, None, None, NamedNode(iri.REGISTER)))
        )
        generations.publish(candidate, MADE)
    failed = run_here("check", "--store", few_acts)
    assert failed.returncode == 1
    assert failed.stdout.startswith("refused: ")
    assert "only a party can withdraw" in failed.stdout
    derived = run_here("derive", "--store", few_acts)
    assert derived.returncode == 0
    assert run_here("check", "--store", few_acts).returncode == 0


def test_deriving_again_gives_the_same_version(few_acts: Path, run_here: Run, snapshot: Snapshot) -> None:
    version, found = Store.open(few_acts).version, snapshot(few_acts)
    same = run_here("derive", "--store", few_acts)
    assert same.stdout.endswith(f"Nothing new: the store stays at version {version}.\n")
    assert snapshot(few_acts) == found
    generations = Generations(few_acts)
    with generations.write() as candidate:
        for graph in (iri.REGISTER, iri.STATUS):
            candidate.clear(NamedNode(graph))
        generations.publish(candidate, MADE)
    assert Store.open(few_acts).version != version
    assert f"The store is now at version {version} " in run_here("derive", "--store", few_acts).stdout


@pytest.mark.parametrize(("name", "unpack"), [("all.nq", bytes), ("all.nq.gz", gzip.decompress)])
def test_a_dump_is_sorted_and_its_hash_begins_with_the_version(
    name: str,
    unpack: Callable[[bytes], bytes],
    packaged_store: Store,
    packaged_path: Path,
    tmp_path: Path,
    run_here: Run,
) -> None:
    dumped = run_here("dump", tmp_path / name, "--store", packaged_path)
    content = unpack((tmp_path / name).read_bytes())
    lines = content.splitlines()
    assert dumped.stdout == f"{len(lines):,} quads written to {tmp_path / name}\n"
    assert lines == sorted(set(lines))
    hashes = [int(hashlib.sha256(line).hexdigest(), 16) for line in content.splitlines(keepends=True)]
    assert f"{sum(hashes) % 2**256:064x}".startswith(packaged_store.version)


def test_stats_count_every_quad(packaged_store: Store, packaged_path: Path, run_here: Run) -> None:
    counted = json.loads(run_here("stats", "--json", "--store", packaged_path).stdout)
    assert counted["version"] == packaged_store.version
    assert counted["quads"] == sum(counted["graphs"].values()) == packaged_store.generation.fingerprint.quads
    told = run_here("stats", "--store", packaged_path).stdout
    assert told.startswith(f"version {packaged_store.version}, {counted['quads']:,} quads in ")
    assert all(graph in told for graph in counted["graphs"])


def test_a_second_writer_is_told_to_wait(few_acts: Path, write_acts: WriteActs, run_here: Run) -> None:
    with Generations(few_acts).write():
        refused = run_here("load", "acts", write_acts(SIGNED), "--store", few_acts)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == (
        f"Error: Another process is writing to {few_acts}. Try again when it has finished."
    )


@pytest.mark.parametrize("moment", ["  read", "  wrote", "  derived", "  checked"])
def test_a_killed_load_leaves_the_store_as_it_was_and_the_next_one_cleans_up(
    moment: str, few_acts: Path, many_acts: Path, start: Start, write_acts: WriteActs, run: Run
) -> None:
    before = Store.open(few_acts)
    with start("load", "acts", many_acts, "--store", few_acts) as process:
        assert process.stderr is not None
        assert any(line.startswith(moment) for line in process.stderr)
        process.kill()
        process.wait()
    after = Store.open(few_acts)
    assert (after.version, set(after.oxigraph)) == (before.version, set(before.oxigraph))
    assert run("load", "acts", write_acts(SIGNED), "--store", few_acts).returncode == 0
    names = ["CURRENT", "LOCK", "changes.jsonl", "generations"]
    assert sorted(each.name for each in few_acts.iterdir()) == names
    assert sorted(each.name for each in (few_acts / "generations").iterdir()) == ["00000001", "00000002"]
