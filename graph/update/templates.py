"""The quads that a template makes of solutions (SPARQL 1.1 Update, 3.1.3; SPARQL 1.2 Query, 16.2.1).

Oxigraph reads the template: as the block of an INSERT DATA in which an IRI that nobody else has stands for
each variable. So collections, property lists, reifiers and annotations are what Oxigraph makes of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph.store.lexer import tokens

Term = NamedNode | BlankNode | Literal | Triple
Graph = NamedNode | BlankNode | DefaultGraph
Solution = Sequence[Term | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a variable, by its number among the variables that are selected."""

    index: int


@dataclass(frozen=True, slots=True)
class TriplePattern:
    """A triple term with places of variables."""

    subject: "Pattern"
    predicate: "Pattern"
    object: "Pattern"


Pattern = Slot | TriplePattern | Term | DefaultGraph


@dataclass(frozen=True, slots=True)
class QuadPattern:
    """A quad with places of variables."""

    triple: TriplePattern
    graph: Pattern


@dataclass(frozen=True, slots=True)
class Template:
    """The quads of a template; `variables` are the names that the slots count, without the question mark."""

    quads: tuple[QuadPattern, ...]
    variables: tuple[str, ...]

    @property
    def has_blank_nodes(self) -> bool:
        """Whether every solution makes new nodes."""
        return any(_has_blank(quad.triple) for quad in self.quads)

    def fill(self, solution: Solution) -> Iterator[Quad]:
        """The quads of a solution, its terms in the order of `variables`.

        A quad with an unbound variable, or with a term where RDF allows none of its kind, is left out. Each
        solution has blank nodes of its own.
        """
        fresh: dict[str, BlankNode] = {}
        for quad in self.quads:
            graph = _filled(quad.graph, solution, fresh)
            triple = _filled(quad.triple, solution, fresh)
            if isinstance(triple, Triple) and isinstance(graph, NamedNode | BlankNode | DefaultGraph):
                yield Quad(triple.subject, triple.predicate, triple.object, graph)


def read_data(block: str, prologue: str, base_iri: str | None) -> Store:
    """The quads of a block without variables; its blank nodes are new ones."""
    store = Store()
    store.update(f"{prologue}INSERT DATA {block}", base_iri=base_iri)
    return store


def read_template(
    block: str,
    prologue: str,
    base_iri: str | None,
    graph: NamedNode | DefaultGraph,
    variables: Sequence[str] = (),
) -> Template:
    """The template in a block; `graph` is the one of quads outside of GRAPH.

    The first slots are those of the given variables.
    """
    names = {name: index for index, name in enumerate(variables)}
    scheme = f"urn:uuid:{uuid4()}#"
    pieces, end = [], 0
    for token in tokens(block):
        if token.kind == "variable":
            index = names.setdefault(token.text[1:], len(names))
            pieces += [block[end : token.start], f" <{scheme}{index}> "]
            end = token.end
    quads = read_data("".join([*pieces, block[end:]]), prologue, base_iri)
    return Template(tuple(_quad_pattern(quad, scheme, graph) for quad in quads), tuple(names))


def _quad_pattern(quad: Quad, scheme: str, graph: NamedNode | DefaultGraph) -> QuadPattern:
    inside = graph if isinstance(quad.graph_name, DefaultGraph) else _pattern(quad.graph_name, scheme)
    return QuadPattern(_triple_pattern(quad.triple, scheme), inside)


def _triple_pattern(triple: Triple, scheme: str) -> TriplePattern:
    return TriplePattern(
        *(_pattern(term, scheme) for term in (triple.subject, triple.predicate, triple.object))
    )


def _pattern(term: Term, scheme: str) -> Pattern:
    if isinstance(term, Triple):
        return _triple_pattern(term, scheme)
    if isinstance(term, NamedNode) and term.value.startswith(scheme):
        return Slot(int(term.value.removeprefix(scheme)))
    return term


def _filled(pattern: Pattern, solution: Solution, fresh: dict[str, BlankNode]) -> Term | DefaultGraph | None:
    """The term at a place; `None` where there is none, or RDF does not allow it."""
    match pattern:
        case Slot(index):
            return solution[index]
        case BlankNode():
            return fresh.setdefault(pattern.value, BlankNode())
        case TriplePattern():
            subject = _filled(pattern.subject, solution, fresh)
            predicate = _filled(pattern.predicate, solution, fresh)
            object_ = _filled(pattern.object, solution, fresh)
            if (
                isinstance(subject, NamedNode | BlankNode)
                and isinstance(predicate, NamedNode)
                and isinstance(object_, Term)
            ):
                return Triple(subject, predicate, object_)
            return None
        case _:
            return pattern


def _has_blank(pattern: Pattern) -> bool:
    if isinstance(pattern, TriplePattern):
        return _has_blank(pattern.subject) or _has_blank(pattern.object)
    return isinstance(pattern, BlankNode)
