"""Disputes among claims on acts and statuses: who contradicts whom, and what is held of it, with reasons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph import iri
from graph.chains.evidence import read_passages
from graph.chains.quads import Said, said_of
from graph.disputes.subjects import Matter, matter
from graph.law.disputes import Dispute, Value
from graph.triples.names import english_label
from graph.view import View
from ontology.lists import primary_tiers
from ontology.terms import DEP

OPEN = "The claims contradict each other, and what is at hand does not bear out one of them alone."
ALONE = "The claim is not borne out, and nothing is put in its place."
_AGAINST = ("refuted", "imprecise")


def claim_disputes(view: View, known: date) -> Iterator[Dispute]:
    """Claims that contradict each other, or that are refuted, as made by the day `known`."""
    store = view.store.oxigraph
    ids = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, NamedNode(DEP.assessment), None, None)
        if isinstance(quad.subject, NamedNode)
    }
    said = {id_: said_of(store, id_) for id_ in ids}
    heard = {id_: claim for id_, claim in said.items() if (claim.day(DEP.saidOn) or date.min) <= known}
    for group in _groups(heard):
        yield from _dispute(view, [heard[id_] for id_ in group])


def _groups(claims: Mapping[str, Said]) -> list[list[str]]:
    """Claims that contradict each other, directly or through others, and those that are refuted alone."""
    waiting, groups = set(claims), list[list[str]]()
    neighbours: dict[str, set[str]] = {id_: set() for id_ in claims}
    for id_, claim in claims.items():
        for other in claims.keys() & set(claim.all(DEP.contradicts)):
            neighbours[id_].add(other)
            neighbours[other].add(id_)
    while waiting:
        group, reached = set[str](), {waiting.pop()}
        while reached:
            group |= reached
            reached = {other for id_ in reached for other in neighbours[id_]} - group
        waiting -= group
        groups.append(sorted(group))
    return sorted(g for g in groups if len(g) > 1 or claims[g[0]].tail(DEP.assessment) in _AGAINST)


def _dispute(view: View, claims: Sequence[Said]) -> Iterator[Dispute]:
    """The dispute, where one of the claims is about an act, or about a state and a treaty."""
    matters = [found for claim in claims if (found := matter(view, claim)) is not None]
    if not matters:
        return
    about = max(matters, key=Matter.told)
    values = sorted((_value(view, claim) for claim in claims), key=lambda v: (not v.kept, v.value, v.holder))
    accepted = [value for value in values if value.kept]
    yield Dispute(
        id=f"claims/{claims[0].iri.rpartition('/')[2]}",
        kind="claims-compete",
        state=about.state,
        treaty=about.treaty,
        act=about.act,
        about=about.predicate,
        values=tuple(values),
        since=about.day,
        why=f"Assessed as accepted: {accepted[0].reason}" if accepted else "",
        undecided="" if len(accepted) == 1 else OPEN if len(values) > 1 else ALONE,
    )


def _value(view: View, claim: Said) -> Value:
    """What one holder says; a refuted claim is admitted by no policy."""
    passages = read_passages(view.store.oxigraph, claim.all(DEP.evidence))
    assessment = claim.tail(DEP.assessment)
    tiers = {passage.tier for passage in passages}
    return Value(
        " – ".join(_name(view, claim, term) for term in (DEP.subject, DEP.predicate, DEP.object)),
        kept=assessment == "accepted",
        admitted=assessment not in _AGAINST and bool(tiers & primary_tiers()),
        standing=(0 if assessment == "accepted" else 1,),
        sources=tuple(dict.fromkeys(iri.source_id(passage.document) for passage in passages)),
        holder=_name(view, claim, DEP.claimedBy),
        said_on=claim.one(DEP.saidOn),
        assessment=assessment,
        reason=claim.one(DEP.assessmentReason),
    )


def _name(view: View, claim: Said, predicate: str) -> str:
    term = next(iter(claim.terms(predicate)), None)
    if term is None or isinstance(term, Literal):
        return term.value if term else ""
    return english_label(view.store.oxigraph, term) or term.value
