"""A hop with all that stands behind it: who says so, in which words, and who says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store
from rdflib.namespace import PROV, RDFS

from graph import iri
from graph.chains.edges import Basis, Edge, denials
from graph.chains.evidence import Evidence, documents_of_graphs, in_order, read_passages, unquoted
from graph.chains.quads import Said, name_of, objects, said_of, subjects
from ontology.kinds import Relation
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Holder:
    """Who says something: an agent, or a policy of Depositary's."""

    agent: str
    label: str

    @property
    def policy(self) -> bool:
        """Whether the holder is a policy, so that the link is what Depositary infers."""
        return self.agent.startswith(iri.policy(""))


@dataclass(frozen=True, slots=True)
class Against:
    """What others say against a link, in Depositary's words; their own are in the evidence."""

    holders: tuple[Holder, ...]
    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from one act to another.

    `claimed_by` is empty unless the basis is `claimed`; `confidence` is between 0 and 1. `assessment` is what
    Depositary holds of a claim, with its reason. `explanation` are the steps of a derivation.
    """

    source: str
    relation: Relation
    target: str
    basis: Basis
    claimed_by: tuple[Holder, ...] = ()
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Against, ...] = ()
    assessment: str | None = None
    assessment_reason: str | None = None
    explanation: tuple[str, ...] = ()

    @property
    def earlier(self) -> str:
        """The act that the other one rests on or comes after."""
        return self.target if self.relation.backwards else self.source

    @property
    def later(self) -> str:
        """The act that rests on the other one or comes after it."""
        return self.source if self.relation.backwards else self.target


def read_link(store: Store, edge: Edge) -> Link:
    """The link behind an edge."""
    if edge.basis == "derived":
        return _legal_effect(store, edge) if edge.via else _target(store, edge)
    if not edge.via:
        return _plain(store, edge)
    said = said_of(store, edge.via)
    return Link(
        source=edge.source,
        relation=edge.relation,
        target=edge.target,
        basis=edge.basis,
        claimed_by=_holders(store, said) if edge.basis == "claimed" else (),
        confidence=_number(said.one(DEP.confidence)),
        evidence=read_passages(store, said.all(DEP.evidence)),
        against=_against(store, edge),
        assessment=said.tail(DEP.assessment),
        assessment_reason=said.one(DEP.assessmentReason),
    )


def _plain(store: Store, edge: Edge) -> Link:
    """The sources in whose graphs the triple stands say so, in words that are not held."""
    quads = store.quads_for_pattern(
        NamedNode(edge.source), NamedNode(edge.relation.iri), NamedNode(edge.target), None
    )
    documents = documents_of_graphs(quad.graph_name for quad in quads)
    evidence = unquoted(store, documents)
    against = _against(store, edge)
    return Link(edge.source, edge.relation, edge.target, edge.basis, evidence=evidence, against=against)


def _target(store: Store, edge: Edge) -> Link:
    """The sources that report the act report what it targets."""
    evidence = unquoted(store, objects(store, edge.source, DEP.reportedIn, iri.REGISTER))
    against = _against(store, edge)
    return Link(edge.source, edge.relation, edge.target, edge.basis, evidence=evidence, against=against)


def _legal_effect(store: Store, edge: Edge) -> Link:
    """The rules of the treaty that were applied to the act, and the sources that report it."""
    steps = _steps(store, edge)
    rules = [rule for step in steps for rule in step.all(DEP.appliedRule)]
    provisions = [provision for rule in rules for provision in objects(store, rule, DEP.statedIn)]
    passages = [passage for provision in provisions for passage in objects(store, provision, DEP.evidence)]
    reports = unquoted(store, objects(store, edge.target, DEP.reportedIn, iri.REGISTER))
    return Link(
        source=edge.source,
        relation=edge.relation,
        target=edge.target,
        basis=edge.basis,
        evidence=in_order([*read_passages(store, dict.fromkeys(passages)), *reports]),
        against=_against(store, edge),
        explanation=tuple(dict.fromkeys(text for step in steps for text in step.all(RDFS.comment))),
    )


def _steps(store: Store, edge: Edge) -> list[Said]:
    """Steps of the derivation of a status that used the act, in their order."""
    steps = [said_of(store, step) for step in objects(store, edge.source, DEP.step)]
    used = [step for step in steps if edge.target in step.all(PROV.used)]
    return sorted(used, key=lambda step: int(step.one(DEP.position) or 0))


def _against(store: Store, edge: Edge) -> tuple[Against, ...]:
    """Claims that speak against the link, and claims that deny it."""
    contesting = list(subjects(store, DEP.speaksAgainst, edge.via)) if edge.via else []
    found = [said_of(store, claim) for claim in dict.fromkeys([*contesting, *denials(store, edge)])]
    return tuple(
        sorted((_objection(store, said) for said in found), key=lambda a: (a.holders[:1] == (), a.says))
    )


def _objection(store: Store, said: Said) -> Against:
    evidence = read_passages(store, said.all(DEP.evidence))
    return Against(_holders(store, said), said.label or "denies it", evidence)


def _holders(store: Store, said: Said) -> tuple[Holder, ...]:
    return tuple(Holder(agent, name_of(store, agent)) for agent in sorted(said.all(DEP.claimedBy)))


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:  # the store takes any text as xsd:decimal
        return None


def holders_in_words(holders: Iterable[Holder]) -> str:
    """“The Moscow Times and RAPSI”; “somebody unnamed” where a claim has no holder."""
    names = [holder.label for holder in holders]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "somebody unnamed"
