"""The program of a query worker: one Oxigraph database, one query at a time, bytes in and bytes out.

    python -P -m graph.workers.query DATABASE MEMORY_BYTES PAGE

Nothing inside Python can stop a running query, and deep nesting ends the process that parses it; so untrusted
queries run here, where the pool can kill them. The answer leaves as Oxigraph serialises it: no term becomes a
Python object, and only a complete answer leaves.

Messages (`graph.workers.frames`) go over standard input. A request of kind `ASK` has the text of the query as
its body and the header `{media_type, union, gzip, default_graphs, named_graphs, base_iri, answer_bytes,
database}`; where `database` is not the one that is open, it is opened first. The reply is `ANSWER` with the
serialised results (`COMPRESSED` where they were worth it) and, as its header, the seconds that it took; or
`REFUSED` with `{error, message, line, column}`, where `error` is `malformed`, `failed`, `too-large` or `gone`
(the database). The first message of all is `READY` with `{isolated}`: whether there is no network.

A request may wait in the channel while another is answered; one that the page (`graph.workers.page`, whose
descriptor is `PAGE`) says to skip is answered by `SKIPPED`.
"""

import ctypes
import json
import mmap
import os
import re
import select
import socket
import struct
import sys
import threading
import time
import zlib
from functools import lru_cache
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from graph.workers import frames
from graph.workers.malformed import place_and_reason, unsupported_function
from graph.workers.memory import MemoryLimit, share_arenas
from graph.workers.page import Page

ASK, READY, ANSWER, COMPRESSED, REFUSED, SKIPPED = range(6)
SECONDS = struct.Struct(">f")

_WORTH_IT = 1400  # bytes: what is smaller fits into one packet as it is

_NEW_USER = 0x10000000  # CLONE_NEWUSER of <sched.h>
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <sched.h>
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, production 2

Header = dict[str, Any]


class TooLargeError(Exception):
    """The answer passed its limit while it was written."""


class UnwritableError(Exception):
    """The answer cannot be written in the format that was asked for."""


class Sink:
    """Where Oxigraph writes: memory as long as the answer is small, then an anonymous file, up to a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._memory = bytearray()
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> int:
        """Take more bytes; raises `TooLargeError` beyond the limit."""
        self._size += len(data)
        if self._size > self._limit:
            raise TooLargeError
        if self._file is not None:
            return self._file.write(data)
        self._memory += data
        if self._size > frames.INLINE:
            self._file = frames.open_file()
            self._file.write(self._memory)
        return len(data)

    def flush(self) -> None:
        """Nothing: Oxigraph asks for it, and the answer is sent when it is complete."""

    def send(self, channel: socket.socket, begun: float, *, gzip: bool) -> None:
        """Send what was written as the answer, compressed where that is wanted and worth it."""
        if gzip and self._size > _WORTH_IT:
            self._compressed().send_as(channel, COMPRESSED, begun)
        else:
            self.send_as(channel, ANSWER, begun)

    def send_as(self, channel: socket.socket, kind: int, begun: float) -> None:
        """Send what was written as a message of a kind, with the seconds that it took."""
        seconds = SECONDS.pack(time.perf_counter() - begun)
        if self._file is None:
            frames.send(channel, kind, seconds, self._memory)
            return
        with self._file as file:
            file.flush()
            frames.send_file(channel, kind, file.fileno(), seconds)

    def _compressed(self) -> "Sink":
        """The same in the format gzip (RFC 1952)."""
        other, packer = Sink(self._limit), zlib.compressobj(1, wbits=31)
        if self._file is None:
            other.write(packer.compress(self._memory))
        else:
            with self._file as file:
                file.seek(0)
                while piece := file.read(frames.INLINE):
                    other.write(packer.compress(piece))
        other.write(packer.flush())
        return other

    def holds(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether a pattern of bytes occurs in what was written."""
        if self._file is None:
            return pattern.search(self._memory) is not None
        self._file.flush()
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return pattern.search(content) is not None


class Worker:
    """A database, open for reading, and the queries that are answered from it."""

    def __init__(self, database: str, memory: MemoryLimit) -> None:
        self._database = database
        self._memory = memory
        self._store = Store.read_only(database)

    def answer(self, header: Header, text: str) -> Sink | Header:
        """The serialised results of one query, or what is wrong with it."""
        try:
            self._open(header["database"])
        except (OSError, RuntimeError, ValueError) as error:
            return _error("gone", str(error))
        try:
            return self._evaluate(header, text)
        except SyntaxError as error:
            reason, line, column = place_and_reason(str(error))
            return _error("malformed", reason, line, column)
        except TooLargeError:
            return _error("too-large", f"The answer is larger than {header['answer_bytes']:,} bytes.")
        except RuntimeError as error:
            return _stopped(str(error))
        except (OSError, ValueError, UnwritableError) as error:
            return _error("failed", f"The answer could not be written: {error}.")

    def _open(self, database: str) -> None:
        if database != self._database:
            with self._memory.lifted():
                self._store = Store.read_only(database)
            self._database = database

    def _evaluate(self, header: Header, text: str) -> Sink:
        results: Any = self._store.query(text, base_iri=header["base_iri"], **_dataset(header))
        known = RdfFormat if isinstance(results, QueryTriples) else QueryResultsFormat
        form = known.from_media_type(header["media_type"])
        if form is None:
            raise UnwritableError(f"{header['media_type']} does not fit this form of query")
        results.serialize(sink := Sink(header["answer_bytes"]), form)
        if form in {QueryResultsFormat.XML, RdfFormat.RDF_XML} and sink.holds(_NOT_IN_XML):
            raise UnwritableError("it holds characters that XML does not allow")
        return sink


def _dataset(header: Header) -> Header:
    """Arguments of `Store.query`: the data set of the protocol replaces the default one as a whole."""
    default, named = header["default_graphs"], header["named_graphs"]
    if default or named:
        return {"default_graph": [*map(NamedNode, default)], "named_graphs": [*map(NamedNode, named)]}
    return {"use_default_graph_as_union": header["union"]}


def _stopped(reason: str) -> Header:
    """What stopped an evaluation: a function that Oxigraph lacks, or a value that it cannot go on with."""
    if (function := unsupported_function(reason)) is not None:
        return _error("unsupported", function)
    return _error("failed", f"The query cannot be evaluated: {reason}.")


def _error(kind: str, message: str, line: int | None = None, column: int | None = None) -> Header:
    return {"error": kind, "message": message, "line": line, "column": column}


def leave_network() -> bool:
    """Move into a network namespace of our own, which has no interfaces; whether the system allowed it.

    With privileges only the network is left: in a user namespace root could not read the files of others.
    """
    unshare = ctypes.CDLL(None).unshare
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def end_with(channel: socket.socket) -> None:
    """End this process as soon as the other side has gone, even in the middle of a query."""
    poller = select.poll()
    poller.register(channel, 0)  # a hang-up is always reported
    poller.poll()
    os._exit(0)


def own_channel() -> socket.socket:
    """Standard input as the channel to the server."""
    channel = socket.socket(fileno=0)
    os.dup2(2, 1)  # whatever a library prints must not stand between messages
    return channel


def main(database: str, memory_bytes: str, descriptor: str) -> None:
    """Answer queries on standard input until it closes."""
    channel, page = own_channel(), Page(int(descriptor))
    isolated = leave_network()
    share_arenas()
    try:
        memory = MemoryLimit(int(memory_bytes))
        worker = Worker(database, memory)
    except (OSError, RuntimeError, ValueError) as error:
        frames.send(channel, REFUSED, json.dumps(_error("failed", str(error))).encode())
        return
    threading.Thread(target=end_with, args=(channel,), daemon=True).start()
    memory.begin()
    frames.send(channel, READY, json.dumps({"isolated": isolated}).encode())
    while (messages := frames.receive(channel)) is not None:
        for message in messages:
            page.begun += 1
            if page.begun <= page.skipped:
                frames.send(channel, SKIPPED)
            else:
                _reply(worker, channel, message)


def _reply(worker: Worker, channel: socket.socket, message: frames.Message) -> None:
    begun = time.perf_counter()
    header = _header(message.header)
    reply = worker.answer(header, frames.whole(message.body).decode())
    if isinstance(reply, Sink):
        reply.send(channel, begun, gzip=header["gzip"])
    else:
        frames.send(channel, REFUSED, json.dumps(reply).encode())


@lru_cache(64)
def _header(data: bytes) -> Header:
    """What most queries of a moment have in common; nobody changes it."""
    header: Header = json.loads(data)
    return header


if __name__ == "__main__":
    main(*sys.argv[1:])
