"""Untrusted queries, answered by a pool of worker processes that can be killed.

One query is in flight per worker, so that stopping it hurts nobody else. An answer is collected as a whole
before anything leaves: it is complete, or it is an error.
"""

import asyncio
import itertools
import json
import logging
import os
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import Busy, StoreUnusable
from graph.store.exchange import Answer, DatabaseGoneError, Query, refuse, request_header
from graph.store.limits import QueryLimits
from graph.workers.process import WorkerGoneError, WorkerProcess
from graph.workers.query import ASK, COMPRESSED, READY, REFUSED
from graph.workers.running import QUICK_SECONDS, Outcome, Running

_MODULE = "graph.workers.query"
_RETRY_SECONDS = 1.0
_ABANDONED: Outcome = "abandoned"
_log = logging.getLogger(__name__)

Observe = Callable[[Running, Outcome], None]


@dataclass(frozen=True, slots=True)
class PoolState:
    """What the pool is doing now, and what became of all queries so far, by outcome.

    Outcomes: `answered`, `refused` (malformed, too large), `timed-out`, `cancelled`, `crashed`, `abandoned`
    (the client left), `busy`. `kills`: workers that were stopped. `isolated`: the workers have no network.
    """

    version: str
    free: int
    spare: int
    running: int
    waiting: int
    kills: int
    isolated: bool
    outcomes: Mapping[str, int]


class Pool:
    """Worker processes over the current generation of the store, inside one event loop.

    `observe` is told of every query that has left its worker, and how.
    """

    def __init__(self, limits: QueryLimits, observe: Observe = lambda _, __: None) -> None:
        self.limits = limits
        self._observe = observe
        self._database, self._version = Path(), ""
        self._free: list[WorkerProcess] = []
        self._spares: list[WorkerProcess] = []
        self._running: dict[str, Running] = {}
        self._waiting: deque[tuple[float, asyncio.Future[WorkerProcess]]] = deque()
        self._settled = asyncio.Event()
        self._settled.set()
        self._isolated = True
        self._closed = False
        self._together = min(limits.workers, os.cpu_count() or 1)
        self._quick = 0  # queries that have only begun
        self._loop = asyncio.get_running_loop()
        self._watching: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._outcomes: Counter[str] = Counter()
        self._kills = 0
        self._ids = (f"{start}-{number}" for start in [secrets.token_hex(4)] for number in itertools.count(1))

    @classmethod
    async def start(
        cls, database: Path, version: str, limits: QueryLimits, observe: Observe = lambda _, __: None
    ) -> "Pool":
        """A pool whose workers have the Oxigraph database open; raises `StoreUnusable`."""
        pool = cls(limits, observe)
        pool.switch(database, version)
        starts = (pool._start() for _ in range(limits.workers + limits.spares))
        started = await asyncio.gather(*starts, return_exceptions=True)
        workers = [worker for worker in started if isinstance(worker, WorkerProcess)]
        for failure in started:
            if isinstance(failure, BaseException):
                await asyncio.gather(*(worker.stop() for worker in workers))
                raise failure
        pool._free.extend(workers[: limits.workers])
        pool._spares += workers[limits.workers :]
        return pool

    @property
    def version(self) -> str:
        """Version of the data that the next query is answered from."""
        return self._version

    @property
    def isolated(self) -> bool:
        """Whether no worker has a network."""
        return self._isolated

    def state(self) -> PoolState:
        """What the pool does now, and what it did so far."""
        return PoolState(
            version=self._version,
            free=len(self._free),
            spare=len(self._spares),
            running=len(self._running),
            waiting=len(self._waiting),
            kills=self._kills,
            isolated=self._isolated,
            outcomes=dict(self._outcomes),
        )

    def running(self) -> list[Running]:
        """The queries that run now, oldest first."""
        return list(self._running.values())

    def cancel(self, id_: str) -> bool:
        """Stop a running query; whether there was one with this id."""
        running = self._running.get(id_)
        if running is not None:
            running.stop("cancelled")
        return running is not None

    def switch(self, database: Path, version: str) -> None:
        """Answer from another database from the next query on; queries in flight end where they began."""
        self._database, self._version = database, version

    async def answer(self, query: Query, client: str = "", seconds: float | None = None) -> Answer:
        """The complete answer to a query, in at most so many seconds; never more than the limit.

        Raises `QueryMalformed`, `AnswerTooLarge`, `QueryTimedOut`, `QueryCancelled`, `QueryCrashed`,
        `QueryFailed`, `StoreUnusable`, or `Busy` where no worker was free in time. Cancelling the call
        stops the query.
        """
        allowed = min(seconds or self.limits.seconds, self.limits.seconds)
        while True:
            worker = self._free.pop() if self._free and self._quick < self._together else await self._wait()
            if not worker.alive:
                self._replace(worker)
                continue
            database = self._database
            try:
                return await self._answer(
                    Running(next(self._ids), query.text, client, worker, allowed), query
                )
            except DatabaseGoneError as error:
                if database == self._database:
                    raise StoreUnusable(f"{database}: {error}") from None
                # else a writer has been so quick that there is a newer one

    async def _answer(self, running: Running, query: Query) -> Answer:
        version, outcome = self._version, _ABANDONED
        self._begin(running)
        try:
            reply = await running.worker.ask(ASK, self._header(query), query.text.encode())
            outcome = "refused" if reply.kind == REFUSED else "answered"
        except WorkerGoneError:
            outcome = running.outcome
            raise running.failure(self.limits.memory_bytes) from None
        finally:
            self._end(running, outcome)
        if reply.kind == REFUSED:
            refuse(reply.header)
        return Answer(reply.body, reply.kind == COMPRESSED, version, running.id)

    def _header(self, query: Query) -> bytes:
        return request_header(
            query.media_type,
            (query.default_graphs, query.named_graphs),
            self.limits.answer_bytes,
            str(self._database),
            union=query.union,
            gzip=query.gzip,
        )

    def _begin(self, running: Running) -> None:
        self._settled.clear()
        self._running[running.id] = running
        self._keep_watching()
        self._quick += 1

    def _keep_watching(self) -> None:
        if self._watching is None:
            self._watching = self._loop.call_later(QUICK_SECONDS, self._watch)

    def _watch(self) -> None:
        """Look at what runs and waits, every few milliseconds: an alarm for each query would cost more."""
        now = time.monotonic()
        for running in list(self._running.values()):
            if running.quick and now - running.started >= QUICK_SECONDS:
                running.quick = False
                self._quick -= 1
            running.grow_older(now)
        self._dispatch()
        while self._waiting and now - self._waiting[0][0] >= self.limits.waiting_seconds:
            _, waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(self._busy())
        self._watching = None
        if self._running or self._waiting:
            self._keep_watching()

    def _end(self, running: Running, outcome: Outcome) -> None:
        self._outcomes[outcome] += 1
        self._observe(running, outcome)
        del self._running[running.id]
        self._quick -= running.quick
        worker = running.worker
        if outcome in {"answered", "refused"} and not worker.lowered and not self._closed:
            self._offer(worker)
        else:
            self._replace(worker)
        if not self._running:
            self._settled.set()

    async def _wait(self) -> WorkerProcess:
        """The next worker that becomes free; raises `Busy`."""
        if len(self._waiting) >= self.limits.waiting or self._closed:
            raise self._busy()
        waiting: asyncio.Future[WorkerProcess] = self._loop.create_future()
        self._waiting.append((time.monotonic(), waiting))
        self._keep_watching()
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():  # it came in the same moment
                self._offer(waiting.result())
            raise

    def _busy(self) -> Busy:
        self._outcomes["busy"] += 1
        return Busy(f"All {self.limits.workers} workers are busy; try again in a moment.")

    def _offer(self, worker: WorkerProcess) -> None:
        """Let a worker answer whoever waits longest, else keep it ready."""
        self._free.append(worker)
        self._dispatch()

    def _dispatch(self) -> None:
        """Give free workers to those who wait.

        While answers come quickly, no more workers than there are processors take part: each switch between
        processes costs as much as a cheap answer. The worker that was last at work is the quickest.
        """
        while self._waiting and self._free and self._quick < self._together:
            _, waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(self._free.pop())

    def _replace(self, worker: WorkerProcess) -> None:
        """Stop a worker; a spare takes its place, and a new one is started."""
        worker.kill()
        self._kills += 1
        self._in_background(worker.stop())
        if not self._closed:
            if self._spares:
                self._offer(self._spares.pop())
            self._in_background(self._refill())

    async def _refill(self) -> None:
        """Start one worker, however often it takes."""
        while not self._closed:
            try:
                worker = await self._start()
            except (StoreUnusable, OSError):
                _log.exception("A worker could not be started; trying again")
                await asyncio.sleep(_RETRY_SECONDS)  # nothing tells when there is room again
            else:
                await self._admit(worker)
                return

    async def _admit(self, worker: WorkerProcess) -> None:
        """Let a new worker work where one is missing, else keep it as a spare."""
        if self._closed:
            await worker.stop()
        elif len(self._free) + len(self._running) < self.limits.workers:
            self._offer(worker)
        else:
            self._spares.append(worker)

    async def _start(self) -> WorkerProcess:
        """A worker over the current database; raises `StoreUnusable`."""
        worker = await WorkerProcess.start(_MODULE, (str(self._database), str(self.limits.memory_bytes)))
        told = json.loads(worker.greeting.header)
        if worker.greeting.kind != READY:
            await worker.stop()
            raise StoreUnusable(f"{self._database}: {told['message']}")
        self._isolated &= told["isolated"]
        return worker

    async def close(self) -> None:
        """Stop every worker, also those that answer, and wait for all of them."""
        self._closed = True
        for running in self._running.values():
            running.stop("abandoned")
        await self._settled.wait()
        for task in self._tasks:
            task.remove_done_callback(self._tasks.discard)
        idle = [*self._free, *self._spares]
        self._free.clear()
        self._spares.clear()
        await asyncio.gather(*self._tasks, *(worker.stop() for worker in idle))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
