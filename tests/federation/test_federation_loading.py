"""LOAD: documents from allowed addresses, in the format that they say, and files of allowed folders."""

import os
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Quad

from graph.errors import QueryForbidden, RemoteFailed
from graph.federation import Allowed, Outbound, RemoteLimits
from graph.federation.loading import load
from tests.federation.conftest import Route, Site, fixed, status

TURTLE = b"<a> <urn:p> 'v' ; <urn:q> _:b ."


def loaded(iri: str, *allowed: str, **limits: float) -> list[Quad]:
    return list(load(iri, Outbound(Allowed(loads=allowed), RemoteLimits(**limits))))  # type: ignore[arg-type]


DOCUMENTS: dict[str, Route] = {
    "/data/typed": fixed(TURTLE, "text/turtle; charset=utf-8"),
    "/data/plain.ttl": fixed(TURTLE, "text/plain"),
    "/data/unknown.ttl": fixed(TURTLE, "application/octet-stream"),
    "/data/dataset": fixed(b"GRAPH <g> { <a> <urn:p> 'v' ; <urn:q> [] }", "application/trig"),
    "/data/json": fixed(b'{"@id":"a","urn:p":"v","urn:q":{}}', "application/ld+json"),
    "/data/moved": status(302, Location="typed"),
    "/data/see": status(303, Location="/data/typed"),
}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_of_an_allowed_folder(site: Site, path: str) -> None:
    site.routes |= DOCUMENTS
    quads = loaded(site.url(path), site.url("/data/"))
    assert {str(quad.subject) for quad in quads} == {f"<{site.url('/data/a')}>"}
    assert {quad.predicate.value for quad in quads} == {"urn:p", "urn:q"}
    assert all(method == "GET" for method, _, _ in site.asked)


def test_blank_nodes_are_new_each_time(site: Site) -> None:
    iri = site.at("/data/a", fixed(TURTLE, "text/turtle"))
    nodes = {quad.object for _ in range(2) for quad in loaded(iri, iri) if isinstance(quad.object, BlankNode)}
    assert len(nodes) == 2


BROKEN: dict[str, tuple[Route, str]] = {
    "html": (fixed(b"<html>secret", "text/html"), "text/html, which is no RDF format"),
    "nothing": (fixed(b"secret", ""), "no media type"),
    "malformed": (
        fixed(b"<a> <b>\n secret", "text/turtle"),
        r"Turtle that does not parse at line 2, c",
    ),
    "entities": (
        fixed(b'<!DOCTYPE r [<!ENTITY a "secret">]><r/>', "application/rdf+xml"),
        "declares XML entities",
    ),
    "context": (
        fixed(b'{"@context":"http://127.0.0.1:9/","p":"v"}', "application/ld+json"),
        "not parse",
    ),
    "long": (fixed(b"#" * 2000, "text/turtle"), "more than 1,000 bytes"),
    "outside": (status(302, Location="/secret/a.ttl"), "which is not allowed here"),
    "absent": (status(404), "status 404"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_loaded(site: Site, name: str) -> None:
    route, reason = BROKEN[name]
    iri = site.at("/data/a", route)
    site.at("/secret/a.ttl", fixed(TURTLE, "text/turtle"))
    with pytest.raises(RemoteFailed, match=reason) as error:
        loaded(iri, site.url("/data/"), load_bytes=1000)
    assert name == "outside" or "secret" not in str(error.value)
    assert [path for _, path, _ in site.asked] == ["/data/a"]


def test_nothing_is_allowed_by_default(site: Site) -> None:
    iri = site.at("/data/a", fixed(TURTLE, "text/turtle"))
    for refused in (iri, "file:///etc/passwd", "/etc/passwd", "data:,x", "ftp://x/", "http://x/\r\nHost: y"):
        with pytest.raises(QueryForbidden, match="is not served") as error:
            loaded(refused)
        assert str(error.value).isprintable()
    assert not site.asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An allowed folder, and beside it what is not for reading."""
    (tmp_path / "open" / "sub").mkdir(parents=True)
    (tmp_path / "open" / "a.ttl").write_bytes(TURTLE)
    (tmp_path / "open" / "sub" / "é b.ttl").write_bytes(TURTLE)
    (tmp_path / "openly.ttl").write_bytes(TURTLE)
    (tmp_path / "secret.ttl").write_bytes(TURTLE)
    (tmp_path / "open" / "link.ttl").symlink_to(tmp_path / "secret.ttl")
    (tmp_path / "open" / "inside.ttl").symlink_to("a.ttl")
    (tmp_path / "open" / "up").symlink_to("..")
    (tmp_path / "open" / "loop.ttl").symlink_to("loop.ttl")
    os.mkfifo(tmp_path / "open" / "pipe.ttl")
    return tmp_path


@pytest.mark.parametrize(
    "path", ["open/a.ttl", "open/sub/%C3%A9%20b.ttl", "open/inside.ttl", "open/sub/../a.ttl"]
)
def test_files_of_an_allowed_folder(folder: Path, path: str) -> None:
    assert len(loaded(f"{folder.as_uri()}/{path}", f"{folder.as_uri()}/open/")) == 2


@pytest.mark.parametrize(
    "path",
    [
        *("secret.ttl", "openly.ttl", "open/../secret.ttl", "open/%2e%2e/secret.ttl", "open/..%2Fsecret.ttl"),
        *(
            "open/link.ttl",
            "open/up/secret.ttl",
            "open/loop.ttl",
            "open/pipe.ttl",
            "open/",
            "open/absent.ttl",
        ),
        *("open/a.ttl%00", "open/" + "x" * 5000),
    ],
)
def test_no_other_file_is_read(folder: Path, path: str) -> None:
    with pytest.raises(QueryForbidden, match="is not served"):
        loaded(f"{folder.as_uri()}/{path}", f"{folder.as_uri()}/open/")


def test_large_files_are_refused(folder: Path) -> None:
    with pytest.raises(RemoteFailed, match="more than 10 bytes"):
        loaded(f"{folder.as_uri()}/open/a.ttl", f"{folder.as_uri()}/open/", load_bytes=10)
