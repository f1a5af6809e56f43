"""What OpenAPI says of the protocols, which are no routes of FastAPI: SPARQL, and the Graph Store Protocol.

The method QUERY, which `/sparql` answers as POST, has no place in OpenAPI 3.1.
"""

from collections.abc import Iterable
from typing import Any

from api.graph_contents import MEDIA_TYPES
from api.negotiate import GRAPHS, RESULTS
from api.sparql.description import DESCRIPTIONS
from api.sparql.parameters import FORM, QUERY, UPDATE

Json = dict[str, Any]

SPARQL_TAG = {"name": "SPARQL", "description": "SPARQL 1.1 Protocol; queries by QUERY too, as by POST"}
GRAPH_TAG = {"name": "graphs", "description": "SPARQL 1.1 Graph Store HTTP Protocol"}
_IRI = {"type": "string", "format": "iri"}
_IRIS = {"type": "array", "items": _IRI}
_ASKED = "SELECT * { ?s ?p ?o } LIMIT 10"
_TOKENS: list[Json] = [{"token": []}, {"password": []}]


def _content(types: Iterable[str]) -> Json:
    return {type_: {} for type_ in dict.fromkeys(types)}


def _responses(*problems: int, **answers: Json) -> Json:
    """Answers by `ok`, `made` and so on, and problems by their statuses."""
    codes = {"ok": "200", "made": "201", "other": "303", "same": "304"}
    told = {codes[name]: answer for name, answer in answers.items()}
    return told | {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in problems}


def _query(name: str, description: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


_GRAPHS = _content(offer.media_type for offer in GRAPHS)
_ANSWER: Json = {
    "description": "The complete answer, or the service description where nothing is asked",
    "content": _content(offer.media_type for offer in (*RESULTS, *GRAPHS, *DESCRIPTIONS)),
}
_WRITTEN: Json = {
    "description": "What was changed, and is seen by everybody",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Written"}}},
}
WRITTEN: Json = {
    "type": "object",
    "required": ["version", "added", "removed", "graphs"],
    "properties": {
        "version": {"type": "string"},
        "added": {"type": "integer", "minimum": 0},
        "removed": {"type": "integer", "minimum": 0},
        "graphs": {"type": "object", "description": "The same by graph, “” being the unnamed one"},
    },
}
_SAME: Json = {"description": "The client has this answer already"}
_ASKING: Json = {
    "default-graph-uri": {**_IRIS, "description": "Graphs that make up the default graph"},
    "named-graph-uri": {**_IRIS, "description": "Graphs that GRAPH finds"},
    "timeout": {"type": "string", "description": "Seconds, where less than the limit is wanted"},
    "format": {"type": "string", "description": "A format by a short name or media type, before Accept"},
}
_UPDATING: Json = {
    "using-graph-uri": {**_IRIS, "description": "Graphs that WHERE reads as the default graph"},
    "using-named-graph-uri": {**_IRIS, "description": "Graphs that GRAPH finds in WHERE"},
}


def _parameters(fields: Json) -> list[Json]:
    return [
        _query(name, schema["description"], {key: schema[key] for key in schema if key != "description"})
        for name, schema in fields.items()
    ]


_READING_PROBLEMS = (400, 403, 405, 406, 413, 422, 501, 502, 503)
_SPARQL: Json = {
    "get": {
        "tags": ["SPARQL"],
        "operationId": "query",
        "summary": "Answer a query, or describe the service",
        "parameters": [
            _query(
                "query", "The query; without it the service is described", {"type": "string"}, example=_ASKED
            ),
            *_parameters(_ASKING),
        ],
        "responses": _responses(
            *_READING_PROBLEMS,
            ok=_ANSWER,
            other={"description": "To the form, for who prefers a page and asks nothing"},
            same=_SAME,
        ),
    },
    "post": {
        "tags": ["SPARQL"],
        "operationId": "query_or_update",
        "summary": "Answer a query, or carry out an update",
        "security": [{}, *_TOKENS],
        "parameters": _parameters(_ASKING | _UPDATING),
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": _ASKED},
                UPDATE: {"schema": {"type": "string"}},
                FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "query": {"type": "string"},
                            "update": {"type": "string"},
                            **_ASKING,
                            **_UPDATING,
                        },
                        "oneOf": [{"required": ["query"]}, {"required": ["update"]}],
                    },
                },
            },
        },
        "responses": _responses(
            *_READING_PROBLEMS,
            401,
            409,
            415,
            ok={**_ANSWER, "content": _ANSWER["content"] | _WRITTEN["content"]},
        ),
    },
}

_GIVEN: Json = {
    "required": True,
    "content": {
        **{type_: {"schema": {"type": "string"}} for type_ in MEDIA_TYPES},
        "multipart/form-data": {
            "schema": {"type": "object", "additionalProperties": {"type": "string", "format": "binary"}}
        },
    },
}
_WRITING_PROBLEMS = (400, 401, 403, 409, 412, 413, 415, 422, 503)
_GRAPH: Json = {
    "description": "The graph, complete",
    "content": _GRAPHS,
}
_MADE: Json = {**_WRITTEN, "description": "A graph was made; Location tells where"}


def _graph_store(parameters: list[Json], suffix: str) -> Json:
    """The operations on a graph that the parameters name."""

    def operation(verb: str, summary: str, responses: Json, **more: Any) -> Json:
        common = {"tags": ["graphs"], "operationId": f"{verb}_{suffix}", "summary": summary}
        return {**common, "parameters": parameters, "responses": responses, **more}

    writing: Json = {"security": _TOKENS, "requestBody": _GIVEN}
    written = _responses(*_WRITING_PROBLEMS, ok=_WRITTEN, made=_MADE)
    return {
        "get": operation(
            "read",
            "Read a graph",
            _responses(400, 404, 406, 422, 503, ok=_GRAPH, same=_SAME),
        ),
        "put": operation("replace", "Replace a graph", written, **writing),
        "post": operation("merge", "Add to a graph, or make one", written, **writing),
        "delete": operation(
            "remove",
            "Remove a graph",
            _responses(400, 401, 403, 404, 409, 412, 422, 503, ok=_WRITTEN),
            security=_TOKENS,
        ),
    }


_NAMED = [
    _query("graph", "IRI of the graph", _IRI),
    _query(
        "default", "The unnamed graph; any value means the same", {"type": "string"}, allowEmptyValue=True
    ),
]
_IN_PATH = [
    {
        "name": "path",
        "in": "path",
        "required": True,
        "description": "The IRI of the graph without https://w3id.org/depositary/graph/",
        "schema": {"type": "string"},
    }
]
PATHS: Json = {
    "/sparql": _SPARQL,
    "/graphs": _graph_store(_NAMED, "graph"),
    "/graphs/{path}": _graph_store(_IN_PATH, "graph_by_path"),
}
