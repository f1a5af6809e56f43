"""Servers in processes of their own, spoken to by raw sockets, byte for byte."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SERVE = "from api.cli import main; main()"
SHORT: dict[str, float] = {"head_seconds": 0.5, "idle_seconds": 1, "unread_seconds": 1.0}
HOST = b"Host: localhost\r\n"


@dataclass(frozen=True)
class Answer:
    """One answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        """The end of the type of the problem."""
        assert self.headers["content-type"] == "application/problem+json"
        told = json.loads(self.body)
        assert set(told) >= {"type", "title", "status", "detail"}
        assert told["status"] == self.status
        return str(told["type"].rpartition("/")[2])


@dataclass
class Wire:
    """One connection."""

    socket: socket.socket
    _left: bytes = field(default=b"")

    def send(self, data: bytes) -> "Wire":
        self.socket.sendall(data)
        return self

    def answer(self, *, head: bool = False) -> Answer:
        """The next answer."""
        while b"\r\n\r\n" not in self._left:
            self._more()
        start, _, self._left = self._left.partition(b"\r\n\r\n")
        line, *lines = start.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
        length = 0 if head else int(headers.get("content-length", 0))
        while len(self._left) < length:
            self._more()
        body, self._left = self._left[:length], self._left[length:]
        return Answer(int(line.split()[1]), headers, body)

    def rest(self) -> bytes:
        """What comes until the server closes; it is an error where that takes long."""
        found = self._left
        while data := self._received():
            found += data
        return found

    def _more(self) -> None:
        data = self.socket.recv(2**16)
        assert data, f"closed after {self._left!r}"
        self._left += data

    def _received(self) -> bytes:
        try:
            return self.socket.recv(2**16)
        except ConnectionResetError:
            return b""


@dataclass(frozen=True)
class Server:
    """A server, and ways to speak to it."""

    url: str
    process: subprocess.Popen[str]
    opened: ExitStack

    def wire(self, source: str = "127.0.0.1", **options: int) -> Wire:
        """A new connection from an address of this machine."""
        host, port = re.fullmatch(r"http://\[?([^\]]+?)\]?:(\d+)", self.url).groups()  # type: ignore[union-attr]
        connected = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.opened.enter_context(connected)
        connected.settimeout(20)
        if "receive_buffer" in options:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, options["receive_buffer"])
        if ":" not in host:
            connected.bind((source, 0))
        connected.connect((host, int(port)))
        return Wire(connected)

    def ask(self, data: bytes, **options: Any) -> Answer:
        """The answer to what is sent in a connection of its own."""
        wire = self.wire(**options)
        with wire.socket:
            return wire.send(data).answer()

    def get(self, target: str, *lines: str, **options: Any) -> Answer:
        """The answer to GET."""
        head = "".join(f"{line}\r\n" for line in (f"GET {target} HTTP/1.1", "Host: localhost", *lines))
        return self.ask(head.encode("latin-1") + b"\r\n", **options)


Limited = Callable[..., AbstractContextManager[Server]]


@contextmanager
def started(store: Path, *options: str, workers: int = 1) -> Iterator[Server]:
    """A server that is ready; it has to end well and to have logged nothing but events of its own."""
    command = [sys.executable, "-c", SERVE, "serve", "--store", str(store), "--port", "0"]
    command += ["--workers", str(workers), *options]
    pipe = subprocess.PIPE
    with (
        ExitStack() as opened,
        subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            yield Server(next(found[1] for found in addresses if found), process, opened)
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
            events = [json.loads(line)["event"] for line in errors.splitlines()]
            assert not {"message", "output"} & set(events), errors
            assert process.returncode == 0
        finally:
            process.kill()


@pytest.fixture(scope="session")
def server(packaged_path: Path) -> Iterator[Server]:
    """`depositary serve` as it is by default."""
    with started(packaged_path) as running:
        yield running


@pytest.fixture
def limited(packaged_path: Path, tmp_path: Path) -> Limited:
    """Servers whose limits can be reached within a test, started with more options of the command."""

    def start(*options: str, **limits: float) -> AbstractContextManager[Server]:
        chosen = tmp_path / "limits.toml"
        lines = (f"{name} = {value}\n" for name, value in (SHORT | limits).items())
        chosen.write_text("".join(lines), encoding="utf-8")
        return started(packaged_path, "--limits", str(chosen), *options)

    return start
