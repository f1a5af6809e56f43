"""A load of many files that was interrupted goes on after the last file that it had written and kept.

Only what is the same is passed over: the same files, byte by byte, in the same order, on the same store.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.faults import Fault, Origin
from graph.loaders import InputFile
from graph.loading.inputs import Input
from graph.loading.reading import sha256_of
from graph.loading.staged import Staged
from graph.loading.tally import FileReport, LeftGroup, NameGroup
from graph.loading.writing import Written
from graph.store.candidate import Candidate
from graph.store.fingerprint import Fingerprint
from graph.store.halfway import Begun, Halfway

SECONDS = 10.0  # of work that an interruption may cost; to keep what was done costs a tenth of a second


class Resumption:
    """What was kept of the same load, and what is kept of this one while it goes on."""

    def __init__(self, store: Path, inputs: Sequence[Input], *, replace: bool, seconds: float) -> None:
        self._halfway = Halfway(store)
        self._keys = [_key(input_, replace=replace) for input_ in inputs]
        self._seconds = seconds
        self._kept = time.monotonic()
        self.done = 0
        self.staged: Staged | None = None

    def begun(self, base: Fingerprint) -> Begun | None:
        """Where to go on; `None` where nothing was kept, or something else."""
        found = self._halfway.begun(base)
        done = [tuple(key) for key in found.told["done"]] if found else []
        if not found or done != self._keys[: len(done)]:
            return None
        self.done, self.staged = len(done), _staged(found.told)
        return found

    def keep(self, candidate: Candidate, staged: Staged, done: int) -> None:
        """Keep what was written of the first files, unless that was done just now or nothing is to come."""
        if done < len(self._keys) and time.monotonic() - self._kept >= self._seconds:
            self._halfway.save(candidate, {"done": self._keys[:done], **_told(staged)})
            self._kept = time.monotonic()

    def forget(self) -> None:
        """Keep nothing: the load has ended."""
        self._halfway.forget()


def _key(input_: Input, *, replace: bool) -> tuple[str, ...]:
    return input_.format, input_.source_id, sha256_of(InputFile.at(input_.path)), str(replace)


def _told(staged: Staged) -> Mapping[str, Any]:
    """What the load must know of the files that it passes over; where their acts stood is not."""
    return {
        "records": staged.records,
        "outcomes": staged.written.outcomes,
        "added": sorted(staged.written.added),
        "replaced": sorted(staged.written.replaced),
        "touched": sorted(staged.touched),
        "warnings": [asdict(fault) for fault in staged.warnings],
        "files": [asdict(file) for file in staged.files],
    }


def _staged(told: Mapping[str, Any]) -> Staged:
    return Staged(
        records=told["records"],
        written=Written(Counter(told["outcomes"]), set(told["added"]), set(told["replaced"])),
        touched=frozenset(told["touched"]),
        origins={},
        warnings=tuple(Fault(**(each | {"origin": Origin(**each["origin"])})) for each in told["warnings"]),
        files=tuple(_file(file) for file in told["files"]),
    )


def _file(told: Mapping[str, Any]) -> FileReport:
    left = tuple(LeftGroup(**(group | {"examples": tuple(group["examples"])})) for group in told["left"])
    names = tuple(NameGroup(**(name | {"candidates": tuple(name["candidates"])})) for name in told["names"])
    return FileReport(**(dict(told) | {"left": left, "names": names, "changes": tuple(told["changes"])}))
