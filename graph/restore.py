"""A backup (`graph.backup`) made the state of a store.

It becomes the next generation: a running server follows, and the one before stays until another write.
"""

import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph

from graph.backup import BACKUP_FORMAT, CHANGES, DATABASE, MANIFEST, SUMS, Backup, sync
from graph.errors import BackupUnusable, BadRequest, StoreUnusable
from graph.store.candidate import Candidate
from graph.store.changes import Change, Made
from graph.store.fingerprint import Fingerprint, fingerprint_of
from graph.store.generations import FORMAT, Generations
from graph.store.locks import held

PATIENCE = 60.0  # seconds for which another writer is waited for
_MOST = 10**8 - 1  # generations have names of eight digits
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError)


def restore(
    generations: Generations, file: Path, *, replace: bool = False, patience: float = PATIENCE
) -> Backup:
    """Make what a backup holds the current generation of a store; what it held.

    Everything is verified before: until then, and whenever this ends early, the store is as it was. The
    changes that are listed go on: those of the backup where there was no store, else those of the store. Its
    current generation need not be readable: it may be the reason to restore. Another writer is waited for
    `patience` seconds. Raises `BackupUnusable`, `StoreLocked`, and `BadRequest` where there is a store and
    `replace` is not said.
    """
    if not generations.exists():
        with generations.write(), _folder(generations) as folder:
            backup = unpack(file, folder)
            _begin_changes(generations, folder)
            _publish(generations, folder, backup, file)
        return backup
    if not replace:
        raise BadRequest(f"There is a store at {generations.path}; --replace makes this its next state.")
    with _folder(generations) as folder, held(folder):
        backup = unpack(file, folder)
        with generations.lock(patience):
            generations.clean()
            _publish(generations, folder, backup, file)
    return backup


def verify(file: Path) -> Backup:
    """What a backup holds, once all of it has been verified; raises `BackupUnusable`."""
    with TemporaryDirectory(prefix="depositary-") as folder:
        return unpack(file, Path(folder))


@contextmanager
def _folder(generations: Generations) -> Iterator[Path]:
    """A folder inside the store; the next writer removes what a killed one leaves."""
    inside = generations.path / "generations"
    with TemporaryDirectory(prefix="restore-", dir=inside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _publish(generations: Generations, folder: Path, backup: Backup, file: Path) -> None:
    change = Change(added=backup.fingerprint.quads, removed=_quads(generations))
    with closing(Candidate(folder / DATABASE, backup.fingerprint, change)) as candidate:
        made = Made("restore", datetime.now(UTC).isoformat(timespec="milliseconds"), file.name)
        generations.publish(candidate, made, after=backup.generation)


def _quads(generations: Generations) -> int:
    """Quads of the current generation, all of which are replaced; 0 where it cannot be read."""
    with suppress(StoreUnusable):
        return generations.current().fingerprint.quads if generations.exists() else 0
    return 0


def _begin_changes(generations: Generations, folder: Path) -> None:
    target = generations.path / CHANGES
    target.write_bytes((folder / CHANGES).read_bytes())
    sync(target)


def unpack(file: Path, folder: Path) -> Backup:
    """Unpack a backup into an empty folder and verify all of it; raises `BackupUnusable`."""
    try:
        found = _extract(file, folder)
    except _DAMAGED as error:
        raise BackupUnusable(f"{file} is no backup, or damaged: {error}.") from None
    except OSError as error:
        if error.errno is not None:  # of the system: no space, no permission
            raise
        raise BackupUnusable(f"{file} is damaged: {error}.") from None  # of gzip
    _compare_sums(file, folder, found)
    backup = _manifest(file, folder)
    try:
        held = fingerprint_of(pyoxigraph.Store.read_only(str(folder / DATABASE)))
    except (OSError, RuntimeError, ValueError) as error:
        raise BackupUnusable(f"The database in {file} cannot be read: {error}.") from None
    if held != backup.fingerprint:
        raise BackupUnusable(f"{file} holds other data than it says: its fingerprint differs.")
    return backup


def _extract(file: Path, folder: Path) -> set[str]:
    """The names of the files of a backup, each of which is a plain file where it belongs."""
    found = set[str]()
    with tarfile.open(file, "r:*") as archive:
        for member in archive:
            name = member.name.removeprefix(DATABASE)
            plain = member.isreg() and not member.issparse() and "/" not in name and member.name not in found
            if not plain or (name == member.name and name not in {MANIFEST, CHANGES, SUMS}):
                raise BackupUnusable(f"{file} is no backup: it holds “{member.name[:100]}”.")
            archive.extract(member, folder, filter="data")
            found.add(member.name)
    return found


def _compare_sums(file: Path, folder: Path, found: set[str]) -> None:
    if not found >= {MANIFEST, CHANGES, SUMS}:
        raise BackupUnusable(f"{file} is no backup, or its end is missing.")
    sums = dict[str, str]()
    for name in found - {SUMS}:
        with (folder / name).open("rb") as content:
            sums[name] = file_digest(content, "sha256").hexdigest()
    listed = {f"{digest}  {name}" for name, digest in sums.items()} | {""}  # behind the last line
    if listed != set((folder / SUMS).read_text(encoding="utf-8", errors="replace").split("\n")):
        raise BackupUnusable(f"{file} is damaged: its files are not those that were summed up.")


def _manifest(file: Path, folder: Path) -> Backup:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        formats = told["backup"], told["format"]
        fingerprint = Fingerprint(int(told["quads"]), int(told["fingerprint"], 16))
        at = datetime.fromisoformat(told["at"]).isoformat().replace("+00:00", "Z")
        backup = Backup(int(told["generation"]), fingerprint, at)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupUnusable(f"{file} is no backup: its manifest cannot be read ({error}).") from None
    if not 0 < backup.generation < _MOST:
        raise BackupUnusable(f"{file} is no backup: there is no generation {backup.generation}.")
    if formats != (BACKUP_FORMAT, FORMAT):
        raise BackupUnusable(
            f"{file} has the formats {formats}, this Depositary reads {(BACKUP_FORMAT, FORMAT)}: restore it "
            "with the version that made it."
        )
    return backup
