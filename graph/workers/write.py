"""The program of the writer: it carries out one write after the other, and can be killed at any moment.

    python -P -m graph.workers.write STORE MEMORY_BYTES OUTBOUND PAGE

It is the only process that changes the store while a server runs, apart from commands that load; what it has
not published is lost with it, and nothing else. `OUTBOUND` is what `LOAD` may fetch, and its limits, as JSON;
where it is nothing, the process has no network.

A request of kind `UPDATE` has the text of the update as its body and the header `{by, version, using,
using_named, most_quads, nesting, operators, path_steps}`; one of kind `GRAPH` has the contents one after the
other, and `{by, version, method, graph, absent, nesting, contents: [{media_type, size, base}]}`. The reply is
`WRITTEN` with `{path, added, removed, created, ours, graphs}`, or `REFUSED` with an error
(`graph.workers.told`).
"""

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from graph import graph_store, update
from graph.errors import DepositaryError
from graph.federation import Allowed, Outbound, RemoteLimits
from graph.federation.loading import load as fetched
from graph.graph_store import Content, GraphWrite
from graph.store.candidate import Candidate
from graph.store.changes import Kind
from graph.store.generations import Generations
from graph.store.guard import inspect_update
from graph.store.limits import QueryLimits
from graph.store.warm import WarmWriter
from graph.transaction import Write, Written, carry_out
from graph.update import Delta
from graph.workers import frames
from graph.workers.memory import MemoryLimit, share_arenas
from graph.workers.page import Page
from graph.workers.query import end_with, leave_network, own_channel
from graph.workers.told import told
from ontology.terms import ROOT

UPDATE, GRAPH, READY, WRITTEN, REFUSED = range(5)

Header = dict[str, Any]
Load = Callable[[str], Iterable[Quad]]


def updating(header: Header, text: str, load: Load | None) -> Callable[[Candidate], Delta]:
    """What an update does; raises `QueryForbidden`."""
    limits = QueryLimits(**{name: header[name] for name in ("nesting", "operators", "path_steps")})
    inspect_update(text, limits)
    return lambda candidate: update.run(
        candidate,
        text,
        base_iri=ROOT,
        using=tuple(header["using"]),
        using_named=tuple(header["using_named"]),
        most_quads=header["most_quads"],
        load=load,
    )


def writing(header: Header, body: bytes) -> Callable[[Candidate], Delta]:
    """What a write of the Graph Store Protocol does."""
    write = GraphWrite(
        header["method"],
        header["graph"],
        tuple(_contents(header, body)),
        absent=header["absent"],
        nesting=header["nesting"],
    )
    return lambda candidate: graph_store.evaluate(candidate, write)


def _contents(header: Header, body: bytes) -> Iterator[Content]:
    start = 0
    for part in header["contents"]:
        yield Content(part["media_type"], body[start : start + part["size"]], part["base"])
        start += part["size"]


def answer(
    writer: WarmWriter, generations: Generations, load: Load | None, message: frames.Message
) -> Header:
    """Carry out one write; what it did. Raises `DepositaryError`."""
    header, body = json.loads(message.header), frames.whole(message.body)
    evaluate = updating(header, body.decode(), load) if message.kind == UPDATE else writing(header, body)
    kind: Kind = "update" if message.kind == UPDATE else "graph-store"
    written = carry_out(writer, Write(evaluate, kind, header["by"], header["version"]), generations.current())
    return _report(written)


def _report(written: Written) -> Header:
    return {
        "path": str(written.generation.path),
        "added": len(written.delta.added),
        "removed": len(written.delta.removed),
        "created": len(written.delta.created),
        "ours": written.ours,
        "graphs": {graph: asdict(change) for graph, change in written.graphs.items()},
    }


def loading(outbound: str) -> Load | None:
    """What fetches the documents of LOAD; nothing where none are allowed."""
    told = json.loads(outbound)
    allowed = Allowed(loads=tuple(told["loads"]), private=told["private"])
    if not allowed.loads:
        return None
    return lambda iri: fetched(iri, Outbound(allowed, RemoteLimits(**told["limits"])))


def main(store: str, memory_bytes: str, outbound: str, descriptor: str) -> None:
    """Carry out writes that arrive on standard input until it closes."""
    channel, page = own_channel(), Page(int(descriptor))
    load = loading(outbound)
    if load is None:
        leave_network()
    share_arenas()
    threading.Thread(target=end_with, args=(channel,), daemon=True).start()
    generations = Generations(Path(store))
    writer = WarmWriter(generations)
    with suppress(DepositaryError):  # somebody else may write now; then the first write opens it
        writer.warm()
    MemoryLimit(int(memory_bytes)).begin()
    frames.send(channel, READY)
    while (messages := frames.receive(channel)) is not None:
        for message in messages:
            page.begun += 1
            try:
                reply, kind = answer(writer, generations, load, message), WRITTEN
            except DepositaryError as error:
                reply, kind = told(error), REFUSED
            frames.send(channel, kind, b"", json.dumps(reply).encode())
            _tidy(writer)


def _tidy(writer: WarmWriter) -> None:
    """After the answer, so that nobody waits for it."""
    with suppress(DepositaryError):
        writer.clean()


if __name__ == "__main__":
    main(*sys.argv[1:])
