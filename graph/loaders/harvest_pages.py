"""Pages of a harvest, kept on the disk until all of it is read: a broken one goes on where it stopped."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - the name that records use
from pathlib import Path
from typing import Self

DAYS = 7  # for which pages are of use: what is read later belongs to other data
_MARK = b"# sha256 "


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where harvests are kept: below `XDG_CACHE_HOME`, by default `~/.cache` (XDG Base Directory, 3)."""
    given = environment.get("XDG_CACHE_HOME", "")
    base = Path(given) if given.startswith("/") else Path.home() / ".cache"
    return base / "depositary" / "harvests"


class Pages:
    """The pages of one harvest, each a set of lines. `begun` is the day on which the first of them was read.

    Where the folder cannot be written, nothing is kept, and everything goes on.
    """

    def __init__(self, folder: Path, begun: Day) -> None:
        self.folder = folder
        self.begun = begun
        self.kept = 0

    @classmethod
    def of(cls, digest: str, today: Day, root: Path | None = None) -> Self:
        """The pages of the harvest with this digest; those that are too old are thrown away."""
        folder = (root or cache_folder()) / digest[:32]
        begun = _begun(folder)
        if begun is None or not 0 <= (today - begun).days < DAYS:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                folder.mkdir(parents=True, mode=0o700)
                _write(folder / "begun.json", json.dumps({"begun": today.isoformat()}).encode())
            begun = today
        return cls(folder, begun)

    def read(self, number: int) -> list[bytes] | None:
        """The lines of a page; `None` where it is not kept, or damaged."""
        try:
            *lines, mark = (self.folder / f"{number}.nt").read_bytes().splitlines(keepends=True)
        except (OSError, ValueError):
            return None
        if mark != _MARK + _digest(lines) + b"\n":
            return None
        self.kept += 1
        return lines

    def keep(self, number: int, lines: list[bytes]) -> None:
        """Keep the lines of a page."""
        with suppress(OSError):
            content = b"".join([*lines, _MARK, _digest(lines), b"\n"])
            _write(self.folder / f"{number}.nt", content)
            self.kept += 1

    def remove(self) -> None:
        """Forget all pages."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _begun(folder: Path) -> Day | None:
    try:
        return Day.fromisoformat(json.loads((folder / "begun.json").read_bytes())["begun"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _digest(lines: list[bytes]) -> bytes:
    return hashlib.sha256(b"".join(lines)).hexdigest().encode()


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    written = path.with_suffix(f".{os.getpid()}")
    written.write_bytes(content)
    written.replace(path)
