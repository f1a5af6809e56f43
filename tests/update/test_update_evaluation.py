"""What an operation does besides what Oxigraph would do: refusals, limits, data sets, documents."""

from collections.abc import Iterable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.errors import (
    BadRequest,
    FunctionUnsupported,
    QueryFailed,
    QueryForbidden,
    RemoteFailed,
    UpdateFailed,
    WriteTooLarge,
)
from graph.update import Delta, run
from tests.update.conftest import Memory

FILLED = """
    PREFIX e: <http://example.org/>
    INSERT DATA { e:a e:p 1 . GRAPH e:g { e:a e:p 2 } GRAPH e:h { e:a e:p 3 } }
"""
PREFIX = "PREFIX e: <http://example.org/>\n"


def node(name: str) -> NamedNode:
    return NamedNode(f"http://example.org/{name}")


def quad(number: int, graph: str, subject: str = "a") -> Quad:
    integer = Literal(str(number), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    return Quad(node(subject), node("p"), integer, node(graph))


@pytest.fixture
def memory() -> Memory:
    """A default graph and two named graphs of one quad each."""
    return Memory(FILLED)


@pytest.mark.parametrize(
    "operation",
    [
        "CREATE GRAPH e:g",
        "DROP GRAPH e:x",
        "CLEAR GRAPH e:x",
        "COPY e:x TO e:g",
        "MOVE e:x TO DEFAULT",
        "ADD e:x TO e:g",
    ],
)
def test_what_contradicts_the_store_fails_and_silently_changes_nothing(
    memory: Memory, operation: str
) -> None:
    held = set(memory.store)
    with pytest.raises(UpdateFailed, match=r"http://example.org/[gx]"):
        memory.update(PREFIX + operation)
    verb, rest = operation.split(" ", 1)
    assert not memory.update(f"{PREFIX} {verb} SILENT {rest}")
    assert set(memory.store) == held


def test_an_emptied_graph_exists_and_a_dropped_one_does_not(memory: Memory) -> None:
    emptied = memory.update(PREFIX + "DELETE WHERE { GRAPH e:g { ?s ?p ?o } }")
    assert emptied == Delta(removed=frozenset({quad(2, "g")}))
    assert memory.update(PREFIX + "DROP GRAPH e:g") == Delta(dropped=frozenset({node("g")}))
    assert memory.update(PREFIX + "CREATE GRAPH e:g") == Delta(created=frozenset({node("g")}))


def test_operations_that_undo_each_other_change_nothing_together(memory: Memory) -> None:
    text = "DROP GRAPH e:g; INSERT DATA { GRAPH e:g { e:a e:p 2 } GRAPH e:n { e:a e:p 9 } }; DROP GRAPH e:n"
    assert memory.update(PREFIX + text) == Delta()
    assert not memory.update(PREFIX + text)


def test_a_later_operation_sees_the_earlier_ones(memory: Memory) -> None:
    text = """
        INSERT DATA { GRAPH e:g { e:b e:p 2 } } ;
        WITH e:g DELETE { ?s ?p 2 } INSERT { ?s ?p 4 } WHERE { ?s ?p 2 }
    """
    added = frozenset({quad(4, "g"), quad(4, "g", "b")})
    assert memory.update(PREFIX + text) == Delta(frozenset({quad(2, "g")}), added)


def test_numbers_are_told_as_the_store_has_them(memory: Memory) -> None:
    delta = memory.update(PREFIX + "DELETE DATA { GRAPH e:g { e:a e:p 02 } }")
    assert delta.removed == {quad(2, "g")}


def test_blank_nodes_are_new_in_every_solution_and_the_same_within_one(memory: Memory) -> None:
    text = "INSERT { _:n e:q ?v . _:n e:r _:n } WHERE { VALUES ?v { 1 1 2 } }"
    delta = memory.update(PREFIX + text)
    nodes = {each.subject for each in delta.added}
    assert len(nodes) == 3
    assert all(isinstance(each, BlankNode) for each in nodes)
    assert sum(each.subject == each.object for each in delta.added) == 3


def test_a_template_without_variables_needs_one_solution(memory: Memory) -> None:
    delta = memory.update(PREFIX + "INSERT { GRAPH e:g { e:b e:p 5 } } WHERE { ?s ?p ?o }")
    assert delta.added == {quad(5, "g", "b")}
    assert not memory.update(PREFIX + "INSERT { e:b e:p 5 } WHERE { ?s e:nothing ?o }")


def test_an_iri_of_the_client_is_no_variable(memory: Memory) -> None:
    text = "INSERT { GRAPH e:g { <urn:uuid:0#0> e:p ?o } } WHERE { ?s e:p ?o }"
    (added,) = memory.update(PREFIX + text).added
    assert added.subject == NamedNode("urn:uuid:0#0")


def test_the_protocol_names_what_where_reads(memory: Memory) -> None:
    text = "INSERT { GRAPH e:new { ?s ?p ?o } } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    using, named = ("http://example.org/g",), ("http://example.org/h",)
    delta = run(memory, PREFIX + text, most_quads=10, using=using, using_named=named)
    assert delta.added == {quad(2, "new"), quad(3, "new")}
    assert delta.created == {node("new")}


@pytest.mark.parametrize(
    "clause", ["WITH e:g DELETE {} ", "DELETE {} USING e:g ", "DELETE {} USING NAMED e:g "]
)
def test_the_graphs_are_named_in_one_place_only(memory: Memory, clause: str) -> None:
    with pytest.raises(BadRequest, match="using-graph-uri"):
        run(memory, f"{PREFIX} {clause} WHERE {{}}", most_quads=1, using=("http://example.org/g",))
    with pytest.raises(BadRequest, match="absolute"):
        run(memory, "", most_quads=1, using_named=("no iri",))


def test_an_update_that_changes_too_much_says_what_to_do(memory: Memory) -> None:
    three = "INSERT DATA { e:b e:p 1, 2, 3 }"
    assert run(Memory(), PREFIX + three, most_quads=3).size == 3
    for text in (three, "DROP ALL", "INSERT DATA { e:b e:p 1, 2 }; INSERT DATA { e:b e:q 3 }"):
        with pytest.raises(WriteTooLarge, match=r"more than 2 quads.*depositary load"):
            run(Memory(FILLED), PREFIX + text, most_quads=2)
    assert not run(memory, PREFIX + "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", most_quads=0)


def test_nothing_is_called(memory: Memory) -> None:
    with pytest.raises(QueryForbidden, match="SERVICE"):
        memory.update("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryForbidden, match="LOAD"):
        memory.update("LOAD <http://127.0.0.1:9/>")
    assert not memory.update("LOAD SILENT <http://127.0.0.1:9/>")


def test_a_document_is_loaded_into_the_graph_that_is_named(memory: Memory) -> None:
    asked = []

    def load(iri: str) -> Iterable[Quad]:
        asked.append(iri)
        yield Quad(node("b"), node("p"), quad(7, "g").object)

    delta = run(memory, PREFIX + "LOAD e:doc INTO GRAPH e:g", most_quads=1, load=load)
    assert delta == Delta(added=frozenset({quad(7, "g", "b")}))
    assert asked == ["http://example.org/doc"]


def test_a_document_that_does_not_come_is_no_error_where_it_is_silent(memory: Memory) -> None:
    def load(iri: str) -> Iterable[Quad]:
        yield quad(7, "g")
        raise RemoteFailed(f"{iri} is away.")

    with pytest.raises(RemoteFailed):
        run(memory, "LOAD <http://example.org/doc>", most_quads=9, load=load)
    assert not run(memory, "LOAD SILENT <http://example.org/doc>", most_quads=9, load=load)
    with pytest.raises(WriteTooLarge):
        run(memory, "LOAD SILENT <http://example.org/doc>", most_quads=0, load=lambda _: [quad(7, "g")])


def test_a_function_that_nobody_knows_is_named(memory: Memory) -> None:
    with pytest.raises(FunctionUnsupported, match=r"http://example\.org/f"):
        memory.update(PREFIX + "INSERT { ?s ?p ?x } WHERE { ?s ?p ?o BIND(e:f(?o) AS ?x) }")


def test_what_oxigraph_cannot_evaluate_is_refused(memory: Memory) -> None:
    """With a blank node as the predicate of a triple term that WHERE asks for, it stops half-way."""
    memory.update(PREFIX + "INSERT DATA { e:a e:p e:a, [ e:p 1 ] }")
    with pytest.raises(QueryFailed, match="cannot be evaluated"):
        memory.update(PREFIX + "DELETE WHERE { e:a ?s ?p . GRAPH e:g { e:a ?s <<( ?s ?p ?s )>> } }")
