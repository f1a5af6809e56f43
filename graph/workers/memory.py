"""The memory that a worker process may take beyond what its open database takes."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
"""For the environment of a worker. The C library would reserve 64 MB of addresses for each thread that opens
a file of a database, and keep them: they count as memory, and how many there are depends on the database."""


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
