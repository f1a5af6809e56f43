"""The SPARQL 1.1 Protocol over a real server."""

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.sparql.conftest import EX, Service, Serving

pytestmark = pytest.mark.anyio

NUMBERS = f"SELECT ?thing ?number {{ ?thing <{EX}number> ?number }} ORDER BY ?number LIMIT 3"
CONSTRUCT = f"CONSTRUCT WHERE {{ ?thing <{EX}label> ?label }}"
RDF = [
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
]


def values(response: httpx.Response) -> list[str]:
    rows: list[dict[str, Any]] = response.json()["results"]["bindings"]
    return [row["number"]["value"] for row in rows]


async def test_json_is_the_default_for_select(service: Service) -> None:
    response = await service.ask(NUMBERS)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert response.headers["depositary-version"] == "first"
    assert response.headers["access-control-allow-origin"] == "*"
    assert values(response) == ["0", "1", "2"]


@pytest.mark.parametrize("media_type", ["application/sparql-results+xml", "application/xml", "text/xml"])
async def test_xml_results(service: Service, media_type: str) -> None:
    response = await service.ask(NUMBERS, accept=media_type)
    assert response.headers["content-type"].partition(";")[0] == media_type
    root = ET.fromstring(response.content)  # noqa: S314 - our own server wrote it
    assert len(root.findall(".//{http://www.w3.org/2005/sparql-results#}result")) == 3


@pytest.mark.parametrize(
    ("media_type", "separator"), [("text/csv", ","), ("text/tab-separated-values", "\t")]
)
async def test_tables(service: Service, media_type: str, separator: str) -> None:
    response = await service.ask(NUMBERS, accept=media_type)
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.text), delimiter=separator))
    assert [row[1] for row in rows[1:]] == ["0", "1", "2"]


async def test_json_by_its_common_name_is_answered_by_that_name(service: Service) -> None:
    response = await service.ask(NUMBERS, accept="application/json")
    assert response.headers["content-type"] == "application/json"
    assert values(response) == ["0", "1", "2"]


@pytest.mark.parametrize("media_type", RDF)
async def test_graphs_parse_back(service: Service, media_type: str) -> None:
    response = await service.ask(CONSTRUCT, accept=media_type)
    assert response.headers["content-type"].partition(";")[0] == media_type
    triples = list(parse(response.content, format=RdfFormat.from_media_type(media_type)))
    assert len(triples) == 200
    assert "thing 7, “nº”" in {getattr(quad.object, "value", "") for quad in triples}


async def test_turtle_is_the_default_for_graphs(service: Service) -> None:
    described = await service.ask(f"DESCRIBE <{EX}thing/7>")
    assert described.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(list(parse(described.content, format=RdfFormat.TURTLE))) == 2


async def test_format_parameter_of_old_clients(service: Service) -> None:
    for name in ("format", "output"):
        found = await service.client.get(service.url, params={"query": "ASK {}", name: "xml"})
        assert found.headers["content-type"] == "application/sparql-results+xml"
    unknown = await service.client.get(service.url, params={"query": "ASK {}", "format": "auto"})
    assert unknown.headers["content-type"] == "application/sparql-results+json"


async def test_not_acceptable(service: Service) -> None:
    response = await service.ask("ASK {}", accept="image/png")
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


async def test_malformed_query_has_line_and_column(service: Service) -> None:
    response = await service.ask("SELECT ?s {\n  ?s ?p ex:unknown }")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "https://w3id.org/depositary/problem/query-malformed"
    assert (problem["line"], problem["column"]) == (2, 19)
    assert "Prefix not found" in problem["detail"]


async def test_an_empty_query_is_malformed(service: Service) -> None:
    assert (await service.ask("")).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<http://example.org/f>(1) AS ?x) {}",
        "ASK { FILTER(<http://example.org/f>(1)) }",
        "SELECT * { ?s ?p ?o } ORDER BY <http://example.org/f>(?s)",
    ],
)
async def test_a_function_that_is_unknown_is_not_implemented(service: Service, query: str) -> None:
    """The syntax is right, and whether there is anything to call it for makes no difference."""
    response = await service.ask(query)
    problem = response.json()
    assert (response.status_code, problem["status"]) == (501, 501)
    assert problem["type"] == "https://w3id.org/depositary/problem/function-unsupported"
    assert problem["title"] == "This function is not implemented here"
    assert problem["detail"] == "The function <http://example.org/f> is not implemented here."


async def test_a_function_with_too_many_arguments_is_told_how_many_it_takes(service: Service) -> None:
    response = await service.ask("ASK { FILTER(<http://www.w3.org/2001/XMLSchema#integer>(1, 2)) }")
    assert response.status_code == 501
    assert "requires between 1 and 1 arguments" in response.json()["detail"]


async def test_post_form_and_post_direct(service: Service) -> None:
    form = await service.client.post(service.url, data={"query": NUMBERS})
    direct = await service.client.post(
        service.url, content=NUMBERS, headers={"content-type": "application/sparql-query; charset=utf-8"}
    )
    assert values(form) == values(direct) == ["0", "1", "2"]
    assert "etag" not in form.headers


async def test_other_bodies(service: Service) -> None:
    plain = await service.client.post(service.url, content="ASK {}", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    assert "application/sparql-query" in plain.headers["accept-post"]
    direct = {"content-type": "application/sparql-query"}
    assert (await service.client.post(service.url, content=b"\xff", headers=direct)).status_code == 400
    assert (await service.client.post(service.url, data={"format": "json"})).status_code == 400


async def test_two_queries_are_refused(service: Service) -> None:
    response = await service.client.get(service.url + "?query=ASK{}&query=ASK{}")
    assert response.status_code == 400


@pytest.mark.parametrize("verb", ["INSERT DATA { <a:b> <a:b> 1 }", "PREFIX a: <b:c> CLEAR ALL"])
async def test_updates_are_refused(service: Service, verb: str) -> None:
    direct = {"content-type": "application/sparql-update"}
    answers = [
        await service.client.post(service.url, data={"update": verb}),
        await service.client.post(service.url, content=verb, headers=direct),
        await service.ask(verb),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 400]
    assert all("without a token" in answer.json()["detail"] for answer in answers[:2])
    assert "sent as such" in answers[2].json()["detail"]


async def test_body_limit(serving: Serving) -> None:
    async with serving(body_bytes=100) as service:
        response = await service.client.post(service.url, data={"query": "ASK {}" + " " * 100})
        assert response.status_code == 413
        assert response.headers["access-control-allow-origin"] == "*"


async def test_head(service: Service) -> None:
    whole = await service.ask(NUMBERS)
    head = await service.client.head(service.url, params={"query": NUMBERS})
    assert head.content == b""
    for name in ("content-length", "content-type", "etag", "depositary-version"):
        assert head.headers[name] == whole.headers[name]


async def test_options_and_other_methods(service: Service) -> None:
    options = await service.client.options(service.url)
    assert options.status_code == 204
    assert options.headers["access-control-allow-origin"] == "*"
    assert "POST" in options.headers["access-control-allow-methods"]
    put = await service.client.put(service.url, content="x")
    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, POST, QUERY, OPTIONS")


async def test_conditional_request(service: Service) -> None:
    first = await service.ask(NUMBERS)
    again = await service.ask(NUMBERS, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other_format = await service.ask(NUMBERS, accept="text/csv", **{"if-none-match": first.headers["etag"]})
    assert other_format.status_code == 200


async def test_what_changes_by_itself_has_no_validator(service: Service) -> None:
    response = await service.ask("SELECT (UUID() AS ?u) {}")
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


async def test_service_description(service: Service) -> None:
    response = await service.client.get(service.url)
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    sd = "http://www.w3.org/ns/sparql-service-description#"
    facts = {
        (quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in parse(response.content, format=RdfFormat.TURTLE)
    }
    assert (f"{sd}endpoint", service.url) in facts
    assert (f"{sd}feature", f"{sd}UnionDefaultGraph") in facts
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in facts
    assert (f"{sd}resultFormat", "http://www.w3.org/ns/formats/SPARQL_Results_JSON") in facts
    assert (await service.client.get(service.url, headers={"accept": "image/png"})).status_code == 406


async def test_control_characters_are_refused_in_xml_only(service: Service) -> None:
    query = f"SELECT ?o {{ ?s <{EX}control> ?o }}"
    response = await service.ask(query, accept="application/sparql-results+xml")
    assert response.status_code == 422
    assert "XML" in response.json()["detail"]
    assert (await service.ask(query)).json()["results"]["bindings"][0]["o"]["value"] == "a\x01b"
