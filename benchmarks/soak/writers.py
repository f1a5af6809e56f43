"""Writes of the soak: two graphs whose sum stays, a counter, a document, acts, and loads beside."""

import csv
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from asking import Client

from graph import iri
from ontology.terms import DEP

ACCOUNTS = 50
EACH = 1000
LINES = 200
BASE = "http://example.org/soak/"
DOCUMENT = f"/graphs?graph={quote(BASE + 'document', safe='')}"
_COMMAND = Path(sys.executable).parent / "depositary"
_UPDATE = "application/sparql-update"
_TREATY = "rome-statute"


def account(side: str, number: int) -> str:
    return f"<{BASE}{side}/{number}>"


def begin(client: Client) -> None:
    """The first state: all accounts, the counter at 0, the document with stamp 0."""
    held = {
        side: " ".join(f"{account(side, number)} <{BASE}value> {EACH} ." for number in range(ACCOUNTS))
        for side in ("left", "right")
    }
    graphs = "".join(f"GRAPH <{BASE}{side}> {{ {triples} }} " for side, triples in held.items())
    counter = f"GRAPH <{BASE}counter> {{ <{BASE}counter> <{BASE}value> 0 }}"
    if not client.write("POST", "/sparql", _UPDATE, f"INSERT DATA {{ {graphs} {counter} }}"):
        raise SystemExit("The first write was refused.")
    document(client)


def transfer(client: Client) -> None:
    """Move something from one graph to another, and count it, in one update."""
    ledger, amount = client.ledger, random.randrange(1, 100)
    left, right = (account(side, random.randrange(ACCOUNTS)) for side in ("left", "right"))
    counter = f"<{BASE}counter>"

    def state(a: str, b: str, n: str) -> str:
        value = f"<{BASE}value>"
        return (
            f"GRAPH <{BASE}left> {{ {left} {value} {a} }} GRAPH <{BASE}right> {{ {right} {value} {b} }} "
            f"GRAPH {counter} {{ {counter} {value} {n} }}"
        )

    bound = f"BIND(?a + {amount} AS ?c) BIND(?b - {amount} AS ?d) BIND(?n + 1 AS ?m)"
    before, after = state("?a", "?b", "?n"), state("?c", "?d", "?m")
    text = f"DELETE {{ {before} }} INSERT {{ {after} }} WHERE {{ {before} {bound} }}"
    ledger.tried += 1
    if client.write("POST", "/sparql", _UPDATE, text):
        ledger.written += 1


def document(client: Client) -> None:
    """Replace a graph as a whole: every triple has the same stamp."""
    ledger = client.ledger
    ledger.stamped += 1
    stamp = ledger.stamped
    content = "".join(f"<{BASE}line/{number}> <{BASE}stamp> {stamp} .\n" for number in range(LINES))
    if client.write("PUT", DOCUMENT, "text/turtle", content):
        ledger.stamp = stamp


def act(client: Client) -> None:
    """Say something in our terms, from which status is derived again, and take it back."""
    subject = f"<{iri.act(f'{_TREATY}/FRA/2003-03-03/declaration')}>"
    triples = (
        f"{subject} a <{DEP.Declaration}> ; <{DEP.treaty}> <{iri.treaty(_TREATY)}> ; "
        f"<{DEP.actor}> <{iri.state('FRA')}> ; <{DEP.verification}> 'single-source' ; "
        f"<{DEP.receivedOn}> '2003-03-03'^^<http://www.w3.org/2001/XMLSchema#date>"
    )
    quads = f"GRAPH <{iri.source_graph('soak')}> {{ {triples} }}"
    for verb in ("INSERT", "DELETE"):
        client.write("POST", "/sparql", _UPDATE, f"{verb} DATA {{ {quads} }}")


def load(client: Client, store: Path, folder: Path) -> None:
    """Load an act by the command, beside the server; a writer that is at work makes it fail, visibly."""
    number = client.ledger.outcomes["load 0"] + 1
    day = f"{2003 + number % 20}-04-{1 + number % 28:02d}"
    row = {"id": f"{_TREATY}/DEU/{day}/declaration", "treaty": _TREATY, "actor": "DEU", "kind": "declaration",
           "received_on": day, "verification": "unverified"}  # fmt: skip
    file = folder / "acts.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, row)
        writer.writeheader()
        writer.writerow(row)
    with client.ledger.load():
        command = [str(_COMMAND), "load", "acts", str(file), "--store", str(store)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    client.ledger.note("load", str(done.returncode), 0)
    if done.returncode and "Another process is writing" not in done.stderr:
        client.ledger.is_unexpected(f"load: {done.stderr[-300:]}")
