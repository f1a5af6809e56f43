"""Locks on files and folders, which go with the process that holds them, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graph.errors import StoreLocked

_PAUSE = 0.02  # seconds; to wait for a lock of the system knows no time-out


@contextmanager
def turn(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of a file, as soon as nobody else does; raises `StoreLocked` after so many seconds."""
    deadline = time.monotonic() + patience
    while True:
        with path.open("w") as file:
            if _locked(file, path):
                yield
                return
        if time.monotonic() >= deadline:
            raise StoreLocked(f"Another process is writing to {path.parent}. Try again when it has finished.")
        time.sleep(_PAUSE)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Lock a folder, so that others see that somebody works there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_held(folder: Path) -> bool:
    """Whether somebody works in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _locked(file: TextIO, path: Path) -> bool:
    """Take the lock, if nobody holds it, and if it is still the file of that name."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False
