"""Requests to a SPARQL endpoint: the only loader that leaves this machine.

SPARQLWrapper is the client: it knows how an endpoint is asked (SPARQL 1.1 Protocol, 2.1). What opens the
connection is `graph.federation.outbound`: the opener of SPARQLWrapper waits for ever for what comes drop by
drop, reads answers of any size, turns a redirected POST into another question, and follows it anywhere.
"""

import asyncio
import ipaddress
import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from graph.errors import RemoteFailed
from graph.federation.allowed import Allowed, parts, shown
from graph.federation.answers import ACCEPT, table
from graph.federation.outbound import (
    AnsweredOtherwise,
    Fetched,
    NoCompleteAnswer,
    Outbound,
    Outgoing,
    RemoteLimits,
)
from graph.loaders.harvest_plan import Plan

RDF = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8, text/plain;q=0.5"
_PASSING = frozenset(
    {429, 502, 503, 504}
)  # statuses of what another time may bring (RFC 9110, 15.5 and 15.6)
_REDIRECTS = 5
_LONGEST_WAIT = 300.0  # seconds before a request is repeated, where the endpoint names no time
_TAG = re.compile(r"<[^>]*>")
_WORDS = 200  # characters of what an endpoint says of an error


class Endpoint(SPARQLWrapper):
    """An endpoint as a plan has it; requests are not hurried, and are repeated where that can help.

    `clock` gives seconds that only grow, `sleep` waits. Every method raises `RemoteFailed` in the end.
    """

    def __init__(
        self,
        plan: Plan,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(plan.endpoint, agent=agent_of(plan))
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)
        self.setOnlyConneg(True)  # else it adds format=, output= and results= for old servers
        self._plan, self._clock, self._sleep = plan, clock, sleep
        self._deadline = clock() + plan.total_timeout
        self._free_at = clock()
        limits = RemoteLimits(
            remote_seconds=plan.timeout, remote_bytes=plan.largest_answer, redirects=_REDIRECTS
        )
        host = urlsplit(plan.endpoint).hostname or ""
        self._outbound = Outbound(Allowed(), limits, trusted=frozenset({host}))

    def statements(self, query: str) -> Fetched:
        """The answer to a CONSTRUCT, whole, in whatever format it is."""
        return self._answer(query, RDF)

    def numbers(self, query: str, *names: str) -> tuple[int, ...]:
        """The values of these variables in the only row of the answer to a SELECT, all of them numbers."""
        fetched = self._answer(query, ACCEPT)
        answer = table(fetched, frozenset(names))
        row = dict(zip(answer.variables, answer.rows[0], strict=True)) if len(answer.rows) == 1 else {}
        values = [getattr(row.get(name), "value", "") for name in names]
        if not all(value.isdecimal() for value in values):
            raise RemoteFailed(f"<{fetched.url}> did not answer a COUNT with a number.")
        return tuple(map(int, values))

    def _answer(self, query: str, accept: str) -> Fetched:
        retrying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=self._gives_up,
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._once, query, accept)

    def _once(self, query: str, accept: str) -> Fetched:
        """The answer to one request; raises `RemoteFailed`, with what the endpoint says of it."""
        self._sleep(max(0.0, self._free_at - self._clock()))
        left = self._deadline - self._clock()
        if left <= 0:
            raise RemoteFailed(
                f"The harvest takes longer than {self._plan.total_timeout:g} seconds (total_timeout)."
            )
        limits = replace(self._outbound.limits, remote_seconds=min(self._plan.timeout, left))
        try:
            return asyncio.run(replace(self._outbound, limits=limits).fetch(self._outgoing(query, accept)))
        except AnsweredOtherwise as error:
            error.args = (f"{error}{_said(error)}",)
            raise
        finally:
            self._free_at = self._clock() + self._plan.delay

    def _outgoing(self, query: str, accept: str) -> Outgoing:
        self.setQuery(query)
        self.addCustomHttpHeader("Accept", accept)
        request = self._createRequest()
        return Outgoing(
            url=request.full_url,
            permitted=self._permitted,
            longest=self._plan.largest_answer,
            headers={name.title(): value for name, value in request.header_items()},
            content=request.data if isinstance(request.data, bytes) else b"",
        )

    def _permitted(self, target: str) -> bool:
        """Whether a redirect is followed; raises `RemoteFailed` where it leads astray."""
        source, split = urlsplit(self._plan.endpoint), parts(target)
        if split is None or split.scheme == "file":
            reason = "which is no address of the web"
        elif source.scheme == "https" and split.scheme != "https":
            reason = "which is not encrypted"
        elif split.netloc != source.netloc and _is_literal(split.hostname or ""):
            reason = "an address without a name, or this machine"
        else:
            return True
        raise RemoteFailed(
            f"<{self._plan.endpoint}> redirects to <{shown(target)}>, {reason}; it is not followed. "
            "If you trust it, write that address as the endpoint."
        )

    def _gives_up(self, state: RetryCallState) -> bool:
        """After so many attempts, or where the wait would end after the harvest has to."""
        attempts = stop_after_attempt(self._plan.retries + 1)
        return attempts(state) or self._clock() + state.upcoming_sleep > self._deadline

    def _wait(self, state: RetryCallState) -> float:
        """What the endpoint asks for (RFC 9110, 10.2.3); else twice as long each time, more or less."""
        error = state.outcome.exception() if state.outcome else None
        asked = (
            _retry_after(error.headers.get("retry-after", ""))
            if isinstance(error, AnsweredOtherwise)
            else None
        )
        doubled = min(_LONGEST_WAIT, self._plan.backoff * 2.0 ** (state.attempt_number - 1))
        jittered = doubled * random.uniform(0.5, 1.5)  # noqa: S311 - so that clients do not come all at once
        return jittered if asked is None else max(asked, 0.0)


def agent_of(plan: Plan) -> str:
    """The name by which an endpoint knows who harvests, with an address to write to (RFC 9110, 10.1.5)."""
    contact = f"; {plan.contact}" if plan.contact else ""
    return f"Depositary/{version('depositary')} (+https://w3id.org/depositary{contact})"


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, NoCompleteAnswer) or (
        isinstance(error, AnsweredOtherwise) and error.status in _PASSING
    )


def _retry_after(value: str) -> float | None:
    """The seconds that a Retry-After asks to wait: a number, or until a date; `None` where it is neither."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None


def _said(error: AnsweredOtherwise) -> str:
    """The beginning of what an endpoint says of an error, as text that can be printed."""
    if error.headers.get("content-encoding", "identity").lower() != "identity":
        return ""
    text = _TAG.sub(" ", error.words.decode(errors="replace"))
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not words:
        return ""
    return f" It says: “{words[:_WORDS]}{'…' * (len(words) > _WORDS)}”"


def _is_literal(host: str) -> bool:
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
