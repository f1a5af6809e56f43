"""A named graph that becomes what a source says now: only what differs is added and removed.

A graph that is new is written as it comes. Of one that is there, old and new lines go to files by hash,
and are compared file by file: a graph may be larger than memory.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO
from zlib import crc32

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.store.candidate import Candidate

_PARTS = 64
_READ = 2**22  # bytes


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Numbers of quads: those that the graph holds now, and how it changed."""

    quads: int
    added: int
    removed: int


class GraphRewriter:
    """Takes the lines that a graph shall hold; `finish` makes the candidate hold these, and no other there.

    `changed` hears each line that goes (`-`) or comes (`+`), unless the graph was new.
    """

    def __init__(self, candidate: Candidate, graph: str, changed: Callable[[str, bytes], None]) -> None:
        candidate.settle()
        self._candidate = candidate
        self._graph = NamedNode(graph)
        self._changed = changed
        self._open = ExitStack()
        self._added = self._removed = self._quads = 0
        self.new = not candidate.store.contains_named_graph(self._graph)
        self._wanted = () if self.new else self._files()

    def add(self, lines: Sequence[bytes]) -> None:
        """Take lines of N-Quads in the graph, none of which came before."""
        self._quads += len(lines)
        if self.new:
            self._candidate.add_lines(lines)
            return
        for line in lines:
            self._wanted[crc32(line) % _PARTS].write(line)

    def finish(self) -> Rewritten:
        """Write what differs."""
        with self._open:
            if self.new:
                return Rewritten(self._quads, self._quads, 0)
            for wanted, held in zip(self._wanted, self._held(), strict=True):
                self._exchange(_content(wanted), _content(held))
        return Rewritten(self._quads, self._added, self._removed)

    def close(self) -> None:
        """Let go of the files."""
        self._open.close()

    def _files(self) -> tuple[BinaryIO, ...]:
        folder = self._open.enter_context(TemporaryDirectory(prefix="depositary-"))
        return tuple(self._open.enter_context(TemporaryFile(dir=folder)) for _ in range(_PARTS))

    def _held(self) -> tuple[BinaryIO, ...]:
        """The lines of the graph as the candidate holds it, in files by the same hashes."""
        files = self._files()
        tail = f" {self._graph} .\n".encode()
        with TemporaryFile() as dumped:
            self._candidate.store.dump(dumped, format=RdfFormat.N_TRIPLES, from_graph=self._graph)
            dumped.seek(0)
            while lines := dumped.readlines(_READ):
                for triple in lines:
                    line = triple.removesuffix(b" .\n") + tail
                    files[crc32(line) % _PARTS].write(line)
        return files

    def _exchange(self, wanted: set[bytes], held: set[bytes]) -> None:
        added, removed = sorted(wanted - held), sorted(held - wanted)
        if removed:
            self._candidate.settle()
            self._candidate.remove(parse(b"".join(removed), format=RdfFormat.N_QUADS))
        self._candidate.add_lines(added)
        self._added += len(added)
        self._removed += len(removed)
        for sign, lines in (("-", removed), ("+", added)):
            for line in lines:
                self._changed(sign, line)


def _content(file: BinaryIO) -> set[bytes]:
    file.seek(0)
    return set(_lines(file))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while lines := file.readlines(_READ):
        yield from lines
