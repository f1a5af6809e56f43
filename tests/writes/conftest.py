"""The command `serve` with a token, over a store that the test may change."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

SERVE = "from api.cli import main; main()"
TOKEN = "a token for tests"  # noqa: S105 - it opens nothing else
PREFIXES = """PREFIX dep: <https://w3id.org/depositary/ontology#>
PREFIX graph: <https://w3id.org/depositary/graph/>
PREFIX source: <https://w3id.org/depositary/graph/source/>
PREFIX state: <https://w3id.org/depositary/id/state/>
PREFIX treaty: <https://w3id.org/depositary/id/treaty/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True)
class Server:
    """A running server: a client without a token, and its process."""

    client: httpx.Client
    process: subprocess.Popen[str]

    def update(self, text: str, **headers: str) -> httpx.Response:
        given = {"authorization": f"Bearer {TOKEN}", **headers}
        return self.client.post("/sparql", data={"update": PREFIXES + text}, headers=given)

    def graph(self, method: str, graph: str, content: str = "", **headers: str) -> httpx.Response:
        given = {"authorization": f"Bearer {TOKEN}", "content-type": "text/turtle"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, "/graphs", params={"graph": graph}, content=content, headers=given)

    def ask(self, pattern: str) -> bool:
        answer = self.client.get("/sparql", params={"query": f"{PREFIXES} ASK {{ {pattern} }}"})
        return bool(answer.raise_for_status().json()["boolean"])

    def version(self) -> str:
        return str(self.client.get("/ready").json()["version"])

    def writer(self) -> int:
        """The number of the process that writes."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", "graph.workers.write"],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(found.stdout.split()[0])

    def kill(self) -> None:
        """End it as a power cut would, with all its processes."""
        writer = self.writer()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.kill(writer, signal.SIGKILL)


Serving = Callable[..., AbstractContextManager[Server]]


@contextmanager
def serving_at(path: Path, *options: str, token: str = TOKEN) -> Iterator[Server]:
    command = [sys.executable, "-c", SERVE, "serve", "--store", str(path), "--port", "0", "--workers", "2"]
    environment = os.environ | {"DEPOSITARY_WRITE_TOKEN": token}
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            url = next(found[1] for found in addresses if found)
            with httpx.Client(base_url=url, timeout=60) as client:
                yield Server(client, process)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serving() -> Serving:
    return serving_at


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server over a store with nothing in it."""
    with serving_at(tmp_path / "store", "--empty", "--default-graph", "unnamed") as server:
        yield server


@pytest.fixture(scope="module")
def packaged(packaged_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a copy of the packaged facts; tests put back what they change."""
    path = tmp_path_factory.mktemp("writes") / "store"
    subprocess.run(["cp", "-r", str(packaged_path), str(path)], check=True)
    with serving_at(path) as server:
        yield server
