"""A worker process seen from the event loop: started, asked one thing at a time, killed."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Sequence
from contextlib import suppress

from graph.errors import StoreUnusable
from graph.workers import frames
from graph.workers.frames import Message

_LOW = 10  # niceness of a worker whose query goes on and on


class WorkerGoneError(Exception):
    """The process ended before its reply was complete."""


class WorkerProcess:
    """One process and the channel to it. `greeting` is the first message that it sent."""

    def __init__(self, process: Process, channel: socket.socket) -> None:
        self._process = process
        self._channel = channel
        self._loop = asyncio.get_running_loop()
        self._reply = self._loop.create_future()
        self._loop.add_reader(channel.fileno(), self._readable)
        self.greeting = Message(0, b"", b"")
        self.lowered = False
        self._gone = False

    @classmethod
    async def start(cls, module: str, arguments: Sequence[str]) -> "WorkerProcess":
        """A worker that runs a module and has said that it is ready, or why not; raises `StoreUnusable`."""
        ours, theirs = frames.pair()
        ours.setblocking(False)  # noqa: FBT003 - the socket module has no keyword for it
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", module, *arguments),
                    stdin=theirs.fileno(),
                    stdout=DEVNULL,
                    start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends its workers
                )
            except BaseException:
                ours.close()
                raise
        worker = cls(process, ours)
        try:
            worker.greeting = await worker._reply
        except WorkerGoneError:
            await worker.stop()
            raise StoreUnusable("A worker ended while it opened the database.") from None
        except BaseException:
            await worker.stop()
            raise
        return worker

    def ask(self, kind: int, header: bytes, body: bytes) -> "asyncio.Future[Message]":
        """The reply, in time; the future raises `WorkerGoneError`. After an exception the worker is spent."""
        self._reply = self._loop.create_future()
        try:
            frames.send(self._channel, kind, header, body)
        except OSError:
            self._reply.set_exception(WorkerGoneError())
        return self._reply

    def _readable(self) -> None:
        try:
            message = frames.receive(self._channel)
        except BlockingIOError:
            return
        if message is None:
            self._gone = True
            self._loop.remove_reader(self._channel.fileno())
        if self._reply.done():  # nobody waits any more
            if message is not None and not isinstance(message.body, bytes):
                message.body.close()
        elif message is None:
            self._reply.set_exception(WorkerGoneError())
        else:
            self._reply.set_result(message)

    @property
    def alive(self) -> bool:
        """Whether the process is not known to have ended."""
        return not self._gone and self._process.returncode is None

    def give_way(self) -> None:
        """Let short queries of other workers go first; it can seldom be taken back without privileges."""
        self.lowered = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW)

    def kill(self) -> None:
        """Stop the process now, whatever it does; `stop` still has to collect it."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """Stop the process and wait until the system has forgotten it."""
        self.kill()
        if self._channel.fileno() >= 0:
            self._loop.remove_reader(self._channel.fileno())
            self._channel.close()
        if not self._reply.done():
            self._reply.set_exception(WorkerGoneError())
            self._reply.exception()  # whoever waited has gone
        await self._process.wait()
