"""Messages between the server and a worker: a kind, a header, and a body of any size.

They travel over a socket that keeps the bounds of packets (SOCK_SEQPACKET). Small messages may share one, as
a system call costs as much as a small answer. A body that is larger than a packet may be is written to an
anonymous file, whose descriptor travels instead: neither side holds more than a piece of it in memory, and
the reader knows its size before the first byte.
"""

import os
import socket
import struct
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

INLINE = 64 * 1024  # bytes of a packet; the smallest buffer that Linux gives a socket takes more
_PIECE = 256 * 1024  # bytes that are read at a time
_START = struct.Struct(">BII")  # kind, lengths of header and body
_BUFFER = INLINE + _START.size
_ONE_DESCRIPTOR = socket.CMSG_SPACE(struct.calcsize("i"))


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


class Message(NamedTuple):
    """One message; whoever receives it closes a spilled body."""

    kind: int
    header: bytes
    body: Body


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def packed(kind: int, header: bytes, body: bytes | bytearray) -> bytes | None:
    """A message as it may share a packet with others; `None` where it is too large for that."""
    if len(header) + len(body) > INLINE:
        return None
    return b"".join((_START.pack(kind, len(header), len(body)), header, body))


def send(channel: socket.socket, kind: int, header: bytes = b"", body: bytes | bytearray = b"") -> None:
    """Send a message; raises `OSError` where the other side has gone."""
    message = packed(kind, header, body)
    if message is not None:
        channel.send(message)
        return
    with open_file() as file:
        file.write(body)
        file.flush()
        send_file(channel, kind, file.fileno(), header)


def send_file(channel: socket.socket, kind: int, descriptor: int, header: bytes = b"") -> None:
    """Send a message whose body is the content of an anonymous file."""
    socket.send_fds(channel, [_START.pack(kind, len(header), 0) + header], [descriptor])


def open_file() -> BinaryIO:
    """A new anonymous file, gone when both sides have closed it."""
    return os.fdopen(os.memfd_create("answer"), "w+b", buffering=_PIECE)


def receive(channel: socket.socket) -> Sequence[Message] | None:
    """The messages of the next packet; `None` where the other side has gone."""
    try:
        data, told, _, _ = channel.recvmsg(_BUFFER, _ONE_DESCRIPTOR)
    except ConnectionResetError:
        return None
    if told:
        kind, length, _ = _START.unpack_from(data)
        descriptor = int.from_bytes(told[0][2], sys.byteorder)
        return (Message(kind, data[_START.size : _START.size + length], Spilled(descriptor)),)
    return _messages(data) or None


def _messages(data: bytes) -> Sequence[Message]:
    """The messages of a packet without a descriptor."""
    messages, start = list[Message](), 0
    while start < len(data):
        kind, header, body = _START.unpack_from(data, start)
        begin = start + _START.size
        middle = begin + header
        start = middle + body
        messages.append(Message(kind, data[begin:middle], data[middle:start]))
    return messages


def whole(body: Body) -> bytes:
    """All bytes of a body, which is closed."""
    if isinstance(body, bytes):
        return body
    try:
        return b"".join(body.pieces())
    finally:
        body.close()
