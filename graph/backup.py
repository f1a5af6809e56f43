"""One generation of a store as one file; back into a store it comes by `graph.restore`.

    depositary-….tar          (or .tar.gz)
      manifest.json           format, quads and fingerprint, as in the store; when and by what it was made
      changes.jsonl           how the data came to be (`graph.store.changes`)
      oxigraph/…              the database, as it lies in the store
      SHA256SUMS              of every file before it: where it is missing, the end of the file is

A generation never changes, so it is copied beside a running server.
"""

import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Any

from graph.errors import BadRequest, StoreUnusable
from graph.store.fingerprint import Fingerprint
from graph.store.generations import FORMAT, Generation, Generations

BACKUP_FORMAT = 1
MANIFEST, CHANGES, DATABASE, SUMS = "manifest.json", "changes.jsonl", "oxigraph/", "SHA256SUMS"
_NOT_DATA = ("LOCK", "LOG")  # of RocksDB, and LOG.old…: all are made again


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the generation of this number, with its fingerprint; `at` is when it was made."""

    generation: int
    fingerprint: Fingerprint
    at: str

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.fingerprint.version


def back_up(generations: Generations, target: Path) -> tuple[Path, Backup]:
    """Write the current generation to a new file, or to one in a folder; the file, and what it holds.

    The file appears under its name when it is complete and on disk; only its owner may read it. Raises
    `BadRequest` where there is a file of that name, `StoreMissing` or `StoreUnusable`.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with ExitStack() as held:
        generation, files = _hold(generations, held)
        backup = Backup(int(generation.path.name), generation.fingerprint, at)
        file = target / _name(backup) if target.is_dir() else target
        with _appearing(file) as written:
            _pack(written, _texts(generations, backup), files, gzipped=file.suffix in {".gz", ".tgz"})
    return file, backup


def _name(backup: Backup) -> str:
    return f"depositary-{backup.at.translate({ord(':'): None, ord('-'): None})}-{backup.version}.tar"


def _hold(generations: Generations, held: ExitStack) -> tuple[Generation, dict[str, IO[bytes]]]:
    """The current generation with the files of its database, which stay readable when it is removed."""
    while True:
        generation, found = generations.current(), dict[str, IO[bytes]]()
        with suppress(FileNotFoundError):  # a writer has removed it: then there are newer ones
            for path in sorted(generation.database.iterdir()):
                if not path.name.startswith(_NOT_DATA):
                    found[path.name] = held.enter_context(path.open("rb"))
        if generation.database.is_dir():
            return generation, found
        if generations.current() == generation:
            raise StoreUnusable(f"{generation.database} is not there.")


def _texts(generations: Generations, backup: Backup) -> dict[str, bytes]:
    """The files that describe the generation."""
    manifest = {
        "backup": BACKUP_FORMAT,
        "format": FORMAT,
        "quads": backup.fingerprint.quads,
        "fingerprint": backup.fingerprint.digits,
        "generation": backup.generation,
        "at": backup.at,
        "software": version("depositary"),
    }
    changes = [each for each in generations.changes() if each.generation <= backup.generation]
    lines = (json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in reversed(changes))
    return {MANIFEST: json.dumps(manifest, indent=1).encode(), CHANGES: "".join(lines).encode()}


def _pack(written: IO[bytes], texts: dict[str, bytes], files: dict[str, IO[bytes]], *, gzipped: bool) -> None:
    sums = list[str]()
    how: Any = {"mode": "w:gz", "compresslevel": 1} if gzipped else {"mode": "w"}  # most of it is packed
    with tarfile.open(fileobj=written, format=tarfile.PAX_FORMAT, **how) as archive:

        def add(name: str, content: IO[bytes], size: int) -> None:
            member, reading = tarfile.TarInfo(name), _Summed(content)
            member.size = size
            archive.addfile(member, reading)
            sums.append(f"{reading.digest()}  {name}\n")

        for name, text in texts.items():
            add(name, BytesIO(text), len(text))
        for name, file in files.items():
            add(DATABASE + name, file, os.fstat(file.fileno()).st_size)
        listed = "".join(sums).encode()
        add(SUMS, BytesIO(listed), len(listed))


class _Summed:
    """A file that sums up what is read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Read."""
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        """The SHA-256 of what was read, hexadecimal."""
        return self._hash.hexdigest()


@contextmanager
def _appearing(file: Path) -> Iterator[IO[bytes]]:
    """A file to write, which gets its name when all is on disk; raises `BadRequest` where there is one."""
    if file.exists():
        raise BadRequest(f"{file} is there already; a backup replaces nothing.")
    handle, name = mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as written:
            yield written
            written.flush()
            os.fsync(handle)
        _give_name(name, file)
        sync(file.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _give_name(written: str, file: Path) -> None:
    try:
        os.link(written, file)  # fails where somebody else has made one meanwhile
    except FileExistsError:
        raise BadRequest(f"{file} is there already; a backup replaces nothing.") from None
    except OSError:  # a file system without hard links
        Path(written).rename(file)


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
