"""What made each generation of a store: when, by what and by whom, and how much was added and removed.

A line of JSON for each, written before the generation becomes current: what a killed writer noted and did not
publish is passed over, and written again by the next one.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal, overload

from pyoxigraph import DefaultGraph, Quad

Kind = Literal["load", "derive", "update", "graph-store", "restore"]


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of quads."""

    added: int = 0
    removed: int = 0

    def __add__(self, other: "Change") -> "Change":
        """Return one change after the other."""
        return Change(self.added + other.added, self.removed + other.removed)


def by_graph(added: Iterable[Quad], removed: Iterable[Quad]) -> dict[str, Change]:
    """Numbers of quads by the names of their graphs, in the order of the names; "" is the unnamed graph."""
    more, fewer = (Counter(map(_graph, quads)) for quads in (added, removed))
    return {name: Change(more[name], fewer[name]) for name in sorted(more | fewer)}


def _graph(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name.value)


@dataclass(frozen=True, slots=True)
class Made:
    """How a change was made: `at` in UTC (RFC 3339), `by` the name of a token, or the command.

    `graphs` are the named graphs that were written, and those in which something was derived from that, with
    the quads added to and removed from each; "" is the unnamed graph. For a load it is empty.
    """

    kind: Kind
    at: str
    by: str
    graphs: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: the number and version of the generation that it made, and all quads, with derived ones."""

    generation: int
    version: str
    added: int
    removed: int
    made: Made


class Changes:
    """The file of changes of a store."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, changed: Changed) -> None:
        """Add a change, durably; the half line that a killed writer may have left goes."""
        with self._path.open("a+b") as file:
            file.truncate(_end(file))
            file.write(json.dumps(asdict(changed), ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def until(self, generation: int) -> list[Changed]:
        """The changes up to a generation, newest first; the last word on each counts."""
        return list(self.search(generation))

    def search(self, generation: int, graph: str = "", since: datetime | None = None) -> "Found":
        """The same: those in which a named graph was written, and those from a moment on, where one is given.

        Lines are not read before they are looked at: of many changes one page is shown at a time.
        """
        named = json.dumps(graph, ensure_ascii=False).encode() if graph else b""
        first = since.astimezone(UTC).isoformat(timespec="milliseconds").encode() if since else b""
        found = dict[int, bytes]()
        for line in self._path.read_bytes().splitlines(keepends=True) if self._path.exists() else ():
            told = _LINE.fullmatch(line)
            if told and int(told["generation"]) <= generation:
                found[int(told["generation"])] = line if named in line and told["at"] >= first else b""
        lines = [found[number] for number in sorted(found, reverse=True) if found[number]]
        if graph:  # its name may stand elsewhere in the line
            lines = [line for line in lines if graph in _read(line).made.graphs]
        return Found(lines)


class Found(Sequence[Changed]):
    """Changes, each read when it is looked at."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Changed]:
        return map(_read, self._lines)

    @overload
    def __getitem__(self, place: int) -> Changed: ...

    @overload
    def __getitem__(self, place: slice) -> "Found": ...

    def __getitem__(self, place: int | slice) -> "Changed | Found":
        return Found(self._lines[place]) if isinstance(place, slice) else _read(self._lines[place])


_LINE = re.compile(
    rb'\{"generation": (?P<generation>\d+), "version": "\w*", "added": \d+, "removed": \d+, '
    rb'"made": \{"kind": "[\w-]+", "at": "(?P<at>[^"]*)", .*\n'
)


def _end(file: BinaryIO) -> int:
    """Where the last whole line of a file ends."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1))
    if file.read(1) in {b"\n", b""}:
        return end
    file.seek(0)
    return file.read().rfind(b"\n") + 1


def _read(line: bytes) -> Changed:
    told = json.loads(line)
    made = told["made"]
    graphs = {graph: Change(**change) for graph, change in made["graphs"].items()}
    return Changed(**(told | {"made": Made(**(made | {"graphs": graphs}))}))
