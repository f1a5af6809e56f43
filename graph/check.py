"""The gate's check queries over a graph: the right answer of each is no rows."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from graph import iri
from graph.faults import Fault, Origin
from queries.catalogue import Check, checks


def check_graph(store: Store, origins: Mapping[str, Origin]) -> list[Fault]:
    """Every fault that the check queries find; `origins` tells where a subject was read, by IRI."""
    return [fault for check in checks() for fault in _faults(store, check, origins)]


def _faults(store: Store, check: Check, origins: Mapping[str, Origin]) -> Iterator[Fault]:
    rows = store.query(check.query.text, use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"the check {check.query.name} is no SELECT query")
    for row in rows:
        subject = _words(row, "subject")
        details = ", ".join(f"{name} {value}" for name in ("value", "other") if (value := _words(row, name)))
        message = f"{subject}: {check.message}{details and f' ({details})'}".replace(iri.IDS, "")
        origin = origins.get(subject, Origin("the store"))
        yield Fault(origin, "", message, check.shape, check.law, check.severity)


def _words(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else ""
