"""Claims of the graph that can be checked as headlines: what somebody says a state did to a treaty."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store
from rapidfuzz import fuzz, process
from rdflib.namespace import DCTERMS

from graph import iri
from graph.errors import BadRequest, UnknownName
from graph.triples.names import english_label
from graph.view import View
from ontology.terms import DEP

VERBS = {"withdrawsFrom": "withdraws"}
CLAIMS = iri.IDS + "claim/"
LONGEST, CANDIDATES, NEAR_ENOUGH = 300, 3, 60


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as a headline: who said it, and its fields."""

    iri: str
    holder: str
    state: str
    verb: str
    treaty: str
    said_on: str | None


def claimed(view: View, text: str) -> Claimed:
    """The claim with this IRI or id (`headline-withdraw`), as a headline.

    Raises `UnknownName` with the nearest ids of claims that can be checked, and `BadRequest` where the claim
    does not say what a state does to a treaty.
    """
    store = view.store.oxigraph
    node = _found(store, text.strip()[:LONGEST])
    predicate = _value(store, node, DEP.predicate).rpartition("#")[2]
    state = view.directory.codes.get(_value(store, node, DEP.subject))
    treaty = _value(store, node, DEP.object)
    if predicate not in VERBS or state is None or not treaty.startswith(iri.treaty("")):
        checked = ", ".join(sorted(_ids(store))) or "none"
        raise BadRequest(
            f"The claim “{text[:LONGEST]}” does not say what a state does to a treaty; those that can be "
            f"checked are {checked}."
        )
    holder = _value(store, node, DEP.claimedBy)
    name = (english_label(store, NamedNode(holder)) if holder else None) or holder
    return Claimed(
        iri=node,
        holder=name,
        state=state,
        verb=VERBS[predicate],
        treaty=iri.slug_of(treaty),
        said_on=_value(store, node, DEP.saidOn) or None,
    )


def _found(store: Store, text: str) -> str:
    by_id = _subjects(store, str(DCTERMS.identifier), Literal(text))
    _, below, rest = f"/{text.lstrip('/')}".partition("/id/claim/")
    nodes = {CLAIMS + rest} if below else {node for node in by_id if node.startswith(CLAIMS)}
    known = [node for node in sorted(nodes) if _is_iri(node) and _value(store, node, DEP.predicate)]
    if len(known) != 1:
        near = process.extract(text, sorted(_ids(store)), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        raise UnknownName("claim", text, [id_ for id_, _, _ in near[:CANDIDATES]])
    return known[0]


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _ids(store: Store) -> Iterator[str]:
    """Ids of the claims that can be checked."""
    for predicate in VERBS:
        claims = _subjects(store, DEP.predicate, NamedNode(DEP[predicate]))
        yield from (_value(store, claim, DCTERMS.identifier) for claim in sorted(claims))


def _subjects(store: Store, predicate: str, value: NamedNode | Literal) -> set[str]:
    quads = store.quads_for_pattern(None, NamedNode(str(predicate)), value, None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _value(store: Store, subject: str, predicate: str) -> str:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(str(predicate)), None, None)
    found = (quad.object for quad in quads)
    return min((each.value for each in found if isinstance(each, NamedNode | Literal)), default="")
