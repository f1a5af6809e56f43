"""Reads of the soak: whoever reads knows what the answer has to be."""

import hashlib
import itertools
import json
import random
import re
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from asking import JSON, TIMEOUT, TOKEN, Answer, Client, rows
from writers import ACCOUNTS, BASE, DOCUMENT, EACH, LINES

from graph import iri
from ontology.terms import DEP

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a < ?h) }"
_LARGE = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 100000"
_PARIS = f"GRAPH <{iri.REGISTER}> {{ ?act <{DEP.treaty}> <{iri.treaty('paris-agreement')}>"
_MEDIUM = f"SELECT * WHERE {{ {_PARIS} ; ?p ?o }} }} ORDER BY ?act ?p ?o LIMIT 1000"
_ACTS = f"SELECT ?act ?day WHERE {{ {_PARIS} ; <{DEP.receivedOn}> ?day }} }}"
_VALUE = f"<{BASE}value>"
_STATE = (
    f"SELECT ?n (SUM(?v) AS ?sum) (COUNT(?v) AS ?count) WHERE {{ GRAPH <{BASE}counter> {{ ?c {_VALUE} ?n }} "
    f"GRAPH ?g {{ ?a {_VALUE} ?v }} FILTER(?g IN (<{BASE}left>, <{BASE}right>)) }} GROUP BY ?n"
)
_STATUS = "/status?state=Gambia&treaty=rome-statute&on=2017-05-01"
_TURTLE = {"Accept": "application/n-triples"}
_MALFORMED: tuple[tuple[str, int], ...] = (
    ("SELECT", 400), ("SELECT * WHERE { ?s ?p ", 400), ("ASK { ?s nowhere:p ?o }", 400), ("{" * 5000, 403),
    ("SELECT * WHERE { ?s " + "/".join(["<http://a/p>"] * 500) + " ?o }", 403), ("ASK { \x00 }", 400),
    ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403), ("ASK {} " * 10, 400),
)  # fmt: skip
_number = itertools.count()


def cheap(client: Client) -> Iterator[None]:
    """Days of acts, each time in another text; the state of the two graphs and the counter; a status."""
    days = {row["act"]: row["day"] for row in rows(_surely(client, _ACTS))}
    status = json.loads(client.request("GET", _STATUS).body)["status"]
    while True:
        for act, day in random.sample(sorted(days.items()), 20):
            text = f"SELECT DISTINCT ?day WHERE {{ <{act}> <{DEP.receivedOn}> ?day }} # {next(_number)}"
            answer = client.query(text)
            if answer and rows(answer) != [{"day": day}]:
                client.ledger.is_wrong(f"{text}: {answer.body!r}")
            yield
        _state(client)
        yield
        answer = client.expect(client.request("GET", _STATUS))
        if answer and json.loads(answer.body)["status"] != status:
            client.ledger.is_wrong(f"{_STATUS}: {answer.body!r}")


def _state(client: Client) -> None:
    """The sum never changes, and the counter is at least where anybody has seen it or was told that it is."""
    ledger = client.ledger
    least = max(ledger.written, ledger.seen)
    answer = client.query(f"{_STATE} # {next(_number)}")
    if answer is None:
        return
    found, most = rows(answer), ledger.tried
    expected = {"sum": str(2 * ACCOUNTS * EACH), "count": str(2 * ACCOUNTS)}
    if len(found) != 1 or not (found[0].items() >= expected.items() and least <= int(found[0]["n"]) <= most):
        ledger.is_wrong(f"{found} where the counter is from {least} to {most}, and {expected}")
    else:
        ledger.saw(int(found[0]["n"]))


def medium(client: Client) -> Iterator[None]:
    """A thousand rows that nobody changes."""
    wanted = hashlib.sha256(_surely(client, _MEDIUM).body).digest()
    while True:
        answer = client.query(f"{_MEDIUM} # {next(_number)}")
        if answer and hashlib.sha256(answer.body).digest() != wanted:
            client.ledger.is_wrong(f"1,000 rows have changed: {answer.body[:300]!r}")
        yield


def large(client: Client) -> Iterator[None]:
    """100,000 rows, complete."""
    while True:
        answer = client.query(f"{_LARGE} # {next(_number)}", {"Accept": "text/tab-separated-values"})
        if answer and answer.body.count(b"\n") != 100_001:  # noqa: PLR2004 - the rows and the head
            client.ledger.is_wrong(f"100,000 rows were {answer.body.count(bytes([10])):,} lines")
        yield


def conditional(client: Client) -> Iterator[None]:
    """The document: whole, not older than what was acknowledged, and 304 only while it is the same."""
    tag, had = "", -1
    while True:
        ledger = client.ledger
        least = ledger.stamp
        headers = _TURTLE | ({"If-None-Match": tag} if tag else {})
        answer = client.expect(client.request("GET", DOCUMENT, headers=headers))
        if answer and answer.status == HTTPStatus.NOT_MODIFIED:
            if not least <= had <= ledger.stamped:
                ledger.is_wrong(f"304 for stamp {had} where {least} was acknowledged")
        elif answer:
            stamps = re.findall(rb'stamp> "(\d+)"', answer.body)
            if len(stamps) != LINES or len(set(stamps)) != 1 or not least <= int(stamps[0]) <= ledger.stamped:
                ledger.is_wrong(f"document of {len(stamps)} lines, stamps {set(stamps)}, at least {least}")
            tag, had = answer.headers["ETag"], int(stamps[0])
        yield


def malformed(client: Client) -> Iterator[None]:
    """What is no query, or not served: the same refusal each time."""
    while True:
        for text, status in _MALFORMED:
            answer = client.request("POST", "/sparql", text, {"Content-Type": "application/sparql-query"})
            if answer.status != status:
                client.expect(answer)
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    client.ledger.is_wrong(f"{text[:80]!r}: {answer.status} instead of {status}")
            yield


def runaway(client: Client) -> Iterator[None]:
    """Queries that do not end: stopped at the deadline, or by an operator."""
    while True:
        answer = client.request("GET", f"/sparql?query={quote(f'{RUNAWAY} # {next(_number)}')}", headers=JSON)
        if answer.problem != "query-cancelled":
            client.expect(answer)
        if answer.status == HTTPStatus.OK or answer.seconds > TIMEOUT + 2:
            client.ledger.is_wrong(f"a runaway was answered {answer.status} after {answer.seconds:.2f} s")
        yield


def cancelling(client: Client) -> Iterator[None]:
    """Stop the oldest runaway, as an operator does."""
    operator = {"Authorization": f"Bearer {TOKEN}"}
    while True:
        listed = json.loads(client.request("GET", "/running", headers=operator).body)["queries"]
        oldest = next((each["id"] for each in listed if each["text"].startswith(RUNAWAY)), None)
        if oldest is not None:
            answer = client.request("DELETE", f"/running/{oldest}", headers=operator)
            if answer.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}:
                client.ledger.is_unexpected(f"cancelling {oldest}: {answer.status}")
        yield


def leaving(address: str, stop: threading.Event) -> None:
    """Clients that ask for something large or endless, read a little, and leave."""
    host, _, port = address.removeprefix("http://").partition(":")
    while not stop.wait(random.uniform(0.2, 1.0)):
        with socket.create_connection((host, int(port))) as client:
            text = f"{random.choice((RUNAWAY, _LARGE))} # {next(_number)}"
            client.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            client.settimeout(random.uniform(0.05, 0.8))
            try:
                client.recv(100_000)
            except OSError:
                continue


def _surely(client: Client, text: str) -> Answer:
    answer = client.query(text)
    if answer is None:
        raise SystemExit(f"The reference was refused: {text}")
    return answer
