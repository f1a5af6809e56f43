"""Addresses: files that are not served, IRIs that are none, hosts that are somebody else's."""

import pytest

from tests.hostile.conftest import Door

UP = (
    "..",
    "%2e%2e",
    "%2E.",
    "..%2f",
    "%252e%252e",
    "..\\",
    "..%5c",
    "%c0%ae%c0%ae",
    "....//",
    ".%00.",
    "%uff0e%uff0e",
)
ROOTS = ("/static", "/doc", "/id", "/ontology", "/graphs", "/queries", "/treaties", "/vocab")
TARGETS = [f"{root}/{'/'.join([up] * 6)}/etc/passwd" for root in ROOTS for up in UP]


@pytest.mark.parametrize("root", ROOTS)
def test_no_address_leads_out_of_what_is_served(door: Door, root: str) -> None:
    for up in UP:
        for end in ("etc/passwd", "api/app.py", "pyproject.toml", "CURRENT", "tokens.toml"):
            for times in (1, 2, 8):
                answer = door.get(f"{root}/{'/'.join([up] * times)}/{end}")
                assert answer.status in {303, 307, 400, 404, 406}, (root, up, answer)
                assert b"secret" not in answer.body


STRANGE = {
    "a zero byte": ("/static/style.css%00.html", {404, 400}),
    "a long name": ("/static/" + "x" * 8_000, {404}),
    "a folder": ("/static/", {404}),
    "a device": ("/static//dev/zero", {404}),
    "two slashes": ("//etc/passwd", {404}),
    "a stream of Windows": ("/static/style.css::$DATA", {404}),
    "no UTF-8": ("/doc/%ff%fe", {404, 400}),
    "half a surrogate pair": ("/doc/%ED%A0%80", {404, 400}),
    "a broken escape": ("/doc/%zz", {404, 400}),
    "a percent sign": ("/doc/%", {404, 400}),
    "a zero byte behind a name": ("/treaties/rome-statute%00", {404}),
    "a line feed behind a name": ("/doc/state/GMB%0a", {404}),
    "a tab behind a graph": ("/graph/register%09", {404}),
    "a line feed": ("/doc/a%0d%0aSet-Cookie:%20a=b", {404, 400}),
    "a script": ("/doc/%3Cscript%3Ealert(1)%3C/script%3E", {404}),
    "an IRI that is none": ("/resource?iri=not%20an%20iri", {400, 404}),
    "an IRI with brackets": ("/resource?iri=https://w3id.org/depositary/id/%3C%3E", {303}),
    "an IRI of somebody else": ("/resource?iri=http://example.org/", {400, 404}),
    "an IRI of a script": ("/resource?iri=javascript:alert(1)", {400, 404}),
    "no IRI": ("/resource", {400}),
    "a graph that is none": ("/graphs?graph=%3C%3E", {400}),
    "a relative graph": ("/graphs?graph=a", {400}),
    "an empty graph": ("/graphs?graph=", {400}),
    "two graphs": ("/graphs?graph=a:a&graph=b:b", {400}),
    "a graph and the default one": ("/graphs?graph=a:a&default", {400}),
    "a blank node as graph": ("/graphs?graph=_:a", {400}),
    "a space in a graph": ("/graphs?graph=a:a%20b", {400}),
    "a page below zero": ("/treaties?page=-1", {400, 404}),
    "a page beyond numbers": ("/status?state=RUS&treaty=rome-statute&on=99999-01-01", {400}),
    "a day that is none": ("/status?state=RUS&treaty=rome-statute&on=2020-13-45", {400}),
    "a state with a zero byte": ("/status?state=%00&treaty=rome-statute", {400}),
    "a state in 5,000 letters": ("/status?state=" + "x" * 5_000 + "&treaty=rome-statute", {400}),
    "a trace from nowhere": ("/trace?from=%3Cscript%3E", {400, 404}),
    "a depth below zero": ("/trace?from=rus-order-2016-361-rp&depth=-1", {400}),
    "a depth without end": ("/trace?from=rus-order-2016-361-rp&depth=999999999999", {400}),
    "a page": ("/favicon.ico", {404}),
    "what others leave open": ("/.git/config", {404}),
    "what others forget": ("/.env", {404}),
    "what others administer": ("/admin", {404}),
}


@pytest.mark.parametrize(("target", "statuses"), STRANGE.values(), ids=STRANGE)
def test_strange_addresses_are_refused(door: Door, target: str, statuses: set[int]) -> None:
    answer = door.get(target)
    assert answer.status in statuses, answer
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "lines",
    [
        ["X-Forwarded-Host: evil.example"],
        ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: gopher", "X-Forwarded-For: 1.2.3.4"],
        ["Forwarded: host=evil.example;proto=https"],
        ["X-Original-URL: /evil.example", "X-Rewrite-URL: /evil.example"],
        ["X-HTTP-Method-Override: DELETE"],
        ["Origin: https://evil.example", "Referer: https://evil.example/"],
        ["X-Host: evil.example", "X-Forwarded-Server: evil.example"],
    ],
)
@pytest.mark.parametrize("target", ["/sparql", "/", "/id/state/RUS", "/treaties?size=1", "/nothing"])
def test_what_a_proxy_would_say_is_not_believed(door: Door, target: str, lines: list[str]) -> None:
    answer = door.get(target, *lines, "Accept: */*")
    assert b"evil.example" not in answer.body
    assert "evil.example" not in repr(answer.headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("target", ["/", "/id/state/RUS", "/treaties?size=1", "/static", "/doc/state/RUS/"])
def test_nobody_is_led_to_the_host_that_a_client_names(door: Door, target: str) -> None:
    head = f"GET {target} HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html\r\n\r\n"
    answer = door.server.ask(head.encode())
    assert "evil.example" not in answer.headers.get("location", "")
    assert "evil.example" not in answer.headers.get("link", "")


@pytest.mark.parametrize(
    "target",
    ["http://evil.example/health", "http://user:password@localhost/health", "http://[::1]/health"],
)
def test_an_address_of_the_whole_leads_here(door: Door, target: str) -> None:
    assert door.get(target).status in {200, 400}
