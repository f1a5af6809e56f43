"""Seconds and peak memory of loading UN votes, beside pyoxigraph alone with the same quads from N-Quads.

    .venv/bin/python benchmarks/votes.py [FILE] [--rounds 3]

FILE holds resolutions with votes as JSON lines (the format `undl`); without it, as many are made here as the
UN Digital Library has of 1946 to 2024. Each round loads the file into a store that knows the states, checked
and derived, and the same quads with `Store.bulk_load` into an empty database, in turns; the ratio is
the median of the rounds.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from statistics import median

from server import COMMAND

RESOLUTIONS, MEMBERS = 9_933, 97
MARKS = ("Y ", "Y ", "Y ", "A ", "N ", "")
BULK = """
import sys, pyoxigraph
pyoxigraph.Store(sys.argv[2]).bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
"""


def make(path: Path) -> None:
    """Resolutions with votes, the same each time."""
    with files("graph").joinpath("data/states.csv").open(encoding="utf-8") as table:
        states = [row["name_en"] for row in csv.DictReader(table) if row["kind"] == "state"]
    with path.open("w", encoding="utf-8") as file:
        for number in range(RESOLUTIONS):
            voters = [states[(number + at) % len(states)] for at in range(MEMBERS)]
            votes = [MARKS[(number + at) % len(MARKS)] + name for at, name in enumerate(voters)]
            file.write(json.dumps(resolution(number, votes)) + "\n")


def resolution(number: int, votes: Sequence[str]) -> dict[str, object]:
    """One resolution in the publisher's form, on a day when all of today's states existed."""
    return {
        "record": str(number),
        "url": f"https://digitallibrary.un.org/record/{number}",
        "symbol": f"A/RES/79/{number}",
        "title": f"Question number {number} : resolution / adopted by the General Assembly",
        "date": (date(2012, 1, 1) + timedelta(days=number % 4000)).isoformat(),
        "meeting": ["A/79/PV.1"],
        "agenda": [f"Item {number % 100}"],
        "committee_report": ["N/A"],
        "votes": list(votes),
    }


def timed(*command: object) -> tuple[float, float]:
    """Seconds and peak resident memory, in megabytes, of one command."""
    begun = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.decode())
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def main(votes: Path | None, rounds: int) -> None:
    """Measure in turns, and print each and the ratio."""
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if votes is None:
            votes = folder / "votes.jsonl"
            make(votes)
        quads = folder / "all.nq"
        for number in range(rounds):
            store, bare = folder / f"store{number}", folder / f"bare{number}"
            timed(COMMAND, "load", "states", files("graph").joinpath("data/states.csv"), "--store", store)
            ours, memory = timed(COMMAND, "load", "undl", votes, "--store", store)
            if not quads.exists():
                timed(COMMAND, "dump", quads, "--store", store)
            alone, alone_memory = timed(sys.executable, "-c", BULK, quads, bare)
            ratios.append(ours / alone)
            print(
                f"depositary {ours:.1f} s, {memory:,.0f} MB; pyoxigraph alone {alone:.1f} s, "
                f"{alone_memory:,.0f} MB; ratio {ours / alone:.2f}",
                flush=True,
            )
    print(f"median ratio {median(ratios):.2f} (asked: at most 2), memory asked: under 2,500 MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=None)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(given.file, given.rounds)
