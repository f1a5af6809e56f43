"""`depositary serve` as strangers meet it: with write tokens, small limits, and raw sockets.

Whatever a test sends, the server lives on, answers others, holds the same data, and has no process too many;
what it says is a problem that a program can read, and tells nothing of what is inside.
"""

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.connection.conftest import SERVE, Answer, Server

TOKENS = {
    "everything": ("update", "graph-store", "operate"),
    "updater": ("update",),
    "uploader": ("graph-store",),
}
LIMITS = {
    "seconds": 3,
    "memory_bytes": 2**28,
    "write_seconds": 8,
    "write_memory_bytes": 2**30,
    "answer_bytes": 2**20,
    "head_seconds": 1,
    "body_seconds": 1,
    "unread_seconds": 1,
}
WORKERS = 4
PROCESSES = WORKERS + 2  # a spare, and the writer
HOSTILE = "http://example.org/hostile"
LEAKS = re.compile(rb"Traceback|File \"|site-packages|/tmp/|root:[x*]:|overflowed|panicked|RUST")
CHALLENGED, ALLOWING, RETRIED = 401, 405, 429


def secret(name: str) -> str:
    """The token of this name."""
    return f"{name}-of-the-tests"


@dataclass(frozen=True)
class Door:
    """The server, and the ways in."""

    server: Server
    log: Path

    def ask(self, sent: bytes) -> Answer:
        """The answer to raw bytes, once it was found to be proper."""
        return proper(self.server.ask(sent))

    def request(self, method: str, target: str, *lines: str, body: bytes | None = None) -> Answer:
        """The answer to a request with these lines of headers."""
        head = [f"{method} {target} HTTP/1.1", "Host: localhost", *lines]
        head += [f"Content-Length: {len(body)}"] if body is not None else []
        return self.ask("".join(f"{line}\r\n" for line in head).encode("latin-1") + b"\r\n" + (body or b""))

    def get(self, target: str, *lines: str) -> Answer:
        return self.request("GET", target, *lines)

    def query(self, text: str | bytes, *lines: str) -> Answer:
        return self._direct("query", text, *lines)

    def update(self, text: str | bytes, *lines: str, by: str = "everything") -> Answer:
        return self._direct("update", text, bearer(by), *lines)

    def graph(self, method: str, data: bytes, type_: str = "text/turtle", graph: str = HOSTILE) -> Answer:
        lines = (f"Content-Type: {type_}", bearer("everything"))
        return self.request(method, f"/graphs?graph={quote(graph, safe='')}", *lines, body=data)

    def _direct(self, kind: str, text: str | bytes, *lines: str) -> Answer:
        body = text.encode() if isinstance(text, str) else text
        return self.request("POST", "/sparql", f"Content-Type: application/sparql-{kind}", *lines, body=body)

    def version(self) -> str:
        """The version of the data, from an answer that has to come."""
        answer = self.query("ASK {}")
        assert (answer.status, json.loads(answer.body)["boolean"]) == (200, True)
        return answer.headers["depositary-version"]

    def processes(self) -> int:
        """Number of processes that the server has started and not ended."""
        tasks = Path(f"/proc/{self.server.process.pid}/task").glob("*/children")
        return sum(len(task.read_text(encoding="ascii").split()) for task in tasks)


def bearer(token: str) -> str:
    """The header that carries a token."""
    return f"Authorization: Bearer {secret(token)}"


def proper(answer: Answer) -> Answer:
    """The answer, once it was found to say nothing that it should not, and errors as problems."""
    assert not LEAKS.search(answer.body), answer.body
    assert not LEAKS.search(repr(answer.headers).encode()), answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers
    if answer.status >= 400:
        assert answer.problem, answer
        assert len(answer.body) < 4000
    if answer.status == CHALLENGED:
        assert {"Bearer", "Basic"} <= set(answer.headers["www-authenticate"].replace(",", "").split())
    if answer.status == ALLOWING:
        assert answer.headers["allow"]
    if answer.status == RETRIED or (answer.status >= 400 and answer.problem == "busy"):
        assert int(answer.headers["retry-after"]) >= 1
    return answer


def write_tokens(file: Path) -> Path:
    """The tokens in the format of `--tokens`."""
    with file.open("w", encoding="utf-8") as opened:
        for name, scopes in TOKENS.items():
            digest = hashlib.sha256(secret(name).encode()).hexdigest()
            opened.write(f'[[token]]\nname = "{name}"\nsha256 = "{digest}"\nscopes = {json.dumps(scopes)}\n')
    return file


@contextmanager
def opened(folder: Path, store: Path, *options: str, **limits: float) -> Iterator[Door]:
    """A server that is ready; it has to end well, and may not have met what nobody foresaw."""
    chosen = folder / "limits.toml"
    lines = (f"{name} = {value}\n" for name, value in (LIMITS | limits).items())
    chosen.write_text("".join(lines), encoding="utf-8")
    tokens = write_tokens(folder / "tokens.toml")
    command = [sys.executable, "-c", SERVE, "serve", "--store", str(store), "--port", "0", "--workers", "4"]
    command += ["--tokens", str(tokens), "--limits", str(chosen), *options]
    log = folder / "log"
    with (
        ExitStack() as sockets,
        log.open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            yield Door(Server(next(found[1] for found in addresses if found), process, sockets), log)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            assert "Traceback" not in log.read_text(encoding="utf-8")
        finally:
            process.kill()


@pytest.fixture(scope="session")
def door(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The server that strangers try."""
    folder = tmp_path_factory.mktemp("door")
    with opened(folder, shutil.copytree(few_acts_path, folder / "store")) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(door: Door) -> Iterator[None]:
    """Afterwards others are answered, from the same data, and no process is too many."""
    before = door.version()
    yield
    assert door.version() == before
    assert eventually(lambda: door.processes() <= PROCESSES), door.processes()


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something holds within some seconds; nothing tells when."""
    end = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return found
