"""The writer of a served store, each of whose writes is counted, timed and told."""

from collections.abc import Awaitable, Mapping
from dataclasses import asdict
from typing import Any

from api.served import Served
from api.telemetry.events import tell
from api.telemetry.watch import Watch
from api.writes import Acknowledged, Writes
from graph.workers.writer import Writer


class WatchedWrites(Writes):
    """Writes under a watch."""

    def __init__(self, served: Served, writer: Writer, watch: Watch) -> None:
        super().__init__(served, writer)
        self._watch = watch

    async def update(self, header: Mapping[str, Any], text: str) -> Acknowledged:
        """Carry out an update."""
        return await self._watched("update", header["by"], super().update(header, text))

    async def graph(self, header: Mapping[str, Any], contents: bytes) -> Acknowledged:
        """Carry out a write of the Graph Store Protocol."""
        return await self._watched("graph-store", header["by"], super().graph(header, contents))

    async def _watched(self, kind: str, by: str, work: Awaitable[Acknowledged]) -> Acknowledged:
        with self._watch.write(kind, by) as running:
            acknowledged = await work
            outcome = acknowledged.outcome
            tell(
                "write",
                id=running.id,
                kind=kind,
                by=by,
                seconds=running.age,
                added=outcome.added,
                removed=outcome.removed,
                graphs={graph: asdict(change) for graph, change in outcome.graphs.items()},
                version=acknowledged.version,
            )
        return acknowledged
