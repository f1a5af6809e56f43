"""For every update the delta is exactly what Oxigraph's own evaluation makes of the store."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from graph.errors import QueryFailed
from graph.update import Delta
from tests.update.conftest import Memory, content, copy

Texts = st.SearchStrategy[str]

PREFIX = "PREFIX e: <http://example.org/>\n"

iris = st.sampled_from(["e:a", "e:b", "<http://example.org/c>"])
predicates = st.sampled_from(["e:p", "e:q", "a"])
graphs = st.sampled_from(["e:g", "e:h", "<http://example.org/a>"])
literals = st.sampled_from(["1", "01", "1.0", "'1'", '"x;}#"@EN', "'''y'z'''", "true", "'<'", "'1'^^e:t"])
blank = st.sampled_from(["_:x", "_:y"])
variables = st.sampled_from(["?s", "?p", "?o", "$g", "?x"])
ground = st.one_of(
    iris, literals, st.builds("<<( {} {} {} )>>".format, iris, predicates, st.one_of(iris, literals))
)


def triples(subjects: Texts, predicates: Texts, objects: Texts, least: int = 0) -> Texts:
    """Some triples as text."""
    one = st.builds("{} {} {} .".format, subjects, predicates, objects)
    return st.lists(one, min_size=least, max_size=3).map(" ".join)


def quads(subjects: Texts, predicates: Texts, objects: Texts, names: Texts, least: int = 0) -> Texts:
    """Triples in the default graph and in one named graph."""
    outside = triples(subjects, predicates, objects)
    inside = triples(subjects, predicates, objects, least)
    return st.builds("{{ {} GRAPH {} {{ {} }} }}".format, outside, names, inside)


node = st.one_of(iris, blank)
data = quads(node, predicates, st.one_of(ground, blank, st.just("[ e:p 1 ]"), st.just("( 1 e:a )")), graphs)
ground_data = quads(iris, predicates, ground, graphs)
in_template = st.one_of(
    variables, ground, st.builds("<<( {} {} {} )>>".format, variables, st.just("?p"), variables)
)
names = st.one_of(graphs, variables)
deleted = quads(st.one_of(iris, variables), st.one_of(predicates, variables), in_template, names)
# of a GRAPH with nothing in it Oxigraph's DELETE WHERE knows nothing, though the graph has to exist
matched = quads(st.one_of(iris, variables), st.one_of(predicates, variables), in_template, names, least=1)
inserted = quads(
    st.one_of(iris, variables, blank),
    st.one_of(predicates, variables),
    st.one_of(in_template, blank, st.sampled_from(["[ e:q ?o ]", "( ?s )", "?o {| e:p ?s |}", "?o ~ _:x"])),
    names,
)
where = st.sampled_from(
    [
        "{}",
        "{ ?s ?p ?o }",
        "{ GRAPH ?g { ?s ?p ?o } }",
        "{ ?s ?p ?o OPTIONAL { GRAPH ?g { ?o ?p ?x } } }",
        "{ GRAPH $g { ?s ?p ?o } FILTER(?o < 5 || isLiteral(?o)) # }\n }",
        "{ ?s ?p ?o BIND(?o + 1 AS ?x) }",
        "{ ?s ?p ?o BIND(TRIPLE(?s, ?p, ?o) AS ?x) }",
        "{ VALUES (?s ?g ?o) { (e:a e:g '01') (UNDEF e:h e:b) (e:b UNDEF <<( e:a e:p 1 )>>) } }",
        "{ SELECT ?s (COUNT(*) AS ?o) (IRI(MAX(STR(?q))) AS ?p) { ?s ?q ?z } GROUP BY ?s }",
        "{ ?s ?p ?o . ?a ?b ?c MINUS { ?s a ?o } }",
        "{ ?s ?p [] . BIND(STRLANG('x', 'EN') AS ?o) }",
        "{ ?s ?p ?o } # ; DROP ALL\n",
    ]
)
using = st.one_of(
    st.just(""),
    st.builds("USING {}".format, graphs),
    st.builds("USING NAMED {}".format, graphs),
    st.builds("USING {} USING NAMED {}".format, graphs, graphs),
)
with_graph = st.one_of(st.just(""), st.builds("WITH {}".format, graphs))
silent = st.sampled_from(["", "SILENT"])
place = st.one_of(st.just("DEFAULT"), graphs, graphs.map("GRAPH {}".format))
operations = st.one_of(
    data.map("INSERT DATA {}".format),
    ground_data.map("DELETE DATA {}".format),
    matched.map("DELETE WHERE {}".format),
    st.builds("{} DELETE {} INSERT {} {} WHERE {}".format, with_graph, deleted, inserted, using, where),
    st.builds("{} DELETE {} {} WHERE {}".format, with_graph, deleted, using, where),
    st.builds("{} insert{}{} where{}".format, with_graph, inserted, using, where),
    st.builds("CREATE {} GRAPH {}".format, silent, graphs),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["DROP", "CLEAR"]),
        silent,
        st.one_of(st.sampled_from(["DEFAULT", "NAMED", "ALL"]), graphs.map("GRAPH {}".format)),
    ),
    st.builds("{} {} {} TO {}".format, st.sampled_from(["ADD", "COPY", "MOVE"]), silent, place, place),
)
stores = data.map((PREFIX + "INSERT DATA {}").format)


def expected(store: Store, operation: str) -> str | None:
    """Let Oxigraph evaluate an operation; why it fails, if it does.

    Of a graph that does not exist Oxigraph copies nothing, over what was there; that is refused.
    """
    transfer = re.match(r"(?:ADD|COPY|MOVE) (SILENT)? *(?:GRAPH )?(\S+) TO (?:GRAPH )?(\S+)", operation)
    if transfer and transfer[2] not in {"DEFAULT", transfer[3]} and not exists(store, transfer[2]):
        return None if transfer[1] else "There is no graph"
    try:
        store.update(PREFIX + operation)
    except RuntimeError as error:
        return str(error)
    return None


def exists(store: Store, name: str) -> bool:
    return store.contains_named_graph(NamedNode(name.strip("<>").replace("e:", "http://example.org/")))


def outcome(memory: Memory, text: str) -> Delta | None:
    """The delta; `None` where the update fails."""
    try:
        return memory.update(text)
    except QueryFailed:
        return None


def differ(before: Store, after: Store) -> Delta:
    """The difference of two stores, counted from what they hold."""
    old, new = frozenset(before), frozenset(after)
    names, later = frozenset(before.named_graphs()), frozenset(after.named_graphs())
    return Delta(old - new, new - old, later - names, names - later)


@settings(max_examples=600, deadline=None)
@given(stores, operations)
def test_an_operation_changes_what_oxigraph_changes(held: str, operation: str) -> None:
    memory = Memory(held)
    before, reference = copy(memory.store), copy(memory.store)
    failure = expected(reference, operation)
    delta = outcome(memory, PREFIX + operation)
    assert (delta is None) == (failure is not None)
    assert content(memory.store) == content(reference)
    assert set(memory.store.named_graphs()) == set(reference.named_graphs())
    assert delta is None or delta == differ(before, memory.store)


@settings(max_examples=200, deadline=None)
@given(stores, st.lists(operations, max_size=5))
def test_a_request_changes_what_its_operations_change_one_by_one(held: str, request: list[str]) -> None:
    request = [re.sub("_:([xy])", rf"\g<0>{number}", each) for number, each in enumerate(request)]
    memory, single = Memory(held), Memory()
    single.store = copy(memory.store)
    before = copy(memory.store)
    failures = [outcome(single, PREFIX + each) is None for each in request]
    delta = outcome(memory, PREFIX + "\n;".join(request))
    if not any(failures):
        assert delta == differ(before, memory.store)
        assert content(memory.store) == content(single.store)
    else:
        assert delta is None
