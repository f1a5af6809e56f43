"""The gate's check queries over a graph: the right answer of each is no rows."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store, Triple, Variable

from graph import iri
from graph.faults import STORE, Fault, Origin
from graph.store.fingerprint import Fingerprint, fingerprint_of
from queries.catalogue import Check, checks

Scope: TypeAlias = dict[Variable, NamedNode | BlankNode | Literal | Triple]
_FEW = 8  # treaties from which asking about all of them at once is quicker


def check_graph(
    store: Store, origins: Mapping[str, Origin], treaties: Collection[str] | None = None
) -> list[Fault]:
    """Every fault that the check queries find; `origins` tells where a subject was read, by IRI.

    Where only these `treaties` were derived again, and they are few, a check that projects `?treaty` asks
    about each of them; else about all.
    """
    return [
        fault
        for check in checks()
        for scope in _scopes(check, treaties)
        for fault in _faults(store, check, origins, scope)
    ]


def _scopes(check: Check, treaties: Collection[str] | None) -> list[Scope]:
    if treaties is None or len(treaties) > _FEW or "?treaty" not in check.query.text.partition("WHERE")[0]:
        return [{}]
    return [{Variable("treaty"): NamedNode(iri.treaty(slug))} for slug in sorted(treaties)]


def fingerprint_faults(store: Store, stated: Fingerprint) -> Iterator[Fault]:
    """A fault where the store does not hold the quads that its manifest tells of."""
    found = fingerprint_of(store)
    if found != stated:
        message = (
            f"It holds {found.quads:,} quads of version {found.version}, and its manifest tells of "
            f"{stated.quads:,} of version {stated.version}: files were damaged or changed. Build it again."
        )
        yield Fault(STORE, "", message)


def _faults(store: Store, check: Check, origins: Mapping[str, Origin], scope: Scope) -> Iterator[Fault]:
    rows = store.query(check.query.text, use_default_graph_as_union=True, substitutions=scope)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"the check {check.query.name} is no SELECT query")
    for row in rows:
        subject = _words(row, "subject")
        details = "; ".join(_short(value) for name in ("value", "other") if (value := _words(row, name)))
        message = f"{_short(subject)}: {check.message}{details and f' ({details})'}"
        law = "; ".join(part for part in (check.law, _cited(_words(row, "provision"))) if part)
        origin = origins.get(subject, STORE)
        yield Fault(origin, check.field, message, check.shape, law, check.severity)


def _cited(provision: str) -> str:
    """A provision of the treaty itself, as `rome-statute 127(1)`."""
    return unquote(provision).removeprefix(iri.IDS + "provision/").replace("/", " ", 1)


def _short(iri_or_value: str) -> str:
    """What is left of an IRI of ours without what all of them share."""
    return unquote(iri_or_value).removeprefix(iri.IDS).removeprefix("act/")


def _words(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else ""
