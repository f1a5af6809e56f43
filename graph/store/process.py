"""A worker process seen from the event loop: started, asked one query at a time, killed."""

import asyncio
import json
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from graph.errors import StoreUnusable
from graph.store import worker
from graph.store.worker import FRAME


class WorkerGoneError(Exception):
    """The process ended before its answer was complete."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkerProcess:
    """One process over one database. `isolated`: it has no network."""

    database: Path
    _process: Process
    _channel: socket.socket
    isolated: bool = False

    @classmethod
    async def start(cls, database: Path, memory_bytes: int) -> Self:
        """A worker whose database is open; raises `StoreUnusable` where it cannot be opened."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 - the socket module has no keyword for it
        program = (sys.executable, "-P", worker.__file__, str(database), str(memory_bytes))
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    *program,
                    stdin=theirs.fileno(),
                    stdout=DEVNULL,
                    start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends its workers
                )
            except BaseException:
                ours.close()
                raise
        started = cls(database, process, ours)
        try:
            return replace(started, isolated=await started._greeted())
        except BaseException:
            await started.stop()
            raise

    async def _greeted(self) -> bool:
        """Whether the worker, which has just opened its database, is isolated; raises `StoreUnusable`."""
        try:
            header, _ = await _receive(self._channel)
        except WorkerGoneError:
            raise StoreUnusable(f"{self.database}: the worker ended while it opened the database") from None
        if "error" in header:
            raise StoreUnusable(f"{self.database}: {header['message']}")
        return bool(header["isolated"])

    async def ask(self, request: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        """Header and body of the answer; raises `WorkerGoneError`. After an exception the worker is spent."""
        head, body = json.dumps(request).encode(), text.encode()
        loop = asyncio.get_running_loop()
        try:
            await loop.sock_sendall(self._channel, FRAME.pack(len(head), len(body)) + head + body)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise WorkerGoneError from error
        return await _receive(self._channel)

    @property
    def alive(self) -> bool:
        """Whether the process is not known to have ended."""
        return self._process.returncode is None

    def kill(self) -> None:
        """Stop the process now, whatever it does; `stop` still has to collect it."""
        if self.alive:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """Stop the process and wait until the system has forgotten it."""
        self.kill()
        self._channel.close()
        await self._process.wait()


async def _receive(channel: socket.socket) -> tuple[dict[str, Any], bytes]:
    header_length, body_length = FRAME.unpack(await _exactly(channel, FRAME.size))
    header = json.loads(await _exactly(channel, header_length))
    return header, await _exactly(channel, body_length)


async def _exactly(channel: socket.socket, size: int) -> bytes:
    buffer = bytearray(size)
    rest = memoryview(buffer)
    loop = asyncio.get_running_loop()
    while rest:
        try:
            count = await loop.sock_recv_into(channel, rest)
        except ConnectionResetError:
            count = 0
        if count == 0:
            raise WorkerGoneError
        rest = rest[count:]
    return bytes(buffer)
