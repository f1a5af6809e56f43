"""`/sparql`: the SPARQL 1.1 Protocol (query operations) as a bare ASGI application.

FastAPI's routing would cost more than the hop to a worker process, so this is mounted beside its routes.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.negotiate import GRAPHS, RESULTS, Offer, choose, named
from api.problems import problem_response, shown
from api.settings import Limits
from api.sparql.connection import read_body, while_connected
from api.sparql.description import DESCRIPTIONS, describe
from graph.errors import BadRequest, DepositaryError, QueryForbidden
from graph.store.exchange import Query
from graph.store.guard import Inspection, inspect
from graph.store.pool import Pool

Parameters = list[tuple[str, str]]

METHODS = "GET, HEAD, POST, OPTIONS"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
ASKING_FORM = "/#sparql"
PAGE = Offer("text/html")
MAX_PARAMETERS = 1000
LONG_TEXT = 10_000  # characters, a few milliseconds
UPDATES_NOT_SERVED = "Updates are not served here; this endpoint answers queries only."
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Depositary-Version, ETag, Retry-After",
}
PREFLIGHT = CORS | {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that may run, the format of its answer, and what its text told."""

    query: Query
    offer: Offer
    inspection: Inspection

    def etag(self, version: str) -> str:
        """Entity tag: the same data, question and format give the same answer.

        It is weak (RFC 9110, 8.8.1): labels of blank nodes may differ where the meaning does not.
        """
        parts = (version, self.offer.media_type, repr(self.query))
        return f'W/"{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:32]}"'


class SparqlEndpoint:
    """The endpoint over a pool of workers. `union`: the default graph is the union of all graphs."""

    def __init__(self, pool: Pool, limits: Limits, *, union: bool = True) -> None:
        self._pool = pool
        self._limits = limits
        self._union = union

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that leaves ends its query."""
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except (DepositaryError, HTTPException) as error:
            response = problem_response(error)
        except ClientDisconnect:
            return
        response.headers.update(CORS)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        if request.method not in {"GET", "HEAD", "POST"}:
            detail = f"{request.method} is not served here; use GET or POST."
            raise HTTPException(405, detail, {"Allow": METHODS})
        parameters = await self._read(request)
        text = _only_query(parameters)
        if text is None and request.method != "POST":
            return self._without_query(request)
        if text is None:
            raise BadRequest("The request holds no query; send it as the form field “query”.")
        return await self._answer(request, await self._prepare(request, parameters, text))

    def _without_query(self, request: Request) -> Response:
        """The service description (SPARQL 1.1 Service Description, 2), or the form for who prefers a page."""
        accept = ", ".join(request.headers.getlist("accept"))
        if choose(accept, (*DESCRIPTIONS, PAGE)) == PAGE:
            return Response(status_code=303, headers={"Location": ASKING_FORM, "Vary": "Accept"})
        return describe(request, union=self._union)

    async def _read(self, request: Request) -> Parameters:
        """All parameters, a query that is the body itself among them (SPARQL 1.1 Protocol, 2.1)."""
        parameters = _decode(request.scope["query_string"])
        if request.method == "POST":
            media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if media_type == "application/sparql-update":
                raise QueryForbidden(UPDATES_NOT_SERVED)
            if media_type not in {FORM, DIRECT}:
                detail = f"A query comes as {DIRECT} or {FORM}."
                raise HTTPException(415, detail, {"Accept-Post": f"{DIRECT}, {FORM}"})
            body = await read_body(request, self._limits)
            parameters += _decode(body) if media_type == FORM else [("query", _utf8(body))]
        return parameters

    async def _prepare(self, request: Request, parameters: Parameters, text: str) -> Prepared:
        inspection = await self._inspect(text)
        offers = GRAPHS if inspection.form in {"CONSTRUCT", "DESCRIBE"} else RESULTS
        formats = [value for name, value in parameters if name in {"format", "output", "results"}]
        accept = ", ".join(request.headers.getlist("accept"))
        offer = named(formats, offers) or choose(accept, offers)
        query = Query(
            text,
            offer.produced_by,
            union=self._union and not inspection.names_dataset,
            default_graphs=_graphs(parameters, "default-graph-uri"),
            named_graphs=_graphs(parameters, "named-graph-uri"),
        )
        return Prepared(query, offer, inspection)

    async def _inspect(self, text: str) -> Inspection:
        """What the guard sees; a long text is read in a thread, so that other requests go on meanwhile."""
        if len(text) < LONG_TEXT:
            return inspect(text, self._limits.query)
        return await asyncio.to_thread(inspect, text, self._limits.query)

    async def _answer(self, request: Request, prepared: Prepared) -> Response:
        cacheable = request.method != "POST" and not prepared.inspection.volatile
        known = request.headers.get("if-none-match", "")
        version = self._pool.version
        if cacheable and prepared.etag(version).removeprefix("W/") in known:  # weakly, RFC 9110, 8.8.3.2
            return Response(status_code=304, headers=_validators(prepared, version, cacheable=True))
        answer = await while_connected(request.receive, self._pool.answer(prepared.query))
        headers = _validators(prepared, answer.version, cacheable=cacheable)
        headers |= {"Content-Type": prepared.offer.content_type, "Content-Length": str(len(answer.body))}
        return Response(b"" if request.method == "HEAD" else answer.body, headers=headers)


def _validators(prepared: Prepared, version: str, *, cacheable: bool) -> dict[str, str]:
    """Headers that an answer and its 304 share; a cache may keep an answer, and asks before it uses it."""
    headers = {"Vary": "Accept", "Depositary-Version": version, "Cache-Control": "no-store"}
    if cacheable:
        headers |= {"ETag": prepared.etag(version), "Cache-Control": "no-cache"}
    return headers


def _only_query(parameters: Parameters) -> str | None:
    """The query, if there is one; raises `QueryForbidden` for an update, `BadRequest` for a second query."""
    if any(name == "update" for name, _ in parameters):
        raise QueryForbidden(UPDATES_NOT_SERVED)
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise BadRequest("The request holds more than one query.")
    return queries[0] if queries else None


def _graphs(parameters: Parameters, wanted: str) -> tuple[str, ...]:
    iris = tuple(value for name, value in parameters if name == wanted)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError:
            raise BadRequest(f"{wanted}: “{shown(iri)}” is no absolute IRI.") from None
    return iris


def _decode(form: bytes) -> Parameters:
    try:
        return parse_qsl(
            form.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except ValueError as error:
        raise BadRequest(f"The parameters cannot be read: {error}.") from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query is not UTF-8: byte {error.start} cannot be read.") from None
