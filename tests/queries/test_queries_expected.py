"""Competency questions: the right answers to the packaged facts, worked out by hand from the facts."""

from collections.abc import Iterable, Mapping

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from graph import iri
from graph.store import Store
from ontology.terms import ROOT
from queries.catalogue import Expected, StoredQuery, bind, catalogue

CASES = [(stored, expected) for stored in catalogue().values() for expected in stored.expected]
MANDATORY = 10


def _shown(row: QuerySolution, name: str) -> str:
    term = row[name]
    return term.value.removeprefix(ROOT) if isinstance(term, NamedNode | Literal) else ""


def _reduced(row: QuerySolution, names: Mapping[str, str]) -> dict[str, str]:
    return {name: _shown(row, name) for name in names}


def test_enough_questions_have_an_answer() -> None:
    assert len({stored.name for stored, _ in CASES}) >= MANDATORY


@pytest.mark.parametrize(
    ("stored", "expected"), CASES, ids=[f"{stored.name}-{n}" for n, (stored, _) in enumerate(CASES)]
)
def test_answer(packaged_store: Store, stored: StoredQuery, expected: Expected) -> None:
    values = bind(stored, stored.examples | dict(expected.values))
    rows = list(packaged_store.select(stored, values))
    if expected.count is not None:
        assert len(rows) == expected.count
    if expected.rows is not None:
        assert len(rows) == len(expected.rows), [str(row) for row in rows]
        assert [_reduced(row, wanted) for row, wanted in zip(rows, expected.rows, strict=True)] == list(
            expected.rows
        )
    assert expected.count is not None or expected.rows is not None


def _whole(store: Store, subjects: Iterable[object]) -> set[Triple]:
    """Everything that the statuses hold of these subjects, by another way than a query."""
    named = [subject for subject in subjects if isinstance(subject, NamedNode)]
    status = NamedNode(iri.STATUS)
    quads = (store.oxigraph.quads_for_pattern(subject, None, None, status) for subject in named)
    return {quad.triple for found in quads for quad in found}


@pytest.mark.parametrize("stored", catalogue().values(), ids=lambda stored: stored.name)
def test_the_same_question_has_the_same_answer_in_the_same_order(
    packaged_store: Store, stored: StoredQuery
) -> None:
    values = bind(stored, stored.examples)
    if stored.form == "construct":
        found = set(packaged_store.construct(stored, values))
        assert found == _whole(packaged_store, {triple.subject for triple in found})
        assert len(found) > MANDATORY
        return
    once, again = (list(map(str, packaged_store.select(stored, values))) for _ in range(2))
    assert once == again
    assert len(set(once)) == len(once), "the same row stands twice"
