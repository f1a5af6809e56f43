"""SERVICE replaced by what the endpoint answers: the same solutions as a federating engine gives."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.errors import QueryForbidden, RemoteFailed
from graph.federation import Allowed, Outbound, RemoteLimits, federate
from graph.federation.answers import Table, pattern
from ontology.terms import ROOT
from tests.conftest import SHARED
from tests.federation.conftest import Site, endpoint, fixed, status

EX = "http://example.org/"
W3C = SHARED / "conformance" / "w3c" / "sparql" / "sparql11" / "service"


def federated(text: str, *services: str, local: Store | None = None, **limits: float) -> str:
    """What becomes of the text; the values of variable endpoints come from the local store."""
    way = Outbound(Allowed(frozenset(services)), RemoteLimits(**limits))  # type: ignore[arg-type]

    async def ask(question: str) -> bytes:
        assert local is not None
        found: Any = local.query(question)
        return found.serialize(format=QueryResultsFormat.JSON) or b""

    return asyncio.run(federate(text, way, ask if local is not None else None))


def solutions(text: str, store: Store) -> tuple[list[str], Counter[Any]]:
    """The names of the variables, and how often each solution occurs."""
    found: Any = store.query(text)
    return table(found)


def table(found: Any) -> tuple[list[str], Counter[Any]]:
    names = sorted(variable.value for variable in found.variables)
    return names, Counter(tuple(str(row[name]) for name in names) for row in found)


def numbers(*values: int, predicate: str = "p") -> Store:
    store = Store()
    for value in values:
        store.add(Quad(NamedNode(f"{EX}{value}"), NamedNode(EX + predicate), Literal(value)))
    return store


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "SELECT ?service { ?service ?p 'SERVICE <http://x> {}' } # SERVICE <http://x> {}",
        "PREFIX service: <http://x/> SELECT * { ?s service:x <http://x/SERVICE> GRAPH service:y {} }",
        "INSERT DATA { <a:b> <a:c> '\\u0053ERVICE' }",
        "SELECT * { ?a\\",
        "INSERT DATA { <a:b> <a:c> 'postal service', 'ser\\u0076ice' ; <a:d> 'service <a>' GRAPH <a:g> {} }",
    ],
)
def test_a_text_without_service_is_untouched(text: str) -> None:
    assert federated(text) is text


def test_the_solutions_stand_in_the_place_of_the_question(site: Site) -> None:
    iri = site.at("/sparql", endpoint(numbers(1, 2, 3)))
    text = f"PREFIX e: <{EX}>\nSELECT * {{ SERVICE <{iri}> {{ ?s e:p ?o\n FILTER(?o > 1) }} ?s e:q ?q }}"
    found = solutions(federated(text, iri), numbers(1, 2, predicate="q"))
    assert found == (["o", "q", "s"], Counter({(str(Literal(2)), str(Literal(2)), f"<{EX}2>"): 1}))
    method, path, body = site.asked[0]
    assert (method, path) == ("POST", "/sparql")
    assert body.decode() == f"BASE <{ROOT}>\nPREFIX e: <{EX}>\nSELECT * {{ ?s e:p ?o\n FILTER(?o > 1) }}"


def test_nothing_else_changes_its_place(site: Site) -> None:
    iri = site.at("/sparql", endpoint(numbers(1, 2)))
    none = site.url("/none")
    text = (
        f"SELECT * # one\n{{ ?a ?b ?c . SERVICE\n <{iri}> # three\n {{ ?s ?p ?o\n }} FILTER(?o<9) # five\n"
        f"  SERVICE SILENT\n<{none}> {{\n ?x ?y ?z SERVICE\n <{none}> {{}}\n}} # ten\n}} # eleven"
    )
    lines, before = federated(text, iri, none).split("\n"), text.split("\n")
    assert len(lines) == len(before)
    assert [lines[at] for at in (0, 10)] == [before[at] for at in (0, 10)]
    assert lines[4].index("FILTER(?o<9) # five") == before[4].index("FILTER")
    assert "?x ?y ?z" in lines[7]
    assert lines[9].endswith(" # ten")


ENDPOINTS = ("one", "two")
ELEMENTS = [
    "SERVICE <one> { ?s :p ?o }",
    "SERVICE :two { ?s :p ?x OPTIONAL { ?s :name ?n } }",
    "OPTIONAL { SERVICE <two> { ?s :p ?x } }",
    "{ SERVICE <one> { ?s :p ?o } } UNION { SERVICE <two> { ?s :p ?o FILTER(?o<3&&?o>0) } }",
    "SERVICE SILENT <none> { ?s :p ?silent }",
    "OPTIONAL { SERVICE SILENT <none> { ?s :p ?silent } }",
    "SERVICE <one> { :n1 :p 1 }",
    "SERVICE <one> { :n1 :p 77 }",
    "SERVICE <one> { ?s :p ?o OPTIONAL { SERVICE <two> { ?s :p ?x } } }",
    "FILTER EXISTS { SERVICE <two> { ?s :p ?y } }",
    "MINUS { SERVICE <two> { ?s :p ?z } }",
    "{ SELECT ?s (COUNT(*) AS ?count) { SERVICE <one> { ?s ?any ?thing } } GROUP BY ?s HAVING (?count<9) }",
    "SERVICE <one> { SELECT ?s (SUM(?o) AS ?sum) { ?s :p ?o } GROUP BY ?s ORDER BY ?s LIMIT 2 }",
    "SERVICE <two> { VALUES (?s ?v) { (:n1 UNDEF) (UNDEF 'é\\n\"\\'') (:n2 'x'@en--ltr) } }",
    "SERVICE <two> { BIND(<<( :a :b <<( :c :d 'e'@en )>> )>> AS ?triple) }",
    "SERVICE <two> { BIND('01'^^xsd:integer AS ?canonical) BIND('SERVICE <x> {'AS?text) }",
    "?s :local ?local .",
    "BIND(1 AS ?one) FILTER(?one<2) ",
    "VALUES ?s { :n1 :n2 }",
]
VARIABLE = [
    "?x :endpoint ?g . SERVICE ?g { ?s :p ?o }",
    "?x :endpoint ?g SERVICE ?g { ?s :p ?o } FILTER(?o > 1)",
    "?x :endpoint ?g FILTER(?o > 1 && BOUND(?s)) FILTER NOT EXISTS { ?s :name 'x' } SERVICE ?g { ?s :p ?o }",
    "?x :endpoint ?g OPTIONAL { FILTER(BOUND(?x)) SERVICE ?g { ?s :p ?o FILTER(?o = 1) } }",
    "VALUES ?g { <one> <two> } SERVICE ?g { ?s :p ?o OPTIONAL { ?s :none ?g } }",
    "SERVICE <one> { BIND(<two> AS ?g) } SERVICE ?g { ?s :p ?o }",
    "VALUES (?g ?h) { (<one> <two>) } SERVICE ?g { ?s :p ?o } SERVICE ?h { ?s :p ?o }",
    "?x :endpoint ?g { SELECT ?g ?s { VALUES ?g { <two> } SERVICE ?g { ?s :p ?o } } }",
    "VALUES ?g { <one> } SERVICE SILENT ?g { ?s :p ?o }",
    "?x :nowhere ?g SERVICE ?g { ?s :p ?o }",
]


@pytest.fixture(scope="module")
def world(lasting_site: Site) -> Site:
    """Two endpoints that call one another, since a federating engine runs there too."""
    for name, store in zip(ENDPOINTS, (numbers(1, 2, 3), numbers(2, 3, 4)), strict=True):
        for quad in list(store):
            subject = NamedNode(f"{EX}n{quad.object.value}")
            store.remove(quad)
            store.add(Quad(subject, quad.predicate, quad.object))
            store.add(Quad(subject, NamedNode(EX + "name"), Literal(f"nº {name}", language="es")))
        lasting_site.at(f"/{name}", endpoint(store))
    return lasting_site


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=4, unique=True))
def test_it_answers_as_a_federating_engine(world: Site, elements: list[str]) -> None:
    base = world.url("/")
    prologue = f"BASE <{base}> PREFIX : <{EX}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    body = "\n".join(elements).replace(":two", f"<{world.url('/two')}>")
    text = f"{prologue}SELECT * {{ {body} }}"
    local = Store()
    for number in (2, 3):
        local.add(Quad(NamedNode(f"{EX}n{number}"), NamedNode(EX + "local"), Literal("here")))
    services = [world.url(f"/{name}") for name in (*ENDPOINTS, "none")]
    assert solutions(federated(text, *services), local) == solutions(text, local)


IN_GRAPH = {  # which Oxigraph sends along, as if it were a graph of the endpoint
    "GRAPH ?h { ?x :endpoint ?g OPTIONAL { SERVICE ?g { ?s :p ?o } } }": (
        "GRAPH ?h { ?x :endpoint ?g } OPTIONAL { SERVICE ?g { ?s :p ?o } }"
    ),
    "GRAPH :h { { ?x :endpoint ?g SERVICE ?g { ?s :p ?o } } }": (
        "GRAPH :h { ?x :endpoint ?g } SERVICE ?g { ?s :p ?o }"
    ),
}


@pytest.mark.parametrize("pattern", [*VARIABLE, *IN_GRAPH])
@pytest.mark.parametrize("dataset", ["", "FROM <h> FROM NAMED :h"])
def test_a_variable_endpoint_answers_as_in_a_federating_engine(
    world: Site, pattern: str, dataset: str
) -> None:
    local = Store()
    for name in ENDPOINTS:
        for graph in (DefaultGraph(), NamedNode(f"{EX}h"), NamedNode(world.url("/h"))):
            quad = Quad(
                NamedNode(EX + name), NamedNode(EX + "endpoint"), NamedNode(world.url(f"/{name}")), graph
            )
            local.add(quad)
    text = f"BASE <{world.url('/')}> PREFIX : <{EX}> SELECT * {dataset} {{ {pattern} }}"
    # Endpoints that the variable does not stand for fail, and are not asked.
    services = [world.url(f"/{name}") for name in (*ENDPOINTS, "broken", "none")]
    written_out = text.replace(pattern, IN_GRAPH.get(pattern, pattern))
    written_out = CALL.sub(lambda call: each_endpoint(call, world.url("/")), written_out)
    assert solutions(federated(text, *services, local=local), local) == solutions(written_out, local)


CALL = re.compile(r"SERVICE (SILENT )?(\?\w+) (\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})")


def each_endpoint(call: re.Match[str], base: str) -> str:
    """The union over both endpoints, which a variable stands for (Oxigraph takes none here)."""
    return " UNION ".join(
        f"{{ SERVICE {call[1] or ''}<{base}{name}> {call[3]} VALUES {call[2]} {{ <{base}{name}> }} }}"
        for name in ENDPOINTS
    ).join("{}")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("SERVICE ?g { ?s ?p ?o } ?x <http://x/p> ?g", "may be unbound here; bind it before"),
        ("{ ?x ?y ?g } UNION { SERVICE ?g { ?s ?p ?o } }", "may be unbound here; bind it before"),
        ("VALUES ?g { 1 } SERVICE ?g { ?s ?p ?o }", "no IRI here"),
        ("VALUES ?g { <http://127.0.0.1:9/> } SERVICE ?g {}", r"<http://127.0.0.1:9/> is not served"),
        ("VALUES ?g { <http://127.0.0.1:9/> } SERVICE SILENT ?g {}", r"<http://127.0.0.1:9/> is not served"),
    ],
)
def test_a_variable_that_stands_for_anything_else_is_refused(world: Site, pattern: str, reason: str) -> None:
    asked = len(world.asked)
    with pytest.raises(QueryForbidden, match=reason):
        federated(f"SELECT * {{ {pattern} }}", world.url("/one"), local=Store())
    assert len(world.asked) == asked


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C tests are not beside the repository")
@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06", "07"])
def test_w3c(site: Site, number: str) -> None:
    text = next(W3C.glob(f"service{number}*.rq")).read_text()
    served = {EX + "sparql": [f"data{number}endpoint.ttl"]}
    for at in (1, 2):
        served[f"http://example{at}.org/sparql"] = [f"data{number}endpoint{at}.ttl"]
    iris = {}
    for iri, names in served.items():
        files = [W3C / name for name in names if (W3C / name).exists()]
        store = Store()
        for file in files:
            store.load(path=file, format=RdfFormat.TURTLE)
        path = "/" + re.sub(r"\W", "-", iri)
        iris[iri] = site.at(path, endpoint(store)) if files else site.url("/none")
    iris["http://invalid.endpoint.org/sparql"] = site.url("/none")

    def here(written: str) -> str:
        for iri, url in iris.items():
            written = written.replace(iri, url)
        return written

    expected: Any = parse_query_results(
        here((W3C / f"service{number}.srx").read_text()).encode(), QueryResultsFormat.XML
    )
    local = w3c_data(W3C / f"data{number}.ttl", here)
    assert solutions(federated(here(text), *iris.values(), local=local), local) == table(expected)


def w3c_data(file: Path, here: Any) -> Store:
    store = Store()
    if file.exists():
        store.extend(parse(here(file.read_text()), RdfFormat.TURTLE))
    return store


def test_blank_nodes_stay_what_they_are(site: Site) -> None:
    remote = Store()
    remote.load(b"_:a <urn:p> _:b . _:b <urn:p> 1 , <urn:c> .", format=RdfFormat.TURTLE)
    iri = site.at("/sparql", endpoint(remote))
    text = f"SELECT * {{ SERVICE <{iri}> {{ ?s <urn:p> ?o . ?o <urn:p> ?node0 }} }}"
    found: Any = Store().query(federated(text, iri))
    rows = list(found)
    assert len(rows) == 2
    assert {type(row["s"]) for row in rows} == {type(row["o"]) for row in rows} == {BlankNode}
    assert len({row["s"] for row in rows}) == len({row["o"] for row in rows}) == 1
    assert rows[0]["s"] != rows[0]["o"]
    assert {str(row["node0"]) for row in rows} == {str(Literal(1)), "<urn:c>"}
    ask = f"ASK {{ SERVICE <{iri}> {{ ?a <urn:p> ?b . ?b <urn:p> 1 }} FILTER(isBlank(?b)) FILTER(?a != ?b) }}"
    assert Store().query(federated(ask, iri))


def test_blank_nodes_of_two_answers_are_different_and_new(site: Site) -> None:
    remote = Store()
    remote.load(b"_:a <urn:p> _:a .", format=RdfFormat.N_TRIPLES)
    iri = site.at("/sparql", endpoint(remote))
    text = f"SELECT * {{ SERVICE <{iri}> {{ ?s <urn:p> ?o }} SERVICE <{iri}> {{ ?t ?q ?u }} }}"
    found: Any = remote.query(federated(text, iri))
    (row,) = found
    assert row["s"] == row["o"] != row["t"] == row["u"]
    joined: Any = remote.query(federated(f"SELECT * {{ ?s ?p ?o SERVICE <{iri}> {{ ?s ?p ?o }} }}", iri))
    assert list(joined) == []


def test_a_triple_term_about_a_blank_node_fails_visibly(site: Site) -> None:
    store = Store()
    iri = site.at("/sparql", endpoint(store))
    call = f"<{iri}> {{ BIND(TRIPLE(BNODE(), <urn:p>, 1) AS ?t) }}"
    with pytest.raises(RemoteFailed, match="triple term about a blank node"):
        federated(f"SELECT * {{ SERVICE {call} }}", iri)
    assert solutions(federated(f"SELECT * {{ SERVICE SILENT {call} }}", iri), store) == (
        ["t"],
        Counter({("None",): 1}),
    )


def test_variables_that_were_not_asked_for_change_nothing(site: Site) -> None:
    body = b"""{"head":{"vars":["s","x"]},"results":{"bindings":[
        {"s":{"type":"uri","value":"urn:s"},"x":{"type":"uri","value":"urn:x"}}]}}"""
    iri = site.at("/sparql", fixed(body))
    text = federated(f"SELECT * {{ VALUES ?x {{ 1 }} SERVICE <{iri}> {{ ?s ?p ?o }} }}", iri)
    assert solutions(text, Store()) == (["s", "x"], Counter({("<urn:s>", str(Literal(1))): 1}))


def test_the_where_of_an_update(site: Site) -> None:
    iri = site.at("/sparql", endpoint(numbers(1, 2)))
    local = numbers(2)
    text = f"""
        INSERT {{ ?s <urn:seen> ?o }} WHERE {{ SERVICE <{iri}> {{ ?s ?p ?o }} ?s ?q ?o }} ;
        INSERT {{ GRAPH <urn:g> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}"""
    local.update(federated(text, iri))
    seen = local.quads_for_pattern(None, NamedNode("urn:seen"), None)
    assert [str(quad.subject) for quad in seen] == [f"<{EX}2>"]
    assert len(list(local.quads_for_pattern(None, None, None, NamedNode("urn:g")))) == 2


def test_a_variable_needs_somebody_who_answers(site: Site) -> None:
    with pytest.raises(QueryForbidden, match="in queries only"):
        federated("INSERT {} WHERE { VALUES ?g { <urn:x> } SERVICE ?g {} }", site.url("/sparql"))


def test_a_failure_is_one_empty_solution_only_in_silence(site: Site) -> None:
    iri = site.at("/sparql", status(503))
    text = f"SELECT * {{ VALUES ?x {{ 1 2 }} SERVICE <{iri}> {{ ?s ?p ?o }} }}"
    with pytest.raises(RemoteFailed, match=rf"<{iri}> answered with status 503"):
        federated(text, iri)
    names, rows = solutions(federated(text.replace("SERVICE", "SERVICE SILENT"), iri), Store())
    assert names == ["o", "p", "s", "x"]
    assert set(rows) == {("None", "None", "None", str(Literal(number))) for number in (1, 2)}


@given(st.lists(st.text(max_size=20), max_size=4), st.sampled_from(["", "en", "de-CH"]))
def test_any_literal_is_written_so_that_it_is_read_again(texts: list[str], language: str) -> None:
    literals = [Literal(text, language=language) if language else Literal(text) for text in texts]
    encodable = [term for term in literals if "\x00" not in term.value]
    written = pattern(Table(("a",), [(term,) for term in encodable]))
    assert "\n" not in written
    assert solutions(f"SELECT * {written}", Store())[1] == Counter((str(term),) for term in encodable)
