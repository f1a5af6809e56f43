"""The program of a worker process: one Oxigraph database, one query at a time, bytes in and bytes out.

    python -P worker.py DATABASE MEMORY_BYTES

Nothing inside Python can stop a running query, and deep nesting ends the process that parses it; so untrusted
queries run here, where the pool can kill them. The answer leaves as Oxigraph serialises it: no term becomes a
Python object. The program imports nothing of Depositary, so that it starts in a few hundredths of a second.

Frames on standard input (a socket, both ways): length of a JSON header, length of a body, header, body. A
request has the text of the query as its body and the header `{media_type, union, default_graphs,
named_graphs, answer_bytes}`; the answer has the serialised results and `{media_type}`, or no body and
`{error, message, line, column}` where `error` is `malformed`, `failed` or `too-large`. The first frame says
that the database is open: `{isolated}`, whether the process has no network.
"""

import ctypes
import io
import json
import os
import re
import resource
import select
import socket
import struct
import sys
import threading
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

FRAME = struct.Struct(">IQ")

_NEW_USER = 0x10000000  # CLONE_NEWUSER of <sched.h>
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <sched.h>
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[[^\[\]]*\.\.[^\[\]]*\]|\['[^']*'\]|\[_\]|<unreported>")
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, production 2

Header = dict[str, Any]
Body = bytes | memoryview


class TooLargeError(Exception):
    """The answer passed its limit while it was written."""


class UnwritableError(Exception):
    """The answer cannot be written in the format that was asked for."""


class Sink(io.BytesIO):
    """A writer for Oxigraph that stops at a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        """Take more bytes; raises `TooLargeError` beyond the limit."""
        if self.tell() + len(data) > self._limit:
            raise TooLargeError
        return super().write(data)


def answer(store: Store, request: Header, text: str) -> tuple[Header, Body]:
    """Header and body of the answer to one query."""
    try:
        return {"media_type": request["media_type"]}, _evaluate(store, request, text)
    except SyntaxError as error:
        header = _malformed(str(error))
    except TooLargeError:
        header = _error("too-large", f"The answer is larger than {request['answer_bytes']:,} bytes.")
    except RuntimeError as error:  # Oxigraph's word for a function that it does not know
        header = _error("malformed", f"{error}.")
    except (OSError, ValueError, UnwritableError) as error:
        header = _error("failed", f"The answer could not be written: {error}.")
    return header, b""


def _evaluate(store: Store, request: Header, text: str) -> Body:
    results: Any = store.query(text, **_dataset(request))
    known = RdfFormat if isinstance(results, QueryTriples) else QueryResultsFormat
    form = known.from_media_type(request["media_type"])
    if form is None:
        raise UnwritableError(f"{request['media_type']} does not fit this form of query")
    results.serialize(sink := Sink(request["answer_bytes"]), form)
    if form in {QueryResultsFormat.XML, RdfFormat.RDF_XML} and _NOT_IN_XML.search(sink.getbuffer()):
        raise UnwritableError("it holds characters that XML does not allow")
    return sink.getbuffer()


def _dataset(request: Header) -> Header:
    """Arguments of `Store.query`: the data set of the protocol replaces the default one as a whole."""
    default, named = request["default_graphs"], request["named_graphs"]
    if default or named:
        return {"default_graph": [*map(NamedNode, default)], "named_graphs": [*map(NamedNode, named)]}
    return {"use_default_graph_as_union": request["union"]}


def _error(kind: str, message: str, line: int | None = None, column: int | None = None) -> Header:
    return {"error": kind, "message": message, "line": line, "column": column}


def _malformed(message: str) -> Header:
    """Oxigraph says where a query breaks only in words, among classes of characters that help nobody."""
    place = _PLACE.match(message)
    if place is None:
        return _error("malformed", f"The query does not parse: {message}.")
    line, column = int(place[1]), int(place[2])
    expected = [word for word in _CHARACTER_CLASS.sub("", place[3]).split(", ") if word.strip(", \n|")]
    said = [word for word in expected if " " in word and word[0] not in "\"'"]
    reason = (
        said[0] if said else f"expected {' or '.join(expected)}" if expected else "this is not expected here"
    )
    return _error(
        "malformed", f"The query does not parse at line {line}, column {column}: {reason}.", line, column
    )


def receive(channel: socket.socket) -> tuple[Header, bytes] | None:
    """The next frame; `None` where the other side has gone."""
    lengths = channel.recv(FRAME.size, socket.MSG_WAITALL)
    if len(lengths) < FRAME.size:
        return None
    header_length, body_length = FRAME.unpack(lengths)
    frame = channel.recv(header_length + body_length, socket.MSG_WAITALL)
    if len(frame) < header_length + body_length:
        return None
    return json.loads(frame[:header_length]), frame[header_length:]


def send(channel: socket.socket, header: Header, body: Body = b"") -> None:
    """Write one frame."""
    head = json.dumps(header).encode()
    channel.sendall(FRAME.pack(len(head), len(body)) + head)
    channel.sendall(body)


def _leave_network() -> bool:
    """Move into a network namespace of our own, which has no interfaces; whether the system allowed it.

    With privileges only the network is left: in a user namespace root could not read the files of others.
    """
    unshare = ctypes.CDLL(None).unshare
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def _limit_memory(more_bytes: int) -> None:
    """Allow so much more address space than the open database has, which depends on the number of cores."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with(channel: socket.socket) -> None:
    """End this process as soon as the pool has gone, even in the middle of a query."""
    poller = select.poll()
    poller.register(channel, 0)  # a hang-up is always reported
    poller.poll()
    os._exit(0)


def main(database: str, memory_bytes: str) -> None:
    """Answer queries on standard input until it closes."""
    channel = socket.socket(fileno=0)
    os.dup2(2, 1)  # whatever a library prints must not stand between frames
    isolated = _leave_network()
    try:
        store = Store.read_only(database)
    except (OSError, RuntimeError, ValueError) as error:
        send(channel, _error("failed", str(error)))
        return
    threading.Thread(target=_end_with, args=(channel,), daemon=True).start()
    _limit_memory(int(memory_bytes))
    send(channel, {"isolated": isolated})
    while (frame := receive(channel)) is not None:
        request, text = frame
        send(channel, *answer(store, request, text.decode()))


if __name__ == "__main__":
    main(*sys.argv[1:])
