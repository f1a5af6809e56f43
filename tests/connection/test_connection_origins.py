"""Pages of other origins, in a real browser: they may read, and ask before they write; none may frame us."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.browser.conftest import Browser, browser, program
from tests.connection.conftest import Server

__all__ = ["browser", "program"]  # fixtures
QUERY = "/sparql?query=" + "SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%203"
SIGNED = "'Authorization': 'Bearer none'"
JSON = "'Accept': 'application/sparql-results+json'"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a page of another origin; the other port makes it one (RFC 6454)."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "index.html").write_text("<!doctype html><title>Another origin</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as other:
        thread = Thread(target=other.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{other.server_port}/"
        other.shutdown()
        thread.join()


def fetched(page: Browser, script: str) -> Any:
    """What a script, of the body of an asynchronous function, returns."""
    found = page.call(
        "Runtime.evaluate",
        expression=f"(async () => {{ {script} }})().catch(error => 'failed: ' + error)",
        awaitPromise=True,
        returnByValue=True,
    )
    return found["result"].get("value")


def test_a_query_with_a_token_is_answered_to_another_page(
    browser: Browser, server: Server, other_origin: str
) -> None:
    browser.open(other_origin)
    told = fetched(
        browser,
        f"const answer = await fetch('{server.url}{QUERY}', {{headers: {{{SIGNED}, {JSON}}}}});"
        "return [answer.status, answer.type, answer.headers.get('Depositary-Version'),"
        " (await answer.json()).results.bindings.length]",
    )
    assert told[:2] + told[3:] == [200, "cors", 3]
    assert told[2] == json.loads(server.get("/ready").body)["version"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "QUERY"])
@pytest.mark.parametrize("path", ["/states/RUS", "/sparql", "/no-such-page"])
def test_a_browser_may_ask_with_any_method_and_reads_the_refusal(
    browser: Browser, server: Server, other_origin: str, method: str, path: str
) -> None:
    browser.open(other_origin)
    headers = f"{{{SIGNED}, 'Content-Type': 'text/turtle', 'If-Match': '\"a\"', 'If-None-Match': '*'}}"
    told = fetched(
        browser,
        f"const answer = await fetch('{server.url}{path}', {{method: '{method}', headers: {headers},"
        " body: '<a:b> <a:b> <a:b> .'}); return [answer.status, (await answer.json()).status]",
    )
    assert isinstance(told, list), told
    assert told[0] == told[1]
    assert 400 <= told[0] < 500


def test_credentials_of_a_browser_are_never_asked_for(
    browser: Browser, server: Server, other_origin: str
) -> None:
    browser.open(other_origin)
    told = fetched(browser, f"return (await fetch('{server.url}/health', {{credentials: 'include'}})).status")
    assert "failed" in str(told)


def test_no_page_frames_ours(browser: Browser, server: Server, other_origin: str) -> None:
    browser.open(other_origin)
    told = fetched(
        browser,
        "const frame = document.createElement('iframe');"
        f"const loaded = new Promise(resolve => frame.onload = resolve); frame.src = '{server.url}/';"
        "document.body.append(frame); await loaded;"
        "try { return frame.contentWindow.location.href } catch (error) { return error.name }",
    )
    assert told == "SecurityError"
    assert any("frame" in json.dumps(fault) for fault in browser.faults)


@pytest.mark.parametrize("path", ["/", "/states", "/trace?from=rus-order-2016-361-rp", "/no-such-page"])
def test_our_own_pages_run_under_our_policy(browser: Browser, server: Server, path: str) -> None:
    browser.open(server.url + path)
    assert browser.value("getComputedStyle(document.body).margin") == "0px", "the sheet was not applied"
    assert [fault for fault in browser.faults if "Content Security Policy" in json.dumps(fault)] == []


@pytest.mark.parametrize("path", ["/", "/status", "/sparql", "/no-such-page", "/static/depositary.css"])
def test_a_question_before_asking_is_answered_without_repeating_it(server: Server, path: str) -> None:
    head = (
        f"OPTIONS {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
        "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-evil\r\n\r\n"
    )
    answer = server.ask(head.encode())
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert {"PUT", "QUERY", "PATCH"} <= set(answer.headers["access-control-allow-methods"].split(", "))
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "evil" not in " ".join(answer.headers.values())


SECURITY = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize(
    "target",
    ["/", "/status?state=RUS&treaty=inf", "/no-such-page", "/id/state/RUS", "/doc/state/RUS.ttl",
     "/panel/codebook", "/static/mark.svg", "/openapi.json", "/health", QUERY,
     "/sparql?query=nonsense", "/status?nonsense=1"],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(server: Server, target: str, accept: str) -> None:
    answer = server.get(target, f"Accept: {accept}")
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
