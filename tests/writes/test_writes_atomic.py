"""A write happens as a whole or not at all; once acknowledged, everybody sees it and nothing loses it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from graph.check import fingerprint_faults
from graph.store import Generations, Store
from tests.conftest import WriteActs
from tests.writes.conftest import SERVE, Server, Serving

PAIR = "INSERT DATA {{ <a:x> <a:p> {0} . GRAPH <a:g> {{ <a:x> <a:p> {0} }} }}"
SWAP = """DELETE {{ ?s ?p ?o . GRAPH <a:g> {{ ?s ?p ?o }} }}
INSERT {{ ?s ?p {0} . GRAPH <a:g> {{ ?s ?p {0} }} }} WHERE {{ ?s ?p ?o }}"""
SUMS = """SELECT ?a ?b {
  { SELECT (SUM(?o) AS ?a) { ?s ?p ?o } } { SELECT (SUM(?o) AS ?b) { GRAPH ?g { ?s ?p ?o } } } }"""


def test_readers_never_see_half_a_write(empty: Server) -> None:
    empty.update(PAIR.format(0))
    halves, stop = list[str](), threading.Event()

    def read() -> None:
        with httpx.Client(base_url=empty.client.base_url) as client:
            while not stop.is_set():
                row = client.get(
                    "/sparql", params={"query": SUMS}, headers={"accept": "text/csv"}
                ).text.split()[1]
                if len(set(row.split(","))) != 1:
                    halves.append(row)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 30):
        assert empty.update(SWAP.format(number)).status_code == 200
        assert empty.ask(f"<a:x> <a:p> {number} . GRAPH <a:g> {{ <a:x> <a:p> {number} }}")
    stop.set()
    for reader in readers:
        reader.join()
    assert halves == []


def test_the_second_operation_sees_the_first_and_both_go_when_it_fails(empty: Server) -> None:
    both = "INSERT DATA { <a:x> <a:p> 1 } ; INSERT { ?s <a:q> ?o } WHERE { ?s <a:p> ?o }"
    assert empty.update(both).status_code == 200
    assert empty.ask("<a:x> <a:q> 1")
    before = empty.version()
    assert (
        empty.update("INSERT DATA { <a:y> <a:p> 1 } ; CREATE GRAPH <a:g> ; CREATE GRAPH <a:g>").status_code
        == 409
    )
    assert (empty.version(), empty.ask("<a:y> ?p ?o")) == (before, False)
    assert empty.update("INSERT DATA { <a:z> <a:p> 1 }").status_code == 200
    assert not empty.ask("<a:y> ?p ?o")


def test_what_changes_nothing_makes_no_version(empty: Server) -> None:
    empty.update("INSERT DATA { <a:x> <a:p> 1 }")
    before = empty.version()
    again = empty.update("INSERT DATA { <a:x> <a:p> 1 }").json()
    assert (again["added"], again["version"], empty.version()) == (0, before, before)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_a_power_cut_loses_nothing_that_was_acknowledged(store: Path, serving: Serving) -> None:
    options = ("--empty", "--default-graph", "unnamed")
    acknowledged = 0
    for cut in (3, 7):
        with serving(store, *options) as server:
            for _ in range(cut):
                acknowledged += 1
                assert server.update(f"INSERT DATA {{ <a:x> <a:p> {acknowledged} }}").status_code == 200
            writing = threading.Thread(target=_until_it_ends, args=(server,))
            writing.start()
            server.kill()
            writing.join()
    with serving(store, *options) as server:
        assert all(server.ask(f"<a:x> <a:p> {number}") for number in range(1, acknowledged + 1))
        assert server.update("INSERT DATA { <a:x> <a:p> 0 }").status_code == 200
    held = Store.open(store)
    assert list(fingerprint_faults(held.oxigraph, held.generation.fingerprint)) == []
    with Generations(store).write():  # the next writer removes what others left
        assert len(list((store / "generations").glob("work-*"))) == 1


def _until_it_ends(server: Server) -> None:
    number = 10**6
    try:
        while True:
            number += 1
            server.update(f"INSERT DATA {{ <a:y> <a:p> {number} }}")
    except httpx.HTTPError:
        return


def test_a_writer_that_dies_is_replaced(empty: Server) -> None:
    empty.update("INSERT DATA { <a:x> <a:p> 1 }")
    os.kill(empty.writer(), signal.SIGKILL)
    answers = [empty.update(f"INSERT DATA {{ <a:x> <a:p> {number} }}").status_code for number in (2, 3)]
    assert (answers[0] in {200, 503}, answers[1]) == (True, 200)
    assert empty.ask("<a:x> <a:p> 1, 3")


def test_a_load_beside_the_server_and_its_writes_go_together(
    few_acts: Path, serving: Serving, write_acts: WriteActs
) -> None:
    row = {"actor": "USA", "kind": "ratification", "received_on": "2025-05-05"}
    acts = write_acts(row)
    with serving(few_acts) as server:
        server.update("INSERT DATA { <a:x> <a:p> 1 }")
        command = [sys.executable, "-c", SERVE, "load", "acts", str(acts), "--store", str(few_acts)]
        subprocess.run(command, check=True, capture_output=True)
        server.update("INSERT DATA { <a:x> <a:p> 2 }")
        assert server.ask("<a:x> <a:p> 1, 2 . ?act dep:actor state:USA ; a dep:Ratification")
    kinds = [change.made.kind for change in Generations(few_acts).changes()]
    assert kinds[:3] == ["update", "load", "update"]


def test_what_is_changed_is_noted(empty: Server, tmp_path: Path) -> None:
    empty.update("INSERT DATA { <a:x> <a:p> 1, 2 . GRAPH <a:g> { <a:x> <a:p> 1 } }")
    empty.graph("PUT", "a:g", "<a:x> <a:p> 2 .")
    newest, before = Generations(tmp_path / "store").changes()[:2]
    assert (newest.made.kind, newest.made.by, newest.added, newest.removed) == (
        "graph-store",
        "write-token",
        1,
        1,
    )
    assert {graph: change.added for graph, change in before.made.graphs.items()} == {"": 2, "a:g": 1}
    assert newest.version == empty.version()
