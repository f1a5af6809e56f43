"""Real servers on loopback ports: SPARQL endpoints over Oxigraph, and servers that misbehave."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, Store

Route = Callable[[BaseHTTPRequestHandler, bytes], None]


@dataclass
class Site:
    """A server with one function for each path; what was asked is kept."""

    port: int
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def at(self, path: str, route: Route) -> str:
        self.routes[path] = route
        return self.url(path)


def answer(handler: BaseHTTPRequestHandler, body: bytes, media_type: str, **headers: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", media_type)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def fixed(body: bytes, media_type: str = "application/sparql-results+json", **headers: str) -> Route:
    return lambda handler, _: answer(handler, body, media_type, **headers)


def status(code: int, **headers: str) -> Route:
    def route(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return route


def endpoint(store: Store) -> Route:
    """A SPARQL endpoint; as those of the world, it prefers JSON, and takes both forms of POST."""

    def route(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        form = "urlencoded" in handler.headers.get("Content-Type", "")
        text = parse_qs(body.decode())["query"][0] if form else body.decode()
        results: Any = None
        try:
            results = store.query(text)
        except (SyntaxError, OSError, ValueError):
            status(400)(handler, b"")
            return
        assert isinstance(results, QuerySolutions | QueryBoolean)
        json = "json" in handler.headers.get("Accept", "")
        chosen = QueryResultsFormat.JSON if json else QueryResultsFormat.XML
        answer(handler, results.serialize(format=chosen) or b"", chosen.media_type)

    return route


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that ends with the test."""
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def lasting_site() -> Iterator[Site]:
    """A server that ends with the module."""
    with running() as made:
        yield made


@pytest.fixture
def tls_site(certificate: Path) -> Iterator[Site]:
    """A server that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running(context) as made:
        yield made


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server, until the context ends."""
    made: Site

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _go(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.partition("?")[0]
            made.asked.append((self.command, self.path, body))
            made.routes.get(path, status(404))(self, body)

        do_GET = do_POST = _go  # noqa: N815 - the names of http.server

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients leave early on purpose
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    made = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
