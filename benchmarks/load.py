"""From a file of acts to visible statuses: seconds and peak memory, and what one more act costs.

Run `.venv/bin/python benchmarks/load.py [ACTS]` (default: 100,000). The rules and the source of the invented
treaties are loaded before; a server runs over the store all the while, and the clock stops when it serves the
new version.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from generate import SOURCE, generate
from server import COMMAND, served

DEADLINE = 600.0


def version(address: str) -> str:
    """The version of the data that a server answers from."""
    with urllib.request.urlopen(f"{address}/ready", timeout=DEADLINE) as answer:
        return str(json.load(answer)["version"])


def run(store: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and peak resident memory, in megabytes, of one command."""
    begun = time.perf_counter()
    command = [str(COMMAND), *arguments, "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.decode())
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def visible(store: Path, address: str, name: str, acts: Path) -> None:
    """Load acts and print how long it took until the server answers from them."""
    before, begun = version(address), time.perf_counter()
    seconds, megabytes = run(store, "load", "acts", str(acts))
    while version(address) == before and time.perf_counter() - begun < DEADLINE:
        time.sleep(0.01)
    total = time.perf_counter() - begun
    print(f"{name}: {total:.1f} s until visible ({seconds:.1f} s the command), {megabytes:.0f} MB at most")


def one_more(folder: Path) -> Path:
    """A file with one act more, of a treaty that has many already."""
    with (folder / "acts.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["kind"] == "ratification")
    kind, day = "declaration", "2020-02-20"
    row |= {"kind": kind, "received_on": day, "date": "", "sources": SOURCE}
    row["id"] = f"{row['treaty']}/{row['actor']}/{day}/{kind}"
    path = folder / "one.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    return path


def main(number: int) -> None:
    """Measure a load of so many acts, and of one more."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, store = Path(temporary), Path(temporary) / "store"
        generate(number, folder)
        with served(store) as address:
            run(store, "load", "rules", str(folder / "rules.json"), "--sources", str(folder / "sources.csv"))
            visible(store, address, f"{number:,} acts", folder / "acts.csv")
            visible(store, address, "one act more", one_more(folder))
            with urllib.request.urlopen(f"{address}/ready", timeout=DEADLINE) as answer:
                print(f"{json.load(answer)['statements']:,} quads in the store")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
