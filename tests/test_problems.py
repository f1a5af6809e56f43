"""Every error has one status, one stable type and a title a person understands."""

import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI, HTTPException

from api.problems import PROBLEMS, STATUSES, install, problem_of, problem_response
from api.settings import Limits
from graph import errors
from graph.errors import Busy, DepositaryError, LoadRefused, QueryMalformed, UnknownName
from graph.faults import Fault, Origin


def tree(root: type[DepositaryError]) -> Iterator[type[DepositaryError]]:
    for child in root.__subclasses__():
        yield child
        yield from tree(child)


@pytest.mark.parametrize("kind", list(tree(DepositaryError)), ids=lambda kind: kind.__name__)
def test_every_error_has_its_own_row(kind: type[DepositaryError]) -> None:
    assert kind.__module__ != errors.__name__ or kind in PROBLEMS
    assert problem_of(kind).status >= 400


def test_types_are_stable_unique_iris() -> None:
    types = [problem.type for problem in PROBLEMS.values()]
    assert len(types) == len(set(types))
    assert all(type_.startswith("https://w3id.org/depositary/problem/") for type_ in types)
    assert {problem.status for problem in STATUSES.values()} == set(STATUSES)


def body(error: Exception) -> dict[str, object]:
    content: dict[str, object] = json.loads(bytes(problem_response(error).body))
    return content


def test_what_an_error_carries() -> None:
    assert body(UnknownName("state", "Rusia", ["Russia"]))["candidates"] == ["Russia"]
    place = body(QueryMalformed("The query does not parse.", 3, 7))
    assert (place["line"], place["column"]) == (3, 7)
    assert "line" not in body(QueryMalformed("The query does not parse."))
    fault = Fault(Origin("acts.csv", 7), "date", "is no day")
    faults = body(LoadRefused([fault]))["faults"]
    assert faults == [
        {
            "origin": {"file": "acts.csv", "line": 7, "path": ""},
            "field": "date",
            "message": "is no day",
            "shape": "",
            "law": "",
            "severity": "refused",
        }
    ]


def test_busy_says_when_to_come_back() -> None:
    response = problem_response(Busy("All workers are busy."))
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.headers["content-type"] == "application/problem+json"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def application() -> FastAPI:
    app = FastAPI()
    install(app)

    @app.get("/number/{number}")
    async def number(number: int, day: int) -> int:
        if number == 0:
            raise UnknownName("state", "Rusia", ["Russia"])
        if number == 1:
            raise HTTPException(418, "A teapot")
        return day // (number - 2)

    return app


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("POST", "/number/3?day=1", 405, "method-not-allowed"),
        ("GET", "/number/three", 400, "invalid-parameter"),
        ("GET", "/number/0?day=1", 400, "unknown-name"),
        ("GET", "/number/1?day=1", 418, "error"),
        ("GET", "/number/2?day=1", 500, "internal-error"),
    ],
)
async def test_an_application_answers_problems(method: str, path: str, status: int, name: str) -> None:
    transport = httpx.ASGITransport(application(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"].endswith(f"/{name}")
    assert "division" not in response.text
    if name == "invalid-parameter":
        assert {row["parameter"] for row in problem["parameters"]} == {"number", "day"}
    if name == "method-not-allowed":
        assert response.headers["allow"] == "GET"


def test_limits_are_published_with_what_going_beyond_leads_to() -> None:
    rows = {row["name"]: row for row in Limits().as_json()}
    assert rows["seconds"]["status"] == 503
    assert rows["answer_bytes"] == {
        "name": "answer_bytes",
        "limit": 64 * 2**20,
        "unit": "bytes",
        "title": "Size of one answer",
        "status": 422,
        "problem": "https://w3id.org/depositary/problem/answer-too-large",
    }
    assert rows["body_bytes"]["status"] == 413
    assert all(row["title"] and row["unit"] for row in rows.values())
