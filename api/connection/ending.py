"""How a connection ends: so that the client can read why, and never because it chose not to read at all."""

from asyncio import BaseTransport, Transport
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.connection.admission import Admission
from api.connection.alarm import Alarm
from api.connection.refusals import Refusal

_LINGER_SECONDS = 2.0  # what a client still sends is read for so long, so that it can read why it is refused
_PROGRESS = 16 * 2**10  # bytes that a client has to read of an answer in the time that it is given


class EndingConnection(HttpToolsProtocol):
    """A connection that can be refused, and that is cut where its client does not read."""

    admission: Admission  # of all connections of a server: `api.connection.protocol.connections_under`

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin."""
        super().connection_made(cast(Transport, transport))
        self.refusal: Refusal | None = None  # to be sent when it is its turn
        self.deaf = False  # what comes is dropped
        self._unread = 0
        self._unread_alarm = Alarm(self.loop, self.admission.limits.unread_seconds, self._check_unread)
        self._end_alarm = Alarm(self.loop, _LINGER_SECONDS, self._end)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._unread_alarm.stop()
        self._end_alarm.stop()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    @property
    def answered(self) -> bool:
        """Whether no request waits for an answer, or for the rest of one."""
        return self.cycle is None or self.cycle.response_complete

    def refuse(self, refusal: Refusal) -> None:
        """Read nothing more, answer what was asked before, then send the refusal and end.

        Where the fault is in the body of a request, the refusal is the answer to that request.
        """
        self.deaf = True
        self.refusal = refusal
        self.admission.refused[refusal.code] += 1
        if self.answered:
            self._send_refusal()
        elif self.cycle.more_body and (self.pipeline or self.cycle.response_started):
            self.transport.abort()
        elif self.cycle.more_body:
            self.cycle.disconnected = True  # so its route has nobody to answer any more
            self.cycle.message_event.set()
            self._send_refusal()

    def linger(self) -> None:
        """End, but drop what the client still sends for a while, so that it can read (RFC 9112, 9.6)."""
        self.deaf = True
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._end_alarm.start()

    def on_response_complete(self) -> None:
        """Go on with the next request, or with the refusal that waited for its turn."""
        super().on_response_complete()
        self.watch_unread()
        if self.deaf:
            self._unset_keepalive_if_required()
        if self.refusal and self.answered and not self.transport.is_closing():
            self._send_refusal()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        super().pause_writing()
        self.watch_unread()

    def timeout_keep_alive_handler(self) -> None:
        """Close where nothing was asked for a while; what the client has not read yet has its own time."""
        super().timeout_keep_alive_handler()
        self.watch_unread()

    def watch_unread(self) -> None:
        """Cut the connection if the client does not go on reading what was written."""
        if (left := self.transport.get_write_buffer_size()) and not self._unread_alarm.runs:
            self._unread = left
            self._unread_alarm.start()

    def _check_unread(self) -> None:
        """More than before is progress too: nothing is written while much is unread."""
        left = self.transport.get_write_buffer_size()
        if left and 0 <= self._unread - left < _PROGRESS:
            self.transport.abort()
        else:
            self.watch_unread()

    def _send_refusal(self) -> None:
        if self.refusal is not None:
            self.transport.write(self.refusal.message(self.server_state.default_headers))
            self.refusal = None
            self.linger()

    def _end(self) -> None:
        """An answer that is still being read has its own time."""
        if self.transport.get_write_buffer_size():
            self.watch_unread()
            self._end_alarm.start()
        else:
            self.transport.abort()


class Answering(Transport):
    """What an answer is written to: where the connection has been cut in between, nothing happens."""

    def __init__(self, connection: EndingConnection) -> None:
        super().__init__()
        self._connection = connection

    def write(self, data: Any) -> None:
        """Write at once; uvloop would raise `RuntimeError` until it has told that the connection is lost."""
        if not self.is_closing():
            self._connection.transport.write(data)

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return self._connection.transport.is_closing()

    def close(self) -> None:
        """End when everything is written."""
        self._connection.transport.close()


class Lingering(Answering):
    """What an answer is written to before its request is complete: it closes by lingering."""

    def close(self) -> None:
        """End so that the client can read."""
        self._connection.linger()
