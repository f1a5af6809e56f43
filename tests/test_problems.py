"""Every error has one status, one stable type and a title a person understands."""

import json
from collections.abc import Iterator

import pytest

from api.problems import PROBLEMS, STATUSES, problem_of, problem_response
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
