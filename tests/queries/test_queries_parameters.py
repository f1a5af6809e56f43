"""Parameters become RDF terms or are refused; no value is ever read as SPARQL."""

from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from queries.catalogue import Parameter, ParameterError, StoredQuery, bind, catalogue, parse
from queries.parameters import ParameterType, Value

RUSSIA = "https://w3id.org/depositary/id/state/RUS"
ECHO = """#+ summary: What was given
#+ description: The value of the parameter, as it was bound.
#+ parameters:
#+   - {{name: given, type: {type}, description: A value, example: x}}
SELECT ?given WHERE {{ BIND(?given AS ?copy) }} ORDER BY ?given
"""


def _echo(type_: ParameterType) -> StoredQuery:
    return parse("echo", "status", ECHO.format(type=type_))[0]


def _answer(type_: ParameterType, value: Value) -> list[object]:
    query, store = _echo(type_), Store()
    store.update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }")
    bound = {Variable(name): term for name, term in bind(query, {"given": value}).items()}
    rows = store.query(query.text, substitutions=bound)
    assert isinstance(rows, QuerySolutions)
    answer = [row["given"] for row in rows]
    assert len(store) == 1
    return answer


ATTACKS = (
    RUSSIA + "> } ; DROP ALL #",
    'Russia" } ; DROP ALL ; #',
    "{ SELECT * WHERE { ?s ?p ?o } }",
    '" UNION { SERVICE <http://localhost/> { ?s ?p ?o } }',
    "\\u003e } INSERT DATA { <x:a> <x:b> <x:c> }",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_looks_like_sparql_stays_text(attack: str) -> None:
    assert _answer("text", attack) == [Literal(attack)]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("type_", ["state", "treaty", "iri", "day", "number"])
def test_what_looks_like_sparql_is_no_iri_no_day_and_no_number(type_: ParameterType, attack: str) -> None:
    with pytest.raises(ParameterError, match="does not fit; give"):
        bind(_echo(type_), {"given": attack})


@given(st.text(min_size=1, max_size=200))
def test_any_text_comes_back_as_it_was_given(text: str) -> None:
    assert _answer("text", text) == [Literal(text)]


@given(st.dates())
def test_a_day_is_the_same_as_date_and_as_text(day: date) -> None:
    assert bind(_echo("day"), {"given": day}) == bind(_echo("day"), {"given": day.isoformat()})


def test_terms_have_their_types() -> None:
    assert bind(_echo("state"), {"given": RUSSIA}) == {"given": NamedNode(RUSSIA)}
    assert bind(_echo("number"), {"given": "12"}) == {"given": Literal(12)}
    xsd_date = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert bind(_echo("day"), {"given": "2016-11-16"}) == {"given": Literal("2016-11-16", datatype=xsd_date)}


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("day", "2016-02-30"),
        ("day", "2016-13-01"),
        ("day", "20161116"),
        ("day", "2016-W46-3"),
        ("day", "٢٠١٦-١١-١٦"),
        ("day", datetime(2016, 11, 16, 12)),  # noqa: DTZ001 - any time of day is one too many
        ("state", "RUS"),
        ("iri", ""),
        ("iri", 7),
        ("number", "1_000"),
        ("number", True),
        ("number", 10**30),
        ("text", ""),
        ("text", "x" * 2_001),
        ("text", "\ud800"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_give(type_: ParameterType, value: Value) -> None:
    with pytest.raises(ParameterError, match="does not fit; give") as refusal:
        bind(_echo(type_), {"given": value})
    assert refusal.value.parameter == "given"


def test_a_missing_value_is_refused_and_an_example_given() -> None:
    with pytest.raises(ParameterError, match="“on”: it is missing; give a day of the calendar"):
        bind(catalogue()["parties-of-treaty"], {"treaty": RUSSIA})


def test_an_unknown_parameter_is_refused_and_the_known_ones_named() -> None:
    with pytest.raises(
        ParameterError, match="“untill”: the query has no such parameter; it takes treaty, from, until"
    ):
        bind(catalogue()["acts-between"], {"untill": "2016-11-16"})


def test_a_default_stands_in_for_a_value_and_optional_ones_stay_unbound() -> None:
    parameters = (
        Parameter("limit", "number", "How many", 10, required=False, default=5),
        Parameter("other", "text", "Anything", "x", required=False),
    )
    query = StoredQuery("q", "status", "Title", "Text.", "select", "SELECT ?limit ?other {}", parameters)
    assert bind(query, {}) == {"limit": Literal(5)}


def test_every_type_has_a_term_and_a_hint() -> None:
    for type_ in get_args(ParameterType):
        with pytest.raises(ParameterError, match="such as"):
            bind(StoredQuery("q", "s", "T", "D", "select", "", (Parameter("a", type_, "d", "e"),)), {"a": ""})
