"""The folder of a store: generations of one Oxigraph database, and a pointer to the current one.

    store/
      CURRENT                     the name of the current generation
      LOCK                        held by whoever writes
      generations/<name>/
        oxigraph/                 the database, a checkpoint that nobody writes to
        manifest.json             format, version (hash of the sorted N-Quads), number of quads
      generations/work-…/         the copy that a writer works on

A writer works on a copy (hard links, so it is cheap), takes a checkpoint of it as the next generation, which
no process opens for writing any more, and moves the pointer; readers never see half a write. What a killed
writer leaves behind is removed by the next one.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import TextIO

import pyoxigraph
from pyoxigraph import RdfFormat

from graph.errors import StoreLocked, StoreMissing, StoreUnusable

FORMAT = 1
_NAME = re.compile(r"[0-9]{8}")
_OWN_FILES = {"LOCK", "generations", "CURRENT.next"}
_KEPT = 2  # the current generation, and the one that readers may still be leaving


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: `version` is the start of the SHA-256 of its sorted N-Quads."""

    format: int
    version: str
    quads: int


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable state of the store."""

    path: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """Folder of the Oxigraph database, to be opened read-only."""
        return self.path / "oxigraph"


class Candidate:
    """The next generation while it is being written; `base` is what the current one holds, if any."""

    def __init__(self, store: pyoxigraph.Store, base: Manifest | None, folder: Path, pointer: Path) -> None:
        self.store = store
        self.base = base
        self._folder = folder
        self._pointer = pointer

    def manifest(self) -> Manifest:
        """What the candidate holds now."""
        return Manifest(FORMAT, version_of(self.store), len(self.store))

    def publish(self, manifest: Manifest) -> None:
        """Make what the candidate holds the current generation; `manifest` describes it."""
        self._folder.mkdir()
        self.store.flush()
        self.store.backup(str(self._folder / "oxigraph"))
        _write_durably(self._folder / "manifest.json", json.dumps(asdict(manifest)))
        _sync(self._folder.parent)
        temporary = self._pointer.with_suffix(".next")
        _write_durably(temporary, self._folder.name)
        temporary.replace(self._pointer)
        _sync(self._pointer.parent)

    def close(self) -> None:
        """Let go of the database, which closes where nobody else holds it: then its threads have ended."""
        del self.store


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
        folder = self._folder / self._current_name()
        return Generation(folder, self._manifest(folder))

    @contextmanager
    def write(self) -> Iterator[Candidate]:
        """A copy of the current generation to change; `Candidate.publish` makes it the current one.

        Raises `StoreLocked` where another process writes, `StoreUnusable` where something else lies. A
        candidate that is not published, on purpose or by an error, goes: the store is exactly as before.
        """
        if self.exists():
            self.current()
        else:
            self._refuse_foreign()
        new = not self.path.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._lock():
            try:
                self._clean()
                with closing(self._candidate()) as candidate:
                    yield candidate
            finally:
                self._clean()
                if not self.exists():
                    self._remove(folder=new)

    def _candidate(self) -> Candidate:
        names, work = self._names(), Path(mkdtemp(prefix="work-", dir=self._folder)) / "oxigraph"
        base = self.current() if names else None
        if base:
            pyoxigraph.Store.read_only(str(base.database)).backup(str(work))
        following = f"{int(names[-1]) + 1 if names else 1:08d}"
        store = pyoxigraph.Store(str(work))
        return Candidate(store, base.manifest if base else None, self._folder / following, self._pointer)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        path = self.path / "LOCK"
        with path.open("w") as file:
            if not _locked(file, path):
                raise StoreLocked(
                    f"Another process is writing to {self.path}. Try again when it has finished."
                )
            yield

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

    def _clean(self) -> None:
        """Remove old generations, and what a writer left that did not publish.

        A folder is moved away first, so that no thread of a database still open adds a file to it meanwhile.
        """
        discarded = self._folder / "discarded"
        shutil.rmtree(discarded, ignore_errors=True)
        kept = self._names()[-_KEPT:]
        for path in [path for path in self._folder.iterdir() if path.name not in kept]:
            path.rename(discarded)
            shutil.rmtree(discarded)

    def _remove(self, *, folder: bool) -> None:
        """Leave nothing of our own where no store came to be; whoever waits for the lock sees it gone."""
        self._folder.rmdir()
        for name in ("CURRENT.next", "LOCK"):
            (self.path / name).unlink(missing_ok=True)
        if folder:
            self.path.rmdir()

    def _manifest(self, path: Path) -> Manifest:
        try:
            content = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            manifest = Manifest(**content)
        except (OSError, ValueError, TypeError) as error:
            raise StoreUnusable(f"{path} is no generation of a Depositary store: {error}") from error
        if manifest.format != FORMAT:
            raise StoreUnusable(
                f"{self.path} has format {manifest.format}, this Depositary reads {FORMAT}. "
                "Build the store again from its sources."
            )
        return manifest

    def _refuse_foreign(self) -> None:
        """A file, or a folder with other content, is somebody else's: nothing is written there."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreUnusable(f"{self.path} is a file, not the folder of a store.")
        if self.path.is_dir() and not self.exists():
            foreign = sorted({path.name for path in self.path.iterdir()} - _OWN_FILES)
            if foreign:
                raise StoreUnusable(f"{self.path} holds other files ({foreign[0]}); name an empty folder.")


def _locked(file: TextIO, path: Path) -> bool:
    """Take the lock, if nobody holds it, and if it is still the file of that name."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def version_of(store: pyoxigraph.Store) -> str:
    """Start of the SHA-256 of the sorted N-Quads: the same for the same data, wherever it was built."""
    found = hashlib.sha256()
    for line in sorted_lines(store):
        found.update(line)
    return found.hexdigest()[:16]


def sorted_lines(store: pyoxigraph.Store) -> list[bytes]:
    """All quads as lines of N-Quads, sorted; the data has no blank nodes, so the order is canonical."""
    with TemporaryFile() as file:  # in memory it would stand there twice
        store.dump(file, format=RdfFormat.N_QUADS)
        file.seek(0)
        return sorted(file)
