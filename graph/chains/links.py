"""A hop with all that stands behind it: who says so, in which words, and who says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Store
from rdflib.namespace import RDFS

from graph import iri
from graph.chains.edges import Basis, Edge
from graph.chains.evidence import (
    INFERRED,
    NO_PASSAGE,
    NO_SOURCE,
    Evidence,
    documents_of_graphs,
    in_order,
    read_passages,
    unquoted,
)
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

    @property
    def inferred(self) -> bool:
        """Whether only policies of Depositary's claim it."""
        return bool(self.claimed_by) and all(holder.policy for holder in self.claimed_by)


def read_link(store: Store, edge: Edge, denials: Iterable[str] = ()) -> Link:
    """The link behind an edge; `denials` are IRIs of claims that there is no such relation."""
    contesting = subjects(store, DEP.speaksAgainst, edge.via) if edge.via else ()
    against = [_objection(store, said_of(store, claim)) for claim in dict.fromkeys([*contesting, *denials])]
    bare = Link(
        edge.source, edge.relation, edge.target, edge.basis, against=tuple(sorted(against, key=_order))
    )
    if edge.basis == "derived":
        return _legal_effect(store, edge, bare) if edge.via else _target(store, bare)
    return _recorded(store, edge, bare) if edge.via else _plain(store, bare)


def _recorded(store: Store, edge: Edge, bare: Link) -> Link:
    """A stated link or a claim: its passages, else the sources or the file in which it stands."""
    said = said_of(store, edge.via)
    link = replace(bare, claimed_by=_holders(store, said) if edge.basis == "claimed" else ())
    reason = INFERRED if link.inferred else NO_PASSAGE
    return replace(
        link,
        confidence=_number(said.one(DEP.confidence)),
        evidence=read_passages(store, said.all(DEP.evidence))
        or unquoted(store, _documents(store, edge.via, DEP.subject), reason),
        assessment=said.tail(DEP.assessment),
        assessment_reason=said.one(DEP.assessmentReason),
    )


def _plain(store: Store, bare: Link) -> Link:
    """The sources in whose graphs the triple stands say so."""
    documents = _documents(store, bare.source, bare.relation.iri, bare.target)
    return replace(bare, evidence=unquoted(store, documents, NO_PASSAGE))


def _target(store: Store, bare: Link) -> Link:
    """The sources that report the act report what it targets."""
    return replace(bare, evidence=_reports(store, bare.source))


def _reports(store: Store, act: str) -> tuple[Evidence, ...]:
    """The sources that report an act of the register; where none is named, the file that was loaded."""
    sources = list(objects(store, act, DEP.reportedIn, iri.REGISTER))
    return unquoted(store, sources) or unquoted(store, _documents(store, act, DEP.treaty), NO_SOURCE)


def _documents(store: Store, subject: str, predicate: str, object_: str | None = None) -> list[str]:
    """IRIs of the documents in whose graphs something is said of a resource."""
    value = NamedNode(object_) if object_ else None
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), value, None)
    return documents_of_graphs(quad.graph_name for quad in quads)


def _legal_effect(store: Store, edge: Edge, bare: Link) -> Link:
    """The words of the treaty that were applied to the act, and the sources that report it."""
    steps = _steps(store, edge)
    rules = [rule for step in steps for rule in step.all(DEP.appliedRule)]
    provisions = [provision for rule in rules for provision in objects(store, rule, DEP.statedIn)]
    passages = [passage for provision in provisions for passage in objects(store, provision, DEP.evidence)]
    clauses = read_passages(store, dict.fromkeys(passages))
    return replace(
        bare,
        evidence=in_order([*clauses, *_reports(store, edge.target)]),
        explanation=tuple(dict.fromkeys(text for step in steps for text in step.all(RDFS.comment))),
    )


def _steps(store: Store, edge: Edge) -> list[Said]:
    """Steps of the derivation of a status that rest on the act, in their order."""
    steps = [said_of(store, step) for step in objects(store, edge.source, DEP.step)]
    used = [step for step in steps if edge.target in step.all(DEP.restsOn)]
    return sorted(used, key=lambda step: int(step.one(DEP.position) or 0))


def _objection(store: Store, said: Said) -> Against:
    evidence = read_passages(store, said.all(DEP.evidence))
    return Against(_holders(store, said), said.label or "denies it", evidence)


def _order(against: Against) -> tuple[list[str], str]:
    return [holder.label for holder in against.holders], against.says


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
