"""HTTP itself: conditional requests, HEAD, OPTIONS, and headers that hold everywhere."""

import httpx
import pytest

PAGES = (
    "/",
    "/status?state=RUS&treaty=rome-statute",
    "/treaties",
    "/states/RUS",
    "/doc/state/RUS",
    "/queries",
)
BROWSER = {"Accept": "text/html"}


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page", "/id/state/RUS", "/sparql?query=ASK{}", "/health"])
def test_every_answer_names_the_version(http: httpx.Client, path: str) -> None:
    version = http.get("/ready").json()["version"]
    assert http.get(path).headers["depositary-version"] == version


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_answer_is_not_sent_again(http: httpx.Client, path: str) -> None:
    first = http.get(path)
    again = http.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["vary"] == "Accept"


@pytest.mark.parametrize("path", PAGES)
def test_data_and_page_have_different_tags(http: httpx.Client, path: str) -> None:
    data, page = http.get(path), http.get(path, headers=BROWSER)
    assert data.headers["etag"] != page.headers["etag"]
    changed = http.get(path, headers={**BROWSER, "If-None-Match": data.headers["etag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/static/depositary.css", "/openapi.json"])
def test_head_is_get_without_a_body(http: httpx.Client, path: str) -> None:
    get, head = http.get(path), http.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize("path", PAGES)
def test_options_tells_what_may_be_asked(http: httpx.Client, path: str) -> None:
    response = http.options(path)
    assert response.status_code == 204
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["allow"].split(", "))


def test_other_methods_are_refused(http: httpx.Client) -> None:
    response = http.delete("/states/RUS")
    assert (response.status_code, response.headers["content-type"]) == (405, "application/problem+json")
    assert "GET" in response.headers["allow"]


def test_pages_allow_no_script(http: httpx.Client) -> None:
    page = http.get("/", headers=BROWSER)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert page.headers["x-content-type-options"] == "nosniff"


def test_what_accepts_nothing_that_there_is_gets_406(http: httpx.Client) -> None:
    response = http.get("/states", headers={"Accept": "image/png"})
    assert (response.status_code, response.headers["content-type"]) == (406, "application/problem+json")
