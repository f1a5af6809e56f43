"""The HTTP application: the SPARQL endpoint, linked data, answers, and pages over one store."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from api import (
    calendar,
    chains,
    changes,
    disputes,
    home,
    names,
    ontology_files,
    operations,
    panel,
    queries,
    reservations,
    resources,
    status,
    timeline,
    verify,
)
from api import limits as published_limits
from api.answering import asked, prefers_page
from api.connection.admission import Admission
from api.connection.bodies import LimitedBodies
from api.graph_store import PATH as GRAPHS
from api.graph_store import GraphStore
from api.middleware import CommonHeaders, HeadAsGet
from api.openapi import Routes
from api.pages.rendering import Pages
from api.problems import problem_response
from api.served import Served, serving
from api.settings import Limits
from api.sparql.cache import AnswerCache
from api.sparql.description import PATH as SPARQL
from api.sparql.description import Service
from api.sparql.endpoint import SparqlEndpoint
from api.sparql.questions import Questions
from api.sparql.updates import Updates
from api.telemetry.events import tell
from api.telemetry.metrics import Metrics
from api.telemetry.watch import Watch
from api.telemetry.writes import WatchedWrites
from api.tokens import Tokens
from graph.errors import DepositaryError
from graph.federation import Allowed, Outbound
from graph.workers.writer import Writer

_ABOUT = """Who is bound by what, since when, by which act, decided by whom, and who says so.

Answers are JSON, or a page where the client prefers `text/html`. Every answer names the version of the data
in `Depositary-Version`; errors are RFC 9457 problem details. States and treaties are accepted by any
identifier or clear name."""
_FOLDER = Path(__file__).parent
_THREADS = 4  # answers that are computed at the same time: more of them only take time from each other


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator decides of a service, beside its limits.

    `allowed`: what SERVICE and LOAD may reach. `union`: the default graph of queries is the union of all
    graphs. `trusted_proxies`: addresses and networks whose `X-Forwarded-For` is believed. `behind_tls`:
    clients come by https only, and are told to go on so. `slow_seconds`: queries that take longer are told in
    the log; `access_log`: every request is.
    """

    tokens: Tokens = field(default_factory=Tokens)
    allowed: Allowed = field(default_factory=Allowed)
    union: bool = True
    trusted_proxies: str = ""
    behind_tls: bool = False
    slow_seconds: float = 1.0
    access_log: bool = False


def create_app(path: Path, limits: Limits, options: Options | None = None) -> "Application":
    """An application over the store at `path`; it follows the store when another process loads into it.

    The store is opened when the application starts: that raises `StoreMissing` or `StoreUnusable`.
    """
    chosen = options or Options()
    app = _routes(limits)
    app.state.allowed = chosen.allowed
    application = Application(app)
    app.router.lifespan_context = _lifespan(path, limits, chosen, application)
    return application


class Application:
    """The protocols as bare ASGI applications, and everything else by FastAPI, which would slow them down."""

    def __init__(self, routes: FastAPI) -> None:
        self.routes = routes
        self.state = routes.state
        self.protocols: dict[str, ASGIApp] = {}  # by path
        self.forgetting: list[Callable[[], None]] = []  # called when other data are served
        self.admission: Admission | None = None  # of the connections, where they are ours
        self._others = CommonHeaders(routes, routes.state)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        protocol = self.protocols.get(path)
        if protocol is None and path.startswith(GRAPHS + "/"):
            protocol = self.protocols.get(GRAPHS)
        await (protocol or self._others)(scope, receive, send)


class WholeFiles(StaticFiles):
    """Files that are sent as a whole (RFC 9110, 14.2, allows that): a range that is none is no error then."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = [header for header in scope["headers"] if header[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _routes(limits: Limits) -> FastAPI:
    """All routes that FastAPI serves."""
    app = Routes(
        title="Depositary",
        description=_ABOUT,
        version=version("depositary"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # which would lead to whatever host a request names
        license_info={"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    )
    app.state.limits = limits
    app.state.pages = Pages.with_ontology()
    for module in (
        home,
        status,
        chains,
        queries,
        resources,
        ontology_files,
        operations,
        published_limits,
        changes,
        timeline,
        calendar,
        panel,
        disputes,
        verify,
        names,
        reservations,
    ):
        app.include_router(module.router)
    app.mount("/static", WholeFiles(directory=_FOLDER / "static"))
    for kind in (DepositaryError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _problem)
    app.add_middleware(HeadAsGet)
    app.add_middleware(LimitedBodies, most_bytes=limits.body_bytes, seconds=limits.body_seconds)
    return app


def _lifespan(
    path: Path, limits: Limits, options: Options, application: Application
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        watch = Watch(options.slow_seconds)
        app.state.watch, app.state.tokens = watch, options.tokens
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        async with serving(path, limits.query, app.state.pages.terms, watch.query) as served:
            app.state.served = served
            served.forgetting.append(lambda: tell("generation", version=served.current.view.version))
            served.forgetting += application.forgetting
            outbound = Outbound(options.allowed, limits.remote)
            writer = Writer(path, limits.write, limits.query, outbound)
            writes, cache = WatchedWrites(served, writer, watch), AnswerCache(limits.cache_bytes)
            app.state.metrics = Metrics(served, cache, watch, application.admission)
            questions = Questions(served.pool, limits, cache, outbound, union=options.union)
            updates = Updates(writes, options.tokens, outbound)
            application.protocols = {
                SPARQL: SparqlEndpoint(questions, updates, _described(served, limits, options)),
                GRAPHS: GraphStore(served, questions, writes, options.tokens, limits),
            }
            try:
                if options.tokens.allow("update") or options.tokens.allow("graph-store"):
                    await writer.ready()
                yield
            finally:
                await writer.close()

    return lifespan


def _described(served: Served, limits: Limits, options: Options) -> Service:
    """What the description of the endpoint tells."""
    return Service(
        store=lambda: served.current.view.store.oxigraph,
        limits=limits,
        services=options.allowed.services,
        union=options.union,
        updates=options.tokens.allow("update"),
        graph_store=options.tokens.allow("graph-store"),
    )


async def _problem(request: Request, error: Exception) -> Response:
    """An error as problem details, or the same content as a page for a browser."""
    if request.method == "OPTIONS" and getattr(error, "status_code", 0) == HTTPStatus.METHOD_NOT_ALLOWED:
        return _options(error)
    response = problem_response(error, request.path_params)
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = _allowed(error)
    if not prefers_page(request):
        return response
    problem = json.loads(bytes(response.body))
    page = asked(request).page("problem.html", {"problem": problem}, response.status_code)
    page.headers.update({name: value for name, value in response.headers.items() if name in _KEPT})
    del page.headers["ETag"]
    return page


_KEPT = frozenset({"allow", "retry-after", "www-authenticate"})


def _options(error: Exception) -> Response:
    """What may be asked of an address, for people and for browsers that ask before they ask."""
    allowed = _allowed(error)
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Accept, If-None-Match",
    }
    return Response(status_code=204, headers=headers)


def _allowed(error: Exception) -> str:
    """The methods that a route states, with those that every address has."""
    allow = (getattr(error, "headers", None) or {}).get("Allow", "")
    stated = {method.strip() for method in allow.split(",") if method.strip()}
    head = {"HEAD"} if "GET" in stated else set[str]()
    return ", ".join(sorted(stated | head | {"OPTIONS"}))
