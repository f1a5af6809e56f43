"""The harness of the W3C tests, run against a server of its own or against bare Oxigraph."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

REPOSITORY = Path(__file__).parents[2]
HARNESS = REPOSITORY.parent / "shared" / "conformance" / "conformance.py"
TOKEN = "conformance"  # noqa: S105 - of a server that lives as long as the tests
SERVE = "from api.cli import main; main()"
REMOTE = ("none", "example-org-sparql", "example1-org-sparql", "example2-org-sparql")


@dataclass(frozen=True, slots=True)
class Report:
    """Passed and all tests of each suite, and why the others fail, by suite and name of the test."""

    score: Mapping[str, tuple[int, int]]
    failures: Mapping[str, str]

    @property
    def total(self) -> tuple[int, int]:
        """Passed and all tests."""
        return sum(passed for passed, _ in self.score.values()), sum(
            every for _, every in self.score.values()
        )


def run(url: str, harness: Path, *options: str) -> Report:
    """What the harness says of the server at an address; raises `CalledProcessError` where it breaks."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, str(harness), "--base", url, "--json-out", str(out), *options]
        subprocess.run(command, check=True, capture_output=True, text=True)
        told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    score = {suite: (row["passed"], row["total"]) for suite, row in told["summary"].items()}
    failed = (result for result in told["results"] if result["status"] == "fail")
    return Report(score, {f"{result['suite']}/{result['id']}": result["reason"] for result in failed})


def run_on_depositary(harness: Path, *options: str) -> Report:
    """What the harness says of a server of ours, over an empty store."""
    port = _free_port()
    with serving(port) as url:
        authorised = ("--gsp-path", "/graphs", "--auth-header", f"Authorization: Bearer {TOKEN}")
        return run(url, harness, *authorised, "--service-port", str(port), *options)


@contextmanager
def serving(service_port: int) -> Iterator[str]:
    """The address of a server over an empty store, whose queries may call the endpoints of the harness."""
    allowed = [f"--allow-service=http://127.0.0.1:{service_port}/{name}" for name in REMOTE]
    with TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/store", "--empty", "--default-graph", "unnamed", "--port", "0"]
        with subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", *store, *allowed],
            env={**os.environ, "DEPOSITARY_WRITE_TOKEN": TOKEN},
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the log: a line for each of a thousand writes
            text=True,
        ) as process:
            try:
                yield _address(process)
            finally:
                process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
    return next(found[1] for found in addresses if found)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def matching(names: Sequence[str]) -> tuple[str, ...]:
    """Options by which the harness runs these tests only."""
    suites = sorted({name.partition("/")[0] for name in names})
    pattern = "|".join(f"^{re.escape(name)} " for name in sorted(names))
    return "--suites", ",".join(suites), "--match", pattern
