"""Stored queries over HTTP: every one runs, in every format, with names in place of IRIs."""

import csv
import io
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from api.negotiate import GRAPHS, RESULTS
from api.queries import Body, write_answer
from graph.errors import AnswerTooLarge
from graph.view import View
from queries.catalogue import StoredQuery, catalogue

FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
RUSSIA = {"state": "Russia", "treaty": "XVIII-10", "on": "2016-11-20"}


def selects() -> list[StoredQuery]:
    return [query for query in catalogue().values() if query.form == "select"]


def values_of(query: StoredQuery) -> dict[str, str]:
    return {name: str(value) for name, value in query.examples.items()}


def test_the_list_names_every_query_with_its_parameters(http: httpx.Client) -> None:
    listed: list[dict[str, Any]] = http.get("/queries").json()["queries"]
    assert [query["name"] for query in listed] == list(catalogue())
    assert all(http.get(query["example"]).status_code == 200 for query in listed)


@pytest.mark.parametrize("query", selects(), ids=lambda query: query.name)
def test_rows_are_the_same_in_every_format(http: httpx.Client, query: StoredQuery) -> None:
    answers = {
        name: http.get(f"/queries/{query.name}", params={**values_of(query), "format": name})
        for name in FORMATS
    }
    for name, media_type in FORMATS.items():
        assert answers[name].headers["content-type"].split(";")[0] == media_type
    rows = answers["json"].json()["results"]["bindings"]
    assert len(list(csv.reader(io.StringIO(answers["csv"].text, newline="")))) == len(rows) + 1
    assert answers["xml"].text.count("<result>") == len(rows)


@pytest.mark.parametrize("query", catalogue().values(), ids=lambda query: query.name)
def test_a_browser_gets_a_form_and_the_rows(http: httpx.Client, query: StoredQuery) -> None:
    page = http.get(f"/queries/{query.name}", params=values_of(query), headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert all(f'name="{parameter.name}"' in page.text for parameter in query.parameters)


def test_states_and_treaties_may_be_named(http: httpx.Client) -> None:
    rows = http.get("/queries/status-of-state", params=RUSSIA).json()["results"]["bindings"]
    assert {row["status"]["value"].rpartition("/")[2] for row in rows} == {"signatory"}


def test_statements_come_as_rdf(http: httpx.Client) -> None:
    constructs = [query for query in catalogue().values() if query.form == "construct"]
    assert constructs
    for query in constructs:
        response = http.get(f"/queries/{query.name}", params=values_of(query))
        assert response.headers["content-type"].split(";")[0] == "text/turtle"
        assert list(parse(response.content, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"state": "Atlantis", "treaty": "rome-statute", "on": "2016-11-20"}, "Atlantis"),
        ({**RUSSIA, "on": "2016-02-30"}, "day of the calendar"),
        ({"state": "RUS"}, "missing"),
        ({**RUSSIA, "colour": "red"}, "no such parameter"),
        ({**RUSSIA, "format": "pdf"}, "no format “pdf”"),
        ({**RUSSIA, "on": '2016-11-20"^^xsd:date } DROP ALL #'}, "does not fit"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    http: httpx.Client, parameters: dict[str, str], words: str
) -> None:
    response = http.get("/queries/status-of-state", params=parameters)
    assert response.status_code == 400
    assert words in response.json()["detail"]


def test_a_browser_without_a_query_is_led_to_the_form(http: httpx.Client) -> None:
    response = http.get("/sparql", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/#sparql")
    assert 'id="sparql"' in http.get("/", headers={"Accept": "text/html"}).text
    described = http.get("/sparql", headers={"Accept": "text/turtle, text/html;q=0.5"})
    assert (described.status_code, "UnionDefaultGraph" in described.text) == (200, True)


def test_a_parameter_given_twice_is_refused(http: httpx.Client) -> None:
    response = http.get(f"/queries/status-of-state?{urlencode(RUSSIA)}&state=GMB")
    assert (response.status_code, "given twice" in response.text) == (400, True)


@pytest.mark.parametrize("query", catalogue().values(), ids=lambda query: query.name)
def test_an_answer_beyond_the_limit_fails_as_a_whole(view: View, query: StoredQuery) -> None:
    offer = (GRAPHS if query.form == "construct" else RESULTS)[0]
    with pytest.raises(AnswerTooLarge, match="10 bytes"):
        write_answer(view, query, values_of(query), offer, Body(10))
