"""The folder of a store: generations of one Oxigraph database, and a pointer to the current one.

    store/
      CURRENT                     the name of the current generation
      LOCK                        held by whoever writes
      generations/<name>/
        oxigraph/                 the database, never written again once it is current
        manifest.json             format, version (hash of the sorted N-Quads), number of quads

A writer builds the next generation beside the current one (hard links, so the copy is cheap) and moves the
pointer; readers never see half a write. What a killed writer leaves behind is removed by the next one.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from graph.errors import StoreLocked, StoreMissing, StoreUnusable

FORMAT = 1
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """The next generation while it is being written."""

    store: pyoxigraph.Store
    folder: Path
    pointer: Path

    def manifest(self) -> Manifest:
        """What the candidate holds now."""
        return Manifest(FORMAT, version_of(self.store), len(self.store))

    def publish(self) -> Manifest:
        """Make this the current generation; from now on it must not be written again."""
        self.store.flush()
        manifest = self.manifest()
        _write_durably(self.folder / "manifest.json", json.dumps(asdict(manifest)))
        temporary = self.pointer.with_suffix(".next")
        _write_durably(temporary, self.folder.name)
        temporary.replace(self.pointer)
        return manifest


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


class Generations:
    """A store on disk. Reading needs no lock; one process at a time may write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = path / "CURRENT"
        self._folder = path / "generations"

    def current(self) -> Generation:
        """The current generation; raises `StoreMissing` or `StoreUnusable`."""
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            self._refuse_foreign_folder()
            raise StoreMissing(
                f"There is no store at {self.path}. `depositary serve --store {self.path}` builds one."
            ) from None
        return Generation(self._folder / name, self._manifest(self._folder / name))

    def exists(self) -> bool:
        """Whether there is a store to read."""
        return self._pointer.exists()

    @contextmanager
    def write(self) -> Iterator["Candidate"]:
        """A copy of the current generation to change; `Candidate.publish` makes it the current one.

        Raises `StoreLocked` where another process writes. A candidate that is not published, on purpose or
        by an error, goes: the store is exactly as before.
        """
        self._refuse_foreign_folder()
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._lock():
            self._remove_all_but(self._names()[-_KEPT:])
            folder = self._folder / self._next_name()
            try:
                folder.mkdir()
                yield Candidate(self._copy(folder / "oxigraph"), folder, self._pointer)
            finally:
                if not self.exists() or self.current().path != folder:
                    shutil.rmtree(folder, ignore_errors=True)

    def _copy(self, target: Path) -> pyoxigraph.Store:
        if self.exists():
            pyoxigraph.Store.read_only(str(self.current().database)).backup(str(target))
        return pyoxigraph.Store(str(target))

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.path / "LOCK").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreLocked(
                    f"Another process is writing to {self.path}. Try again when it has finished."
                ) from None
            yield

    def _names(self) -> list[str]:
        """Names of complete generations, oldest first; the current one is the last."""
        if not self.exists():
            return []
        current = self._pointer.read_text(encoding="utf-8").strip()
        return sorted(path.name for path in self._folder.iterdir() if path.name <= current)

    def _next_name(self) -> str:
        names = self._names()
        return f"{int(names[-1]) + 1 if names else 1:08d}"

    def _remove_all_but(self, kept: list[str]) -> None:
        for path in self._folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path)

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

    def _refuse_foreign_folder(self) -> None:
        """A folder with other content is somebody else's: nothing is written there."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreUnusable(f"{self.path} is a file, not the folder of a store.")
        if self.path.is_dir() and not self.exists():
            foreign = sorted({path.name for path in self.path.iterdir()} - _OWN_FILES)
            if foreign:
                raise StoreUnusable(f"{self.path} holds other files ({foreign[0]}); name an empty folder.")


def version_of(store: pyoxigraph.Store) -> str:
    """Start of the SHA-256 of the sorted N-Quads: the same for the same data, wherever it was built."""
    return hashlib.sha256(b"".join(sorted_lines(store))).hexdigest()[:16]


def sorted_lines(store: pyoxigraph.Store) -> list[bytes]:
    """All quads as lines of N-Quads, sorted; the data has no blank nodes, so the order is canonical."""
    buffer = BytesIO()
    store.dump(buffer, format=RdfFormat.N_QUADS)
    return sorted(buffer.getvalue().splitlines(keepends=True))
