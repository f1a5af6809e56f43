"""Comunica under Node.js: it reads the service description before it sends its first query."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import CLIENTS, EX, GRAPH, LABELS, NUMBERS, TOKEN, Endpoint

FOUR = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{EX}four> <{EX}number> 4 }} }}"
LONG = NUMBERS.replace("}", " FILTER(?number != 9) " * 40 + "}")


@pytest.fixture(scope="session")
def node(packages: Path) -> str:
    """Path of Node.js, with Comunica installed beside the tests."""
    assert (packages / "@comunica" / "query-sparql").is_dir()
    return shutil.which("node") or ""


def ask(node: str, endpoint: Endpoint, form: str, query: str, **options: Any) -> dict[str, Any]:
    """What Comunica found."""
    told = json.dumps({"url": endpoint.url, "query": query, "form": form, **options})
    command = [node, str(CLIENTS / "comunica.mjs")]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_endpoint_is_recognised_by_its_description(node: str, endpoint: Endpoint) -> None:
    assert ask(node, endpoint, "bindings", NUMBERS) == {"found": ["1", "2", "3"]}
    first, *then = endpoint.sent
    assert (first.method, first.path) == ("GET", "/sparql")
    assert first.headers["accept"].startswith("application/n-quads,application/trig;q=0.95")
    assert [sent.parameters["query"] for sent in then] == [NUMBERS]
    assert then[0].headers["accept"].startswith("application/sparql-results+json;q=1.0,")


def test_a_long_query_comes_by_post(node: str, endpoint: Endpoint) -> None:
    assert ask(node, endpoint, "bindings", LONG, typed=True) == {"found": ["1", "2", "3"]}
    assert [sent.method for sent in endpoint.sent] == ["POST"]
    assert endpoint.sent[0].parameters["query"].startswith("SELECT")


def test_graphs_and_truth_values(node: str, endpoint: Endpoint) -> None:
    found = ask(node, endpoint, "quads", LABELS, typed=True)["found"]
    assert sorted(found) == ["one", "three, “3”", "two", "één"]
    assert endpoint.sent[0].headers["accept"] == "text/turtle"
    assert ask(node, endpoint, "boolean", f"ASK {{ ?s <{EX}number> 2 }}", typed=True) == {"found": True}


def test_what_is_refused_is_told_with_its_reason(node: str, endpoint: Endpoint) -> None:
    query = NUMBERS.replace("}", f"FILTER(<{EX}f>(?number)) }}")
    failed = ask(node, endpoint, "bindings", query, typed=True)["failed"]
    assert "HTTP status 501" in failed
    assert "is not implemented here" in failed


def test_updates_need_a_token(node: str, endpoint: Endpoint) -> None:
    assert "HTTP status 401" in ask(node, endpoint, "void", FOUR, typed=True)["failed"]
    assert endpoint.numbers() == [1, 2, 3]
    assert ask(node, endpoint, "void", FOUR, typed=True, token=TOKEN) == {"found": None}
    assert endpoint.numbers() == [1, 2, 3, 4]
