"""A candidate that stays open from one write to the next.

To copy the current generation anew for each small write would take most of its time.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from graph.store.candidate import Candidate
from graph.store.changes import Made
from graph.store.generations import Generation, Generations

_RECENT = 5.0  # seconds in which readers go on to the next generation: to read it anew may take two


class WarmWriter:
    """Writes to a store, one write at a time; other processes may write between them."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._base: Path | None = None
        self._candidate: Candidate | None = None
        self._open = ExitStack()

    @contextmanager
    def write(self) -> Iterator[Candidate]:
        """The candidate, which holds what the current generation holds.

        What is not published, on purpose or by an error, is forgotten. Raises `StoreLocked` where another
        process writes, and `StoreMissing`.
        """
        with self._generations.lock():
            candidate = self._current()
            try:
                yield candidate
            finally:
                if candidate.differs:
                    self.close()

    def publish(self, candidate: Candidate, made: Made) -> Generation:
        """Make what the candidate holds the current generation."""
        generation = self._generations.publish(candidate, made)
        self._base = generation.path
        return generation

    def clean(self) -> None:
        """Remove what nobody reads any more, unless another process writes: then it does."""
        with self._generations.lock():
            self._generations.clean(_RECENT)

    def close(self) -> None:
        """Let go of the candidate; the next write begins with a new one."""
        self._open.close()
        self._candidate = None

    def _current(self) -> Candidate:
        generation = self._generations.current()
        if self._candidate is None or generation.path != self._base:
            self.close()
            self._generations.clean(_RECENT)  # what a writer left that was killed
            self._candidate = self._open.enter_context(self._generations.candidate())
            self._base = generation.path
        return self._candidate

    def warm(self) -> None:
        """Open the candidate before it is needed."""
        with self._generations.lock():
            self._current()
