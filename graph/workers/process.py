"""A worker process seen from the event loop: started, asked, killed."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from graph.errors import StoreUnusable
from graph.workers import frames
from graph.workers.frames import Message
from graph.workers.page import Page

_LOW = 10  # niceness of a worker whose query goes on and on

Reply = asyncio.Future[Message]


class WorkerGoneError(Exception):
    """The process ended before its reply was complete."""


class TakenBackError(Exception):
    """The question has not been begun, and can be asked of another worker."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What was sent: its number, counted from one, and the reply to come."""

    number: int
    reply: Reply


class WorkerProcess:
    """One process and the channel to it. It answers what it is asked in the order in which it was asked.

    `greeting` is the first message that it sent; `when_changed` is called when a reply came that
    nobody waits for, and when the process has ended.
    """

    def __init__(self, process: Process, channel: socket.socket, page: Page) -> None:
        self._process = process
        self._channel = channel
        self._page = page
        self._loop = asyncio.get_running_loop()
        self._asked = 0
        self._questions = deque([Question(0, self._loop.create_future())])  # the greeting is never asked for
        self._outgoing: list[bytes] = []  # of the last questions, to be sent in one packet
        self._room = frames.INLINE  # bytes of it
        self._gone = self._is_full = False
        self._seen, self._since = 0, 0.0
        self._loop.add_reader(channel.fileno(), self._readable)
        self.greeting = Message(0, b"", b"")
        self.when_changed: Callable[[WorkerProcess], None] = lambda _: None
        self.promised = 0  # questions that are about to be asked
        self.lowered = self.dismissed = False

    @classmethod
    async def start(cls, module: str, arguments: Sequence[str]) -> "WorkerProcess":
        """A worker that runs a module and has said that it is ready, or why not; raises `StoreUnusable`.

        The last argument of the module is the descriptor of the page.
        """
        ours, theirs = frames.pair()
        ours.setblocking(False)  # noqa: FBT003 - the socket module has no keyword for it
        page = Page.new()
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", module, *arguments, str(page.descriptor)),
                    stdin=theirs.fileno(),
                    stdout=DEVNULL,
                    pass_fds=(page.descriptor,),
                    start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends its workers
                )
            except BaseException:
                ours.close()
                raise
            finally:
                os.close(page.descriptor)
        worker = cls(process, ours, page)
        try:
            worker.greeting = await worker._questions[0].reply
        except WorkerGoneError:
            await worker.stop()
            raise StoreUnusable("A worker ended while it opened the database.") from None
        except BaseException:
            await worker.stop()
            raise
        return worker

    def ask(self, kind: int, header: bytes, body: bytes) -> Question:
        """Send a question. Its reply raises `WorkerGoneError`, or `TakenBackError` where it never began."""
        self.promised -= self.promised > 0
        message = frames.packed(kind, header, body)
        if message is None or len(message) > self._room:
            self._send()
        self._asked += 1
        question = Question(self._asked, self._loop.create_future())
        self._questions.append(question)
        if message is None:
            self._deliver(1, lambda: frames.send(self._channel, kind, header, body))
            return question
        if not self._outgoing:
            self._loop.call_soon(self._send)
        self._outgoing.append(message)
        self._room -= len(message)
        return question

    def _send(self) -> None:
        """Send what was asked since the last turn of the event loop, in one packet."""
        messages, self._outgoing, self._room = self._outgoing, [], frames.INLINE
        if messages:
            self._deliver(len(messages), lambda: self._channel.send(b"".join(messages)))

    def _deliver(self, last: int, send: Callable[[], object]) -> None:
        """Send so many questions, the last ones; they are taken back where the channel takes no more."""
        try:
            send()
        except OSError:
            self._is_full = True
            for _ in range(min(last, len(self._questions))):
                reply = self._questions.pop().reply
                self._asked -= 1
                if not reply.done():
                    reply.set_exception(TakenBackError())
            self._page.skipped = min(self._page.skipped, self._asked)  # their numbers are given again

    @property
    def depth(self) -> int:
        """How many questions have no reply yet, or are about to be asked."""
        return len(self._questions) + self.promised

    @property
    def is_full(self) -> bool:
        """Whether its channel took no more; after its next reply it may."""
        return self._is_full

    def busy_for(self, now: float) -> float:
        """For how many seconds it has been at the question that it has begun; precise to the last look."""
        begun = self._page.begun
        if self._seen != begun:
            self._seen, self._since = begun, now
        is_at_it = bool(self._questions) and self._questions[0].number <= begun
        return now - self._since if is_at_it else 0.0

    @property
    def is_at_nothing_wanted(self) -> bool:
        """Whether nobody waits for the reply to what it has begun."""
        begun = self._page.begun
        return any(question.number == begun and question.reply.done() for question in self._questions)

    def take_back(self) -> None:
        """Let it begin nothing more of what it was asked: those replies raise `TakenBackError`."""
        self._page.skipped = self._asked
        self._give_back()

    def give_up(self, question: Question) -> None:
        """End a question: where it has begun, with the process; else it is taken back, with all behind it."""
        self.take_back()
        if question.number <= self._page.begun and not question.reply.done():
            self.kill()

    def _give_back(self) -> None:
        begun = self._page.begun
        for question in self._questions:
            if question.number > begun and not question.reply.done():
                question.reply.set_exception(TakenBackError())

    def _readable(self) -> None:
        """Take all replies that are there."""
        self._is_full = False
        while True:
            try:
                messages = frames.receive(self._channel)
            except BlockingIOError:
                return
            if messages is None or not self._questions:
                self._end()
                return
            for message in messages:
                self._take(message)
            if not self._questions or self._questions[0].number >= self._page.begun:
                return

    def _take(self, message: Message) -> None:
        reply = self._questions.popleft().reply
        if not reply.done():
            reply.set_result(message)
            return
        if not isinstance(message.body, bytes):  # nobody waits any more
            message.body.close()
        self.when_changed(self)

    def _end(self) -> None:
        """Nothing comes any more."""
        self._gone = True
        self._loop.remove_reader(self._channel.fileno())
        self._channel.close()
        self._give_back()
        for question in self._questions:
            if not question.reply.done():
                question.reply.set_exception(WorkerGoneError())
        self._questions.clear()
        self.when_changed(self)

    @property
    def alive(self) -> bool:
        """Whether the process is not known to have ended."""
        return not self._gone and self._process.returncode is None

    def give_way(self) -> None:
        """Let short queries of other workers go first."""
        self.lowered = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW)

    def catch_up(self) -> bool:
        """Be as quick as the others again; whether the system allows it, as it does with privileges."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        self.lowered = False
        return True

    def kill(self) -> None:
        """Stop the process now, and nothing but what it is at; `stop` still has to collect it."""
        if self._process.returncode is None:
            self.take_back()
            with suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """Stop the process and wait until the system has forgotten it."""
        self.kill()
        if not self._gone:
            self._end()
        await self._process.wait()
