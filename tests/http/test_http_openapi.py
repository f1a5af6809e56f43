"""Our OpenAPI document, tried by a program that makes requests of it: nothing comes that is not declared."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from api.app import create_app
from api.graph_contents import MEDIA_TYPES
from api.settings import Limits
from tests.hostile.conftest import Door, bearer, opened

DOCUMENT = create_app(Path("nowhere"), Limits()).routes.openapi()
TEXTS = ("application/sparql-query", "application/sparql-update", *MEDIA_TYPES)
OPERATIONS = [
    operation.ok()
    for operation in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if isinstance(operation, Ok)
]
CASES = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.query or operation.body  # else nothing can be wrong
]
CHOSEN = {
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "allow_header_conformance",
    "unsupported_method",
    "ignored_auth",
}  # not whether what was made up is accepted: most names that fit a schema name nothing
load_all_checks()
schemathesis.serializer(*TEXTS)(lambda _, value: str(value).encode())
LEFT_OUT = [check for check in CHECKS.get_all() if check.__name__ not in CHOSEN]


@pytest.fixture(scope="module")
def door(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A server that can be written, since a part of the document is about that."""
    folder = tmp_path_factory.mktemp("openapi")
    with opened(folder, shutil.copytree(few_acts_path, folder / "store"), seconds=10) as running:
        yield running


@pytest.mark.parametrize(
    ("operation", "mode"), CASES, ids=[f"{mode.value}: {operation.label}" for operation, mode in CASES]
)
@settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_nothing_comes_that_is_not_declared(
    door: Door, operation: Any, mode: GenerationMode, data: st.DataObject
) -> None:
    case = data.draw(operation.as_strategy(generation_mode=mode))
    name, _, value = bearer("everything").partition(": ")
    case.call_and_validate(base_url=door.server.url, headers={name: value}, excluded_checks=LEFT_OUT)


@pytest.mark.parametrize("path", [path for path, methods in DOCUMENT["paths"].items() if "get" in methods])
@pytest.mark.parametrize(
    "line", ["If-None-Match: *", "Accept: image/png", "Accept: text/html", "If-Match: *"]
)
def test_conditions_and_formats_are_declared_too(door: Door, path: str, line: str) -> None:
    lines = [line, bearer("everything")]
    head = "".join(f"{each}\r\n" for each in [f"GET {PLACES.get(path, path)} HTTP/1.1", "Host: a", *lines])
    answer = door.server.ask(head.encode() + b"\r\n")
    declared = DOCUMENT["paths"][path]["get"]["responses"][str(answer.status)]
    if "$ref" in declared:
        declared = DOCUMENT["components"]["responses"][declared["$ref"].rpartition("/")[2]]
    formats = declared.get("content", {})
    assert answer.headers.get("content-type", "").partition(";")[0] in (formats or {""})


PLACES = {
    "/id/{path}": "/id/state/RUS",
    "/doc/{path}": "/doc/state/RUS",
    "/vocab/{path}": "/vocab/status",
    "/graph/{path}": "/graph/register",
    "/graphs/{path}": "/graphs/register",
    "/graphs": "/graphs?default",
    "/resource": "/resource?iri=https://w3id.org/depositary/id/state/RUS",
    "/ontology.{suffix}": "/ontology.ttl",
    "/status": "/status?state=RUS&treaty=rome-statute",
    "/verify": "/verify?state=RUS&treaty=rome-statute",
    "/states/{state}": "/states/RUS",
    "/states/{state}/treaties": "/states/RUS/treaties",
    "/treaties/{treaty}": "/treaties/rome-statute",
    "/treaties/{treaty}/parties": "/treaties/rome-statute/parties",
    "/treaties/{treaty}/timeline": "/treaties/rome-statute/timeline",
    "/treaties/{treaty}/reservations": "/treaties/rome-statute/reservations",
}


def test_every_operation_can_be_read() -> None:
    methods = [method for each in DOCUMENT["paths"].values() for method in each]
    assert len(OPERATIONS) == len(methods)


def test_every_reference_leads_somewhere() -> None:
    def references(node: Any) -> Iterator[str]:
        match node:
            case dict():
                yield from (node["$ref"] for _ in range("$ref" in node))
                for each in node.values():
                    yield from references(each)
            case list():
                for each in node:
                    yield from references(each)

    for reference in set(references(DOCUMENT)):
        found: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_the_document_served_is_the_one_tried(door: Door) -> None:
    assert json.loads(door.get("/openapi.json").body) == json.loads(json.dumps(DOCUMENT))
