"""The writer process seen from the event loop: one write at a time, each within its time."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.errors import Busy, QueryCrashed, QueryTimedOut
from graph.federation import Outbound
from graph.store.changes import Change
from graph.store.generations import Generations
from graph.store.limits import QueryLimits, WriteLimits
from graph.workers.frames import Message, whole
from graph.workers.process import TakenBackError, WorkerGoneError, WorkerProcess
from graph.workers.told import raised
from graph.workers.write import GRAPH, REFUSED, UPDATE

_MODULE = "graph.workers.write"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write did: the folder of the generation that holds it, and its own numbers of quads.

    `graphs` has them by named graph, "" being the unnamed one; `created` is the number of new named graphs.
    `ours`: something of it is said in terms of ours, or about what has an IRI of ours.
    """

    path: Path
    added: int
    removed: int
    created: int
    ours: bool
    graphs: Mapping[str, Change]


class Writer:
    """Writes to a store by a process of their own, which is killed when it takes too long."""

    def __init__(self, store: Path, limits: WriteLimits, texts: QueryLimits, outbound: Outbound) -> None:
        self._store = store
        allowed = outbound.allowed
        self._outbound = {
            "loads": allowed.loads,
            "private": allowed.private,
            "limits": asdict(outbound.limits),
        }
        self._limits = limits
        self._update_seconds = min(limits.seconds, texts.seconds)
        self._shape = {
            "nesting": texts.nesting,
            "operators": texts.operators,
            "path_steps": texts.path_steps,
            "most_quads": limits.quads,
        }
        self._one = asyncio.Lock()
        self._waiting = 0
        self._worker: WorkerProcess | None = None

    async def update(self, header: Mapping[str, Any], text: str) -> Outcome:
        """Carry out an update; raises whatever refuses it, `QueryTimedOut`, `QueryCrashed` or `Busy`.

        It evaluates patterns as a query does, while others wait to write: it has no more time than a query.
        """
        return await self._write(UPDATE, {**header, **self._shape}, text.encode(), self._update_seconds)

    async def graph(self, header: Mapping[str, Any], contents: bytes) -> Outcome:
        """Carry out a write of the Graph Store Protocol; raises the same."""
        header = {**header, "nesting": self._limits.nesting}
        return await self._write(GRAPH, header, contents, self._limits.seconds)

    async def _write(self, kind: int, header: Mapping[str, Any], body: bytes, seconds: float) -> Outcome:
        await self._turn()
        try:
            reply = await self._asked(kind, json.dumps(header).encode(), body, seconds)
        finally:
            self._one.release()
        content = json.loads(whole(reply.body))
        if reply.kind == REFUSED:
            raise raised(content)
        graphs = {graph: Change(**change) for graph, change in content.pop("graphs").items()}
        return Outcome(Path(content.pop("path")), graphs=graphs, **content)

    async def _turn(self) -> None:
        """Wait until no other write is carried out; raises `Busy` where that takes too long."""
        if self._waiting >= self._limits.waiting:
            raise Busy("Too many writes wait for their turn; try again in a moment.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.waiting_seconds):
                await self._one.acquire()
        except TimeoutError:
            raise Busy("Other writes take long; try again in a moment.") from None
        finally:
            self._waiting -= 1

    async def _asked(self, kind: int, header: bytes, body: bytes, seconds: float) -> Message:
        """The reply of the process, which is started where there is none; it is killed at the deadline."""
        worker, before = await self.ready(), self._generation()
        try:
            async with asyncio.timeout(seconds):
                return await worker.ask(kind, header, body).reply
        except TimeoutError:
            await self.close()
            said = f"The write was stopped after {seconds:g} seconds"
            raise QueryTimedOut(f"{said}; {self._written_since(before)}.") from None
        except (WorkerGoneError, TakenBackError):
            await self.close()
            raise QueryCrashed(
                "The write ended the process that carried it out: it is nested too deeply, or it needs more "
                f"than {self._limits.memory_bytes // 2**20} MB of memory; {self._written_since(before)}."
            ) from None

    def _generation(self) -> Path:
        return Generations(self._store).current().path

    def _written_since(self, before: Path) -> str:
        """What is known of a write whose process has ended: it publishes as a whole, or not at all."""
        same = self._generation() == before
        return "nothing was written" if same else "/changes tells whether it was written before"

    async def ready(self) -> WorkerProcess:
        """The process, started where there is none; raises `StoreUnusable`."""
        if self._worker is None or not self._worker.alive:
            arguments = (str(self._store), str(self._limits.memory_bytes), json.dumps(self._outbound))
            self._worker = await WorkerProcess.start(_MODULE, arguments)
        return self._worker

    async def close(self) -> None:
        """End the process: what it has not published is gone, and nothing else."""
        if self._worker is not None:
            await self._worker.stop()
            self._worker = None
