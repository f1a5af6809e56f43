"""Linked data: one document per resource, the same statements in every format."""

import re
from typing import Any

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import OWL

from api.described import Page, describe
from api.local import canonical
from graph.store import Store
from ontology import resources
from ontology.terms import ROOT

TRIPLES = {
    "ttl": ("text/turtle", RdfFormat.TURTLE, "turtle"),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES, "nt"),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD, "json-ld"),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML, "xml"),
}
QUADS = {
    "trig": ("application/trig", RdfFormat.TRIG, "trig"),
    "nq": ("application/n-quads", RdfFormat.N_QUADS, "nquads"),
}
BOTH = TRIPLES | QUADS
RESOURCES = (
    "state/RUS",
    "treaty/rome-statute",
    "act/rome-statute/RUS/2000-09-13/signature",
    "decision/rus-order-2016-361-rp",
    "status/rome-statute/GMB/2002-09-01",
    "document/moscow-times-2016-11-16",
    "provision/rome-statute/127(1)",
)


def read(content: bytes, format_: RdfFormat) -> set[Quad]:
    return set(parse(content, format=format_))


def expected(store: Store, path: str) -> set[Quad]:
    return set(describe(store.oxigraph, canonical(f"/id/{path}"), Page()).quads(store.version))


@pytest.fixture(params=RESOURCES)
def resource(request: pytest.FixtureRequest, packaged_store: Store) -> str:
    """A path below /id/ of which the graph speaks."""
    path: str = request.param
    if path.startswith("document/"):
        documents = packaged_store.oxigraph.quads_for_pattern(None, None, None, None)
        found = {quad.subject.value for quad in documents if isinstance(quad.subject, NamedNode)}
        path = min(node for node in found if "/id/document/" in node).partition("/id/")[2]
    return path


@pytest.mark.parametrize("suffix", BOTH)
def test_every_format_is_found_by_accept_and_by_suffix(
    http: httpx.Client, resource: str, suffix: str
) -> None:
    media_type = BOTH[suffix][0]
    accepted = http.get(f"/doc/{resource}", headers={"Accept": media_type})
    named = http.get(f"/doc/{resource}.{suffix}", headers={"Accept": "text/html"})
    assert accepted.headers["content-type"].split(";")[0] == media_type
    assert named.headers["content-type"].split(";")[0] == media_type
    assert accepted.content == named.content
    assert accepted.headers["vary"] == "Accept"


def test_triples_are_the_union_in_every_format(
    http: httpx.Client, packaged_store: Store, resource: str
) -> None:
    wanted = {quad.triple for quad in expected(packaged_store, resource)}
    for suffix, (_, format_, _) in TRIPLES.items():
        found = read(http.get(f"/doc/{resource}.{suffix}").content, format_)
        assert {quad.triple for quad in found} == wanted, suffix


def test_quads_keep_their_graphs(http: httpx.Client, packaged_store: Store, resource: str) -> None:
    wanted = expected(packaged_store, resource)
    for suffix, (_, format_, _) in QUADS.items():
        assert read(http.get(f"/doc/{resource}.{suffix}").content, format_) == wanted, suffix
    document = NamedNode(canonical(f"/doc/{resource}"))
    assert all(quad in packaged_store.oxigraph for quad in wanted if quad.graph_name != document)


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")  # in rdflib's parsers
def test_rdflib_reads_every_format_alike(http: httpx.Client, resource: str) -> None:
    found = {suffix: _rdflib_triples(http, resource, suffix) for suffix in BOTH}
    assert found["ttl"]
    assert all(triples == found["nt"] for triples in found.values())


def _rdflib_triples(http: httpx.Client, resource: str, suffix: str) -> set[Any]:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=http.get(f"/doc/{resource}.{suffix}").content, format=BOTH[suffix][2])
    return set(graph.triples((None, None, None)))


def test_data_carry_canonical_iris_only(http: httpx.Client, resource: str) -> None:
    content = http.get(f"/doc/{resource}.nq").text
    assert f"<{canonical(f'/id/{resource}')}>" in content
    assert http.base_url.host not in content


def test_a_thing_leads_to_its_document(http: httpx.Client, resource: str) -> None:
    response = http.get(f"/id/{resource}")
    assert response.status_code == 303
    assert response.headers["location"] == canonical(f"/doc/{resource}").removeprefix(ROOT.rstrip("/"))
    assert http.get(response.headers["location"]).status_code == 200
    by_iri = http.get("/resource", params={"iri": canonical(f"/id/{resource}")})
    assert (by_iri.status_code, by_iri.headers["location"]) == (303, response.headers["location"])


def test_links_name_every_format_and_the_thing(http: httpx.Client, resource: str) -> None:
    links = http.get(f"/doc/{resource}").headers["link"]
    assert all(f'type="{media_type}"' in links for media_type, *_ in BOTH.values())
    assert f'<{canonical(f"/id/{resource}")}>; rel="describes"' in links


def test_a_browser_gets_a_page_with_the_canonical_iri(http: httpx.Client, resource: str) -> None:
    page = http.get(f"/doc/{resource}", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert canonical(f"/id/{resource}").replace("'", "&#39;") in page.text
    assert http.get(f"/doc/{resource}.html").text == page.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("text/html;q=0.5, application/trig", "application/trig"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle;q=0, application/rdf+xml;q=0.1", "application/rdf+xml"),
    ],
)
def test_the_preferred_format_is_chosen(http: httpx.Client, accept: str, media_type: str) -> None:
    response = http.get("/doc/state/RUS", headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == media_type


def test_statements_that_point_to_it_are_paged(http: httpx.Client, packaged_store: Store) -> None:
    whole = expected(packaged_store, "treaty/rome-statute")
    total = describe(packaged_store.oxigraph, canonical("/id/treaty/rome-statute"), Page()).total
    assert total > 200
    path, found = "/doc/treaty/rome-statute.nq?limit=150", set[Quad]()
    while path:
        response = http.get(path)
        page = read(response.content, RdfFormat.N_QUADS)
        assert any("statements that point to this resource" in str(quad.object) for quad in page)
        found |= page
        path = response.links.get("next", {}).get("url", "")
    node = NamedNode(canonical("/id/treaty/rome-statute"))
    pointing = set(packaged_store.oxigraph.quads_for_pattern(None, None, node, None))
    assert pointing <= found
    assert not pointing <= whole


@pytest.mark.parametrize(
    "path", ["/graph/register", "/graph/catalogue", "/graph/rules/rome-statute", "/ontology"]
)
def test_a_named_graph_is_served_whole(http: httpx.Client, packaged_store: Store, path: str) -> None:
    graph = NamedNode(ROOT + ("graph/ontology" if path == "/ontology" else path.lstrip("/")))
    wanted = set(packaged_store.oxigraph.quads_for_pattern(None, None, None, graph))
    assert wanted
    response = http.get(path, headers={"Accept": "application/n-quads"})
    assert read(response.content, RdfFormat.N_QUADS) == wanted
    assert http.get(path, headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "name", "media_type"),
    [
        ("/ontology/shapes", "shapes.ttl", "text/turtle"),
        ("/ontology/shapes.ttl", "shapes.ttl", "text/turtle"),
        ("/ontology/context.jsonld", "context.jsonld", "application/ld+json"),
        ("/context.jsonld", "context.jsonld", "application/ld+json"),
    ],
)
def test_files_of_the_ontology_are_served_as_they_are(
    http: httpx.Client, path: str, name: str, media_type: str
) -> None:
    response = http.get(path)
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.content == resources.read(name)


def test_the_version_of_the_ontology_is_found_under_its_iri(http: httpx.Client) -> None:
    (version,) = resources.describe("depositary.ttl").values(ROOT + "ontology", str(OWL.versionIRI))
    turtle = {"Accept": "text/turtle"}
    path = "/" + version.removeprefix(ROOT)
    assert http.get(path, headers=turtle).content == http.get("/ontology", headers=turtle).content
    assert http.get("/ontology/0.0.0").status_code == 404


def test_the_page_of_a_treaty_shows_its_rules_with_their_provisions(http: httpx.Client) -> None:
    page = http.get("/doc/treaty/rome-statute.html").text
    assert 'href="/treaties/rome-statute"' in page
    assert re.search(r"Withdrawal</a>: <a [^>]*><bdi[^>]*>article 127\(1\)", page)
    assert "special withdrawal 1" not in page
    assert 'href="/states/RUS"' in http.get("/doc/state/RUS.html").text


def test_a_value_of_a_list_has_a_document(http: httpx.Client) -> None:
    response = http.get("/vocab/status/signatory", headers={"Accept": "text/turtle"})
    assert "VCLT 18(a)" in response.text


def test_a_page_that_is_kept_keeps_its_own_policy(http: httpx.Client) -> None:
    page = http.get("/", headers={"accept": "text/html"})
    again = http.get("/", headers={"accept": "text/html", "if-none-match": page.headers["etag"]})
    assert (page.status_code, again.status_code) == (200, 304)
    assert "style-src" in page.headers["content-security-policy"]
    assert "content-security-policy" not in again.headers  # what a 304 says replaces what was kept
