"""Every link on a page leads somewhere, on this host."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

STARTS = (
    "/",
    "/status?state=GMB&treaty=rome-statute&on=2017-01-05",
    "/trace?from=rus-order-2016-361-rp",
    "/treaties/rome-statute",
    "/states/RUS",
    "/doc/claim/07268113268b93981e55",
    "/queries/status-of-state?state=RUS&treaty=rome-statute&on=2016-11-20",
    "/graph/catalogue",
    "/ontology",
    "/vocab/status/party",
)
MOST = 600  # links that are followed


class Links(HTMLParser):
    """Links of a page, and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := found.get(name))]
        self.anchors += [value for value in (found.get("id"),) if value]


def read(http: httpx.Client, path: str) -> Links:
    response = http.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    links = Links()
    if response.headers["content-type"].startswith("text/html"):
        links.feed(response.text)
    return links


def test_every_link_of_the_main_pages_resolves(http: httpx.Client) -> None:
    found: dict[str, str] = {}
    for start in STARTS:
        page = read(http, start)
        absolute = (urljoin(start, link) for link in page.links)
        found |= {urldefrag(link)[0]: start for link in absolute if not urlsplit(link).netloc}
    assert len(found) > 200
    for link in sorted(found)[:MOST]:
        status = http.get(link, headers={"Accept": "text/html"}, follow_redirects=True).status_code
        assert status == 200, f"{link} on {found[link]}: {status}"


def test_anchors_exist_and_are_unique(http: httpx.Client) -> None:
    for start in STARTS:
        page = read(http, start)
        assert len(page.anchors) == len(set(page.anchors)), start
        wanted = {link[1:] for link in page.links if link.startswith("#")}
        assert wanted <= set(page.anchors), start


def test_links_to_other_hosts_are_sources_and_the_licence(http: httpx.Client) -> None:
    for start in STARTS:
        outside = [link for link in read(http, start).links if urlsplit(link).netloc]
        assert not [link for link in outside if "w3id.org" in link], start
