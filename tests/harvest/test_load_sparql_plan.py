"""Files that describe a harvest: what is wrong in them is told before anybody is called."""

import gzip
from pathlib import Path

import pytest

from graph.faults import Fault
from graph.loaders import sparql
from graph.loaders.files import InputFile
from graph.loaders.harvest_plan import Plan, read_plan
from graph.loaders.harvest_query import PagedQuery, paged
from queries.catalogue import catalogue, harvest_queries
from tests.conftest import PACKAGED
from tests.harvest.conftest import QUERY, fault, harvest, written

A = "http://a/"
WRONG: dict[str, tuple[bytes, str]] = {
    "unknown key": (written(A, pagesize=5), "There is no key “pagesize”. Did you mean page_size?"),
    "no endpoint": (written(A).partition(b"\n")[2], "field endpoint: The key “endpoint” is missing"),
    "credentials": (written("http://me:secret@a/"), "line 1, field endpoint: An address is wanted here"),
    "file": (written("file:///etc/passwd"), "line 1, field endpoint: An address is wanted here"),
    "no IRI": (written("http://a/%zz"), "line 1, field endpoint: An address is wanted here"),
    "blank": (written(A, title=" "), "line 2, field title: A text is wanted here"),
    "tier": (written(A, tier="gossip"), "field tier: A tier is one of depositary, gazette"),
    "contact": (written(A, contact="a\r\nX-Evil: 1"), "field contact: A web or mail address"),
    "page of half": (written(A, page_size=0.5), "field page_size: A whole number from 1 to 100,000"),
    "truth": (written(A, retries=True), "field retries: A whole number from 0 to 20"),
    "never": (written(A, timeout=0), "field timeout: A number from 0.1 to 3,600"),
    "not a number": (written(A).replace(b"delay = 0", b"delay = nan"), "field delay: A number"),
    "no TOML": (b"endpoint = \nquery", "line 1: The file is no TOML"),
    "latin": (b'endpoint = "\xe9"', "not UTF-8"),
    "packed": (gzip.compress(b"endpoint")[:-9], "cannot be read"),
    "no query": (written(A, "nothing-of-ours"), "comes with Depositary (cellar-agreements, wikidata-states)"),
    "outside": (written(A, "../../etc/passwd"), "There is no query"),
    "select": (written(A, "SELECT * { ?s ?p ?o }"), "This is SELECT. A harvest is a CONSTRUCT"),
    "update": (written(A, "DELETE WHERE { ?s ?p ?o }"), "This is DELETE; nothing is written to an endpoint"),
    "no place": (written(A, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), "The query has {LIMIT} 0 times"),
    "broken": (written(A, QUERY.replace("OPTIONAL", "OPTIONALLY")), "The query does not parse at column 3"),
    "outer": (written(A, QUERY + " LIMIT 5"), "“LIMIT” behind the pattern would cut a page"),
    "no order": (written(A, QUERY.replace("ORDER BY ?pact", "")), "is not ordered by ?pact, so that pages"),
    "two": (written(A, QUERY.replace("DISTINCT ?pact", "?pact ?x")), "has to give one variable"),
    "not given": (
        written(A, QUERY.replace("?pact a :Pact ; :title ?title }", ":a :b ?title }", 1)),
        "?pact is not in what is constructed",
    ),
    "short": (written(A, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT {LIMIT} OFFSET {OFFSET}"), "has no room for"),
    "apart": (
        written(A, QUERY.replace("OFFSET {OFFSET} }", "} { SELECT * { ?a ?b ?c } OFFSET {OFFSET} }")),
        "do not stand in one sub-select",
    ),
    "deep": (
        written(A, "CONSTRUCT { ?s ?p ?o } { " + "{" * 5000 + "{LIMIT}{OFFSET}" + "}" * 5000 + "}"),
        "field query: The query",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_calls_nobody(name: str) -> None:
    content, words = WRONG[name]
    told = fault(content)
    assert words in told
    assert "secret" not in told


def test_several_things_that_are_wrong_are_told_together() -> None:
    items = harvest(written(A, tier="x", retries=-1, colour="red"))
    assert {item.field for item in items if isinstance(item, Fault)} == {"tier", "retries", "colour"}


def test_what_is_recognised_and_what_is_not() -> None:
    assert sparql.recognises((PACKAGED / "examples" / "sparql.toml").read_bytes())
    for head in (b"", b'[project]\nname = "x"', b'{"endpoint": 1, "query": 2}'):
        assert not sparql.recognises(head)


def test_the_query_may_lie_beside_or_come_along(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(QUERY)
    content = written(A).partition(b"query = ")[0]
    for name, text in (("mine.rq", QUERY), ("wikidata-states", harvest_queries()["wikidata-states"].text)):
        path = tmp_path / "plan.toml"
        path.write_bytes(content + f'query = "{name}"'.encode())
        plan = read_plan(InputFile.at(path))
        assert isinstance(plan, Plan)
        assert plan.query == text


def test_queries_that_come_along_can_be_paged_and_are_no_questions_of_ours() -> None:
    assert harvest_queries()
    for name, query in harvest_queries().items():
        assert isinstance(paged(query.text), PagedQuery)
        assert name not in catalogue()
