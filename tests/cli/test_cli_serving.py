"""`depositary serve`: a store that does not exist is built, a second start is quick, every stop is clean."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from graph.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
Snapshot = Callable[[Path], Mapping[str, str]]
STATUS = "/status?state=GMB&treaty=rome-statute&on=2017-05-01&known=2017-05-02"


def until_ready(process: subprocess.Popen[str]) -> list[str]:
    """What is printed until the last line of what a server says when it is ready."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("Stop with"):
            return lines
    raise AssertionError(process.stderr.read() if process.stderr else lines)


def address(lines: list[str]) -> str:
    return next(found[1] for line in lines if (found := re.search(r"serving on (http://\S+)", line)))


def get(url: str) -> Any:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.load(answer)


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """Exit status and troubles of a server whose whole process group gets a signal, as from a terminal."""
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=30)
    troubles = (line for line in errors.splitlines() if '"level": "info"' not in line)
    return process.returncode, "\n".join(troubles)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_store_is_built_served_and_left_well(
    number: signal.Signals, tmp_path: Path, start: Start, run: Run
) -> None:
    path = tmp_path / "store"
    with start("serve", "--store", path, "--port", 0, "--workers", 1) as process:
        lines = until_ready(process)
        assert lines[0] == f"There is no store at {path} yet: building it from the packaged facts."
        assert any(line.startswith("  derived ") for line in lines)
        assert any(line.startswith("Built version ") for line in lines)
        url = address(lines)
        to_try = lines[lines.index("Three things to try:") + 1 : -1]
        assert len(to_try) == 3
        assert all(url in line or str(path) in line for line in to_try)
        served = get(url + STATUS)
        assert stopped(process, number) == (0, "")
    asked = run(
        "status",
        "GMB",
        "rome-statute",
        "--on",
        "2017-05-01",
        "--known",
        "2017-05-02",
        "--json",
        "--store",
        path,
    )
    assert json.loads(asked.stdout) == served
    assert served["version"] == Store.open(path).version


def test_a_second_start_builds_nothing(
    packaged_path: Path, start: Start, run: Run, snapshot: Snapshot
) -> None:
    found = snapshot(packaged_path)
    with start("serve", "--store", packaged_path, "--port", 0, "--workers", 1) as process:
        lines = until_ready(process)
        assert lines[0].startswith("Depositary is serving on http://127.0.0.1:")
        traced = get(address(lines) + "/trace?from=rus-order-2016-361-rp&direction=back&depth=2")
        parties = get(address(lines) + "/treaties/rome-statute/parties?on=2016-11-16&known=2016-11-16")
        assert stopped(process, signal.SIGTERM) == (0, "")
    arguments = ("--json", "--store", packaged_path)
    asked = run("trace", "rus-order-2016-361-rp", "--direction", "back", "--depth", 2, *arguments)
    assert json.loads(asked.stdout) == traced
    asked = run("parties", "rome-statute", "--on", "2016-11-16", "--known", "2016-11-16", *arguments)
    assert json.loads(asked.stdout) == parties
    assert snapshot(packaged_path) == found


def test_an_empty_store_is_served(tmp_path: Path, start: Start) -> None:
    with start("serve", "--store", tmp_path, "--port", 0, "--workers", 1, "--empty") as process:
        lines = until_ready(process)
        assert lines[0] == f"There was no store at {tmp_path}: built an empty one."
        assert get(address(lines) + "/treaties")
        assert stopped(process, signal.SIGINT) == (0, "")
    assert len(Store.open(tmp_path).oxigraph) == 0


def test_a_port_in_use_is_one_line_and_nothing_is_built(tmp_path: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("serve", "--store", tmp_path / "store", "--port", port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(
        f"Error: Nothing can listen on 127.0.0.1:{port}: Address already in use."
    )
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "store").exists()


def test_a_host_that_is_none_is_one_line(tmp_path: Path, run: Run) -> None:
    refused = run("serve", "--store", tmp_path / "store", "--port", 0, "--host", "192.0.2.1")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: Nothing can listen on 192.0.2.1:0: ")


@pytest.mark.parametrize(
    ("file", "says"),
    [("manifest.json", "no generation of a Depositary store"), ("oxigraph/CURRENT", "cannot be opened")],
)
def test_a_damaged_store_is_one_line(file: str, says: str, few_acts: Path, run: Run) -> None:
    (few_acts / "generations" / "00000001" / file).write_text("rubbish")
    refused = run("serve", "--store", few_acts, "--port", 0)
    assert (refused.returncode, refused.stdout) == (1, "")
    (line,) = refused.stderr.splitlines()
    assert line.startswith("Error: ")
    assert says in line


def test_interrupted_while_it_builds_it_leaves_nothing(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "store"
    with start("serve", "--store", path, "--port", 0) as process:
        assert process.stdout is not None
        assert "building it" in process.stdout.readline()
        process.stdout.readline()
        status, errors = stopped(process, signal.SIGINT)
    assert status == 1
    assert "Traceback" not in errors
    assert not path.exists()
