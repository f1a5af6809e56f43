"""Data that attack a page, or try its layout, are shown as text; RDF carries them unchanged."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph import iri
from graph.store import Generations
from graph.store.changes import Made
from graph.triples.base import COMMENT, LABEL, TYPE
from ontology.terms import DEP, ROOT

MADE = Made("load", "2026-01-01T00:00:00+00:00", "a test")

GRAPH = NamedNode(iri.source_graph("hostile"))
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
RIGHT_TO_LEFT = "abc\u202egnp.exe\u2066"
LABELS = {
    "script": SCRIPT,
    "attribute": '"\' onmouseover=alert(3) x="',
    "template": "{{ 7 * 7 }}{% raw %}",
    "bidi": RIGHT_TO_LEFT,
    "long": "Treaty " + "x" * 10_000,
    "o'brien-(%22quoted%22)": "An IRI with quotation marks",
}


def hostile_quads() -> Iterator[Quad]:
    for name, label in LABELS.items():
        node = NamedNode(iri.subject("") + name)
        yield Quad(node, TYPE, NamedNode(DEP.Subject), GRAPH)
        yield Quad(node, LABEL, Literal(label), GRAPH)
        yield Quad(node, COMMENT, Literal("javascript:alert(4)"), GRAPH)
        yield Quad(node, NamedNode(DEP.subject), NamedNode("javascript:alert(5)"), GRAPH)
        yield Quad(node, NamedNode(DEP.object), NamedNode(iri.subject("script")), GRAPH)
        yield Quad(node, NamedNode(ROOT + "ontology#made-up"), Literal("v", language="en"), GRAPH)
    yield Quad(NamedNode(iri.subject("control")), LABEL, Literal("a\x01b"), GRAPH)


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[[Path], AbstractContextManager[httpx.Client]],
) -> Iterator[httpx.Client]:
    """A server over a store that holds nothing else."""
    path = tmp_path_factory.mktemp("hostile") / "store"
    generations = Generations(path)
    with generations.write() as candidate:
        candidate.add(set(hostile_quads()))
        generations.publish(candidate, MADE)
    with serving(path) as client:
        yield client


class Reader(HTMLParser):
    """Collects what a browser would act on, and the text that it would show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(http: httpx.Client, path: str) -> Reader:
    response = http.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    reader = Reader()
    reader.feed(response.text)
    return reader


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_text(hostile: httpx.Client, name: str) -> None:
    shown = page(hostile, f"/doc/subject/{name}")
    assert not shown.tags & {"script", "img", "iframe", "object", "embed"}
    assert not [attribute for attribute in shown.attributes if attribute.startswith("on")]
    assert not [link for link in shown.links if link.startswith("javascript:")]
    assert LABELS[name] in shown.text
    assert "49" not in shown.text


def test_labels_are_isolated_from_the_direction_of_the_page(hostile: httpx.Client) -> None:
    text = hostile.get("/doc/subject/bidi", headers={"Accept": "text/html"}).text
    assert f"<bdi>{RIGHT_TO_LEFT}</bdi>" in text


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "nq", "trig"])
def test_rdf_carries_labels_unchanged(hostile: httpx.Client, name: str, suffix: str) -> None:
    format_ = RdfFormat.from_extension(suffix)
    assert format_ is not None
    found = parse(hostile.get(f"/doc/subject/{name}.{suffix}").content, format=format_)
    assert Literal(LABELS[name]) in {quad.object for quad in found if quad.predicate == LABEL}


def test_what_xml_cannot_hold_is_refused_in_xml_only(hostile: httpx.Client) -> None:
    refused = hostile.get("/doc/subject/control.rdf")
    assert (refused.status_code, "no XML can hold" in refused.text) == (406, True)
    assert hostile.get("/doc/subject/control.nt").status_code == 200


def test_a_store_without_the_example_has_a_start_page(hostile: httpx.Client) -> None:
    shown = page(hostile, "/")
    assert "A headline, checked" not in shown.text
    assert "Three ways in" in shown.text


@pytest.mark.parametrize(
    "path",
    [
        "/doc/state/%3Cscript%3Ealert(1)%3C/script%3E",
        "/status?state=%3Cscript%3Ealert(1)%3C/script%3E&treaty=x",
        "/doc/%00", "/doc/%ff%fe", "/doc/state/a%20b%22c", "/id/%22%3E", "/graph/%3C%3E", "/vocab/%7B",
        "/resource?iri=https://w3id.org/depositary/id/%3Cscript%3E",
        "/trace?from=%3Cscript%3E", "/treaties/..%2f..%2fetc%2fpasswd", "/static/..%2fapp.py",
    ],
)  # fmt: skip
def test_hostile_addresses_are_refused_in_peace(hostile: httpx.Client, path: str) -> None:
    for accept in ("text/html", "application/json", "*/*"):
        response = hostile.get(path, headers={"Accept": accept})
        assert response.status_code in {303, 400, 404, 406}
        is_page = response.headers.get("content-type", "").startswith("text/html")
        assert not (is_page and "<script>" in response.text)
