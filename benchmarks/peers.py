"""The servers that are compared: Depositary with its defaults, Oxigraph's own server, and rdflib-endpoint.

The peers are installed from PyPI into an environment of their own, `.peers` beside this file unless told
otherwise, and stay there for the next run.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from server import COMMAND

_HERE = Path(__file__).parent
ENVIRONMENT = _HERE / ".peers"
_PACKAGES = ("oxigraph", "rdflib-endpoint[web]", "oxrdflib", "uvicorn[standard]")
_PATIENCE = 60.0  # seconds to start
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Server:
    """A server to be measured: `{port}` in the command is where it listens, `path` is its SPARQL endpoint."""

    name: str
    command: tuple[str, ...]
    path: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def running(self, log: Path) -> Iterator[tuple[str, int]]:
        """Its address and its process id, while it runs; what it says goes to a file."""
        port = _free_port()
        command = [word.format(port=port) for word in self.command]
        given = os.environ | self.environment
        with (
            log.open("ab") as said,
            subprocess.Popen(command, stdout=said, stderr=said, env=given) as process,
        ):
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(f"{address}{self.path}?query=ASK%7B%7D", process)
                yield address, process.pid
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def depositary(store: Path, token: str = "", *options: str) -> Server:
    """`depositary serve` with its defaults; whoever has the token may write."""
    command = (str(COMMAND), "serve", "--store", str(store), "--port", "{port}", *options)
    return Server("Depositary", command, "/sparql", {"DEPOSITARY_WRITE_TOKEN": token})


def oxigraph(database: Path, environment: Path) -> Server:
    """Oxigraph's own server, with the same default graph."""
    command = ("serve-read-only", "--location", str(database), "--bind", "127.0.0.1:{port}")
    return Server(
        "Oxigraph", (str(environment / "bin/oxigraph"), *command, "--union-default-graph"), "/query"
    )


def rdflib_endpoint(database: Path, environment: Path) -> Server:
    """rdflib-endpoint over the same database."""
    command = ("--app-dir", str(_HERE), "--port", "{port}", "--log-level", "error", "--no-access-log")
    return Server(
        "rdflib-endpoint",
        (str(environment / "bin/uvicorn"), "endpoint:app", *command),
        "/sparql",
        {"DATABASE": str(database)},
    )


def install(environment: Path) -> None:
    """Make the environment of the peers, unless it is there."""
    if (environment / "bin/oxigraph").exists():
        return
    print(f"Installing {', '.join(_PACKAGES)} into {environment} …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = (str(environment / "bin/pip"), "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, *_PACKAGES], check=True)


def load(file: Path, database: Path, environment: Path) -> None:
    """Load a file of N-Quads into a database of the peers."""
    command = (str(environment / "bin/oxigraph"), "load", "--location", str(database), "--file", str(file))
    subprocess.run(command, check=True, capture_output=True)
    optimize = (str(environment / "bin/oxigraph"), "optimize", "--location", str(database))
    subprocess.run(optimize, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers: the peers tell nobody when they do."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(_POLL)
    raise SystemExit(f"{process.args!r} did not start")
