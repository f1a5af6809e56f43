"""Untrusted queries, answered by a pool of worker processes that can be killed.

One query is in flight per worker, so that stopping it hurts nobody else. An answer is collected as a whole
before anything leaves: it is complete, or it is an error.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph.errors import Busy, QueryCrashed, QueryTimedOut, StoreUnusable
from graph.store.exchange import Answer, Query, refuse, request
from graph.store.limits import QueryLimits
from graph.store.process import WorkerGoneError, WorkerProcess

Outcome = Literal["answered", "refused", "timed-out", "crashed", "abandoned", "busy"]

_RETRY_SECONDS = 1.0
_log = logging.getLogger(__name__)
_CRASHED = "The query ended its worker: it is nested too deeply, or it needs more than {} MB of memory."


@dataclass(frozen=True, slots=True, eq=False)
class _Generation:
    """What the workers have open; compared by identity, since the same folder may be opened again."""

    database: Path
    version: str


@dataclass(frozen=True, slots=True)
class _Crewed:
    worker: WorkerProcess
    generation: _Generation


@dataclass(frozen=True, slots=True)
class PoolState:
    """What the pool is doing now, and what became of all queries so far, by outcome.

    Outcomes: `answered`, `refused` (malformed, too large), `timed-out`, `crashed`, `abandoned` (the client
    left), `busy`. `isolated`: the workers have no network.
    """

    version: str
    free: int
    spare: int
    running: int
    isolated: bool
    outcomes: dict[str, int]


class Pool:
    """Worker processes over one generation of the store, inside one event loop."""

    def __init__(self, limits: QueryLimits) -> None:
        self.limits = limits
        self._free: asyncio.Queue[_Crewed] = asyncio.Queue()
        self._spares: list[_Crewed] = []
        self._running: set[_Crewed] = set()
        self._settled = asyncio.Event()
        self._settled.set()
        self._generation = _Generation(Path(), "")
        self._isolated = False
        self._switching = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._outcomes: Counter[str] = Counter()

    @classmethod
    async def start(cls, database: Path, version: str, limits: QueryLimits) -> "Pool":
        """A pool whose workers have the Oxigraph database open; raises `StoreUnusable`."""
        pool = cls(limits)
        await pool.switch(database, version)
        return pool

    @property
    def version(self) -> str:
        """Version of the data that the next query is answered from."""
        return self._generation.version

    def state(self) -> PoolState:
        """What the pool does now, and what it did so far."""
        return PoolState(
            version=self.version,
            free=self._free.qsize(),
            spare=len(self._spares),
            running=len(self._running),
            isolated=self._isolated,
            outcomes=dict(self._outcomes),
        )

    async def answer(self, query: Query) -> Answer:
        """The complete answer to a query.

        Raises `QueryMalformed`, `AnswerTooLarge`, `QueryTimedOut`, `QueryCrashed`, `QueryFailed`, or `Busy`
        where no worker was free in time. Cancelling the call stops the query.
        """
        crewed = await self._take()
        outcome: Outcome = "abandoned"
        try:
            async with asyncio.timeout(self.limits.seconds):
                header, body = await crewed.worker.ask(request(query, self.limits), query.text)
            outcome = "refused" if "error" in header else "answered"
        except TimeoutError:
            outcome = "timed-out"
            raise QueryTimedOut(f"The query was stopped after {self.limits.seconds:g} seconds.") from None
        except WorkerGoneError:
            outcome = "crashed"
            raise QueryCrashed(_CRASHED.format(self.limits.memory_bytes // 2**20)) from None
        finally:
            self._release(crewed, outcome)
        if outcome == "refused":
            refuse(header)
        return Answer(body, header["media_type"], crewed.generation.version)

    async def switch(self, database: Path, version: str) -> None:
        """Answer from another database, or from the same one as it is now.

        Returns once every new query is answered from it; queries in flight end where they began. Raises
        `StoreUnusable`, and then everything stays as it was.
        """
        async with self._switching:
            generation = _Generation(database, version)
            crew = await self._crew(generation)
            former = [*self._drain(), *self._spares]
            self._generation = generation
            self._isolated = all(crewed.worker.isolated for crewed in crew)
            self._spares = crew[self.limits.workers :]
            for crewed in crew[: self.limits.workers]:
                self._free.put_nowait(crewed)
            await asyncio.gather(*(crewed.worker.stop() for crewed in former))

    async def close(self) -> None:
        """Stop every worker, also those that answer, and wait for all of them."""
        self._generation = _Generation(Path(), "")  # nothing is replaced any more
        for crewed in self._running:
            crewed.worker.kill()
        await self._settled.wait()
        for task in self._tasks:
            task.remove_done_callback(self._tasks.discard)
        idle = [*self._drain(), *self._spares]
        self._spares = []
        await asyncio.gather(*self._tasks, *(crewed.worker.stop() for crewed in idle))

    async def _take(self) -> _Crewed:
        try:
            async with asyncio.timeout(self.limits.waiting_seconds):
                crewed = await self._free.get()
                while not crewed.worker.alive:
                    self._replace(crewed)
                    crewed = await self._free.get()
        except TimeoutError:
            self._outcomes["busy"] += 1
            raise Busy(f"All {self.limits.workers} workers are busy; try again in a moment.") from None
        self._running.add(crewed)
        self._settled.clear()
        return crewed

    def _release(self, crewed: _Crewed, outcome: Outcome) -> None:
        self._outcomes[outcome] += 1
        self._running.discard(crewed)
        if outcome in {"answered", "refused"} and crewed.generation is self._generation:
            self._free.put_nowait(crewed)
        else:
            self._replace(crewed)
        if not self._running:
            self._settled.set()

    def _replace(self, crewed: _Crewed) -> None:
        """Stop a worker; if its generation is current, a spare takes its place and a new one is started."""
        crewed.worker.kill()
        self._in_background(crewed.worker.stop())
        if crewed.generation is self._generation:
            if self._spares:
                self._free.put_nowait(self._spares.pop())
            self._in_background(self._refill(crewed.generation))

    async def _refill(self, generation: _Generation) -> None:
        """Start one worker, however often it takes, as long as the generation is the current one."""
        while generation is self._generation:
            try:
                worker = await self._start(generation)
            except (StoreUnusable, OSError):
                _log.exception("A worker could not be started; trying again")
                await asyncio.sleep(_RETRY_SECONDS)  # nothing tells when there is room again
            else:
                await self._admit(_Crewed(worker, generation))
                return

    async def _admit(self, crewed: _Crewed) -> None:
        """Let a new worker work where one is missing, else keep it as a spare."""
        working = self._free.qsize() + sum(other.generation is crewed.generation for other in self._running)
        if crewed.generation is not self._generation:
            await crewed.worker.stop()
        elif working < self.limits.workers:
            self._free.put_nowait(crewed)
        else:
            self._spares.append(crewed)

    def _start(self, generation: _Generation) -> Coroutine[Any, Any, WorkerProcess]:
        return WorkerProcess.start(generation.database, self.limits.memory_bytes)

    async def _crew(self, generation: _Generation) -> list[_Crewed]:
        """All workers of a generation, or none."""
        starts = (self._start(generation) for _ in range(self.limits.workers + self.limits.spares))
        started = await asyncio.gather(*starts, return_exceptions=True)
        workers = [worker for worker in started if isinstance(worker, WorkerProcess)]
        for failure in started:
            if isinstance(failure, BaseException):
                await asyncio.gather(*(worker.stop() for worker in workers))
                raise failure
        return [_Crewed(worker, generation) for worker in workers]

    def _drain(self) -> list[_Crewed]:
        return [self._free.get_nowait() for _ in range(self._free.qsize())]

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
