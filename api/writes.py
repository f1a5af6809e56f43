"""Writes while the server runs: carried out, then seen by everybody, then acknowledged."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from api.served import Served
from api.sparql.reply import Reply
from graph.workers.writer import Outcome, Writer


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that the next read of everybody sees: what it did, and the version of the data since."""

    outcome: Outcome
    version: str


class Writes:
    """The writer of a served store."""

    def __init__(self, served: Served, writer: Writer) -> None:
        self._served = served
        self._writer = writer

    async def update(self, header: Mapping[str, Any], text: str) -> Acknowledged:
        """Carry out an update."""
        with self._served.write():
            return await self._seen(await self._writer.update(header, text))

    async def graph(self, header: Mapping[str, Any], contents: bytes) -> Acknowledged:
        """Carry out a write of the Graph Store Protocol."""
        with self._served.write():
            return await self._seen(await self._writer.graph(header, contents))

    async def _seen(self, outcome: Outcome) -> Acknowledged:
        """A write that changed nothing made no generation: what it names may be from a load meanwhile."""
        made = outcome.added or outcome.removed
        version = await self._served.adopt(outcome.path, ours=outcome.ours or not made)
        return Acknowledged(outcome, version)


def written_reply(acknowledged: Acknowledged, status: int = 200) -> Reply:
    """What was done, as JSON `{version, added, removed, graphs}`; numbers of quads, without derived ones."""
    outcome = acknowledged.outcome
    content = {
        "version": acknowledged.version,
        "added": outcome.added,
        "removed": outcome.removed,
        "graphs": {graph: asdict(change) for graph, change in outcome.graphs.items()},
    }
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"depositary-version", acknowledged.version.encode()),
    ]
    return Reply(status, headers, json.dumps(content).encode())
