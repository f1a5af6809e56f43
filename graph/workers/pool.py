"""Untrusted queries, answered by a pool of worker processes that can be killed.

A query that is not cheap has a worker for itself, so that stopping it hurts nobody else. An answer is
collected as a whole before anything leaves: it is complete, or it is an error.
"""

import asyncio
import itertools
import json
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Busy, StoreUnusable
from graph.store.exchange import Answer, DatabaseGoneError, Query, refuse, request_header
from graph.store.limits import QueryLimits
from graph.workers.crew import QUICK_SECONDS, Crew
from graph.workers.process import Question, TakenBackError, WorkerGoneError, WorkerProcess
from graph.workers.query import ASK, COMPRESSED, READY, REFUSED, SECONDS
from graph.workers.running import Outcome, Running

_MODULE = "graph.workers.query"

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
        self._crew = Crew(limits.workers, self._start, self._dispatch)
        self._running: dict[str, Running] = {}
        self._waiting: deque[tuple[float, asyncio.Future[WorkerProcess]]] = deque()
        self._settled = asyncio.Event()
        self._settled.set()
        self._isolated = True
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._watching: asyncio.TimerHandle | None = None
        self._outcomes: Counter[str] = Counter()
        self._ids = (f"{start}-{number}" for start in [secrets.token_hex(4)] for number in itertools.count(1))

    @classmethod
    async def start(
        cls, database: Path, version: str, limits: QueryLimits, observe: Observe = lambda _, __: None
    ) -> "Pool":
        """A pool whose workers have the Oxigraph database open; raises `StoreUnusable`."""
        pool = cls(limits, observe)
        pool.switch(database, version)
        await pool._crew.gather(limits.spares)
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
            free=len(self._crew.free),
            spare=len(self._crew.spares),
            running=len(self._running),
            waiting=len(self._waiting),
            kills=self._crew.kills,
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
        running = Running(next(self._ids), query.text, client, allowed)
        while True:
            worker = (None if self._waiting else self._crew.choose()) or await self._turn()
            version, database = self._version, self._database
            try:
                return await self._answer(running, worker, query, version)
            except TakenBackError:  # a query that is not cheap stood before it
                if running.stopped:
                    self._end(running, running.outcome)
                    raise running.failure(self.limits.memory_bytes) from None
            except DatabaseGoneError as error:
                if database == self._database:
                    raise StoreUnusable(f"{database}: {error}") from None
                # else a writer has been so quick that there is a newer one

    async def _answer(self, running: Running, worker: WorkerProcess, query: Query, version: str) -> Answer:
        question = worker.ask(ASK, self._header(query), query.text.encode())
        self._begin(running, worker, question)
        try:
            message = await question.reply
        except TakenBackError:
            self._forget(running)
            self._crew.release(worker)
            raise
        except WorkerGoneError:
            self._end(running, running.outcome)
            raise running.failure(self.limits.memory_bytes) from None
        except asyncio.CancelledError:
            self._end(running, "abandoned")  # the crew stops what nobody waits for
            raise
        if message.kind == REFUSED:
            self._end(running, "refused")
            refuse(message.header)
        (seconds,) = SECONDS.unpack(message.header)
        self._crew.took(seconds)
        self._end(running, "answered")
        return Answer(message.body, message.kind == COMPRESSED, version, running.id, seconds)

    def _header(self, query: Query) -> bytes:
        return request_header(
            query.media_type,
            (query.default_graphs, query.named_graphs),
            self.limits.answer_bytes,
            str(self._database),
            union=query.union,
            gzip=query.gzip,
        )

    def _begin(self, running: Running, worker: WorkerProcess, question: Question) -> None:
        running.worker, running.question = worker, question
        self._settled.clear()
        self._running[running.id] = running
        self._keep_watching()

    def _end(self, running: Running, outcome: Outcome) -> None:
        self._outcomes[outcome] += 1
        self._observe(running, outcome)
        self._forget(running)
        if running.worker is not None:
            self._crew.release(running.worker)

    def _forget(self, running: Running) -> None:
        self._running.pop(running.id, None)
        if not self._running:
            self._settled.set()

    def _keep_watching(self) -> None:
        if self._watching is None:
            self._watching = self._loop.call_later(QUICK_SECONDS, self._watch)

    def _watch(self) -> None:
        """Look at what runs and waits, every few milliseconds: an alarm for each query would cost more."""
        now = time.monotonic()
        self._crew.look(now)  # which also lets others take their turn
        for running in list(self._running.values()):
            running.grow_older(now)
        while self._waiting and now - self._waiting[0][0] >= self.limits.waiting_seconds:
            _, waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(self._busy())
        self._watching = None
        if self._running or self._waiting or self._crew.at_work:
            self._keep_watching()

    async def _turn(self) -> WorkerProcess:
        """The worker that takes the query when it is its turn; raises `Busy`."""
        if len(self._waiting) >= self.limits.waiting or self._closed:
            raise self._busy()
        waiting: asyncio.Future[WorkerProcess] = self._loop.create_future()
        self._waiting.append((time.monotonic(), waiting))
        self._keep_watching()
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and not waiting.exception():
                waiting.result().promised -= 1  # it came in the same moment
                self._crew.release(waiting.result())
            raise

    def _dispatch(self) -> None:
        """Give workers to those who wait, as far as there is room."""
        while self._waiting:
            if self._waiting[0][1].done():
                self._waiting.popleft()
            elif (worker := self._crew.choose()) is not None:
                self._waiting.popleft()[1].set_result(worker)
            else:
                return

    def _busy(self) -> Busy:
        self._outcomes["busy"] += 1
        return Busy(f"All {self.limits.workers} workers are busy; try again in a moment.")

    async def _start(self) -> WorkerProcess:
        """A worker over the current database, which may change meanwhile; raises `StoreUnusable`."""
        while True:
            database = self._database
            worker = await WorkerProcess.start(_MODULE, (str(database), str(self.limits.memory_bytes)))
            told = json.loads(worker.greeting.header)
            if worker.greeting.kind == READY:
                self._isolated &= told["isolated"]
                return worker
            await worker.stop()
            if database == self._database:
                raise StoreUnusable(f"{database}: {told['message']}")

    async def close(self) -> None:
        """Stop every worker, also those that answer, and wait for all of them."""
        self._closed = True
        for running in self._running.values():
            running.outcome = "abandoned"
        self._crew.end()
        await self._settled.wait()
        await self._crew.close()
