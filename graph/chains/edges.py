"""Which acts hang together: the adjacency of decision chains, read from the store act by act.

Four things make an edge, and its basis keeps them apart:

    stated    a `dep:StatedLink` (a text says so), or a plain triple of one of the relations
    claimed   a `dep:Claim` (somebody says so); a denial is an edge that nobody follows
    derived   the target of an act in the register, as the depositary's record states it
    derived   an interval of status that rests on an act: its legal effect

Every look-up has a bound subject or object, so that any SPARQL 1.1 server can answer it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pyoxigraph import NamedNode, Store
from rdflib.namespace import RDF

from graph import iri
from graph.chains.quads import Said, objects, said_of, subjects
from ontology.kinds import Relation, relations
from ontology.terms import DEP

Basis: TypeAlias = Literal["stated", "claimed", "derived"]
Towards: TypeAlias = Literal["back", "forward"]

TARGET = Relation("target", str(DEP.target), "has as its target", "target of", backwards=True)
LEGAL_EFFECT = Relation("restsOn", str(DEP.restsOn), "rests on", "was taken into account for", backwards=True)
REVOKING = frozenset({str(DEP.WithdrawalRevocation), str(DEP.ConsentWithdrawnBeforeForce)})  # VCLT 68
DENIED = iri.concept("modality", "denied")


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from one act to another.

    `via` is the IRI of the link, claim or status behind it, empty for a plain triple. `denied`: the claim
    says that there is no such relation.
    """

    source: str
    relation: Relation
    target: str
    basis: Basis
    via: str = ""
    denied: bool = False

    @property
    def ends(self) -> tuple[str, str, str]:
        """Subject, predicate and object: what a statement, a claim and a denial may have in common."""
        return self.source, self.relation.iri, self.target

    @property
    def earlier(self) -> str:
        """The act that the other one rests on or comes after."""
        return self.target if self.relation.backwards else self.source

    @property
    def later(self) -> str:
        """The act that rests on the other one or comes after it."""
        return self.source if self.relation.backwards else self.target

    @property
    def key(self) -> tuple[str, ...]:
        """Sorts edges the same way every time."""
        return self.source, self.relation.name, self.target, self.basis, self.via


def edges(store: Store, act: str, towards: Towards) -> list[Edge]:
    """Edges from an act to causes and bases (`back`) or to what follows from it (`forward`), sorted."""
    recorded = recorded_edges(store, act, towards, relations().values())
    derived = {*_targets(store, act, towards), *_legal_effects(store, act, towards)}
    return sorted([*recorded, *derived], key=lambda edge: edge.key)


def recorded_edges(store: Store, act: str, towards: Towards, among: Collection[Relation]) -> list[Edge]:
    """The edges of some relations, and of them only what is stated or claimed, sorted."""
    found = {*_recorded(store, act, towards, among), *_plain(store, act, towards, among)}
    stated = {edge.ends for edge in found if edge.basis == "stated" and edge.via}
    kept = [edge for edge in found if edge.basis != "stated" or edge.via or edge.ends not in stated]
    return sorted(kept, key=lambda edge: edge.key)


def _follows(relation: Relation, towards: Towards, *, as_subject: bool) -> bool:
    """Whether a relation leads in this direction from the act that is its subject, or its object."""
    return (relation.backwards == (towards == "back")) == as_subject


def _recorded(store: Store, act: str, towards: Towards, among: Collection[Relation]) -> Iterator[Edge]:
    """Stated links and claims of which the act is an end."""
    known = {relation.iri: relation for relation in among}
    for position, as_subject in ((DEP.subject, True), (DEP.object, False)):
        for link in subjects(store, position, act):
            named = [known[name] for name in objects(store, link, DEP.predicate) if name in known]
            for relation in named:
                if _follows(relation, towards, as_subject=as_subject):
                    yield from _edges_of(said_of(store, link), relation, act, as_subject=as_subject)


def _edges_of(said: Said, relation: Relation, act: str, *, as_subject: bool) -> Iterator[Edge]:
    basis = _basis(said)
    if basis is None:
        return
    denied = DENIED in said.all(DEP.modality)
    other = DEP.object if as_subject else DEP.subject
    for end in said.terms(other):
        if isinstance(end, NamedNode):
            ends = (act, end.value) if as_subject else (end.value, act)
            yield Edge(ends[0], relation, ends[1], basis, said.iri, denied)


def _basis(said: Said) -> Basis | None:
    """A claim is never taken for a statement, whatever else its types say."""
    types = set(said.all(RDF.type))
    if types & {str(DEP.Claim), str(DEP.CausalClaim)}:
        return "claimed"
    return "stated" if str(DEP.StatedLink) in types else None


def _plain(store: Store, act: str, towards: Towards, among: Collection[Relation]) -> Iterator[Edge]:
    """Plain triples of the relations: what a text states, though no link was recorded with it."""
    for relation in among:
        if _follows(relation, towards, as_subject=True):
            for target in objects(store, act, relation.iri):
                yield Edge(act, relation, target, "stated")
        else:
            for source in subjects(store, relation.iri, act):
                yield Edge(source, relation, act, "stated")


def _targets(store: Store, act: str, towards: Towards) -> Iterator[Edge]:
    """What an act of the register undoes, ends or objects to."""
    if towards == "back":
        pairs = [(act, target) for target in objects(store, act, DEP.target, iri.REGISTER)]
    else:
        pairs = [(source, act) for source in subjects(store, DEP.target, act, iri.REGISTER)]
    for source, target in pairs:
        yield Edge(source, _relation_of_target(store, source), target, "derived")


def _relation_of_target(store: Store, source: str) -> Relation:
    """Revocation where the kind of act says so; what another act does to its target is for lawyers to say."""
    kinds = set(objects(store, source, RDF.type, iri.REGISTER))
    return relations()["revokes"] if kinds & REVOKING else TARGET


def _legal_effects(store: Store, act: str, towards: Towards) -> Iterator[Edge]:
    """Intervals of status and the acts on which they rest."""
    if towards == "back":
        pairs = [(act, cause) for cause in objects(store, act, DEP.restsOn, iri.STATUS)]
    else:
        pairs = [(status, act) for status in subjects(store, DEP.restsOn, act, iri.STATUS)]
    for status, cause in pairs:
        if str(DEP.TreatyStatus) in objects(store, status, RDF.type, iri.STATUS):
            yield Edge(status, LEGAL_EFFECT, cause, "derived", status)
