"""What is being served: the current generation, and the workers over it; both follow the store's pointer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from watchfiles import Change, awatch

from api.pages.figures import figures
from api.pages.labels import Labels
from graph.errors import DepositaryError, StoreUnusable
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
    """One generation, ready to be shown: its view and its labels; `count` tells how much it holds."""

    view: View
    labels: Labels
    count: Callable[[], Mapping[str, int]]

    @classmethod
    def of(cls, generation: Generation, terms: Description) -> "Current":
        """Open a generation, with all that is read from it once; it is counted when somebody asks."""
        view = View(Store(generation))
        _ = view.names
        return cls(view, Labels(view.store.oxigraph, terms), cache(lambda: figures(view)))

    def over(self, generation: Generation, terms: Description) -> "Current":
        """Another generation, which says the same in our terms: what was read of this one still holds."""
        view = self.view.over(Store(generation))
        _ = view.store.oxigraph  # while its files are there: newer writes remove them
        return Current(view, Labels(view.store.oxigraph, terms), self.count)

    @property
    def figures(self) -> Mapping[str, int]:
        """Numbers of what it holds, from states to statements."""
        return {**self.count(), "statements": self.view.store.generation.fingerprint.quads}


class Served:
    """What requests are answered from; a request keeps the generation that it began with."""

    def __init__(self, path: Path, current: Current, pool: Pool, terms: Description) -> None:
        self._path = path
        self._current = current
        self._terms = terms
        self._switching = asyncio.Lock()
        self._writes = 0
        self._settled = asyncio.Event()
        self._settled.set()
        self.pool = pool
        self.forgetting: list[Callable[[], None]] = []  # called when other data are served

    @property
    def current(self) -> Current:
        """The current generation."""
        return self._current

    @contextmanager
    def write(self) -> Iterator[None]:
        """While a write of our own is carried out, which ends by adopting the generation that it made."""
        self._writes += 1
        self._settled.clear()
        try:
            yield
        except BaseException:
            self._settled.set()  # whether it made one nobody knows
            raise
        finally:
            self._writes -= 1
            if not self._writes:
                self._settled.set()

    async def follow(self, stop: asyncio.Event) -> None:
        """Switch to every generation that becomes current, until `stop` is set.

        What a write of our own makes is left to it: it knows what does not have to be read anew.
        """
        changes = awatch(
            self._path,
            recursive=False,
            watch_filter=_is_pointer,
            stop_event=stop,
            debounce=_DEBOUNCE,
        )
        async for _ in changes:
            await self._settled.wait()
            await self.refresh()

    async def refresh(self) -> None:
        """Serve the current generation; one that cannot be opened is logged, and the former one stays."""
        try:
            async with self._switching:
                await self._switch(Generations(self._path).current())
        except (DepositaryError, OSError):
            _log.exception("The current generation of %s cannot be served; the former one stays.", self._path)

    async def adopt(self, folder: Path, *, ours: bool) -> str:
        """Serve the generation that a write made, or a newer one, to everybody from now on; its version.

        `ours` is false where it differs from the one before in nothing that is said in terms of ours: what
        was read of that one still holds. Raises `StoreUnusable`.
        """
        async with self._switching:
            if _number(folder) > _number(self._current.view.store.generation.path):
                generations = Generations(self._path)
                try:
                    await self._switch(generations.at(folder), ours=ours)
                except StoreUnusable:  # newer writes were so quick that it has gone
                    await self._switch(generations.current())
            return self._current.view.version

    async def _switch(self, generation: Generation, *, ours: bool = True) -> None:
        former = self._current.view.store.generation
        if generation.path == former.path:
            return
        follows = _number(generation.path) == _number(former.path) + 1
        read = Current.of if ours or not follows else self._current.over
        current = await asyncio.to_thread(read, generation, self._terms)
        self.pool.switch(generation.database, generation.fingerprint.version)
        self._current = current
        for forget in self.forgetting:
            forget()


def _number(folder: Path) -> int:
    """Number of the generation in a folder; a later one is greater."""
    return int(folder.name)


@asynccontextmanager
async def serving(
    path: Path, limits: QueryLimits, terms: Description, observe: Observe = lambda _, __: None
) -> AsyncIterator[Served]:
    """Serve the store at `path` until the context ends; raises `StoreMissing` or `StoreUnusable`."""
    generation = Generations(path).current()
    current = await asyncio.to_thread(Current.of, generation, terms)
    pool = await Pool.start(generation.database, generation.fingerprint.version, limits, observe)
    served = Served(path, current, pool, terms)
    del current  # else this frame would keep it as long as the server runs
    stop = asyncio.Event()
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
