"""What an endpoint answered, read and checked, and written as a pattern that stands for it in a query."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    Triple,
    parse_query_results,
)

from graph.errors import RemoteFailed
from graph.federation.outbound import Fetched

Term = NamedNode | Literal | BlankNode | Triple
Row = tuple[Term | None, ...]

ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
_DEEPEST = 200  # elements of XML inside one another; each level of a triple term takes two


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions: the names of the variables, and one term or `None` (unbound) for each in every row."""

    variables: tuple[str, ...]
    rows: Sequence[Row]


ONE_EMPTY = Table((), [()])  # what a failure under SILENT gives (SPARQL 1.1 Federated Query, 2.3)


def table(fetched: Fetched, mentioned: frozenset[str]) -> Table:
    """The solutions that an endpoint gave to a SELECT, without variables that the question never mentioned.

    Raises `RemoteFailed` where the answer is not a complete one, whatever its status said.
    """
    form = _FORMATS.get(fetched.media_type)
    if form is None:
        stated = fetched.media_type or "no media type that can be read"
        raise _failed(fetched, f"answered with {stated} instead of SPARQL results; is it a SPARQL endpoint?")
    read = _read(fetched.body, form, mentioned)
    if isinstance(read, str):
        raise _failed(fetched, read)
    _check_uncut(fetched, len(read.rows))
    if any(isinstance(term, Triple) and _has_node(term) for row in read.rows for term in row):
        raise _failed(fetched, "answered with a triple term about a blank node; ask for its parts instead")
    return read


def _read(body: bytes, form: QueryResultsFormat, mentioned: frozenset[str]) -> Table | str:
    """The solutions of a complete document, or why there are none.

    Errors end here: their tracebacks would carry Oxigraph's reader, which must not leave its thread, and
    their words are those of the body.
    """
    try:
        _check_whole(body, form)
        solutions = parse_query_results(body, form)
        if isinstance(solutions, QueryBoolean):
            return "answered a SELECT with a truth value"
        names = [variable.value for variable in solutions.variables]
        kept = [at for at, name in enumerate(names) if name in mentioned]
        rows = [tuple(solution[at] for at in kept) for solution in solutions]
    except (ValueError, SyntaxError, RecursionError, expat.ExpatError):
        return "sent results that are not complete or not well formed"
    return Table(tuple(names[at] for at in kept), rows)


def _failed(fetched: Fetched, reason: str) -> RemoteFailed:
    return RemoteFailed(f"<{fetched.url}> {reason}.")


def _check_whole(body: bytes, form: QueryResultsFormat) -> None:
    """Raise where a document ends early or nests deeply.

    Oxigraph takes XML that ends between two results for a whole one, and overflows its stack on deep JSON.
    """
    if form == QueryResultsFormat.JSON:
        json.loads(body)
        return
    depth = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise RecursionError

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(body, True)  # noqa: FBT003 - expat has no keyword for it


def _refuse_doctype(*_: object) -> None:
    raise ValueError


def _check_uncut(fetched: Fetched, rows: int) -> None:
    """Raise where Virtuoso says in a header that it left solutions out, since its body does not say so."""
    most = fetched.headers.get("x-sparql-maxrows", "")
    if "x-sql-state" in fetched.headers or (most.isdecimal() and rows >= int(most)):
        raise _failed(fetched, f"left solutions out of its answer, after {rows:,} of them; ask for less")


def bound(name: str, answers: Iterable[tuple[str, Table]]) -> Table:
    """The solutions of several endpoints, each with the endpoint as the value of a variable of that name."""
    tables = list(answers)
    others = dict.fromkeys(other for _, each in tables for other in each.variables if other != name)
    rows = [row for endpoint, each in tables for row in _with_endpoint(name, endpoint, each, tuple(others))]
    return Table((name, *others), rows)


def _with_endpoint(name: str, endpoint: str, answer: Table, others: tuple[str, ...]) -> Iterable[Row]:
    term = NamedNode(endpoint)
    for row in answer.rows:
        values = dict(zip(answer.variables, row, strict=True))
        if values.get(name) in {None, term}:
            yield (term, *(values.get(other) for other in others))


def pattern(answer: Table) -> str:
    """A group graph pattern on one line that has exactly these solutions, in Oxigraph.

    Blank nodes cannot stand in VALUES: their labels do, with something unguessable before them, and BNODE
    makes nodes of them. In Oxigraph the same label always makes the same node.
    """
    if not answer.variables:
        return "{ VALUES () { " + "() " * len(answer.rows) + "} }"
    blank = {at for row in answer.rows for at, term in enumerate(row) if isinstance(term, BlankNode)}
    if not blank:
        lines = ("(" + " ".join(map(_written, row)) + ")" for row in answer.rows)
        return f"{{ VALUES {_names(answer.variables)} {{ {' '.join(lines)} }} }}"
    return _with_nodes(answer, sorted(blank))


def _with_nodes(answer: Table, blank: Sequence[int]) -> str:
    nonce = "b" + secrets.token_hex(16)
    names = list(answer.variables)
    taken, binds = set(names), []
    for at in blank:
        node, term = _fresh("node", taken), _fresh("term", taken)
        binds.append(f"BIND(COALESCE(BNODE(?{node}), ?{term}) AS ?{names[at]})")
        names[at] = f"{node} ?{term}"
    cells = (
        " ".join(_pair(term, nonce) if at in blank else _written(term) for at, term in enumerate(row))
        for row in answer.rows
    )
    values = " ".join(f"({row})" for row in cells)
    kept = " ".join(f"?{name}" for name in answer.variables)
    return f"{{ SELECT {kept} {{ VALUES {_names(names)} {{ {values} }} {' '.join(binds)} }} }}"


def _fresh(stem: str, taken: set[str]) -> str:
    name = next(f"{stem}{number}" for number in range(len(taken) + 1) if f"{stem}{number}" not in taken)
    taken.add(name)
    return name


def _names(variables: Iterable[str]) -> str:
    return "(" + " ".join(f"?{name}" for name in variables) + ")"


def _pair(term: Term | None, nonce: str) -> str:
    if isinstance(term, BlankNode):
        return f'"{nonce}{term.value}" UNDEF'
    return f"UNDEF {_written(term)}"


def _written(term: Term | None) -> str:
    """The term as VALUES takes it (SPARQL 1.2 Query, DataBlockValue)."""
    if isinstance(term, Triple):
        if _has_node(term):
            raise RemoteFailed(
                "An endpoint answered with a triple term about a blank node; ask for its parts."
            )
        return f"<<( {term} )>>"
    return "UNDEF" if term is None else str(term)


def _has_node(term: Triple) -> bool:
    inner = term.object
    nodes = isinstance(term.subject, BlankNode) or isinstance(inner, BlankNode)
    return nodes or (isinstance(inner, Triple) and _has_node(inner))
