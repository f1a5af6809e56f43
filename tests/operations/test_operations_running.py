"""Running queries are listed and stopped by who may, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.operations.conftest import OPERATOR, RUNAWAY, WRITER, Serve


def test_a_running_query_is_listed_and_stopped(empty: Path, serve: Serve) -> None:
    with serve(empty) as server, ThreadPoolExecutor() as threads:
        client = server.client
        assert client.get("/running", headers=OPERATOR).json() == {"queries": [], "writes": []}
        answer = threads.submit(server.ask_elsewhere, RUNAWAY)
        (query,) = server.until(lambda: client.get("/running", headers=OPERATOR).json()["queries"])
        assert query.keys() == {"id", "seconds", "client", "text"}
        assert query["text"].startswith("SELECT (COUNT(*) AS ?n) {")
        assert client.delete("/running/nothing-1", headers=OPERATOR).status_code == 404
        assert client.delete(f"/running/{query['id']}", headers=OPERATOR).status_code == 204
        assert answer.result(20).status_code == 503
        assert answer.result().json()["type"].endswith("/query-cancelled")
        assert client.delete(f"/running/{query['id']}", headers=OPERATOR).status_code == 404
        (cancelled,) = server.events("query-cancelled")
        assert (cancelled["id"], cancelled["by"]) == (query["id"], "Oskar")
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_only_for_who_may(empty: Path, serve: Serve) -> None:
    with serve(empty) as server:
        for method, path in (("GET", "/running"), ("DELETE", "/running/x-1")):
            for headers, status in (({}, 401), ({"Authorization": "Bearer a"}, 401), (WRITER, 403)):
                answer = server.client.request(method, path, headers=headers)
                assert answer.status_code == status
                assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("options", [("--read-only",)])
def test_an_operator_stays_where_nothing_can_be_written(
    empty: Path, serve: Serve, options: tuple[str]
) -> None:
    with serve(empty, *options) as server:
        assert server.client.get("/running", headers=OPERATOR).status_code == 200
        assert server.update("INSERT DATA { <urn:a> <urn:b> 1 }").status_code == 403
