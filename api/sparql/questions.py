"""Query operations (SPARQL 1.1 Protocol, 2.1): from a text and its parameters to a complete answer."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from starlette.types import Receive, Scope

from api.negotiate import GRAPHS, JSON_RESULTS, RESULTS, Offer, accepts_gzip, choose, named
from api.settings import Limits
from api.sparql.cache import AnswerCache
from api.sparql.connection import Visits
from api.sparql.parameters import Parameters
from api.sparql.reply import RawHeaders, Reply
from graph.errors import Busy, QueryTimedOut
from graph.federation import Outbound, federate
from graph.federation.blocks import mentions
from graph.store.exchange import Query
from graph.store.guard import Inspection, inspect, refuse_service
from graph.workers.frames import Spilled, whole
from graph.workers.pool import Pool

LONG_TEXT = 10_000  # characters, a few milliseconds
_KEPT = 2**22  # bytes of an answer above which it is never read into this process
_VARY = (b"vary", b"Accept, Accept-Encoding")

Accepted: TypeAlias = tuple[str, str]  # values of Accept and of Accept-Encoding


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it arrived: who asks, what it accepts, and what it has already.

    `safe`: by a method whose answers the client may keep. `union`: whether the default graph is the union of
    all graphs, where that is not as the server has it.
    """

    text: str
    parameters: Parameters
    accepted: Accepted
    known: str
    client: str
    safe: bool
    union: bool | None = None

    @classmethod
    def of(
        cls, text: str, parameters: Parameters, scope: Scope | None, headers: Mapping[bytes, bytes]
    ) -> "Asked":
        """The query of a request."""
        client = scope.get("client") if scope else None
        return cls(
            text=text,
            parameters=parameters,
            accepted=(_word(headers, b"accept"), _word(headers, b"accept-encoding")),
            known=_word(headers, b"if-none-match"),
            client=client[0] if client else "",
            safe=scope is not None and scope["method"] in {"GET", "HEAD"},
        )


class Questions:
    """Answers queries from the pool, or from the answers that were given before."""

    def __init__(
        self, pool: Pool, limits: Limits, cache: AnswerCache, outbound: Outbound, *, union: bool
    ) -> None:
        self._pool = pool
        self._outbound = outbound
        self._limits = limits
        self._cache = cache
        self._union = union
        self._visits = Visits()
        self._leaving = 0

    async def answer(self, asked: Asked, receive: Receive) -> Reply:
        """The answer; raises what the pool and the guard raise."""
        inspection = await self._inspect(asked.text)
        query, offer = self._query(asked, inspection)
        version = self._pool.version
        local = query
        if mentions(query.text):
            local = await self._visits.while_connected(receive, self._federated(query, asked.client))
        keep = not inspection.volatile and local is query
        if keep and asked.known and is_known(asked.known, entity_tag(query, offer, version)):
            return Reply(304, _headers(query, offer, version, keep=asked.safe))
        kept = self._cache.get(query, version) if keep else None
        if kept is not None:
            headers = _headers(query, offer, version, keep=asked.safe)
            return Reply(200, _described(headers, offer, gzip=kept.gzip), kept.body, again=asked.safe)
        answer = await self._visits.while_connected(
            receive, self._pool.answer(local, asked.client, asked.parameters.seconds())
        )
        headers = _headers(query, offer, answer.version, keep=keep and asked.safe)
        headers.append((b"depositary-query", answer.id.encode()))
        body = self._read(answer.body) if keep else answer.body
        if keep and isinstance(body, bytes) and answer.version == self._pool.version:
            self._cache.keep(query, body, answer)
        return self._leave(Reply(200, _described(headers, offer, gzip=answer.gzip), body))

    async def _federated(self, query: Query, client: str) -> Query:
        """The query with what other endpoints answer in the place of SERVICE; itself where there is none."""

        async def ask(text: str) -> bytes:
            answer = await self._pool.answer(
                query._replace(text=text, media_type=JSON_RESULTS, gzip=False), client
            )
            return whole(answer.body)

        try:
            async with asyncio.timeout(self._limits.query.seconds):
                text = await federate(query.text, self._outbound, ask)
        except TimeoutError:
            raise QueryTimedOut(
                f"The endpoints took more than {self._limits.query.seconds:g} seconds."
            ) from None
        if not self._pool.isolated:  # the system gives the workers no network namespace of their own
            refuse_service(text)
        return query if text is query.text else query._replace(text=text)

    async def _inspect(self, text: str) -> Inspection:
        """What the guard sees; a long text is read in a thread, so that other requests go on meanwhile."""
        if len(text) < LONG_TEXT:
            return inspect(text, self._limits.query)
        return await asyncio.to_thread(inspect, text, self._limits.query)

    def _query(self, asked: Asked, inspection: Inspection) -> tuple[Query, Offer]:
        graphs = inspection.form in {"CONSTRUCT", "DESCRIBE"}
        formats = asked.parameters.formats()
        offer = (named(formats, _offers(graphs)) if formats else None) or _choose(asked.accepted[0], graphs)
        union = self._union if asked.union is None else asked.union
        query = Query(
            asked.text,
            offer.produced_by,
            union=union and not inspection.names_dataset,
            default_graphs=asked.parameters.graphs("default-graph-uri"),
            named_graphs=asked.parameters.graphs("named-graph-uri"),
            gzip=accepts_gzip(asked.accepted[1]),
        )
        return query, offer

    def _leave(self, reply: Reply) -> Reply:
        """The reply, where there is room for another large one; raises `Busy`."""
        if isinstance(reply.body, bytes):
            return reply
        size = reply.body.size
        if self._leaving + size > self._limits.query.leaving_bytes:
            reply.body.close()
            raise Busy("Too many large answers are being sent; try again in a moment.")
        self._leaving += size
        return replace(reply, sent=lambda: self._left(size))

    def _left(self, size: int) -> None:
        self._leaving -= size

    def _read(self, body: bytes | Spilled) -> bytes | Spilled:
        """A body as bytes, where it is small enough to be kept."""
        if isinstance(body, Spilled) and body.size <= min(_KEPT, self._cache.limit // 16):
            return whole(body)
        return body


def possible_tags(asked: Asked, version: str) -> set[str]:
    """The entity tags of a CONSTRUCT of this version, in whatever format, as strong ones."""
    graphs = asked.parameters.graphs("default-graph-uri")
    queries = (
        (offer, Query(asked.text, offer.produced_by, union=False, default_graphs=graphs, gzip=gzip))
        for offer in GRAPHS
        for gzip in (False, True)
    )
    return {entity_tag(query, offer, version).removeprefix("W/") for offer, query in queries}


def _word(headers: Mapping[bytes, bytes], name: bytes) -> str:
    value = headers.get(name)
    return value.decode("latin-1") if value else ""


@lru_cache(1024)
def _choose(accept: str, graphs: bool) -> Offer:  # noqa: FBT001 - of a cache, which is quickest so
    return choose(accept, _offers(graphs))


def _offers(graphs: bool) -> tuple[Offer, ...]:  # noqa: FBT001
    return GRAPHS if graphs else RESULTS


def entity_tag(query: Query, offer: Offer, version: str) -> str:
    """Entity tag: the same data, question and format give the same answer.

    It is weak (RFC 9110, 8.8.1): labels of blank nodes may differ where the meaning does not.
    """
    shape = f"{query.union}{query.gzip}{len(query.default_graphs)}"
    parts = (version, offer.media_type, shape, *query.default_graphs, *query.named_graphs, query.text)
    return f'W/"{hashlib.sha256(chr(31).join(parts).encode(errors="replace")).hexdigest()[:32]}"'


def is_known(known: str, tag: str) -> bool:
    """Whether If-None-Match names an entity tag, compared weakly (RFC 9110, 8.8.3.2)."""
    opaque = tag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") in {opaque, "*"} for each in known.split(","))


def _headers(query: Query, offer: Offer, version: str, *, keep: bool) -> RawHeaders:
    """Headers that an answer and its 304 share; a cache may keep an answer, and asks before it uses it."""
    headers = [_VARY, (b"depositary-version", version.encode())]
    if keep:
        tag = entity_tag(query, offer, version).encode()
        return [*headers, (b"etag", tag), (b"cache-control", b"no-cache")]
    return [*headers, (b"cache-control", b"no-store")]


def _described(headers: RawHeaders, offer: Offer, *, gzip: bool) -> RawHeaders:
    """The headers with those that describe the body."""
    headers.append((b"content-type", offer.content_type.encode()))
    if gzip:
        headers.append((b"content-encoding", b"gzip"))
    return headers
