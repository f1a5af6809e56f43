"""A real server over a few triples, and a stand in front of it that notes what clients really send."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.browser.conftest import browser, program  # noqa: F401 - fixtures

SERVE = "from api.cli import main; main()"
TOKEN = "the-token-of-the-tests"  # noqa: S105 - of a server that lives as long as the tests
BEARER = {"Authorization": f"Bearer {TOKEN}"}
EX = "http://example.org/"
GRAPH = f"{EX}graph/things"
DATA = f"""
    PREFIX : <{EX}>
    :one :number 1 ; :label "one"@en , "één"@nl .
    :two :number 2 ; :label "two"@en ; :follows :one .
    :three :number 3 ; :label "three, “3”"@en ; :follows :two .
"""
NUMBERS = f"SELECT ?number {{ ?thing <{EX}number> ?number }} ORDER BY ?number"
LABELS = f"CONSTRUCT {{ ?thing <{EX}label> ?label }} WHERE {{ ?thing <{EX}label> ?label }}"
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
CLIENTS = Path(__file__).parent


@dataclass(frozen=True)
class Sent:
    """A request as a client sent it; the names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of the address and of a form."""
        pairs = parse_qsl(urlsplit(self.path).query, keep_blank_values=True)
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            pairs += parse_qsl(self.body.decode(), keep_blank_values=True)
        return dict(pairs)


@dataclass
class Endpoint:
    """The endpoint as clients see it. `sent` is what they sent since it was cleared."""

    root: str
    sent: list[Sent] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Address of the SPARQL endpoint."""
        return f"{self.root}/sparql"

    def numbers(self) -> list[int]:
        """What is there now, asked without any of the clients."""
        rows = httpx.post(self.url, data={"query": NUMBERS}).json()["results"]["bindings"]
        return [int(row["number"]["value"]) for row in rows]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """The address of `depositary serve` over the store of a folder, which the token may write to."""
    command = ["serve", "--store", str(folder / "store"), "--port", "0", "--workers", "2", *options]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", SERVE, *command],
            env={**os.environ, "DEPOSITARY_WRITE_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            yield next(found[1] for found in addresses if found)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server over an empty store."""
    with serving(tmp_path_factory.mktemp("clients"), "--empty") as url:
        yield url


@pytest.fixture(scope="session")
def noting(server: str) -> Iterator[Endpoint]:
    """The endpoint behind the stand that notes."""
    target = urlsplit(server)

    class Forward(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            noted.sent.append(Sent(self.command, self.path, headers, body))
            connection = HTTPConnection(target.netloc, timeout=60)
            kept = {name: value for name, value in headers.items() if name not in HOP_BY_HOP}
            connection.request(self.command, self.path, body or None, kept)
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_GET = do_HEAD = do_POST = do_OPTIONS = forward  # noqa: N815 - the names that http.server wants

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Forward) as stand:
        noted = Endpoint(f"http://127.0.0.1:{stand.server_address[1]}")
        Thread(target=stand.serve_forever, daemon=True).start()
        try:
            yield noted
        finally:
            stand.shutdown()


@pytest.fixture
def endpoint(server: str, noting: Endpoint) -> Endpoint:
    """The endpoint over the three things, with nothing noted yet."""
    headers = {**BEARER, "Content-Type": "text/turtle"}
    httpx.put(
        f"{server}/graphs", params={"graph": GRAPH}, content=DATA.encode(), headers=headers
    ).raise_for_status()
    noting.sent.clear()
    return noting


@pytest.fixture(scope="session")
def packages() -> Path:
    """Folder of the installed npm packages; in CI it is a failure that they are absent."""
    if shutil.which("node") is None:
        _absent("node is absent; install Node.js 20 or later")
    folder = CLIENTS / "node_modules"
    if not folder.is_dir():
        _absent("the clients are absent; install them with: make clients")
    return folder


def _absent(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
