"""Nothing that is sent makes the server call anybody or read a file: calls are counted where they arrive."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import quote

import pytest

from tests.hostile.conftest import HOSTILE, Door

EVERYTHING = "{ ?s ?p ?o }"


@dataclass
class Listener:
    """Something inside of the network that nobody outside may reach; counts who comes."""

    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    calls: int = 0

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def count(self) -> None:
        """Count connections until the socket is closed."""
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


@pytest.fixture(scope="module")
def inside() -> Iterator[Listener]:
    listener = Listener()
    counting = Thread(target=listener.count)
    counting.start()
    yield listener
    listener.listening.shutdown(socket.SHUT_RDWR)
    listener.listening.close()
    counting.join()


@pytest.fixture(autouse=True)
def uncalled(inside: Listener) -> Iterator[None]:
    """Afterwards nobody has called; that calls are counted is tried once more each time."""
    yield
    socket.create_connection(("127.0.0.1", inside.port)).close()
    probe = socket.create_connection(("127.0.0.1", inside.port))
    probe.recv(1)  # closed by the one that counts: so every earlier call has been counted
    probe.close()
    assert inside.calls == 2
    inside.calls = 0


def addresses(port: int) -> dict[str, str]:
    """This machine, and what clouds tell about themselves, as strangers write them."""
    return {
        "loopback": f"http://127.0.0.1:{port}/",
        "by name": f"http://localhost:{port}/",
        "without the middle": f"http://127.1:{port}/",
        "as a number": f"http://2130706433:{port}/",
        "as an octal number": f"http://0177.0.0.1:{port}/",
        "as a hexadecimal number": f"http://0x7f000001:{port}/",
        "zero": f"http://0.0.0.0:{port}/",
        "IPv6": f"http://[::1]:{port}/",
        "IPv4 in IPv6": f"http://[::ffff:127.0.0.1]:{port}/",
        "with a user": f"http://example.org@127.0.0.1:{port}/",
        "TLS": f"https://127.0.0.1:{port}/",
        "other capitals": f"HTTP://127.0.0.1:{port}/",
        "another scheme": f"ftp://127.0.0.1:{port}/",
        "metadata": "http://169.254.169.254/latest/meta-data/",
        "metadata in IPv6": "http://[::ffff:169.254.169.254]/",
        "metadata by name": "http://metadata.google.internal/",
        "a file": "file:///etc/passwd",
        "data": "data:text/turtle,%3Ca:a%3E%20%3Cb:b%3E%201%20.",
    }


WAYS = list(addresses(0))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_service_calls_nobody(door: Door, inside: Listener, way: str, silent: str) -> None:
    address = addresses(inside.port)[way]
    answer = door.query(f"SELECT * {{ SERVICE {silent}<{address}> {EVERYTHING} }}")
    assert (answer.status, answer.problem) == (403, "query-forbidden")


HIDDEN = (
    "SELECT * {{ ?s ?p ?o OPTIONAL {{ SERVICE <{0}> {{ ?a ?b ?c }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?a ?b ?c }} }} }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?a ?b ?c }} }} }}",
    "SELECT * {{ VALUES ?e {{ <{0}> }} SERVICE ?e {{ ?a ?b ?c }} }}",
    "SELECT * {{ BIND(IRI('{0}') AS ?e) SERVICE ?e {{ ?a ?b ?c }} }}",
    "PREFIX a: <{0}> SELECT * {{ SERVICE a: {{ ?a ?b ?c }} }}",
    "PREFIX service: <{0}> SELECT * {{ service service: {{ ?a ?b ?c }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <> {{ ?a ?b ?c }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ ?s ?p 1.SERVICE <{0}> {{ ?a ?b ?c }} }}",
    'SELECT * {{ ?s ?p "a"@en.SERVICE <{0}> {{ ?a ?b ?c }} }}',
    "SELECT * {{ SERVICE#\n<{0}>#\n{{ ?a ?b ?c }} }}",
    "SELECT * {{ FILTER(?a<?b)SERVICE<{0}>{{ ?a ?b ?c }} FILTER(?c>?d) }}",
    "CONSTRUCT {{ ?a ?b ?c }} {{ SERVICE <{0}> {{ ?a ?b ?c }} }}",
    "ASK {{ SERVICE <{0}> {{ SERVICE <{0}> {{ ?a ?b ?c }} }} }}",
    "DESCRIBE ?a {{ SERVICE <{0}> {{ ?a ?b ?c }} }}",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_service_is_found_wherever_it_hides(door: Door, inside: Listener, text: str) -> None:
    answer = door.query(text.format(f"http://127.0.0.1:{inside.port}/"))
    assert answer.status in {400, 403}, answer


@pytest.mark.parametrize("way", WAYS)
def test_load_fetches_nothing(door: Door, inside: Listener, way: str) -> None:
    address = addresses(inside.port)[way]
    assert door.update(f"LOAD <{address}>").status == 403
    silent = door.update(f"LOAD SILENT <{address}> INTO GRAPH <{HOSTILE}>")
    assert (silent.status, json.loads(silent.body)["added"]) == (200, 0)


@pytest.mark.parametrize("way", WAYS)
def test_data_sets_are_graphs_and_never_fetched(door: Door, inside: Listener, way: str) -> None:
    address = addresses(inside.port)[way]
    for clause in (f"FROM <{address}>", f"FROM NAMED <{address}>"):
        answer = door.query(f"ASK {clause} {EVERYTHING}")
        assert json.loads(answer.body)["boolean"] is False
    for name in ("default-graph-uri", "named-graph-uri"):
        query = f"query={quote(f'ASK {EVERYTHING}')}&{name}={quote(address, safe='')}"
        assert json.loads(door.get(f"/sparql?{query}").body)["boolean"] is False
    assert door.get(f"/graphs?graph={quote(address, safe='')}").status == 404


@pytest.mark.parametrize(
    "context",
    ['"{0}"', '["{0}"]', '{{"@import": "{0}"}}', '{{"a": {{"@id": "b:b", "@context": "{0}"}}}}'],
)
def test_contexts_are_not_fetched(door: Door, inside: Listener, context: str) -> None:
    context = context.format(f"http://127.0.0.1:{inside.port}/")
    data = f'{{"@context": {context}, "@id": "a:a", "a": {{"@id": "c:c"}}}}'
    assert door.graph("PUT", data.encode(), "application/ld+json").status == 400
    path = json.dumps(f"http://127.0.0.1:{inside.port}/")
    linked = f'{{"@context": {{}}, "@id": {path}, "b:b": 1}}'.encode()
    link = f'Link: <http://127.0.0.1:{inside.port}/>; rel="http://www.w3.org/ns/json-ld#context"'
    assert door.request("PUT", f"/graphs?graph={HOSTILE}", link, body=linked).status in {401, 415}


def test_entities_and_document_types_are_not_fetched(door: Door, inside: Listener) -> None:
    address = f"http://127.0.0.1:{inside.port}/a.dtd"
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    only_type = f'<!DOCTYPE r SYSTEM "{address}">{rdf}'
    assert door.graph("PUT", only_type.encode(), "application/rdf+xml").status == 201
    assert door.graph("DELETE", b"").status == 200
    for inner in (f'<!ENTITY a SYSTEM "{address}">', f'<!ENTITY % a SYSTEM "{address}"> %a;'):
        data = f"<!DOCTYPE r [{inner}]>{rdf}".encode()
        assert door.graph("PUT", data, "application/rdf+xml").status == 400
