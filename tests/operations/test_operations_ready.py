"""Whether a server says that it can answer exactly while it can."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.operations.conftest import RUNAWAY, Serve


def test_ready_tells_why_not(empty: Path, serve: Serve) -> None:
    with serve(empty) as server:
        client = server.client
        told = client.get("/ready").json()
        assert (told["status"], told["statements"]) == ("ready", 0)
        (empty / "CURRENT").rename(empty / "away")
        refused = client.get("/ready")
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("/not-ready")
        assert str(empty) in refused.json()["detail"]
        assert client.get("/health").status_code == 200
        (empty / "away").rename(empty / "CURRENT")
        assert client.get("/ready").status_code == 200


def test_a_server_that_ends_is_not_ready(empty: Path, serve: Serve) -> None:
    """A connection that is open goes on to be answered while another client waits for its query."""
    with serve(empty) as server, ThreadPoolExecutor() as threads:
        client = server.client
        client.get("/ready")
        answer = threads.submit(server.ask_elsewhere, RUNAWAY)
        server.until(lambda: client.get("/ready").json()["workers"]["running"])
        server.process.send_signal(signal.SIGTERM)
        ended = client.get("/ready")  # on its way when the server was asked to end
        assert (ended.status_code, ended.json()["detail"]) == (503, "The server has been asked to end.")
        assert answer.result(20).status_code == 503
        assert server.process.wait(timeout=10) == 0
