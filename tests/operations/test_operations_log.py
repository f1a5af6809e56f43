"""What the log of a server tells, and what it does not."""

from pathlib import Path

from tests.operations.conftest import RUNAWAY, Serve


def test_events_of_a_life(empty: Path, serve: Serve) -> None:
    with serve(empty, "--timeout", "0.7", "--slow-query", "0.4") as server:
        client = server.client
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        written = server.update("INSERT DATA { <urn:a> <urn:b> 1 . GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
        assert server.update("CREATE GRAPH <urn:g>").status_code == 409
        forged = f'# \x1b[2J\r\n# {{"event": "forged"}} {"x" * 9000}\n{RUNAWAY}'
        assert client.get("/sparql", params={"query": forged}).status_code == 503
        server.stop()
        names = [event["event"] for event in server.events()]
        assert names[:2] == ["start", "ready"]
        assert names[-2:] == ["stopping", "stop"]
        (write,) = server.events("write")
        assert (write["by"], write["kind"], write["added"]) == ("Wanda", "update", 2)
        assert write["graphs"] == {"": {"added": 1, "removed": 0}, "urn:g": {"added": 1, "removed": 0}}
        assert 0 < write["seconds"] < 10
        assert write["version"] == written.json()["version"]
        assert write["version"] in {event["version"] for event in server.events("generation")}
        (refused,) = server.events("write-refused")
        assert (refused["by"], refused["problem"]) == ("Wanda", "update-failed")
        (stopped,) = server.events("query-stopped")
        assert (stopped["outcome"], stopped["client"], stopped["level"]) == (
            "timed-out",
            "127.0.0.1",
            "warning",
        )
        assert 0.7 <= stopped["seconds"] < 5
        assert stopped["text"].startswith('# \x1b[2J # {"event": "forged"} xxx')
        assert len(stopped["text"]) == 500
        assert not {"forged", "request", "message", "output"} & set(names)


def test_slow_queries_have_the_id_of_their_answer(empty: Path, serve: Serve) -> None:
    with serve(empty, "--slow-query", "0") as server:
        answer = server.client.get("/sparql", params={"query": "ASK { ?s ?p 1 }"})
        (slow,) = server.until(lambda: server.events("query-slow"))
        assert slow["id"] == answer.headers["depositary-query"]
        assert (slow["outcome"], slow["text"]) == ("answered", "ASK { ?s ?p 1 }")


def test_every_request_where_that_is_asked_for(empty: Path, serve: Serve) -> None:
    with serve(empty, "--access-log") as server:
        for _ in range(3):
            answer = server.client.get("/sparql", params={"query": "ASK {}"})
        missing = server.client.get("/no%0a%1b[2Jsuch")
        requests = server.until(lambda: len(found := server.events("request")) == 4 and found)
        assert [request["status"] for request in requests] == [200, 200, 200, 404]
        assert requests[2]["bytes"] == len(answer.content)
        assert requests[0]["id"]
        assert (requests[3]["path"], requests[3]["bytes"]) == (
            "/no [2Jsuch".replace(" ", " \x1b", 1),
            len(missing.content),
        )


def test_an_error_that_nobody_foresaw_is_there_with_its_traceback(empty: Path, serve: Serve) -> None:
    with serve(empty) as server:
        for file in (empty / "changes.jsonl",):
            file.unlink()
            file.mkdir()
        assert server.client.get("/changes").status_code == 500
        (message,) = server.until(lambda: server.events("message"))
        assert (message["level"], message["logger"]) == ("error", "uvicorn.error")
        assert "IsADirectoryError" in message["traceback"]
