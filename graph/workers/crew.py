"""The worker processes of a pool: which is free, which is at work, which takes the next query.

While answers are cheap, several queries may wait in the channel of one worker: to put a process to sleep and
to wake it costs more than a cheap answer. A query that is not answered within milliseconds has its worker for
itself: what waits behind it is taken back, and asked of another worker. So it can be stopped without hurting
anybody, and holds nobody up.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from graph.errors import StoreUnusable
from graph.workers.process import WorkerProcess

QUICK_SECONDS = 0.005  # a query that takes longer is no cheap one
_CHEAP_SECONDS = 0.0005  # the usual time of an answer below which queries wait in the channel of a worker
_UNWANTED_SECONDS = 0.2  # what nobody waits for is stopped then; a new worker costs about as much
_DEEP = 8  # queries in one channel
_RETRY_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Crew:
    """So many workers, and spares that take the place of those that are stopped.

    `start` starts a worker; `changed` is called when there may be room for another query.
    """

    def __init__(
        self, workers: int, start: Callable[[], Awaitable[WorkerProcess]], changed: Callable[[], None]
    ) -> None:
        self._workers = workers
        self._start = start
        self._changed = changed
        self._few = max(1, min(workers, (os.cpu_count() or 1) - 1))  # one processor is for the server
        self.free: list[WorkerProcess] = []
        self.spares: list[WorkerProcess] = []
        self._quick: list[WorkerProcess] = []
        self._slow: list[WorkerProcess] = []
        self._usual = _CHEAP_SECONDS
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.kills = 0

    async def gather(self, spares: int) -> None:
        """Start all workers, or none; raises `StoreUnusable`."""
        starts = (self._started() for _ in range(self._workers + spares))
        started = await asyncio.gather(*starts, return_exceptions=True)
        workers = [worker for worker in started if isinstance(worker, WorkerProcess)]
        for failure in started:
            if isinstance(failure, BaseException):
                await asyncio.gather(*(worker.stop() for worker in workers))
                raise failure
        self.free += workers[: self._workers]
        self.spares += workers[self._workers :]

    async def _started(self) -> WorkerProcess:
        worker = await self._start()
        worker.when_changed = self.release
        return worker

    def choose(self) -> WorkerProcess | None:
        """The worker that takes the next query, which is promised to it; `None` while there is no room."""
        cheap = self._usual < _CHEAP_SECONDS
        while self.free and len(self._quick) < (self._few if cheap else self._workers):
            worker = self.free.pop()  # the one that was last at work is the quickest
            if worker.alive:
                self._quick.append(worker)
                worker.promised += 1
                return worker
            self.replace(worker)
        chosen, depth = None, _DEEP
        for worker in self._quick if cheap else ():
            if worker.depth < depth and not worker.is_full:
                chosen, depth = worker, worker.depth
        if chosen is not None:
            chosen.promised += 1
        return chosen

    def look(self, now: float) -> None:
        """See whose query is not cheap, and whose nobody waits for; called every few milliseconds."""
        for worker in list(self._quick):
            if worker.busy_for(now) >= QUICK_SECONDS:
                self._quick.remove(worker)
                self._slow.append(worker)
                self._usual = max(self._usual, QUICK_SECONDS)
                worker.take_back()
        for worker in list(self._slow):
            if worker.depth > 1:
                worker.take_back()  # it was promised to it while it became slow
            if worker.is_at_nothing_wanted and worker.busy_for(now) >= _UNWANTED_SECONDS:
                self.replace(worker)
        self._changed()

    @property
    def at_work(self) -> bool:
        """Whether any worker has something to answer."""
        return bool(self._quick or self._slow)

    def took(self, seconds: float) -> None:
        """An answer took so many seconds: whether they are cheap at present depends on the last ones."""
        self._usual += (min(seconds, QUICK_SECONDS) - self._usual) / 16

    def release(self, worker: WorkerProcess) -> None:
        """See whether a worker has nothing to do any more, or is gone."""
        if not worker.alive or (worker.depth == 0 and worker.lowered and not worker.catch_up()):
            self.replace(worker)
        elif worker.depth == 0 and self._dismiss(worker):
            self.free.append(worker)
        self._changed()

    def replace(self, worker: WorkerProcess) -> None:
        """Stop a worker; a spare takes its place, and a new one is started."""
        if worker.dismissed:
            return
        worker.dismissed = True
        self._dismiss(worker)
        for idle in (self.free, self.spares):
            if worker in idle:
                idle.remove(worker)
        worker.kill()
        self.kills += 1
        self._in_background(worker.stop())
        if not self._closed:
            if self.spares:
                self.free.append(self.spares.pop())
            self._in_background(self._refill())
            self._changed()

    def _dismiss(self, worker: WorkerProcess) -> bool:
        """Whether it was at work until now."""
        for group in (self._quick, self._slow):
            if worker in group:
                group.remove(worker)
                return True
        return False

    async def _refill(self) -> None:
        """Start one worker, however often it takes."""
        while not self._closed:
            try:
                worker = await self._started()
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
        elif len(self.free) + len(self._quick) + len(self._slow) < self._workers:
            self.free.append(worker)
        else:
            self.spares.append(worker)
        self._changed()

    def end(self) -> None:
        """Stop every worker at once; nothing is replaced any more."""
        self._closed = True
        for worker in (*self._quick, *self._slow):
            worker.kill()

    async def close(self) -> None:
        """Wait until every process has ended."""
        self._closed = True
        for task in self._tasks:
            task.remove_done_callback(self._tasks.discard)
        workers = [*self.free, *self.spares, *self._quick, *self._slow]
        for worker in workers:
            worker.dismissed = True
        await asyncio.gather(*self._tasks, *(worker.stop() for worker in workers))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
