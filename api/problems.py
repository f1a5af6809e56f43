"""Everything that Depositary refuses, as RFC 9457 problem details: one table, one function.

An error that the same request meets again is 4xx, so that no client or proxy repeats it: a query whose answer
is larger than the published limit has to be changed (422; 413 is about what was *sent*), and one whose
function the engine lacks is 501 and stays it. What was stopped to keep the service alive, and may succeed at
another time, is 503; it says when to try again if waiting is all that it takes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from graph.errors import (
    AnswerTooLarge,
    BackupUnusable,
    BadRequest,
    Busy,
    DataMalformed,
    DepositaryError,
    Forbidden,
    FunctionUnsupported,
    LoadRefused,
    NotAcceptable,
    NotFound,
    NotReady,
    PreconditionFailed,
    QueryCancelled,
    QueryCrashed,
    QueryFailed,
    QueryForbidden,
    QueryMalformed,
    QueryTimedOut,
    QueryTooLong,
    RemoteFailed,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreUnusable,
    TooManyRequests,
    Unauthorised,
    UnknownName,
    UpdateFailed,
    WriteRefused,
    WriteTooLarge,
)
from ontology.terms import ROOT

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: the end of its URI, its HTTP status, and a title a person understands."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The stable URI of this kind of problem."""
        return f"{ROOT}problem/{self.name}"


BODY_TOO_LARGE = Problem("body-too-large", 413, "The body of the request is too large")
BODY_TOO_SLOW = Problem("request-too-slow", 408, "The request did not arrive in time")
INTERNAL = Problem("internal-error", 500, "Something went wrong on our side")

PROBLEMS: Mapping[type[Exception], Problem] = {
    BadRequest: Problem("bad-request", 400, "The request cannot be answered as asked"),
    UnknownName: Problem("unknown-name", 400, "No such name"),
    QueryMalformed: Problem("query-malformed", 400, "The query does not parse"),
    DataMalformed: Problem("data-malformed", 400, "The data do not parse"),
    QueryForbidden: Problem("query-forbidden", 403, "This kind of query is not served"),
    QueryTooLong: Problem("query-too-long", 413, "The text of the query is too long"),
    Unauthorised: Problem("unauthorised", 401, "This needs a token"),
    Forbidden: Problem("forbidden", 403, "This is not allowed"),
    NotFound: Problem("not-found", 404, "There is no such resource"),
    NotAcceptable: Problem("not-acceptable", 406, "None of the formats asked for can be produced"),
    PreconditionFailed: Problem("precondition-failed", 412, "The data have changed since you saw them"),
    TooManyRequests: Problem("too-many-requests", 429, "You ask more often than one client may"),
    QueryFailed: Problem("query-failed", 422, "The query has no answer in this form"),
    QueryTimedOut: Problem("query-timed-out", 503, "The query took too long and was stopped"),
    QueryCancelled: Problem("query-cancelled", 503, "The query was stopped by an operator"),
    QueryCrashed: Problem("query-too-heavy", 503, "The query needs more than one query may use"),
    FunctionUnsupported: Problem("function-unsupported", 501, "This function is not implemented here"),
    AnswerTooLarge: Problem("answer-too-large", 422, "The answer is larger than the limit"),
    WriteTooLarge: Problem("write-too-large", 422, "The update changes more than one update may"),
    UpdateFailed: Problem("update-failed", 409, "The update contradicts what is there"),
    RemoteFailed: Problem("remote-failed", 502, "An endpoint that the query calls gave no complete answer"),
    Busy: Problem("busy", 503, "The server is busy; try again in a moment"),
    LoadRefused: Problem("load-refused", 422, "The data break a rule; nothing was loaded"),
    WriteRefused: Problem("write-refused", 409, "The data would break a rule; nothing was written"),
    NotReady: Problem("not-ready", 503, "The server cannot answer now"),
    StoreError: Problem("store-error", 503, "The data cannot be read"),
    StoreMissing: Problem("store-missing", 503, "There are no data yet"),
    StoreLocked: Problem("store-locked", 503, "Somebody else is writing; try again in a moment"),
    StoreUnusable: Problem("store-unusable", 503, "The data cannot be read by this version"),
    BackupUnusable: Problem("backup-unusable", 503, "The backup cannot be used"),
    RequestValidationError: Problem("invalid-parameter", 400, "A parameter is missing or has no valid value"),
}

STATUSES: Mapping[int, Problem] = {
    problem.status: problem
    for problem in (
        Problem("bad-request", 400, "The request cannot be answered as asked"),
        PROBLEMS[Unauthorised],
        PROBLEMS[Forbidden],
        Problem("not-found", 404, "There is no such page"),
        Problem("method-not-allowed", 405, "This address does not answer that method"),
        PROBLEMS[NotAcceptable],
        BODY_TOO_SLOW,
        BODY_TOO_LARGE,
        Problem("uri-too-long", 414, "The address is too long"),
        Problem("unsupported-media-type", 415, "The body is in a format that is not read here"),
        Problem("expectation-failed", 417, "The request expects what is not done here"),
        Problem("headers-too-large", 431, "The headers of the request are too large"),
        INTERNAL,
        Problem("not-implemented", 501, "The request needs what is not done here"),
        Problem("http-version", 505, "This version of HTTP is not spoken here, or not enough for the answer"),
    )
}

# How to come again (RFC 9110, 11.6.1; RFC 6750, 3; RFC 7617, 2): some clients wait until Basic is asked for.
_CHALLENGE = 'Bearer realm="Depositary", Basic realm="Depositary", charset="UTF-8"'
_LONGEST = 100  # characters of what a client sent
RETRY_AFTER: Mapping[type[Exception], int] = {Busy: 1, StoreLocked: 5, TooManyRequests: 1}  # seconds


def problem_of(error: type[Exception]) -> Problem:
    """The kind of problem of a class of errors: its own, or that of its nearest base class in the table."""
    return next((PROBLEMS[base] for base in error.__mro__ if base in PROBLEMS), INTERNAL)


def shown(text: str) -> str:
    """At most 100 characters of what a client sent, for a message that repeats it."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def problem_response(error: Exception, path: Mapping[str, str] | None = None) -> Response:
    """The error as `application/problem+json`: type, title, status, detail, and what the error carries.

    `path` are the parameters of the path: a name that means nothing is wrong in a query (400), and there it
    makes an address under which there is nothing (404; RFC 9110, 15.5.5). What nobody foresaw is told as
    "internal-error" without any detail; the log has it.
    """
    headers: dict[str, str] = {}
    if isinstance(error, HTTPException):
        problem = STATUSES.get(error.status_code) or Problem("error", error.status_code, error.detail)
        headers |= error.headers or {}
    elif isinstance(error, UnknownName) and error.name in {name.strip() for name in (path or {}).values()}:
        problem = PROBLEMS[NotFound]
    else:
        problem = problem_of(type(error))
    if (seconds := RETRY_AFTER.get(type(error))) is not None:
        headers["Retry-After"] = str(seconds)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = _CHALLENGE
    if isinstance(error, QueryFailed) and error.query:
        headers["Depositary-Query"] = error.query
    content = {"type": problem.type, "title": problem.title, "status": problem.status}
    return JSONResponse(content | _carried(error), problem.status, headers, MEDIA_TYPE)


def _carried(error: Exception) -> dict[str, Any]:
    """What is told beyond the kind of problem."""
    match error:
        case HTTPException():
            return {"detail": _in_our_words(error)}
        case RequestValidationError():
            parameters = [_parameter(fault) for fault in error.errors()]
            detail = "; ".join(f"{each['parameter']}: {each['message']}" for each in parameters)
            return {"detail": detail, "parameters": parameters}
        case UnknownName():
            short = replace(error, name=shown(error.name))
            return {"detail": str(short), "name": short.name, "candidates": list(short.candidates)}
        case DepositaryError():
            return {"detail": str(error)} | _members(error)
        case _:
            return {}


def _in_our_words(error: HTTPException) -> str:
    """What the framework says only by the phrase of the status."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error.detail
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return "Nothing is found under this address; the start page, /, leads to everything there is."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = (error.headers or {}).get("Allow", "GET")
            return f"This address is asked by {allowed}."
    return error.detail


def _members(error: DepositaryError) -> dict[str, Any]:
    """What an error carries beside its message."""
    match error:
        case QueryMalformed(line=line, column=column, hints=hints) if hints:
            place = {"line": line, "column": column} if line is not None else {}
            return place | {"hints": list(hints)}
        case QueryMalformed(line=line, column=column) | DataMalformed(line=line, column=column) if (
            line is not None
        ):
            return {"line": line, "column": column}
        case QueryFailed(query=query) if query:
            return {"query": query}
        case LoadRefused():
            return {"faults": [asdict(fault) for fault in error.faults]}
        case _:
            return {}


def _parameter(fault: Mapping[str, Any]) -> dict[str, str]:
    """One fault of FastAPI's validation; `loc` is where (query, path, body, …) and then the name."""
    return {"parameter": ".".join(map(str, fault["loc"][1:])), "message": str(fault["msg"])}
