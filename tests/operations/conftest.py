"""Servers in processes of their own, with tokens of two kinds and a log that can be read."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.packaged import build_empty
from graph.store import Generations

SERVE = "from api.cli import main; main()"
LAUNCH: tuple[str, ...] = (sys.executable, "-c", SERVE)
WRITER = {"Authorization": "Bearer a-writer"}
OPERATOR = {"Authorization": "Bearer an-operator"}
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) {" + "".join(f" VALUES ?v{i} {{1 2 3 4 5 6 7 8 9 0}}" for i in range(9)) + "}"
)
HOLDERS = (("Wanda", b"a-writer", ["update", "graph-store"]), ("Oskar", b"an-operator", ["operate"]))
TOKENS = "".join(
    f'[[token]]\nname = "{name}"\nsha256 = "{hashlib.sha256(token).hexdigest()}"\nscopes = {scopes}\n'
    for name, token, scopes in HOLDERS
)


@dataclass
class Server:
    """A server, a client of it, and its log."""

    client: httpx.Client
    process: subprocess.Popen[str]
    log: Path

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """What has been logged so far, or those events of it that have this name."""
        found = [json.loads(line) for line in self.log.read_text(encoding="ascii").splitlines()]
        return [event for event in found if name in {"", event["event"]}]

    def until(self, what: Callable[[], Any]) -> Any:
        """What is found, once it is; an error after ten seconds."""
        deadline = time.monotonic() + 10
        while not (found := what()):
            assert time.monotonic() < deadline
            time.sleep(0.01)  # the server is another process: there is no event to wait for
        return found

    def update(self, text: str) -> httpx.Response:
        """The answer to an update by Wanda."""
        return self.client.post("/sparql", data={"update": text}, headers=WRITER)

    def ask_elsewhere(self, query: str) -> httpx.Response:
        """The answer to a query, over a connection of its own."""
        return httpx.post(self.client.base_url.join("/sparql"), data={"query": query}, timeout=60)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20) == 0


Serve = Callable[..., AbstractContextManager[Server]]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Serve a store with more options of the command."""
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(TOKENS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DEPOSITARY")}

    @contextmanager
    def start(store: Path, *options: str) -> Iterator[Server]:
        log = tmp_path / "log.jsonl"
        command = [
            *LAUNCH,
            "serve",
            "--store",
            str(store),
            "--port",
            "0",
            "--workers",
            "2",
        ]
        command += ["--default-graph", "unnamed", "--tokens", str(tokens), *options]
        with (
            log.open("w") as errors,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
            ) as process,
        ):
            try:
                assert process.stdout is not None
                found = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
                url = next((match[1] for match in found if match), None)
                assert url, log.read_text()
                with httpx.Client(base_url=url, timeout=60) as client:
                    yield Server(client, process, log)
            finally:
                process.terminate()

    return start


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A store with nothing in it."""
    build_empty(Generations(tmp_path / "store"))
    return tmp_path / "store"
