"""A soak: mixed load on one server, with runaways, cancels, writes, loads beside it, and killed processes.

Run `make soak`, or `.venv/bin/python benchmarks/soak [SECONDS]` (default: 1,800). It prints a line each
minute and a verdict in the end; the exit status is 1 where anything was not as it has to be.
"""

import http.client
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parent.parent))

import readers
import writers
from asking import TIMEOUT, TOKEN, Client
from ledger import Ledger
from peers import depositary
from server import served
from verdict import verdict
from watch import Watch

_SETTLING = 6.0  # seconds without load before the last look, longer than a query may take
_TIDYING = 1.0
_MINUTE = 60.0
_KILLED = "A worker ended while it opened the database"  # which this soak does to some
READERS: tuple[tuple[str, Callable[[Client], Iterator[None]], float], ...] = (
    ("cheap", readers.cheap, 0.01), ("cheap", readers.cheap, 0.01), ("medium", readers.medium, 0.2),
    ("large", readers.large, 3), ("conditional", readers.conditional, 0.1),
    ("malformed", readers.malformed, 0.1),
    ("runaway", readers.runaway, 2), ("runaway", readers.runaway, 5), ("cancelling", readers.cancelling, 2),
)  # fmt: skip
Step = Callable[[], object]


class Soak:
    """One server under load, until it is stopped."""

    def __init__(self, address: str, watch: Watch, folder: Path) -> None:
        self._address = address
        self._watch = watch
        self._ledger = watch.ledger
        self._folder = folder
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin everything."""
        for kind, reader, pause in READERS:
            self._every(pause, kind, reader(self._client(kind)).__next__)
        self._thread(lambda: readers.leaving(self._address, self._stop))
        document, transfers, acts = (
            self._client(f"write {kind}") for kind in ("document", "transfer", "act")
        )
        self._every(0.5, "document", lambda: writers.document(document))
        self._every(0.2, "transfer", lambda: writers.transfer(transfers))
        self._every(25, "act", lambda: writers.act(acts))
        store = self._watch.store
        self._every(60, "load", lambda: writers.load(acts, store, self._folder))
        self._every(15, "killing", self._watch.kill_reader)
        self._every(40, "killing", self._watch.kill_writer)
        self._every(1, "watching", self._watch.look)

    def end(self) -> None:
        """Stop everything, and wait for what is on its way."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _client(self, kind: str) -> Client:
        return Client(self._address, self._ledger, kind)

    def _every(self, pause: float, name: str, step: Step) -> None:
        """Do a step again and again, about so many seconds apart."""

        def steps() -> None:
            while not self._stop.wait(pause * random.uniform(0.5, 1.5)):
                try:
                    step()
                except (http.client.HTTPException, OSError, ValueError, LookupError, StopIteration) as error:
                    self._ledger.is_unexpected(f"{name}: {error!r}")

        self._thread(steps)

    def _thread(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()


def told(ledger: Ledger, watch: Watch) -> str:
    """A line about what goes on."""
    last, now = watch.samples[-1], ledger.now
    answers, cheap = sum(ledger.outcomes.values()), ledger.p99(now - _MINUTE, now)
    return (
        f"{now / _MINUTE:5.1f} min {answers:8,} answers, {len(ledger.wrong)} wrong, {len(ledger.unexpected)} "
        f"unexpected, cheap p99 {cheap:6.1f} ms, {last.serving:5.1f} MB serving, {last.all:6.1f} MB all, "
        f"{last.processes} processes, {last.descriptors} descriptors, {last.databases} databases, "
        f"{last.disk:4.0f} MB on disk"
    )


def soak(address: str, watch: Watch, seconds: float, folder: Path) -> bool:
    """Run it, and print; whether everything was as it has to be."""
    ledger = watch.ledger
    writers.begin(Client(address, ledger, "write document"))
    before, load = watch.sample(), Soak(address, watch, folder)
    ledger.begun = time.monotonic()
    load.start()
    while ledger.now < seconds:
        time.sleep(min(_MINUTE, max(0.0, seconds - ledger.now)))
        print(told(ledger, watch), flush=True)
    load.end()
    time.sleep(_SETTLING)
    writers.document(Client(address, ledger, "write document"))  # after which what is old is removed
    time.sleep(_TIDYING)
    points = list(verdict(ledger, watch, seconds, (before, watch.sample())))
    print(*(f"{kind:40} {number:8,}" for kind, number in sorted(ledger.outcomes.items())), sep="\n")
    print(f"counter: {ledger.written} acknowledged, {ledger.tried} tried, {ledger.seen} seen")
    print(*points, sep="\n")
    return all(point.good for point in points)


def main(seconds: float) -> int:
    """Build a store of the packaged facts, serve it, and soak it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with served(folder / "store"):
            pass
        server = depositary(folder / "store", TOKEN, "--timeout", f"{TIMEOUT:g}")
        log = folder / "log"
        with server.running(log) as (address, pid):
            good = soak(address, Watch(pid, folder / "store", Ledger()), seconds, folder)
        said = [
            line
            for line in log.read_text(encoding="utf-8").splitlines()
            if '"error"' in line and _KILLED not in line
        ]
        print(f"{len(said)} errors in the log", *said[:10], sep="\n")
    return int(not good or bool(said))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1800))
