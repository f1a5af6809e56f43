"""What a misspelt query may mean."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from api.sparql.hints import explained, headers, prefixes, terms
from graph.errors import QueryMalformed
from ontology.terms import DEP, ROOT, VOCABULARIES
from tests.sparql.conftest import Service

OURS = f"PREFIX dep: <{DEP}>\nPREFIX status: <{VOCABULARIES}status/>\n"
NOT_FOUND = QueryMalformed("The query does not parse: Prefix not found.")


def hint(text: str) -> str:
    return "".join(value.decode() for _, value in headers(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        OURS + "SELECT * { ?s a dep:State ; dep:treaty status:party }",
        OURS + "SELECT * { ?s ?p 'dep:Sate' } # dep:Sate",
        f"SELECT * {{ ?s a <{DEP}State> ; ?p <{ROOT}id/state/RUS> }}",
        f"PREFIX d: <{ROOT}id/> SELECT * {{ ?s ?p d:nothing }}",
        f"SELECT * {{ ?s ?p <{VOCABULARIES}status/party> }}",
        "PREFIX dep: <http://example.org/> SELECT * { ?s a dep:Sate }",
    ],
)
def test_what_is_spelt_well_or_not_ours_gives_no_hint(text: str) -> None:
    assert headers(text) == []


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?s a dep:Sate", "dep:Sate is not defined; did you mean dep:State?"),
        (f"?s a <{DEP}state>", "dep:state is not defined; did you mean dep:State?"),
        ("?s ?p status:prty", f"did you mean <{VOCABULARIES}status/party>?"),
        ("?s dep:qqqqqqqqqqq ?o", "dep:qqqqqqqqqqq is not defined."),
    ],
)
def test_a_misspelt_term_of_ours_is_named_with_the_nearest(pattern: str, told: str) -> None:
    assert told in hint(f"{OURS}SELECT * {{ {pattern} }}")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", 1),
        ("SELECT (sum( ?o) AS ?n) { ?s ?p ?o }", 1),
        ("SELECT (COUNT( DISTINCT ?s) AS ?n) { ?s ?p ?o }", 0),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", 0),
        ("SELECT (COUNT(*) AS ?n) FROM <http://example.org/> { ?s ?p ?o }", 0),
        ("SELECT (COUNT(*) AS ?n) FROM <http://example.org/> FROM <http://example.org/b> { ?s ?p ?o }", 1),
        ("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s { ?s ?p ?o } }", 0),
        ("SELECT (MAX(?o) AS ?n) { ?s ?p ?o }", 0),
    ],
)
def test_who_counts_rows_of_all_graphs_is_told_how_to_count_statements(query: str, told: int) -> None:
    assert [b"DISTINCT" in value for _, value in headers(query, merged=True)] == [True] * told
    assert len(headers(query)) == ("FROM" in query and told)


@pytest.mark.xfail(reason="github.com/oxigraph/oxigraph/issues/1919: then the hint is wrong", strict=True)
def test_a_statement_of_two_graphs_is_one_in_their_merge() -> None:
    store = Store()
    store.load(b'<a:a> <b:b> "1" <g:1> . <a:a> <b:b> "1" <g:2> .', RdfFormat.N_QUADS)
    rows = store.query("SELECT * { ?s ?p ?o }", use_default_graph_as_union=True)
    assert len(list(rows)) == 1  # type: ignore[arg-type]


@given(st.text(), st.text())
def test_hints_are_headers_whatever_the_text(before: str, after: str) -> None:
    text = f"{OURS}SELECT * {{ ?s {before} dep:{after} <{DEP}{before}> {after} }}"
    told = hint(text)
    assert told.isascii()
    assert told.isprintable()
    explained(NOT_FOUND, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * { ?s foaf:name ?o }", "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("SELECT * { ?s a dep:State }", f"PREFIX dep: <{DEP}>"),
        ("PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT * { ?s foa:name ?o }", "mean foaf: for foa:?"),
    ],
)
def test_a_prefix_that_is_missing_is_suggested(text: str, told: str) -> None:
    found = explained(NOT_FOUND, text)
    assert told in found.message
    assert told in " ".join(found.hints)


def test_a_misspelt_keyword_is_named() -> None:
    assert "SELECT for SELEC" in explained(QueryMalformed("broken", 1, 1), "SELEC * {}").message


def test_what_has_no_hint_stays_as_it_is() -> None:
    error = QueryMalformed("broken", 1, 1)
    assert explained(error, "SELECT * { ?s ?p }") == error


def test_what_is_known_comes_from_the_files_of_the_ontology() -> None:
    assert {str(DEP.State), f"{VOCABULARIES}status/party"} <= terms()
    assert prefixes()["dep"] == str(DEP)


@pytest.mark.anyio
async def test_the_endpoint_tells_hints(service: Service) -> None:
    asked = OURS + "SELECT * { ?s a dep:Sate }"
    answer = await service.ask(asked)
    assert (answer.status_code, "dep:State" in answer.headers["depositary-hint"]) == (200, True)
    refused = await service.ask("SELECT * { ?s foaf:name ?o }")
    assert (refused.status_code, refused.json()["line"]) == (400, 1)
    assert refused.json()["hints"] == ["Add this line: PREFIX foaf: <http://xmlns.com/foaf/0.1/>"]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"<{DEP}a{number}>" for number in range(180)),
        "".join(f"PREFIX p{number}: <{DEP}> p{number}:a " for number in range(120)),
        OURS + " ".join(f"dep:a{number}" for number in range(900)),
        OURS + " ".join(f"word{number}" for number in range(900)),
        OURS + " ".join(f"p{number}:a" for number in range(900)),
    ],
)
def test_hints_never_cost_much(text: str) -> None:
    """They are sought where all requests are received; the bound is generous, the usual time a tenth."""
    assert len(text) < 10_000
    began = time.process_time()
    headers(text)
    explained(NOT_FOUND, text)
    assert time.process_time() - began < 0.25


def test_a_function_is_no_misspelt_keyword() -> None:
    error = QueryMalformed("The query does not parse.", 1, 16)
    assert explained(error, 'SELECT (STRLEN("a", "b") AS ?x) {}').hints == ()
    assert "SELECT" in str(explained(error, "SELEC * { ?s ?p ?o }"))
