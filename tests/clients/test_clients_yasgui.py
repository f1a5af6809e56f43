"""YASGUI, as editors embed it, in a browser: its page comes from another origin than the answers (CORS)."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.conftest import Browser
from tests.clients.conftest import BEARER, CLIENTS, EX, GRAPH, LABELS, NUMBERS, Endpoint

FOUR = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{EX}four> <{EX}number> 4 }} }}"


class Editor:
    """The editor in the page; what the console shows is a fault, unless the answer is an error."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def ask(self, text: str, **config: Any) -> dict[str, Any]:
        """What the editor shows."""
        call = f"ask({json.dumps(text)}, {json.dumps(config)})"
        found = self._browser.call("Runtime.evaluate", expression=call, awaitPromise=True, returnByValue=True)
        value: dict[str, Any] = found["result"]["value"]
        if value["failed"] is None:
            assert self._browser.faults == []
        return value


@pytest.fixture(scope="session")
def page(packages: Path) -> Iterator[str]:
    """Address of the page with the editor."""

    class Files(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return str(CLIENTS / "editor.html") if path.startswith("/?") else super().translate_path(path)

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    files = partial(Files, directory=str(packages / "@zazuko" / "yasgui" / "build"))
    with ThreadingHTTPServer(("127.0.0.1", 0), files) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


@pytest.fixture
def editor(browser: Browser, page: str, endpoint: Endpoint) -> Editor:
    """A fresh editor for the endpoint."""
    browser.open(f"{page}?endpoint={quote(endpoint.url)}")
    return Editor(browser)


def test_a_table_is_shown(editor: Editor, endpoint: Endpoint) -> None:
    assert "Showing 1 to 3 of 3 entries" in editor.ask(NUMBERS)["shown"]
    (sent,) = endpoint.sent
    assert (sent.method, sent.parameters) == ("POST", {"query": NUMBERS})
    assert sent.headers["accept"] == "application/sparql-results+json,*/*;q=0.9"
    assert sent.headers["origin"] not in endpoint.root


def test_graphs_and_truth_values_are_shown(editor: Editor, endpoint: Endpoint) -> None:
    assert '"één"@nl' in editor.ask(LABELS)["shown"]
    assert endpoint.sent[0].headers["accept"] == "application/n-triples,*/*;q=0.9"
    assert editor.ask("ASK {}")["shown"].strip() == "True"


def test_by_get_with_a_data_set_and_a_time_limit(editor: Editor, endpoint: Endpoint) -> None:
    config = {
        "method": "GET",
        "args": [{"name": "timeout", "value": "5"}],
        "defaultGraphs": [GRAPH],
        "namedGraphs": [GRAPH],
    }
    assert "Showing 1 to 3 of 3 entries" in editor.ask(NUMBERS, **config)["shown"]
    (sent,) = endpoint.sent
    wanted = {"query": NUMBERS, "timeout": "5", "default-graph-uri": GRAPH, "named-graph-uri": GRAPH}
    assert (sent.method, sent.parameters) == ("GET", wanted)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"SELECT * {{ ?s <{EX}number> }}", "line 1"),
        (f"SELECT (<{EX}f>(1) AS ?x) {{}}", f"The function <{EX}f> is not implemented here."),
        (f"SELECT * {{ SERVICE <{EX}sparql> {{ ?s ?p ?o }} }}", "SERVICE is not served"),
        (FOUR, "This needs a token"),
    ],
)
def test_why_there_is_no_answer_is_shown(editor: Editor, endpoint: Endpoint, text: str, reason: str) -> None:
    answer = editor.ask(text)
    assert reason in answer["shown"]
    assert "TypeError: Failed to fetch" not in answer["failed"]
    assert endpoint.numbers() == [1, 2, 3]


def test_an_update_with_a_token_in_a_header(editor: Editor, endpoint: Endpoint) -> None:
    assert '"added": 1' in editor.ask(FOUR, headers=BEARER)["shown"]
    asked_first, update = endpoint.sent[:2]
    assert (asked_first.method, asked_first.headers["access-control-request-headers"]) == (
        "OPTIONS",
        "authorization",
    )
    assert (update.method, update.parameters) == ("POST", {"update": FOUR})
    assert endpoint.numbers() == [1, 2, 3, 4]
