"""What the server takes, sampled while it is under load; and the processes that are killed meanwhile."""

import os
import random
import signal
import statistics
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import processes
from ledger import Ledger

QUERY, WRITE = "graph.workers.query", "graph.workers.write"


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds since the start, megabytes of the serving process and of all, and how much else there is."""

    at: float
    serving: float
    all: float
    processes: int
    descriptors: int  # but for the files of databases, of which there are more or less
    databases: int  # that the serving process has open
    threads: int
    disk: float  # megabytes of the generations, a file that several share counted once
    folders: int  # of generations, candidates, and what is being removed


@dataclass(slots=True)
class Watch:
    """The server's process, its store, and what was sampled."""

    pid: int
    store: Path
    ledger: Ledger
    samples: list[Sample] = field(default_factory=list)

    def sample(self) -> Sample:
        """Look now."""
        children = processes.children(self.pid)
        every = processes.memory(self.pid)
        for child in children:
            with suppress(OSError, LookupError):  # it may have gone, or be a zombie for a moment
                every += processes.memory(child)
        generations = self.store / "generations"
        files = processes.open_files(self.pid)
        tables = [file for file in files if file.suffix == ".sst" or file.name.endswith(".sst (deleted)")]
        return Sample(
            self.ledger.now,
            processes.memory(self.pid),
            every,
            len(children),
            len(files) - len(tables),
            len({file.parent for file in tables}),
            processes.threads(self.pid),
            _size(generations),
            len(list(generations.iterdir())),
        )

    def look(self) -> None:
        """Sample, and keep it."""
        self.samples.append(self.sample())

    def kill_reader(self) -> None:
        """Kill one of the query workers."""
        self._kill(QUERY)

    def kill_writer(self) -> None:
        """Kill the writer, whatever it does."""
        self._kill(WRITE)

    def _kill(self, module: str) -> None:
        found = processes.children(self.pid, module)
        if found:
            self.ledger.killed(writer=module == WRITE)
            with suppress(ProcessLookupError):
                os.kill(random.choice(found), signal.SIGKILL)

    def middle(self, what: str, first: float, last: float) -> float:
        """Median of a number of the samples between two moments."""
        found = [getattr(each, what) for each in self.samples if first <= each.at < last]
        return statistics.median(found) if found else 0.0


def _size(folder: Path) -> float:
    """Megabytes of all files below a folder, some of which go meanwhile; hard links are counted once."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                told = Path(parent, name).stat()
                found[told.st_ino] = told.st_blocks * 512
    return sum(found.values()) / 2**20
