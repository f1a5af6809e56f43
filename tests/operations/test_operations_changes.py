"""The list of changes: newest first, by whom, in which graphs, and never stale."""

from pathlib import Path

import pytest

from tests.operations.conftest import WRITER, Serve, Server


@pytest.fixture
def changed(empty: Path, serve: Serve) -> Server:  # type: ignore[misc]
    with serve(empty) as server:
        server.update("INSERT DATA { <urn:a> <urn:b> 1, 2 . GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
        server.client.put(
            "/graphs?graph=urn:h",
            content="<urn:a> <urn:b> 3 .",
            headers=WRITER | {"Content-Type": "text/turtle"},
        )
        server.update("DELETE DATA { GRAPH <urn:h> { <urn:a> <urn:b> 3 } }")
        yield server


def test_every_change_newest_first(changed: Server) -> None:
    answer = changed.client.get("/changes")
    told = answer.json()
    rows = [(row["kind"], row["by"], row["added"], row["removed"]) for row in told["changes"]]
    assert rows == [
        ("update", "Wanda", 0, 1),
        ("graph-store", "Wanda", 1, 0),
        ("update", "Wanda", 3, 0),
        ("load", "serve --empty", 0, 0),
    ]
    assert told["changes"][2]["graphs"] == [
        {"graph": "", "added": 2, "removed": 0},
        {"graph": "urn:g", "added": 1, "removed": 0},
    ]
    assert told["total"] == 4
    assert told["changes"][0]["version"] == told["version"] == answer.headers["depositary-version"]
    assert sorted((row["at"] for row in told["changes"]), reverse=True) == [
        row["at"] for row in told["changes"]
    ]
    assert all(row["at"].endswith("Z") for row in told["changes"])


def test_pages_and_filters(changed: Server) -> None:
    client = changed.client
    first = client.get("/changes", params={"size": 2})
    assert (len(first.json()["changes"]), first.json()["pages"]) == (2, 2)
    second = client.get(first.links["next"]["url"]).json()
    assert [row["kind"] for row in second["changes"]] == ["update", "load"]
    only = client.get("/changes", params={"graph": "urn:h"}).json()["changes"]
    assert [row["kind"] for row in only] == ["update", "graph-store"]
    since = first.json()["changes"][1]["at"]
    assert client.get("/changes", params={"since": since}).json()["total"] == 2
    assert client.get("/changes", params={"since": "2999-01-01"}).json()["total"] == 0
    assert client.get("/changes", params={"since": "2020-01-01T00:00:00+02:00"}).json()["total"] == 4


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2026-01-01T25:00Z", "20260101", "1", "\x00"])
def test_what_is_no_moment_is_refused(changed: Server, since: str) -> None:
    assert changed.client.get("/changes", params={"since": since}).status_code == 400


def test_data_that_are_as_before_have_more_changes(changed: Server) -> None:
    before = changed.client.get("/changes")
    changed.update("INSERT DATA { <urn:x> <urn:y> 1 }")
    changed.update("DELETE DATA { <urn:x> <urn:y> 1 }")
    known = {"If-None-Match": before.headers.get("etag", '"none"')}
    after = changed.client.get("/changes", headers=known)
    assert after.headers["depositary-version"] == before.headers["depositary-version"]
    assert after.status_code == 200
    assert after.json()["total"] == before.json()["total"] + 2


def test_the_page_escapes_what_was_written(changed: Server) -> None:
    changed.update("INSERT DATA { GRAPH <urn:x:'onload=alert(1)&amp;> { <urn:x> <urn:y> 1 } }")
    page = changed.client.get("/changes", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Wanda" in page.text
    assert "the unnamed graph" in page.text
    assert "urn:x:&#39;onload=alert(1)&amp;amp;" in page.text
