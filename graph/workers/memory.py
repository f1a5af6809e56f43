"""The memory of a process that has a database open: how it is shared, and how much a worker may take."""

import ctypes
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_M_ARENA_MAX = -8  # of <malloc.h>
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads of this process that are yet to start share two arenas of memory.

    Sixteen threads of RocksDB open the files of a database. The C library would give an arena to each, and
    keep them: 64 MB of addresses, which count where memory is limited, and megabytes that nobody uses again.
    """
    with suppress(AttributeError):  # other C libraries have no arenas
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


class MemoryLimit:
    """A bound on the address space of this process: `more_bytes` above what it has when the bound begins."""

    def __init__(self, more_bytes: int) -> None:
        self._more_bytes = more_bytes
        self._most = resource.getrlimit(resource.RLIMIT_AS)[1]  # that the system allows
        self._bytes = self._most

    def begin(self) -> None:
        """Set the bound; nothing of this process is written to disk when it dies of it."""
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound = pages * resource.getpagesize() + self._more_bytes
        self._bytes = bound if self._most == resource.RLIM_INFINITY else min(bound, self._most)
        self._set(self._bytes)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Without the bound, to open a database.

        Many threads open its files, and RocksDB aborts where the system refuses one of them.
        """
        self._set(self._most)
        try:
            yield
        finally:
            self._set(self._bytes)

    def _set(self, bound: int) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (bound, self._most))
