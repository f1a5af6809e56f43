"""Lines, each once and in order, in constant memory: sorted runs on the disk, which are merged."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from typing import BinaryIO

_HELD = 32 * 2**20  # bytes of lines in memory; with what Python adds to each, about four times as much
_OBJECT = 128  # bytes that a short line takes in memory beside its characters
_RUNS = 64  # that are merged at a time, each an open file


class Distinct:
    """Lines, each with its line feed, that are added in any order and come back sorted, each once.

    `held` bytes of them are in memory at most.
    """

    def __init__(self, folder: Path, held: int = _HELD) -> None:
        self._folder = folder
        self._most = held
        self._held: set[bytes] = set()
        self._size = self._made = 0
        self._runs: list[Path] = []

    def add(self, lines: Iterable[bytes]) -> None:
        """Add lines."""
        for line in lines:
            if line not in self._held:
                self._held.add(line)
                self._size += len(line) + _OBJECT
        if self._size >= self._most:
            self._write(sorted(self._held))
            self._held, self._size = set(), 0

    def __iter__(self) -> Iterator[bytes]:
        held = sorted(self._held)
        if not self._runs:
            yield from held
            return
        with ExitStack() as stack:
            files = [stack.enter_context(run.open("rb")) for run in self._runs]
            yield from self._once(files, held)

    def _once(self, files: Iterable[BinaryIO], held: Iterable[bytes] = ()) -> Iterator[bytes]:
        before = b""
        for line in merge(*files, held):
            if line != before:
                yield line
            before = line

    def _write(self, lines: Iterable[bytes]) -> None:
        self._made += 1
        run = self._folder / f"{self._made}.run"
        with run.open("wb") as file:
            file.writelines(lines)
        self._runs.append(run)
        if len(self._runs) == _RUNS:
            merged, self._runs = self._runs, []
            with ExitStack() as stack:
                self._write(self._once([stack.enter_context(each.open("rb")) for each in merged]))
            for each in merged:
                each.unlink()
