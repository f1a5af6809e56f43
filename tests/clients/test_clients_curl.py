"""curl, the client of documentation: the commands of `docs/guides/sparql.md` are tried in `tests/guides`."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import EX, GRAPH, NUMBERS, TOKEN, Endpoint


@pytest.fixture(scope="session")
def curl() -> str:
    """Path of curl."""
    path = shutil.which("curl")
    if path is None:
        pytest.skip("curl is absent; install Debian's package curl")
    return path


def run(curl: str, *arguments: str) -> str:
    return subprocess.run(
        [curl, "-sS", *arguments], capture_output=True, text=True, check=True, timeout=30
    ).stdout


@pytest.mark.parametrize("how", [["--get"], []])
def test_a_query_that_curl_encodes(curl: str, endpoint: Endpoint, how: list[str]) -> None:
    query = ["--data-urlencode", f"query={NUMBERS}", endpoint.url]
    assert run(curl, *how, *query, "-H", "Accept: text/csv").split() == ["number", "1", "2", "3"]
    (sent,) = endpoint.sent
    assert (sent.method, sent.parameters) == ("GET" if how else "POST", {"query": NUMBERS})


def test_without_any_header_of_format_the_answer_is_json(curl: str, endpoint: Endpoint) -> None:
    assert '"bindings"' in run(curl, "--data-urlencode", f"query={NUMBERS}", endpoint.url)
    assert endpoint.sent[0].headers["accept"] == "*/*"


def test_a_query_and_an_update_from_files(curl: str, endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_text(NUMBERS, encoding="utf-8")
    (tmp_path / "update.ru").write_text(
        f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{EX}four> <{EX}number> 4 }} }}", encoding="utf-8"
    )
    update = ["--data-binary", f"@{tmp_path}/update.ru", "-H", "Content-Type: application/sparql-update"]
    assert "401" in run(curl, *update, endpoint.url, "-w", "%{http_code}")
    assert '"added": 1' in run(curl, *update, endpoint.url, "-H", f"Authorization: Bearer {TOKEN}")
    query = ["--data-binary", f"@{tmp_path}/query.rq", "-H", "Content-Type: application/sparql-query"]
    answer = run(curl, *query, "-H", "Accept: text/csv", "--compressed", endpoint.url)
    assert answer.split() == ["number", "1", "2", "3", "4"]


def test_the_password_of_basic_authentication_is_the_token(curl: str, endpoint: Endpoint) -> None:
    update = f"update=DELETE WHERE {{ GRAPH <{GRAPH}> {{ <{EX}one> ?p ?o }} }}"
    assert '"removed": 3' in run(curl, "-u", f"me:{TOKEN}", "--data-urlencode", update, endpoint.url)
    assert endpoint.numbers() == [2, 3]
