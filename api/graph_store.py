"""`/graphs`: the SPARQL 1.1 Graph Store HTTP Protocol, for graphs named in the address or by it.

`?graph=IRI` and `?default` name a graph (4.2); so does the path: `/graphs/source/x` is
`https://w3id.org/depositary/graph/source/x`, whatever host serves it (4.1). Reading is for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import unquote
from uuid import uuid4

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from api.graph_contents import Contents, contents_of
from api.middleware import COMMON
from api.problems import problem_response, shown
from api.served import Served
from api.settings import Limits
from api.sparql.connection import headers_of, read_body
from api.sparql.endpoint import options
from api.sparql.parameters import Parameters, decode
from api.sparql.questions import Asked, Questions, possible_tags
from api.sparql.reply import Reply
from api.tokens import Tokens
from api.writes import Writes, written_reply
from graph import iri
from graph.errors import BadRequest, DepositaryError, NotFound, PreconditionFailed
from graph.graph_store import exists

PATH = "/graphs"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_CONTENT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_UPLOADED = iri.GRAPHS + "uploaded/"

Headers = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Named:
    """The graph that a request names: its IRI, `None` being the unnamed graph; `new` where it names none."""

    graph: str | None
    new: bool = False


class GraphStore:
    """The graphs of a served store."""

    def __init__(
        self, served: Served, questions: Questions, writes: Writes, tokens: Tokens, limits: Limits
    ) -> None:
        self._served = served
        self._questions = questions
        self._writes = writes
        self._tokens = tokens
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            reply = await self._respond(scope, receive)
        except (DepositaryError, HTTPException) as error:
            response = problem_response(error)
            response.raw_headers += COMMON
            await response(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await reply.send(scope, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Reply:
        method, headers = scope["method"], headers_of(scope)
        if method == "OPTIONS":
            return options(METHODS)
        if method not in METHODS:
            raise HTTPException(
                405,
                f"{method} is not served here; use GET, PUT, POST or DELETE.",
                {"Allow": ", ".join(METHODS)},
            )
        named = _named(scope, headers)
        if method in {"GET", "HEAD"}:
            return await self._read(named, scope, headers, receive)
        by = self._tokens.name(headers, "graph-store")
        if named.new and method != "POST":
            raise BadRequest(
                "Name a graph: ?graph=IRI, or ?default for the unnamed one; POST makes a new one."
            )
        contents = Contents()
        if method != "DELETE":
            body = await read_body(receive, headers, self._limits.write_bytes, self._limits.body_seconds)
            contents = await contents_of(headers, body, named.graph or iri.GRAPHS)
        return await self._write(method, named, headers, by, contents)

    async def _read(self, named: Named, scope: Scope, headers: Headers, receive: Receive) -> Reply:
        if named.new:
            raise BadRequest("Name a graph: ?graph=IRI, or ?default for the unnamed one.")
        if not self._exists(named.graph):
            raise NotFound(f"There is no graph “{shown(named.graph or '')}”.")
        reply = await self._questions.answer(_reading(named.graph, scope, headers), receive)
        reply.headers = [(name, value.removeprefix(b"W/")) for name, value in reply.headers]
        return reply

    def _exists(self, graph: str | None) -> bool:
        return exists(self._served.current.view.store.oxigraph, graph)

    async def _write(self, method: str, named: Named, headers: Headers, by: str, contents: Contents) -> Reply:
        graph = f"{_UPLOADED}{uuid4()}" if named.new else named.graph
        existed = self._exists(graph)
        header = {
            "by": by,
            "version": self._expected(graph, headers),
            "method": method,
            "graph": graph,
            "absent": headers.get(b"if-none-match", b"").strip() == b"*",
            "contents": contents.header(),
        }
        acknowledged = await self._writes.graph(header, contents.data)
        if existed or method == "DELETE":
            return written_reply(acknowledged, HTTPStatus.OK)
        reply = written_reply(acknowledged, HTTPStatus.CREATED)
        reply.headers.append((b"location", _address(graph or "").encode()))
        return reply

    def _expected(self, graph: str | None, headers: Headers) -> str | None:
        """The version that the data must still have (RFC 9110, 13.1.1); raises `PreconditionFailed`."""
        given = headers.get(b"if-match", b"").decode("latin-1")
        if not given:
            return None
        if given.strip() == "*":
            if not self._exists(graph):
                raise PreconditionFailed("There is no such graph.")
            return None
        version = self._served.pool.version
        tags = possible_tags(_reading(graph, None, {}), version)
        if not tags & {tag.strip() for tag in given.split(",")}:
            raise PreconditionFailed("The graph is no more what you have seen; read it again.")
        return version


def _reading(graph: str | None, scope: Scope | None, headers: Headers) -> Asked:
    parameters = Parameters((("default-graph-uri", graph),) if graph is not None else ())
    asked = Asked.of(_CONTENT, parameters, scope, headers)
    return replace(asked, union=False)


def _named(scope: Scope, headers: Headers) -> Named:
    """The graph of a request; raises `BadRequest` where it is not clear."""
    parameters = decode(scope["query_string"])
    rest = scope["path"].removeprefix(PATH).strip("/")
    found = [*parameters.all("graph"), *(iri.GRAPHS + name for name in [rest] if name)]
    default = bool(parameters.all("default"))
    if len(found) + default > 1:
        raise BadRequest("The request names more than one graph.")
    if default:
        return Named(None)
    return Named(_canonical(found[0], scope, headers)) if found else Named(None, new=True)


def _canonical(graph: str, scope: Scope, headers: Headers) -> str:
    """The IRI of a graph; an address of it on this server means the graph itself."""
    here = f"{scope['scheme']}://{headers.get(b'host', b'').decode('latin-1')}{PATH}/"
    graph = iri.GRAPHS + unquote(graph.removeprefix(here)) if graph.startswith(here) else graph
    try:
        return NamedNode(graph).value
    except ValueError:
        raise BadRequest(f"“{shown(graph)}” is no absolute IRI of a graph.") from None


def _address(graph: str) -> str:
    """Where a graph is found on this server."""
    if graph.startswith(iri.GRAPHS):
        return f"{PATH}/{iri.quoted(graph.removeprefix(iri.GRAPHS))}"
    return f"{PATH}?graph={iri.quoted(graph, safe='')}"
