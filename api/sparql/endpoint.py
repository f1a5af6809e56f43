"""`/sparql`: the SPARQL 1.1 Protocol as a bare ASGI application.

FastAPI's routing would cost more than the hop to a worker process, so this stands before its routes.
"""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.middleware import COMMON, PREFLIGHT
from api.negotiate import Offer, choose
from api.problems import problem_response, shown
from api.sparql.connection import headers_of, read_body
from api.sparql.description import DESCRIPTIONS, Service, describe
from api.sparql.hints import explaining
from api.sparql.parameters import FORMATS, Parameters, decode, decode_body
from api.sparql.questions import Asked, Questions
from api.sparql.reply import Reply
from api.sparql.updates import Updates
from graph.errors import BadRequest, DepositaryError

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
ASKING_FORM = "/#sparql"
PAGE = Offer("text/html")

Headers = Mapping[bytes, bytes]


class SparqlEndpoint:
    """The endpoint: `questions` answers queries, `updates` carries out updates, `service` describes both."""

    def __init__(self, questions: Questions, updates: Updates, service: Service) -> None:
        self._questions = questions
        self._updates = updates
        self._limits = service.limits
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that leaves ends its query."""
        try:
            response = await self._respond(scope, receive)
        except (DepositaryError, HTTPException) as error:
            response = problem_response(error)
        except ClientDisconnect:
            return
        if isinstance(response, Reply):
            await response.send(scope, send)
        else:
            response.raw_headers += COMMON
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Reply | Response:
        method, headers = scope["method"], headers_of(scope)
        if method == "OPTIONS":
            return options(METHODS)
        if method not in METHODS:
            detail = f"{method} is not served here; use GET, POST or QUERY."
            raise HTTPException(405, detail, {"Allow": ", ".join(METHODS)})
        parameters = decode(scope["query_string"])
        if method == "POST" and parameters.all("update"):
            raise BadRequest("An update is sent in the body, not in the address.")  # Protocol, 2.2
        if method in {"POST", "QUERY"}:
            parameters = await self._with_body(parameters, headers, receive)
        update = parameters.only("update")
        if update is not None:
            if method != "POST":
                raise HTTPException(405, "An update is sent by POST.", {"Allow": "POST"})
            return await explaining(update, self._updates.carry_out(update, parameters, headers))
        text = parameters.only("query")
        if text is not None:
            asked = Asked.of(text, parameters, scope, headers)
            answer = self._questions.answer(asked, receive)
            return await explaining(text, answer, merged=self._merges(parameters))
        if method in {"POST", "QUERY"}:
            raise BadRequest("The request holds no query; send it as the form field “query”.")
        if others := [name for name, _ in parameters.pairs if name not in FORMATS]:
            raise BadRequest(
                f"The request holds no query, but “{shown(others[0])}”; the parameter is “query”."
            )
        return self._without_query(Request(scope))

    def _merges(self, parameters: Parameters) -> bool:
        """Whether the default graph is made of several."""
        graphs = parameters.all("default-graph-uri")
        return len(graphs) > 1 if graphs or parameters.all("named-graph-uri") else self._service.union

    async def _with_body(self, parameters: Parameters, headers: Headers, receive: Receive) -> Parameters:
        """The parameters with those of the body; only who may write may send a large one."""
        limit = self._limits.write_bytes if self._updates.may_write(headers) else self._limits.body_bytes
        body = await read_body(receive, headers, limit, self._limits.body_seconds)
        return Parameters(parameters.pairs + decode_body(headers, body).pairs)

    def _without_query(self, request: Request) -> Response:
        """The service description (SPARQL 1.1 Service Description, 2), or the form for who prefers a page."""
        accept = ", ".join(request.headers.getlist("accept"))
        if choose(accept, (*DESCRIPTIONS, PAGE)) == PAGE:
            return Response(status_code=303, headers={"Location": ASKING_FORM, "Vary": "Accept"})
        return describe(request, self._service)


def options(methods: tuple[str, ...]) -> Reply:
    """What may be asked of an address, for people and for browsers that ask before they ask."""
    return Reply(204, [(b"allow", ", ".join(methods).encode()), *PREFLIGHT])
