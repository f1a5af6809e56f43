"""A page of memory that a worker shares with the server: which query it has begun, and which it shall skip.

Queries may wait in the channel to a worker, so that neither side sleeps between two cheap ones. The worker
notes the number of a query, *then* looks whether to skip it; the server says what to skip, *then* looks what
has begun: so a query that is taken back has not begun, and never will.
"""

import mmap
import os

_BYTES = 16


class Page:
    """Two numbers in shared memory; `descriptor` is handed on to the worker."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._numbers = memoryview(mmap.mmap(descriptor, _BYTES)).cast("Q")

    @classmethod
    def new(cls) -> "Page":
        """A page of its own."""
        descriptor = os.memfd_create("page")
        os.ftruncate(descriptor, _BYTES)
        return cls(descriptor)

    @property
    def begun(self) -> int:
        """Number of the last query that was begun, counted from one."""
        return self._numbers[0]

    @begun.setter
    def begun(self, number: int) -> None:
        self._numbers[0] = number

    @property
    def skipped(self) -> int:
        """Number up to which no query is begun any more."""
        return self._numbers[1]

    @skipped.setter
    def skipped(self, number: int) -> None:
        self._numbers[1] = number
