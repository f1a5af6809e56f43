"""Limits are published with what they do, and whom a query may call."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.http.conftest import SERVE

ENDPOINT = "http://127.0.0.1:9/sparql"
ALLOWED = [
    "--allow-service",
    ENDPOINT,
    "--allow-load",
    "http://127.0.0.1:9/data",
    "--allow-load",
    "file:///srv/",
]
OF_EACH_KIND = {
    "seconds": 503,
    "answer_bytes": 422,
    "write_quads": 422,
    "remote_seconds": 502,
    "client_connections": 429,
    "head_bytes": 431,
    "body_bytes": 413,
    "cache_bytes": None,
}


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server whose queries may call one endpoint."""
    store: Path = tmp_path_factory.mktemp("limits") / "store"
    command = [
        sys.executable,
        "-c",
        SERVE,
        "serve",
        "--empty",
        "--store",
        str(store),
        "--port",
        "0",
        *ALLOWED,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            url = next(found[1] for found in addresses if found)
            with httpx.Client(base_url=url, timeout=60) as client:
                yield client
        finally:
            process.terminate()


def test_every_kind_of_limit_is_published(http: httpx.Client) -> None:
    answer = http.get("/limits")
    assert answer.headers["vary"] == "Accept"
    rows = {row["name"]: row for row in answer.json()}
    assert {name: rows[name]["status"] for name in OF_EACH_KIND} == OF_EACH_KIND
    assert len(rows) == len(answer.json())
    assert all(
        isinstance(row["limit"], int | float) and row["unit"] and row["title"] for row in rows.values()
    )


def test_endpoints_that_may_be_called_are_listed_but_no_folder_of_the_server(http: httpx.Client) -> None:
    rows = {row["name"]: row for row in http.get("/limits").json()}
    assert (rows["services"]["limit"], rows["services"]["values"]) == (1, [ENDPOINT])
    assert rows["loads"]["values"] == ["http://127.0.0.1:9/data"]
    query = "SELECT * { SERVICE <http://127.0.0.1:9/other> { ?s ?p ?o } }"
    refusal = http.get("/sparql", params={"query": query}).json()
    assert "/limits lists what is" in refusal["detail"]
    assert (refusal["status"], refusal["type"]) == (rows["services"]["status"], rows["services"]["problem"])


def test_browsers_get_a_page_with_every_limit(http: httpx.Client) -> None:
    page = http.get("/limits", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "etag" not in page.headers
    assert ENDPOINT in page.text
    assert "<td>30 seconds</td>" in page.text
    assert all(f'id="{row["name"]}"' in page.text for row in http.get("/limits").json())
