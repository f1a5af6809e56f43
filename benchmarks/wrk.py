"""Requests per second by wrk (on Debian: apt-get install wrk)."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CONNECTIONS = 8
ACCEPT = "Accept: application/sparql-results+json"
_LONGEST = 30.0  # seconds
_SCRIPT = Path(__file__).parent / "requests.lua"
Order = Literal["distinct", "repeated"]


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk measured: requests per second, and milliseconds at the median and at the 99th percentile."""

    per_second: float
    median: float
    p99: float


def load(address: str, targets: Path, order: Order, seconds: float) -> Load:
    """Ask for the targets of a file on eight connections; any failure ends the benchmark.

    Who answers nothing in that time is given twice as much.
    """
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is needed; on Debian: apt-get install wrk")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "30s", "-H", ACCEPT]
    command += ["-s", str(_SCRIPT), address, "--", str(targets), order]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in said.splitlines() if line.startswith("JSON "))
    told = json.loads(line.removeprefix("JSON "))
    if told["failed"]:
        raise SystemExit(f"{address}: {told['failed']} of {told['requests']} requests failed\n{said}")
    if not told["requests"] and seconds < _LONGEST:
        return load(address, targets, order, 2 * seconds)
    return Load(told["requests"] / told["microseconds"] * 1e6, told["median"] / 1e3, told["p99"] / 1e3)
