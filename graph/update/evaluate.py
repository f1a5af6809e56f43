"""What one operation changes (SPARQL 1.1 Update, 3 and 4.3). Nothing is written here.

Queries are evaluated by Oxigraph on the store itself; where an operation fails, it is as Oxigraph and the
specification have it, except that ADD, MOVE and COPY of a graph that does not exist always fail: the
specification allows it (3.2.3 to 3.2.5), and a misspelt name then never empties another graph.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.errors import (
    DepositaryError,
    FunctionUnsupported,
    QueryFailed,
    QueryForbidden,
    QueryMalformed,
    UpdateFailed,
    WriteTooLarge,
)
from graph.protected import refuse_protected
from graph.store.terms import as_kept
from graph.update.changes import Changes
from graph.update.delta import Delta, GraphName
from graph.update.operations import (
    Clear,
    Create,
    DeleteData,
    InsertData,
    Load,
    Modify,
    Prologue,
    Step,
    Transfer,
)
from graph.update.templates import Solution, Template, read_data, read_template
from graph.workers.malformed import unsupported_function

Fetch = Callable[[str], Iterable[Quad]]

_EMPTY = "{}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that WHERE reads where the protocol names some (SPARQL 1.1 Protocol, 2.2.3)."""

    default: tuple[NamedNode, ...] = ()
    named: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Where and how the operations of a request are evaluated.

    `load` gives the quads of a document for LOAD, with blank nodes of its own; all of them go to the one
    graph that LOAD names.
    """

    store: Store
    base_iri: str | None
    dataset: Dataset
    load: Fetch | None
    most_quads: int

    def delta(self, step: Step) -> Delta:
        """What an operation changes, relative to what the store holds."""
        scope = _Scope(self, step.prologue, Changes(self.store, self.most_quads))
        match step.operation:
            case InsertData(block):
                scope.changes.insert(scope.data(block))
            case DeleteData(block):
                scope.changes.delete(scope.data(block))
            case Modify() as modify:
                _modify(scope, modify)
            case Load() as load:
                return _load(scope, load)
            case Create() as create:
                return _create(scope, create)
            case Clear() as clear:
                return _clear(scope, clear)
            case Transfer() as transfer:
                return _transfer(scope, transfer)
        return scope.changes.delta()


@dataclass(frozen=True, slots=True)
class _Scope:
    """One operation while it is evaluated: what its texts mean, and what it changes."""

    evaluation: Evaluation
    prologue: Prologue
    changes: Changes

    @property
    def store(self) -> Store:
        return self.evaluation.store

    def data(self, block: str) -> Store:
        return read_data(block, self.prologue.text, self.evaluation.base_iri)

    def iri(self, written: str) -> NamedNode:
        return resolved(written, self.prologue, self.evaluation.base_iri)

    def graph(self, written: str | None) -> NamedNode | DefaultGraph:
        return DefaultGraph() if written is None else self.iri(written)

    def template(self, block: str | None, graph: str | None, variables: tuple[str, ...] = ()) -> Template:
        return read_template(
            block or _EMPTY, self.prologue.text, self.evaluation.base_iri, self.graph(graph), variables
        )

    def exists(self, graph: GraphName) -> bool:
        return self.store.contains_named_graph(graph)

    def content(self, graph: GraphName | DefaultGraph) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, graph)


def resolved(written: str, prologue: Prologue, base_iri: str | None) -> NamedNode:
    """The IRI that is written as a relative one or as a prefixed name, as Oxigraph reads it."""
    query = f"{prologue.text}SELECT ?iri {{ VALUES ?iri {{ {written} }} }}"
    solutions: Any = Store().query(query, base_iri=base_iri)
    (solution,) = solutions
    return NamedNode(solution[0].value)


def _modify(scope: _Scope, operation: Modify) -> None:
    delete = scope.template(operation.delete, operation.graph)
    insert = scope.template(operation.insert, operation.graph, delete.variables)
    for solution in _solutions(scope, operation, insert.variables, each=insert.has_blank_nodes):
        scope.changes.delete(delete.fill(solution))
        scope.changes.insert(insert.fill(solution))


def _solutions(
    scope: _Scope, operation: Modify, variables: tuple[str, ...], *, each: bool
) -> Iterator[Solution]:
    """What the templates need of the solutions of WHERE; `each` of them, or only the different ones."""
    names = " ".join(f"?{name}" for name in variables) or "?none"
    limit = "" if each or variables else "LIMIT 1"
    query = f"SELECT {'' if each else 'DISTINCT'} {names} WHERE {operation.where}\n{limit}"
    text, base_iri = scope.prologue.text + query, scope.evaluation.base_iri
    try:
        solutions: Any = scope.store.query(text, base_iri=base_iri, **_graphs(scope, operation))
    except SyntaxError as error:  # Oxigraph reads WHERE to another end than we do
        raise QueryMalformed(f"The update cannot be read: {error}.") from None
    except RuntimeError as error:
        raise _stopped(str(error)) from None
    try:
        yield from solutions
    except RuntimeError as error:  # as for triple terms that RDF does not allow
        raise _stopped(str(error)) from None


def _stopped(reason: str) -> QueryFailed:
    """What stopped an evaluation: a function that Oxigraph lacks, or a value that it cannot go on with."""
    if (function := unsupported_function(reason)) is not None:
        return FunctionUnsupported(function)
    return QueryFailed(f"The update cannot be evaluated: {reason}.")


def _graphs(scope: _Scope, operation: Modify) -> dict[str, Any]:
    """The data set of WHERE for `Store.query`: that of USING, else of the protocol, else of WITH."""
    dataset = scope.evaluation.dataset
    default = [*dataset.default, *map(scope.iri, operation.using)]
    named = [*dataset.named, *map(scope.iri, operation.using_named)]
    if default or named:
        return {"default_graph": default, "named_graphs": named}
    return {} if operation.graph is None else {"default_graph": scope.iri(operation.graph)}


def _load(scope: _Scope, operation: Load) -> Delta:
    graph = scope.graph(operation.graph)
    try:
        quads = _document(scope, scope.iri(operation.source).value)
        placed = (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
        scope.changes.insert(as_kept(placed))
    except WriteTooLarge:
        raise
    except (DepositaryError, OSError):
        if operation.silent:
            return Delta()
        raise
    return scope.changes.delta()


def _document(scope: _Scope, iri: str) -> Iterable[Quad]:
    if scope.evaluation.load is None:
        raise QueryForbidden("LOAD is not served: an update does not fetch documents.")
    return scope.evaluation.load(iri)


def _create(scope: _Scope, operation: Create) -> Delta:
    graph = scope.iri(operation.graph)
    if scope.exists(graph) and not operation.silent:
        raise UpdateFailed(f"The graph {graph} exists already; CREATE SILENT lets it be.")
    return scope.changes.delta(created=[graph])


def _clear(scope: _Scope, operation: Clear) -> Delta:
    targets: list[GraphName | DefaultGraph] = []
    match operation.target:
        case "DEFAULT":
            targets = [DefaultGraph()]
        case "NAMED":
            targets = [*scope.store.named_graphs()]
        case "ALL":
            targets = [DefaultGraph(), *scope.store.named_graphs()]
        case written:
            targets = [graph := scope.iri(written)]
            if not (operation.silent or scope.exists(graph)):
                raise _absent("DROP" if operation.drop else "CLEAR", graph)
    _refuse_protected(scope, targets)
    for target in targets:
        scope.changes.delete(scope.content(target))
    named = [target for target in targets if not isinstance(target, DefaultGraph)]
    return scope.changes.delta(dropped=named if operation.drop else ())


def _transfer(scope: _Scope, operation: Transfer) -> Delta:
    """ADD, MOVE and COPY as the specification rewrites them; a graph to itself changes nothing."""
    source, target = scope.graph(operation.source), scope.graph(operation.target)
    missing = isinstance(source, NamedNode) and not scope.exists(source)
    if missing and source != target and not operation.silent:
        raise _absent(operation.verb, source)
    if missing or source == target:
        return Delta()
    replaces, moves = operation.verb != "ADD", operation.verb == "MOVE"
    _refuse_protected(scope, [target, source] if moves else [target])
    if replaces:
        scope.changes.delete(scope.content(target))
    copies = (Quad(each.subject, each.predicate, each.object, target) for each in scope.content(source))
    scope.changes.insert(copies)
    if moves:
        scope.changes.delete(scope.content(source))
    gone = [source] if moves else []
    gone += [target] if replaces and not any(True for _ in scope.content(source)) else []
    return scope.changes.delta(dropped=[graph for graph in gone if isinstance(graph, NamedNode)])


def _refuse_protected(scope: _Scope, graphs: Iterable[GraphName | DefaultGraph]) -> None:
    """Refuse before anything is read: a large graph takes seconds."""
    named = (graph for graph in graphs if isinstance(graph, NamedNode))
    refuse_protected(graph.value for graph in named if scope.exists(graph))


def _absent(verb: str, graph: NamedNode | DefaultGraph) -> UpdateFailed:
    return UpdateFailed(f"There is no graph {graph}; {verb} SILENT changes nothing then.")
