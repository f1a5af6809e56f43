"""The folder of a store: generations of one Oxigraph database, and a pointer to the current one.

    store/
      CURRENT                     the name of the current generation
      LOCK                        held by whoever writes
      generations/<name>/
        oxigraph/                 the database, a checkpoint that nobody writes to
        manifest.json             format, number of quads and their fingerprint, which begins with the version
      generations/work-…/         the copy that a writer works on, locked as long as it lives
      changes.jsonl               what each generation changed (`graph.store.changes`)
      halfway/                    what an interrupted load had written (`graph.store.halfway`)

A writer works on a copy (hard links, so it is cheap), takes a checkpoint of it as the next generation, which
no process opens for writing any more, and moves the pointer; readers never see half a write. What a killed
writer leaves behind is removed by the next one.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

import pyoxigraph

from graph.errors import StoreMissing, StoreUnusable
from graph.store import halfway
from graph.store.candidate import Candidate
from graph.store.changes import Changed, Changes, Made
from graph.store.fingerprint import Fingerprint
from graph.store.locks import held, is_held, turn

FORMAT = 2
Resume: TypeAlias = Callable[[Fingerprint], halfway.Begun | None]
_NAME = re.compile(r"[0-9]{8}")
_OWN_FILES = {"LOCK", "generations", "CURRENT.next", "changes.jsonl", halfway.FOLDER}
_KEPT = 2  # the current generation, and the one that readers may still be leaving


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: `fingerprint` is that of its quads, in 64 hexadecimal digits."""

    format: int
    quads: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable state of the store."""

    path: Path
    fingerprint: Fingerprint

    @property
    def database(self) -> Path:
        """Folder of the Oxigraph database, to be opened read-only."""
        return self.path / "oxigraph"


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Put the names in a folder on disk: what a file is called is safe only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Generations:
    """A store on disk. Reading needs no lock; one process at a time may write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = path / "CURRENT"
        self._folder = path / "generations"
        self._changes = Changes(path / "changes.jsonl")

    def exists(self) -> bool:
        """Whether there is a store to read."""
        return self._pointer.exists()

    def current(self) -> Generation:
        """The current generation; raises `StoreMissing` or `StoreUnusable`."""
        if not self.exists():
            self._refuse_foreign()
            raise StoreMissing(
                f"There is no store at {self.path}. `depositary serve --store {self.path}` builds one."
            )
        return self.at(self._folder / self._current_name())

    def at(self, folder: Path) -> Generation:
        """The generation in a folder of this store; raises `StoreUnusable`, also where it has gone."""
        return Generation(folder, self._fingerprint(folder))

    @contextmanager
    def write(self, patience: float = 0.0, begun: Resume = lambda _: None) -> Iterator[Candidate]:
        """A copy of the current generation to change; `publish` makes it the current one.

        `begun` may tell, by what the current generation holds, from where an interrupted load goes on.

        Raises `StoreLocked` where another process writes for longer (seconds), `StoreUnusable` where
        something else lies. A candidate that is not published, on purpose or by an error, goes: the store is
        exactly as before.
        """
        if self.exists():
            self.current()
        else:
            self._refuse_foreign()
        new = not self.path.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        with self.lock(patience):
            try:
                self.clean()
                with self.candidate(begun) as candidate:
                    yield candidate
            finally:
                self.clean()
                if not self.exists():
                    self._remove(folder=new)

    @contextmanager
    def candidate(self, begun: Resume = lambda _: None) -> Iterator[Candidate]:
        """A copy of the current generation, which is removed in the end; publish it under the `lock` only."""
        work = Path(mkdtemp(prefix="work-", dir=self._folder))
        with held(work):
            base = self.current() if self.exists() else None
            fingerprint = base.fingerprint if base else Fingerprint()
            earlier = begun(fingerprint)
            database = earlier.database if earlier else base and base.database
            if database:
                pyoxigraph.Store.read_only(str(database)).backup(str(work / "oxigraph"))
            change, holds = (earlier.change, earlier.held) if earlier else (None, None)
            with closing(Candidate(work / "oxigraph", fingerprint, change, holds)) as candidate:
                yield candidate
            self._discard(work)

    def publish(self, candidate: Candidate, made: Made, after: int = 0) -> Generation:
        """Make what a candidate holds the current generation, and note how it was made; it may go on.

        Its number is the next one, and above `after`.
        """
        candidate.settle()
        number = max(after, *map(int, self._names()[-1:]), 0) + 1
        folder = self._folder / f"{number:08d}"
        folder.mkdir()
        candidate.store.flush()
        candidate.store.backup(str(folder / "oxigraph"))
        held = candidate.fingerprint
        _write_durably(
            folder / "manifest.json", json.dumps(asdict(Manifest(FORMAT, held.quads, held.digits)))
        )
        _sync(self._folder)
        change = Changed(
            int(folder.name), held.version, candidate.change.added, candidate.change.removed, made
        )
        self._changes.note(change)
        temporary = self._pointer.with_suffix(".next")
        _write_durably(temporary, folder.name)
        temporary.replace(self._pointer)
        _sync(self.path)
        candidate.begin_again()
        return Generation(folder, held)

    def changes(self) -> list[Changed]:
        """What made each generation, newest first; what came before changes were noted is not told."""
        return self._changes.until(int(self._current_name())) if self.exists() else []

    def search_changes(
        self, until: Generation, graph: str = "", since: datetime | None = None
    ) -> Sequence[Changed]:
        """The same, up to a generation; of a named graph, and from a moment on, where these are given."""
        return self._changes.search(int(until.path.name), graph, since)

    def lock(self, patience: float = 0.0) -> AbstractContextManager[None]:
        """Be the one who writes; raises `StoreLocked` where another process does so for longer (seconds)."""
        return turn(self.path / "LOCK", patience)

    def _current_name(self) -> str:
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            name = ""
        if not _NAME.fullmatch(name):
            raise StoreUnusable(f"{self.path} is no store of Depositary: its CURRENT names no generation.")
        return name

    def _names(self) -> list[str]:
        """Names of complete generations, oldest first; the current one is the last."""
        if not self.exists():
            return []
        current, found = self._current_name(), (path.name for path in self._folder.iterdir())
        return sorted(name for name in found if _NAME.fullmatch(name) and name <= current)

    def clean(self, recent: float = 0.0) -> None:
        """Remove old generations, and what a writer left that has gone. Only under the `lock`.

        What was current in the last `recent` seconds stays: somebody may be opening it.
        """
        names = self._names()
        kept = {name for name, next_ in pairwise(names) if _age(self._folder / next_) < recent}
        kept.update(names[-_KEPT:])
        for path in [path for path in self._folder.iterdir() if path.name not in kept]:
            if _NAME.fullmatch(path.name) or not is_held(path):
                self._discard(path)

    def _discard(self, path: Path) -> None:
        """Remove a folder; it is moved away first, so that no thread of a database adds a file meanwhile."""
        with suppress(FileNotFoundError):
            discarded = Path(mkdtemp(prefix="discarded-", dir=self._folder))
            path.rename(discarded)
            shutil.rmtree(discarded)

    def _remove(self, *, folder: bool) -> None:
        """Leave nothing of our own where no store came to be; whoever waits for the lock sees it gone."""
        self._folder.rmdir()
        for name in ("CURRENT.next", "changes.jsonl", "LOCK"):
            (self.path / name).unlink(missing_ok=True)
        if folder and not (self.path / halfway.FOLDER).exists():
            self.path.rmdir()

    def _fingerprint(self, path: Path) -> Fingerprint:
        try:
            content = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            found = content["format"]
            fingerprint = _read(Manifest(**content)) if found == FORMAT else None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreUnusable(f"{path} is no generation of a Depositary store: {error}") from error
        if fingerprint is None:
            raise StoreUnusable(
                f"{self.path} has format {found}, this Depositary reads {FORMAT}. "
                "Build the store again from its sources."
            )
        return fingerprint

    def _refuse_foreign(self) -> None:
        """A file, or a folder with other content, is somebody else's: nothing is written there."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreUnusable(f"{self.path} is a file, not the folder of a store.")
        if self.path.is_dir() and not self.exists():
            foreign = sorted({path.name for path in self.path.iterdir()} - _OWN_FILES)
            if foreign:
                raise StoreUnusable(f"{self.path} holds other files ({foreign[0]}); name an empty folder.")


def _age(folder: Path) -> float:
    """Seconds since a generation was made."""
    return time.time() - folder.stat().st_mtime


def _read(manifest: Manifest) -> Fingerprint:
    return Fingerprint(manifest.quads, int(manifest.fingerprint, 16))
