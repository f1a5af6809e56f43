"""The tests of the W3C for SPARQL 1.1 Update and 1.2: every result, every syntax error."""

from dataclasses import dataclass
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph.errors import QueryMalformed
from graph.update.check import read
from tests.conftest import SHARED
from tests.update.conftest import Memory, content, copy

SUITES = SHARED / "conformance" / "w3c" / "sparql"
BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    manifest: Store
    node: Any

    def values(self, subject: Any, predicate: str) -> list[Any]:
        return [q.object for q in self.manifest.quads_for_pattern(subject, NamedNode(predicate), None)]

    def value(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.values(subject, predicate)))

    def text(self) -> tuple[str, str]:
        """The update, and the IRI that it is found under."""
        action = self.value(self.node, MF + "action")
        iri = action if isinstance(action, NamedNode) else self.value(action, UT + "request")
        return (SUITES / iri.value.removeprefix(BASE)).read_text(encoding="utf-8"), iri.value

    def dataset(self, when: str) -> list[Quad]:
        """The quads before (`action`) or after (`result`)."""
        node = self.value(self.node, MF + when)
        quads = [quad for data in self.values(node, UT + "data") for quad in quads_of(data)]
        for graph in self.values(node, UT + "graphData"):
            name = NamedNode(self.value(graph, LABEL).value)
            inside = quads_of(self.value(graph, UT + "graph"))
            quads.extend(Quad(quad.subject, quad.predicate, quad.object, name) for quad in inside)
        return quads


def quads_of(iri: NamedNode) -> list[Quad]:
    path = SUITES / iri.value.removeprefix(BASE)
    format_ = RdfFormat.from_extension(path.suffix[1:])
    return list(parse(path=path, format=format_, base_iri=iri.value, rename_blank_nodes=True))


def cases(*kinds: str) -> list[Any]:
    """The tests of these kinds; one that skips where there are none."""
    found = []
    for path in sorted(SUITES.glob("sparql1[12]/*/manifest.ttl")):
        manifest = Store()
        manifest.load(path=path, format=RdfFormat.TURTLE, base_iri=BASE + path.relative_to(SUITES).as_posix())
        for kind in kinds:
            for quad in manifest.quads_for_pattern(None, NamedNode(TYPE), NamedNode(MF + kind)):
                name = f"{path.parent.name}/{str(quad.subject).rpartition('#')[2][:-1]}"
                found.append(pytest.param(Case(manifest, quad.subject), id=name))
    skip = pytest.mark.skip(reason="the tests of the W3C are absent")
    return found or [pytest.param(None, marks=skip, id="absent")]


@pytest.mark.parametrize("case", cases("UpdateEvaluationTest"))
def test_the_store_holds_what_the_test_says_and_the_delta_tells_it(case: Case) -> None:
    memory = Memory()
    memory.store.extend(case.dataset("action"))
    before = copy(memory.store)
    text, iri = case.text()
    delta = memory.update(f"BASE <{iri}>\n{text}")
    assert content(memory.store) == content(case.dataset("result"))
    assert all(quad in before for quad in delta.removed)
    assert not any(quad in before for quad in delta.added)
    assert set(memory.store) == (set(before) - delta.removed) | delta.added
    names = (set(before.named_graphs()) - delta.dropped) | delta.created
    assert set(memory.store.named_graphs()) == names


@pytest.mark.parametrize("case", cases("PositiveUpdateSyntaxTest11", "PositiveUpdateSyntaxTest"))
def test_good_syntax_is_read(case: Case) -> None:
    text, iri = case.text()
    assert isinstance(read(text, iri), tuple)


@pytest.mark.parametrize("case", cases("NegativeUpdateSyntaxTest11", "NegativeUpdateSyntaxTest"))
def test_bad_syntax_is_refused(case: Case) -> None:
    text, iri = case.text()
    with pytest.raises(QueryMalformed):
        read(text, iri)
