"""What is being served: the current generation, and the workers over it; both follow the store's pointer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, awatch

from api.pages.figures import figures
from api.pages.labels import Labels
from graph.errors import DepositaryError
from graph.store import Generation, Generations, Store
from graph.store.limits import QueryLimits
from graph.view import View
from graph.workers.pool import Observe, Pool
from ontology.resources import Description

_POINTER = "CURRENT"
_DEBOUNCE = 100  # milliseconds for which changes are collected: a load moves the pointer once
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Current:
    """One generation, ready to be shown: its view, its labels, and how much it holds."""

    view: View
    labels: Labels
    figures: Mapping[str, int]

    @classmethod
    def of(cls, generation: Generation, terms: Description) -> "Current":
        """Open a generation, with all that is read from it once."""
        view = View(Store(generation))
        _ = view.names
        return cls(view, Labels(view.store.oxigraph, terms), figures(view))

    def over(self, generation: Generation, terms: Description) -> "Current":
        """Another generation, which says the same in our terms: what was read of this one still holds."""
        view = self.view.over(Store(generation))
        _ = view.store.oxigraph  # while its files are there: newer writes remove them
        return Current(view, Labels(view.store.oxigraph, terms), self.figures)


class Served:
    """What requests are answered from; a request keeps the generation that it began with."""

    def __init__(self, path: Path, current: Current, pool: Pool, terms: Description) -> None:
        self._path = path
        self._current = current
        self._terms = terms
        self._switching = asyncio.Lock()
        self.pool = pool
        self.forgetting: list[Callable[[], None]] = []  # called when other data are served

    @property
    def current(self) -> Current:
        """The current generation."""
        return self._current

    async def follow(self, stop: asyncio.Event) -> None:
        """Switch to every generation that becomes current, until `stop` is set."""
        changes = awatch(
            self._path,
            recursive=False,
            watch_filter=_is_pointer,
            stop_event=stop,
            debounce=_DEBOUNCE,
        )
        async for _ in changes:
            await self.refresh()

    async def refresh(self) -> None:
        """Serve the current generation; one that cannot be opened is logged, and the former one stays."""
        try:
            await self.adopt()
        except (DepositaryError, OSError):
            _log.exception("The current generation of %s cannot be served; the former one stays.", self._path)

    async def adopt(self, *, ours: bool = True) -> str:
        """Serve the current generation to everybody from now on; its version.

        `ours` is false where it differs from the one before in nothing that is said in terms of ours: what
        was read of that one still holds. Raises `StoreUnusable`.
        """
        async with self._switching:
            generation = Generations(self._path).current()
            former = self._current.view.store.generation
            if generation.path != former.path:
                next_in_row = int(generation.path.name) == int(former.path.name) + 1
                if ours or not next_in_row:
                    current = await asyncio.to_thread(Current.of, generation, self._terms)
                else:
                    current = await asyncio.to_thread(self._current.over, generation, self._terms)
                self.pool.switch(generation.database, generation.fingerprint.version)
                self._current = current
                for forget in self.forgetting:
                    forget()
            return self._current.view.version


@asynccontextmanager
async def serving(
    path: Path, limits: QueryLimits, terms: Description, observe: Observe = lambda _, __: None
) -> AsyncIterator[Served]:
    """Serve the store at `path` until the context ends; raises `StoreMissing` or `StoreUnusable`."""
    generation = Generations(path).current()
    current = await asyncio.to_thread(Current.of, generation, terms)
    pool = await Pool.start(generation.database, generation.fingerprint.version, limits, observe)
    served, stop = Served(path, current, pool, terms), asyncio.Event()
    follower = asyncio.create_task(served.follow(stop))
    try:
        await served.refresh()  # what became current before the watch began
        yield served
    finally:
        stop.set()
        await follower
        await pool.close()


def _is_pointer(_: Change, path: str) -> bool:
    return Path(path).name == _POINTER
