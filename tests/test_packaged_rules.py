"""The rules of all packaged treaties: tied to the articles that state them, and nothing lost in the graph."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.answers.treaties import treaty_answer
from graph.packaged import rules
from graph.triples.provisions import cited, place
from graph.triples.rules import named_rules, read_rules
from graph.view import View
from ontology.terms import DEP

DOCUMENTS: Mapping[str, Mapping[str, Any]] = {slug: each.document for slug, each in rules().items()}
WORDS = NamedNode("http://www.w3.org/ns/oa#exact")
TREATIES = sorted(DOCUMENTS)


def objects(store: Store, subject: str, predicate: str | NamedNode) -> list[str]:
    term = predicate if isinstance(predicate, NamedNode) else NamedNode(predicate)
    quads = store.quads_for_pattern(NamedNode(subject), term, None, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)]


def test_there_are_twenty_eight() -> None:
    assert len(TREATIES) == 28


@pytest.mark.parametrize("slug", TREATIES)
def test_what_comes_back_from_the_graph_is_what_was_read(view: View, slug: str) -> None:
    found = read_rules(view.store.oxigraph, slug)
    assert found is not None
    given = DOCUMENTS[slug]
    assert {**found.document, "clauses": []} == {**given, "clauses": []}
    assert sorted(found.document["clauses"], key=provision) == sorted(given["clauses"], key=provision)


def provision(clause: Mapping[str, Any]) -> str:
    return str(clause["provision"])


def ruled(slug: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, _, rule in named_rules(DOCUMENTS[slug]):
        yield iri.rule(slug, name), rule


@pytest.mark.parametrize("slug", TREATIES)
def test_every_rule_is_tied_to_the_article_that_states_it(view: View, slug: str) -> None:
    store = view.store.oxigraph
    for rule, content in ruled(slug):
        stating = objects(store, rule, DEP.statedIn)
        assert bool(stating) == bool(content.get("provision"))
        assert objects(store, rule, DEP.ruleOf) == [iri.treaty(slug)]
        for article in stating:
            assert len(objects(store, article, DEP.provisionOf)) == 1


@pytest.mark.parametrize("slug", TREATIES)
def test_an_article_is_quoted_where_its_text_is_held(view: View, slug: str) -> None:
    store = view.store.oxigraph
    for clause in DOCUMENTS[slug]["clauses"]:
        article = iri.provision(slug, clause["provision"])
        quotes = [
            words
            for passage in objects(store, article, DEP.evidence)
            for words in objects(store, passage, WORDS)
        ]
        assert quotes == ([clause["quote"]] if clause["text_held"] else [])
        assert bool(objects(store, article, DEP.textNotHeld)) != clause["text_held"]


@pytest.mark.parametrize(
    ("citation", "named"),
    [
        ("126(2)", [("t", "126(2)")]),
        ("28(1)-(2)", [("t", "28(1)"), ("t", "28(2)")]),
        ("28(1), 30(2)", [("t", "28(1)"), ("t", "30(2)")]),
        ("IX(2)-(3)", [("t", "IX(2)"), ("t", "IX(3)")]),
        ("ECHR 58(3)", [("echr", "58(3)")]),
        ("VCLT 18(a), as custom", [("vclt", "18(a)")]),
        ("VCLT 2(1)(g), as custom; VCSST 31, 34, by analogy", [("vclt", "2(1)(g)")]),
        ("VCLT-IO 16, as custom", []),
        ("depositary practice; VCLT 18(b)", []),
        ("", []),
    ],
)
def test_what_a_citation_names(citation: str, named: list[tuple[str, str]]) -> None:
    assert list(cited("t", citation)) == named


def test_articles_come_in_the_order_of_the_treaty() -> None:
    ordered = ["4", "7", "27(1)", "27(2)", "27(10)", "42", "IX(4)", "X(1)", "XIII", "XIV"]
    arabic, roman = ordered[:6], ordered[6:]
    assert sorted(set(arabic), key=place) == arabic
    assert sorted(set(roman), key=place) == roman
    assert sorted(["preamble", "2(1)(g)", "2(1)(f)"], key=place) == ["2(1)(f)", "2(1)(g)", "preamble"]


def test_the_answer_on_a_treaty_ties_articles_to_rules_and_words_to_their_source(view: View) -> None:
    clauses = {clause["provision"]: clause for clause in treaty_answer(view, "Refugee Convention")["clauses"]}
    assert list(clauses) == ["39(1)", "42(1)", "43(1)", "43(2)", "44(1)", "44(2)"]
    assert [rule["kind"] for rule in clauses["44(1)"]["rules"]] == ["withdrawal"]
    assert [rule["kind"] for rule in clauses["44(2)"]["rules"]] == ["withdrawal"]
    assert clauses["44(1)"]["source"] == "treaty-texts-refugee"
    assert clauses["44(1)"]["source_title"]
