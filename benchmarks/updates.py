"""Milliseconds until a small write is acknowledged, and until its author reads it, at a million quads.

Run `.venv/bin/python benchmarks/updates.py [--quads 1000000] [--times 200] [--json FILE]`. After that, one
act in the packaged facts: what follows from it in law is derived and checked before it is acknowledged.
"""

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import dataset
from peers import Server, depositary
from server import served

from graph import iri
from ontology.terms import DEP

TOKEN = "a token of the benchmark"
GRAPH = "http://example.org/graph"
TARGET = 100.0  # milliseconds at the 95th percentile
_ACTS = 20
_XSD = "http://www.w3.org/2001/XMLSchema#date"


@dataclass(frozen=True, slots=True)
class Write:
    """A request that writes, and a pattern that is there once it is written."""

    method: str
    target: str
    media_type: str
    body: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of many writes, or of the reads that follow them."""

    name: str
    median: float
    p95: float
    longest: float
    number: int

    @classmethod
    def of(cls, name: str, found: list[float]) -> "Times":
        """Times of at least two measurements."""
        return cls(
            name, statistics.median(found), statistics.quantiles(found, n=20)[18], max(found), len(found)
        )

    def __str__(self) -> str:
        numbers = f"median {self.median:7.1f}  p95 {self.p95:7.1f}  longest {self.longest:7.1f} ms"
        return f"{self.name:44} {numbers}  ({self.number})"


def insertion(number: int) -> Write:
    """Two quads."""
    subject = f"<http://example.org/inserted/{number}>"
    text = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ {subject} <{GRAPH}#number> {number} ; <{GRAPH}#name> "n" }} }}'
    return _update(text, f"{subject} <{GRAPH}#number> {number}")


def modification(number: int) -> Write:
    """The number of what was inserted before becomes another one."""
    subject, became = f"<http://example.org/inserted/{number}>", number + 1_000_000
    text = (
        f"WITH <{GRAPH}> DELETE {{ {subject} <{GRAPH}#number> ?old }} "
        f"INSERT {{ {subject} <{GRAPH}#number> {became} }} WHERE {{ {subject} <{GRAPH}#number> ?old }}"
    )
    return _update(text, f"{subject} <{GRAPH}#number> {became}")


def graph_post(number: int) -> Write:
    """Five triples by the Graph Store Protocol."""
    subject = f"<http://example.org/posted/{number}>"
    body = "".join(f"{subject} <{GRAPH}#p{each}> {number} .\n" for each in range(5))
    target = f"/graphs?graph={quote(GRAPH, safe='')}"
    return Write("POST", target, "text/turtle", body, f"{subject} <{GRAPH}#p4> {number}")


def act(number: int) -> Write:
    """A declaration under the Rome Statute."""
    day = f"{2001 + number // 28}-02-{1 + number % 28:02d}"
    subject = f"<{iri.act(f'rome-statute/FRA/{day}/declaration')}>"
    text = (
        f"INSERT DATA {{ GRAPH <{iri.SOURCE_GRAPHS}benchmark> {{ {subject} a <{DEP.Declaration}> ; "
        f"<{DEP.treaty}> <{iri.treaty('rome-statute')}> ; <{DEP.actor}> <{iri.IDS}state/FRA> ; "
        f"<{DEP.receivedOn}> '{day}'^^<{_XSD}> ; <{DEP.verification}> 'single-source' }} }}"
    )
    return _update(text, f"{subject} <{DEP.treaty}> ?treaty")


def _update(text: str, pattern: str) -> Write:
    return Write("POST", "/sparql", "application/sparql-update", text, pattern)


def measured(client: http.client.HTTPConnection, name: str, writes: list[Write]) -> list[Times]:
    """Times of the writes, and of the reads of what each has written."""
    written, seen = [], []
    for write in writes:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": write.media_type}
        begun = time.perf_counter()
        client.request(write.method, write.target, write.body, headers)
        answer = client.getresponse()
        said = answer.read()
        written.append((time.perf_counter() - begun) * 1000)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise SystemExit(f"{write.body}\n{answer.status} {said.decode()}")
        begun = time.perf_counter()
        client.request("GET", f"/sparql?query={quote(f'ASK {{ {write.pattern} }}')}")
        if not json.load(client.getresponse())["boolean"]:
            raise SystemExit(f"Acknowledged, and not to be read: {write.pattern}")
        seen.append((time.perf_counter() - begun) * 1000)
    return [Times.of(name, written), Times.of(f"{name}, read afterwards", seen)]


def over(
    server: Server, folder: Path, asked: Mapping[str, Callable[[int], Write]], times: int
) -> list[Times]:
    """Times of several kinds of writes to one server, one kind after the other."""
    with server.running(folder / "log") as (address, _):
        client = http.client.HTTPConnection(address.removeprefix("http://"))
        return [
            times_
            for name, make in asked.items()
            for times_ in measured(client, name, [make(number) for number in range(times)])
        ]


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    small = {"INSERT DATA of 2 quads": insertion, "DELETE/INSERT WHERE": modification,
             "POST of 5 triples to a graph": graph_post}  # fmt: skip
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dataset.write_file(chosen.quads, folder / "quads.nq")
        dataset.build_store(folder / "quads.nq", folder / "store")
        found = over(depositary(folder / "store", TOKEN), folder, small, chosen.times)
        with served(folder / "packaged"):
            pass
        packaged = depositary(folder / "packaged", TOKEN)
        found += over(packaged, folder, {"one act, with what follows from it": act}, _ACTS)
    print(f"{chosen.quads:,} quads; target: p95 of small writes at most {TARGET:g} ms", *found, sep="\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
