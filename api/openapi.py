"""The OpenAPI document: what FastAPI knows of its routes, the protocols beside it, and every error there is.

FastAPI declares errors that it would give (422) and none that others give; so all of them are put here, from
the one table of problems. What any request may meet, whatever it asks, is declared for every operation.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.openapi_protocols import GRAPH_TAG, PATHS, SPARQL_TAG, WRITTEN
from api.problems import MEDIA_TYPE, PROBLEMS, STATUSES

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete")
ANY_REQUEST = (400, 408, 413, 414, 417, 429, 431, 500, 501, 503, 505)
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_TEXT = {"type": "string"}
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": _TEXT, "description": "How to come again (RFC 9110, 11.6.1)"}},
    405: {"Allow": {"schema": _TEXT, "description": "The methods that are served"}},
}
PROBLEM: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem"},
        "title": {"type": "string", "description": "The kind of problem, for people"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong with this request"},
        "line": {"type": "integer", "description": "Line of a query or of data, from 1"},
        "column": {"type": ["integer", "null"], "description": "Column, from 1"},
        "hints": {"type": "array", "items": _TEXT, "description": "What may be meant in a query"},
        "candidates": {"type": "array", "items": _TEXT, "description": "The nearest names there are"},
        "parameters": {"type": "array", "items": {"type": "object"}, "description": "Parameters at fault"},
        "faults": {"type": "array", "items": {"type": "object"}, "description": "Faults in data"},
    },
}
SCHEMES: Json = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token that the operator gives"},
    "password": {"type": "http", "scheme": "basic", "description": "The same token as password"},
}
OPERATING: list[Json] = [{"token": []}, {"password": []}]


class Routes(FastAPI):
    """FastAPI whose OpenAPI document is complete."""

    def openapi(self) -> Json:
        """The document; it is made when it is first asked for."""
        if self.openapi_schema is None:
            self.openapi_schema = _document(self)
        return self.openapi_schema


def _document(app: FastAPI) -> Json:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        license_info=app.license_info,
        routes=app.routes,
        tags=[SPARQL_TAG, GRAPH_TAG],
    )
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _complete(operation, in_path="{" in path)
    document["paths"] |= PATHS
    operations = [each[method] for each in document["paths"].values() for method in METHODS if method in each]
    for operation in operations:
        _declare(operation["responses"], ANY_REQUEST)
    document["components"] = {
        "schemas": {"Problem": PROBLEM, "Written": WRITTEN},
        "responses": {f"Problem{status}": _problem(status) for status in _statuses(operations)},
        "securitySchemes": SCHEMES,
    }
    return document


def _complete(operation: Json, *, in_path: bool) -> None:
    """Make the declaration of a route true: what errors look like, and which ones its kind can give.

    `in_path`: a part of its path is a name, which may name nothing.
    """
    responses: Json = operation["responses"]
    for status in list(responses):
        if int(status) == HTTPStatus.UNPROCESSABLE_ENTITY:
            del responses[status]  # what FastAPI would answer where we answer 400
        elif int(status) >= HTTPStatus.BAD_REQUEST:
            del responses[status]
            _declare(responses, [int(status)])
        elif int(status) >= HTTPStatus.MULTIPLE_CHOICES:
            responses[status].pop("content", None)
    if "401" in responses:
        operation["security"] = OPERATING
    _declare(responses, [404] if in_path else [])
    _declare(responses, [406] if "text/html" in responses.get("200", {}).get("content", {}) else [])


def _declare(responses: Json, statuses: Iterable[int]) -> None:
    for status in statuses:
        responses.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})


def _statuses(operations: Iterable[Json]) -> list[int]:
    """All statuses that are declared by reference to a problem."""
    found = {
        int(status)
        for operation in operations
        for status, response in operation["responses"].items()
        if "$ref" in response
    }
    return sorted(found)


def _problem(status: int) -> Json:
    """The answer of an error; a browser gets the same as a page."""
    named = {
        problem.title for problem in (*PROBLEMS.values(), *STATUSES.values()) if problem.status == status
    }
    answer: Json = {
        "description": " / ".join(sorted(named)),
        "content": {MEDIA_TYPE: {"schema": _SCHEMA}, "text/html": {"schema": _TEXT}},
    }
    headers: Mapping[str, Any] | None = _HEADERS.get(status)
    return answer | ({"headers": headers} if headers else {})
