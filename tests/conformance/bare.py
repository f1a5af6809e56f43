"""Oxigraph as it is, behind the least HTTP that the harness needs: which failures are its own shows here.

No guard, no workers, no writer of ours: a store in memory, and the calls of pyoxigraph.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

BASE = "http://example.org/"


class Bare(BaseHTTPRequestHandler):
    """Queries and updates by direct POST, and the query that asks whether the server lives by GET."""

    protocol_version = "HTTP/1.1"
    store: Store

    def do_GET(self) -> None:
        self._answer(lambda: self._query(parse_qs(urlsplit(self.path).query)["query"][0]))

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        updating = "update" in self.headers["Content-Type"]
        self._answer(lambda: self._update(text) if updating else self._query(text))

    def _update(self, text: str) -> tuple[str, bytes]:
        self.store.update(text, base_iri=BASE)
        return "text/plain", b""

    def _query(self, text: str) -> tuple[str, bytes]:
        dataset = parse_qs(urlsplit(self.path).query)
        graphs: dict[str, Any] = {
            option: [NamedNode(iri) for iri in dataset[parameter]]
            for option, parameter in (
                ("default_graph", "default-graph-uri"),
                ("named_graphs", "named-graph-uri"),
            )
            if parameter in dataset
        }
        results: Any = self.store.query(text, base_iri=BASE, **graphs)
        form = RdfFormat.N_TRIPLES if isinstance(results, QueryTriples) else self._results_format()
        return form.media_type, results.serialize(format=form)

    def _results_format(self) -> QueryResultsFormat:
        first = self.headers.get("Accept", "").partition(",")[0].partition(";")[0]
        return QueryResultsFormat.from_media_type(first) or QueryResultsFormat.JSON

    def _answer(self, work: Any) -> None:
        try:
            status, (media_type, body) = 200, work()
        except SyntaxError as error:
            status, media_type, body = 400, "text/plain", str(error).encode()
        except Exception as error:  # noqa: BLE001 - whatever the engine cannot do is an answer here
            status, media_type, body = 500, "text/plain", str(error).encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is logged."""


@contextmanager
def bare() -> Iterator[str]:
    """The address of a server over an empty store."""
    handler = type("BareOverOneStore", (Bare,), {"store": Store()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
