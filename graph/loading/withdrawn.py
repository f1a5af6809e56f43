"""Acts that a newer file in the acts format leaves out: with `--replace` they go, unless others report them.

The graph of a file holds how far each of its acts is verified; so it tells which acts the file had before.
"""

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode, Quad, Store

from graph import iri
from graph.loading.writing import Written
from graph.store.candidate import Candidate
from ontology.terms import DEP

_VERIFICATION = NamedNode(DEP.verification)
_FILE_GRAPHS = iri.source_graph(iri.FILES)


def withdraw_absent(candidate: Candidate, file: str, present: Collection[str]) -> Written:
    """Remove the acts that a file had, and has no more; `present` are the ids it has.

    What a named source is said to report goes with the last file that says so.
    """
    candidate.settle()
    graph, store = NamedNode(iri.source_graph(file)), candidate.store
    held = {quad.subject for quad in store.quads_for_pattern(None, _VERIFICATION, None, graph)}
    kept = {NamedNode(iri.act(id_)) for id_ in present}
    gone = [act for act in held - kept if isinstance(act, NamedNode)]
    candidate.remove({quad for act in gone for quad in _said(store, act, graph)})
    written = Written(withdrawn={iri.act_id(act.value).partition("/")[0] for act in gone})
    for _ in gone:
        written.count("withdrawn", graph.value)
    return written


def _said(store: Store, act: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """What the file says of an act; and what its sources say, if no other file has it."""
    quads = list(store.quads_for_pattern(act, None, None, None))
    others = {
        quad.graph_name
        for quad in quads
        if quad.predicate == _VERIFICATION and quad.graph_name != graph and _is_file(quad.graph_name)
    }
    for quad in quads:
        of_source = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(
            iri.SOURCE_GRAPHS
        )
        if quad.graph_name == graph or (of_source and not others and not _is_published(quads, quad)):
            yield quad


def _is_file(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(_FILE_GRAPHS)


def _is_published(quads: Collection[Quad], quad: Quad) -> bool:
    """Whether the graph is that of a publisher's file, which speaks for itself."""
    return any(
        each.predicate == _VERIFICATION and each.graph_name == quad.graph_name
        for each in quads
        if not _is_file(each.graph_name)
    )
