"""One HTTP/1.1 connection: uvicorn's, with limits on what it may send, how slowly, and how slowly it reads.

What is refused here never reaches a route. After a refusal nothing more is read as HTTP: where two readers
disagree about one request, every byte behind it is in doubt.
"""

import re
from asyncio import BaseTransport
from functools import partial
from typing import Any, cast

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.connection.admission import Admission
from api.connection.alarm import Alarm
from api.connection.ending import Answering, EndingConnection, Lingering
from api.connection.head import fault
from api.connection.refusals import Refusal
from api.connection.whole import WholeAnswers
from api.middleware import COMMON
from api.problems import problem_response

WRITE_WHOLE = "depositary.write_whole"  # in the scope: a function of head and body that writes an answer
_ON_ITS_WAY_SECONDS = 0.2  # between a client that asks and a server that reads
_REQUEST_LINE = re.compile(rb"[A-Za-z-]{1,32} [!-~]+ HTTP/1\.[01]\r\n")


def connections_under(admission: Admission) -> type["Connection"]:
    """The class of connections that share these limits and counts, as `uvicorn.Config(http=…)` takes it."""
    return type("AdmittedConnection", (Connection,), {"admission": admission})


class RefusedError(Exception):
    """Ends the parser inside one of its callbacks; the connection knows the reason."""


class Connection(EndingConnection):
    """A connection under the limits of its `admission`."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Let it in, or refuse it at once."""
        super().connection_made(transport)
        self.peer = self.client[0] if self.client else ""
        self.proxied = self.admission.proxies.trusts(self.peer)
        self.client_key = None if self.proxied else self.admission.key(self.peer)
        self.url = b""
        self._head_pending = True  # no complete head since the last request
        self._unparsed = 0  # bytes that came since the parser last gave something
        self._defaults: tuple[list[tuple[bytes, bytes]], bytes] = ([], b"")
        self._ending = self._keep_alive = False
        self._request = b""  # the bytes of the last one, where it came alone and whole
        self._idle_alarm = Alarm(self.loop, _ON_ITS_WAY_SECONDS, self._end_if_idle)
        self._answering, self._lingering = Answering(self), Lingering(self)
        self._head_alarm = Alarm(self.loop, self.admission.limits.head_seconds, self._head_is_late)
        self._counted_as = self.client_key
        refusal = self.admission.enter(self._counted_as)
        self._entered = refusal is None
        if refusal:
            self.refuse(refusal)
        else:
            self._head_alarm.start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let another one in."""
        self._head_alarm.stop()
        self._idle_alarm.stop()
        if self._entered:
            self.admission.leave(self._counted_as)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End when what has been asked is answered; a request that is on its way is still read."""
        self._ending, self._keep_alive = True, False
        if not self.answered:
            super().shutdown()
        elif not self.deaf:
            self._idle_alarm.start()

    def data_received(self, data: bytes) -> None:
        """Parse what has come."""
        if self.deaf or self._answered_again(data):
            return
        self._unset_keepalive_if_required()
        alone = self._is_between
        self._unparsed += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._read_without_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            self._head_alarm.stop()
            self.refuse(self.refusal or self._malformed(error, data))
        else:
            if alone and self._is_between and not self.answered:
                self._request = data  # one request, complete and without a body to come
            self._watch_head()

    @property
    def _is_between(self) -> bool:
        """Whether the parser is between two requests."""
        return self._head_pending and not self._unparsed

    def _answered_again(self, data: bytes) -> bool:
        """Answer a request that came before byte by byte; whether it was one."""
        self._request = b""
        kept = self.admission.repeats.get(data)
        if kept is None or not self._is_between or not self.answered or self._ending or self.proxied:
            return False
        if self.refusal or self.flow.write_paused or self.admission.too_often(self.client_key):
            return False
        self.admission.repeats.hits += 1
        self._head_alarm.stop()
        self._unset_keepalive_if_required()
        self._write_at_once(*kept)
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        self.watch_unread()
        return True

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._unparsed = self._unparsed or 1  # it may begin in the same piece in which another has ended

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what follows a body (trailers; RFC 9110, 6.5) is dropped, as nothing needs it."""
        if self._head_pending:
            name = name.lower()
            if name == b"expect":
                self.expect_100_continue = True  # there is no other expectation: `fault` refuses it
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Start to answer, or refuse."""
        if self._upgrades:
            return
        self.refusal = self._fault()
        if self.refusal:
            raise RefusedError
        self._head_pending, self._unparsed = False, 0
        self._head_alarm.stop()
        super().on_headers_complete()
        # An answer that leaves before its request is complete ends the connection, by lingering.
        self._keep_alive, self.cycle.keep_alive = self.cycle.keep_alive and not self._ending, False
        self.cycle.transport = self._lingering

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the body."""
        self._unparsed = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete."""
        if self._upgrades:
            return
        self._head_pending, self._unparsed = True, 0
        if not self.cycle.response_started:
            self.cycle.keep_alive = self._keep_alive
            self.cycle.transport = self._answering
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        cycle.send_500_response = partial(_answer_failure, cycle)  # type: ignore[method-assign]  # one of ours
        if cycle.scope["http_version"] == "1.0":
            app = cast(ASGI3Application, WholeAnswers(cast(Any, app), self.admission.limits.whole_bytes))
        cycle.scope[WRITE_WHOLE] = partial(self._write_whole, cycle)  # type: ignore[literal-required]
        super()._start_asgi_task(cycle, app)

    def _write_whole(self, cycle: RequestResponseCycle, head: bytes, body: bytes, again: bool) -> bool:  # noqa: FBT001
        """Write a complete answer at once, where nothing speaks against it; whether it was written.

        ASGI takes two messages and looks at each header, which costs more than a cheap query. `again`: the
        same request is answered so as long as the data are the same.
        """
        if cycle.response_started or not cycle.keep_alive or cycle.disconnected or self.flow.write_paused:
            return False
        cycle.response_started = cycle.response_complete = True
        if again and self._request and cycle is self.cycle:
            self.admission.repeats.keep(self._request, head, body)
        self._write_at_once(head, body)
        cycle.message_event.set()
        cycle.on_response()
        return True

    def _write_at_once(self, head: bytes, body: bytes) -> None:
        self._answering.write(b"".join((head, self._default_lines(), b"\r\n", body)))

    def _default_lines(self) -> bytes:
        """The headers of every answer, as lines: the date, which changes each second, among them."""
        headers = self.server_state.default_headers
        if headers is not self._defaults[0]:
            self._defaults = headers, b"".join(b"%b: %b\r\n" % header for header in headers)
        return self._defaults[1]

    @property
    def _upgrades(self) -> bool:
        """Whether the request asks for another protocol, and could be answered in this one."""
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def _fault(self) -> Refusal | None:
        """Why the request whose head is complete is refused, if it is."""
        version, method = self.parser.get_http_version(), self.parser.get_method()
        admission = self.admission
        refusal = fault(version, self.url, self.headers, admission.limits, admission.refusals)
        if refusal is None and method == b"CONNECT":
            refusal = admission.refusals.method
        if refusal is None and len(self.pipeline) >= admission.limits.pipelined:
            refusal = admission.refusals.too_many_pipelined
        if refusal is None:
            refusal = self._too_often()
        return refusal.without_body() if refusal and method == b"HEAD" else refusal

    def _too_often(self) -> Refusal | None:
        """Count the request for its client, whom a trusted proxy tells."""
        if self.proxied:
            proxies = self.admission.proxies
            self.scope["client"] = client = proxies.client(self.peer, self.headers)
            self.scope["scheme"] = proxies.scheme(self.headers) or self.scope["scheme"]
            self.client_key = self.admission.key(client[0])
        return self.admission.refusals.too_often if self.admission.too_often(self.client_key) else None

    def _malformed(self, error: httptools.HttpParserError, data: bytes) -> Refusal:
        """The refusal of what is no HTTP; of a method that the parser does not know, where that is all."""
        refusals = self.admission.refusals
        unknown = isinstance(error, httptools.HttpParserInvalidMethodError)
        return refusals.method if unknown and _REQUEST_LINE.match(data) else refusals.malformed

    def _read_without_upgrade(self, rest: bytes) -> None:
        """Read a request again as if it did not ask for another protocol (RFC 9110, 7.8, allows that).

        The parser would drop its body. Java's client asks every server of http: addresses for HTTP/2.
        """
        lines = [b"%b: %b\r\n" % header for header in self.headers if header[0] != b"upgrade"]
        line = b"%b %b HTTP/%b\r\n" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        self.parser = httptools.HttpRequestParser(self)
        self._unparsed = 0
        self.data_received(b"".join([line, *lines, b"\r\n", rest]))

    def _watch_head(self) -> None:
        """Bound what the parser collects: a head, or what is no body between and behind its pieces."""
        limits, refusals = self.admission.limits, self.admission.refusals
        if self._unparsed > limits.head_bytes:
            long = self._head_pending and not self.headers and len(self.url) > limits.target_bytes
            self.refuse(refusals.target_too_long if long else refusals.head_too_large)
        elif self._head_pending and self._unparsed:
            self._head_alarm.start()

    def _end_if_idle(self) -> None:
        if self.answered:
            self.transport.close()

    def _head_is_late(self) -> None:
        if self.flow.read_paused:  # by us
            self._head_alarm.start()
        elif self._unparsed:
            self.refuse(self.admission.refusals.too_slow)
        else:  # nothing was asked: browsers open connections that they may need
            self.transport.close()


async def _answer_failure(cycle: RequestResponseCycle) -> None:
    """Tell the client of an error that nothing has caught, as routes tell theirs; the log has it."""
    response = problem_response(RuntimeError())
    response.raw_headers += [*COMMON, (b"connection", b"close")]
    await response(cast(Any, cycle.scope), cast(Any, cycle.receive), cast(Any, cycle.send))
