"""Seconds from `depositary serve` to the first answer: of a new store, and of one that exists.

Run `.venv/bin/python benchmarks/start.py [RUNS]`.
"""

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).parent / "depositary"
DEADLINE = 60.0


@contextmanager
def served(store: Path) -> Iterator[float]:
    """Seconds until the server says that it serves, and one answer has come back."""
    begun = time.perf_counter()
    command = [str(COMMAND), "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.startswith("Depositary is serving on"))
            with urllib.request.urlopen(f"{line.split()[-1]}/ready", timeout=DEADLINE) as answer:
                answer.read()
            yield time.perf_counter() - begun
        finally:
            server.terminate()


def main(runs: int) -> None:
    """Print the median and the range of both."""
    first, second = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            for seconds in (first, second):
                with served(Path(folder) / "store") as taken:
                    seconds.append(taken)
    for name, seconds in (("new store", first), ("existing store", second)):
        middle, low, high = statistics.median(seconds), min(seconds), max(seconds)
        print(f"{name}: {middle:.2f} s ({low:.2f} to {high:.2f}, {runs} runs)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
