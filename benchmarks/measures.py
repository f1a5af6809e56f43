"""Measures of a SPARQL service that wrk cannot take: large answers, and what runaways do to others."""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from processes import forget_peak, memory

LARGE = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 100000"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a < ?h) }"
JSON = {"Accept": "application/sparql-results+json"}
WORKERS = 4  # the default
_POLL = 0.005
_PIECE = 256 * 1024
_NATIVE = """
import sys, time, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
for _ in range(int(sys.argv[3])):
    begun = time.perf_counter()
    store.query(sys.argv[2]).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    print(time.perf_counter() - begun)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, its size, and the seconds until it was complete."""

    status: int
    size: int
    seconds: float


class Client:
    """One connection that is kept."""

    def __init__(self, address: str, path: str) -> None:
        self._connection = http.client.HTTPConnection(address.removeprefix("http://"))
        self._path = path

    def ask(self, query: str) -> Answer:
        """Ask, and read the answer to its end without keeping it."""
        begun = time.perf_counter()
        self._connection.request("GET", f"{self._path}?query={quote(query)}", headers=JSON)
        answer, size = self._connection.getresponse(), 0
        while piece := answer.read(_PIECE):
            size += len(piece)
        return Answer(answer.status, size, time.perf_counter() - begun)


def native_seconds(database: Path, rounds: int) -> list[float]:
    """Seconds to evaluate and serialise the large answer in a process of its own, without a server."""
    command = [sys.executable, "-c", _NATIVE, str(database), LARGE, str(rounds + 1)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in said.split()][1:]


def large(address: str, path: str, pid: int) -> tuple[float, float]:
    """Seconds of the large answer over HTTP, and megabytes by which the serving process grew meanwhile."""
    client = Client(address, path)
    client.ask(LARGE + " # once before")
    forget_peak(pid)
    before = memory(pid)
    answer = client.ask(LARGE)
    if answer.status != HTTPStatus.OK:
        raise SystemExit(f"{address}: {answer.status} to the large query")
    return answer.seconds, memory(pid, "VmHWM") - before


@contextmanager
def runaways(address: str, path: str, number: int) -> Iterator[None]:
    """So many queries that do not end, each from a client of its own, which leaves in the end."""
    host, _, port = address.removeprefix("http://").partition(":")
    with ExitStack() as clients:
        for each in range(number):
            client = clients.enter_context(socket.create_connection((host, int(port))))
            target = f"{path}?query={quote(f'{RUNAWAY} # {each}')}"
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        _until(address, lambda running, free: running >= number and free <= WORKERS - number)
        yield
    _until(address, lambda running, free: running == 0 and free == WORKERS)


def _until(address: str, come: Callable[[int, int], bool]) -> None:
    """Wait until the numbers of running queries and of free workers are as wanted."""
    client = http.client.HTTPConnection(address.removeprefix("http://"))
    while True:
        client.request("GET", "/ready")
        workers = json.load(client.getresponse()).get("workers")  # there are none as long as it is not ready
        if workers and come(workers["running"], workers["free"]):
            return
        time.sleep(_POLL)


def bystander(address: str, path: str, times: int = 200) -> tuple[float, float]:
    """Milliseconds of `ASK {}`, another one each time, beside three runaways: median and 95th percentile."""
    with runaways(address, path, 3):
        client = Client(address, path)
        answers = [client.ask(f"ASK {{}} # {number}") for number in range(times)]
    failed = [answer for answer in answers if answer.status != HTTPStatus.OK]
    if failed:
        raise SystemExit(f"{address}: {len(failed)} bystanders were not answered, {failed[0].status}")
    found = [answer.seconds * 1000 for answer in answers]
    return statistics.median(found), statistics.quantiles(found, n=20)[18]


def refused(address: str, path: str) -> float:
    """Seconds until 503 while all four workers are busy."""
    with runaways(address, path, 4):
        answer = Client(address, path).ask("ASK {} # all are busy")
    if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
        raise SystemExit(f"{address}: {answer.status} while all are busy")
    return answer.seconds
