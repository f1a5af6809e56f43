"""Messages between the server and a worker: a kind, a header, and a body of any size.

They travel over a socket that keeps the bounds of messages (SOCK_SEQPACKET). A body that is larger than such
a message may be is written to an anonymous file, whose descriptor travels instead: neither side holds more
than a piece of it in memory, and the reader knows its size before the first byte.
"""

import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

INLINE = 64 * 1024  # bytes; the smallest buffer that Linux gives a socket takes more
_PIECE = 256 * 1024  # bytes that are read at a time
_START = struct.Struct(">BI")  # kind, length of the header
_BUFFER = _START.size + 2 * INLINE


class Spilled:
    """A body outside of this process's memory, in an anonymous file; whoever holds it closes it."""

    __slots__ = ("_descriptor", "size")

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def pieces(self) -> Iterator[bytes]:
        """The content from its beginning, in pieces of at most 256 KB."""
        for offset in range(0, self.size, _PIECE):
            yield os.pread(self._descriptor, _PIECE, offset)

    def close(self) -> None:
        """Give the memory back."""
        os.close(self._descriptor)


Body = bytes | Spilled


@dataclass(frozen=True, slots=True)
class Message:
    """One message; whoever receives it closes a spilled body."""

    kind: int
    header: bytes
    body: Body


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(channel: socket.socket, kind: int, header: bytes = b"", body: bytes | bytearray = b"") -> None:
    """Send a message; raises `OSError` where the other side has gone."""
    if len(header) + len(body) <= INLINE:
        channel.send(b"".join((_START.pack(kind, len(header)), header, body)))
        return
    with open_file() as file:
        file.write(body)
        file.flush()
        send_file(channel, kind, file.fileno(), header)


def send_file(channel: socket.socket, kind: int, descriptor: int, header: bytes = b"") -> None:
    """Send a message whose body is the content of an anonymous file."""
    socket.send_fds(channel, [_START.pack(kind, len(header)) + header], [descriptor])


def open_file() -> BinaryIO:
    """A new anonymous file, gone when both sides have closed it."""
    return os.fdopen(os.memfd_create("answer"), "w+b", buffering=_PIECE)


def receive(channel: socket.socket) -> Message | None:
    """The next message; `None` where the other side has gone."""
    try:
        data, descriptors, _, _ = socket.recv_fds(channel, _BUFFER, 1)
    except ConnectionResetError:
        return None
    if len(data) < _START.size:
        return None
    kind, length = _START.unpack_from(data)
    body = _START.size + length
    return Message(kind, data[_START.size : body], Spilled(descriptors[0]) if descriptors else data[body:])


def whole(body: Body) -> bytes:
    """All bytes of a body, which is closed."""
    if isinstance(body, bytes):
        return body
    try:
        return b"".join(body.pieces())
    finally:
        body.close()
