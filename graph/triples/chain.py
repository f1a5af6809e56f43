"""Acts, links and claims of a decision chain as quads, each in the graphs of the sources that carry it.

What a text states is a plain triple and a `StatedLink` with its passages; what somebody claims is a `Claim`
and never a plain triple. What Depositary adds (its assessment, how far an act is verified) and what no source
carries stands in the graph of the loaded file.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, XSD

from graph import iri
from graph.records import Against, ChainAct, Claim, Effect, Link, Passage
from graph.triples.base import LABEL, OA, TYPE, Block, Pair, block, day, english, given
from graph.triples.directory import Directory
from ontology.kinds import class_of, roles
from ontology.lists import policies
from ontology.terms import DEP, ROOT


@dataclass(frozen=True, slots=True)
class Chain:
    """What the ids of one chain file mean: its acts and claims, and everyone who is known."""

    acts: Mapping[str, ChainAct]
    claims: Mapping[str, Claim]
    treaties: frozenset[str]
    directory: Directory
    compilation: str

    def act(self, id_: str) -> str:
        """IRI of an act of the chain."""
        found = self.acts[id_]
        return iri.chain_act(id_, found.kind, found.document)

    def subject(self, id_: str) -> str:
        """IRI of what a claim is about."""
        if id_ in self.acts:
            return self.act(id_)
        if id_ in self.directory.iris:
            return self.directory.iri(id_)
        return iri.treaty(id_) if id_ in self.treaties else iri.subject(id_)

    def claim(self, claim: Claim) -> str:
        """IRI of a claim."""
        holder, about = self.directory.holder(claim.holder), self.subject(claim.subject)
        return iri.claim(holder, about, claim.predicate, claim.object)

    def graphs(self, passages: Iterable[Passage]) -> list[str]:
        """Graphs of the sources in which something is read; that of the file where there is none."""
        sources = sorted({passage.source for passage in passages}) or [self.compilation]
        return [iri.source_graph(source) for source in sources]


def passage_block(passage: Passage, graph: str) -> Block:
    """A place in a source: exact words with what stands around them, or why they are not held."""
    subject = iri.passage(passage.source, passage.quote or passage.reason or "")
    pairs = given(
        (TYPE, NamedNode(DEP.Passage)),
        (DEP.inDocument, NamedNode(iri.document(passage.source))),
        (OA.exact, Literal(passage.quote, language=passage.language) if passage.quote else None),
        (OA.prefix, Literal(passage.prefix) if passage.prefix else None),
        (OA.suffix, Literal(passage.suffix) if passage.suffix else None),
        (DEP.textNotHeld, english(passage.reason) if passage.reason else None),
    )
    return block(graph, subject, pairs)


def _passages(passages: Iterable[Passage]) -> Iterator[Block]:
    for passage in passages:
        yield passage_block(passage, iri.source_graph(passage.source))


def _evidence(passages: Iterable[Passage], graph: str) -> Iterator[Pair]:
    """The passages that one graph holds: a source speaks for its own words only."""
    for passage in passages:
        if iri.source_graph(passage.source) == graph:
            yield DEP.evidence, NamedNode(iri.passage(passage.source, passage.quote or passage.reason or ""))


def chain_act_blocks(act: ChainAct, chain: Chain) -> Iterator[Block]:
    """An act of the chain in the graphs of the sources that tell of it."""
    subject = chain.act(act.id)
    yield from _passages(act.passages)
    yield from (_effect_block(subject, effect, chain) for effect in act.effects)
    pairs: list[Pair] = [*_act_pairs(act), *_day_pairs(act), *_role_pairs(act, chain)]
    for graph in chain.graphs(act.passages):
        owned = [predicate for predicate, _ in pairs if predicate != TYPE]
        yield block(graph, subject, [*pairs, *_evidence(act.passages, graph)], owned=[*owned, DEP.evidence])
    yield _remarks(act, subject, chain)


def _remarks(act: ChainAct, subject: str, chain: Chain) -> Block:
    """What Depositary adds; an act of the register has its verification there."""
    effects = [(DEP.effect, NamedNode(iri.effect(subject, e.plane, e.what))) for e in act.effects]
    level = NamedNode(iri.concept("verification", act.verification))
    verification = [] if subject == _registered(act) else [(DEP.verification, level)]
    graph = iri.source_graph(chain.compilation)
    return block(graph, subject, [*effects, *verification], owned=[DEP.effect, DEP.verification])


def _registered(act: ChainAct) -> str | None:
    document = act.document or ""
    return iri.act(document.removeprefix("act:")) if document.startswith("act:") else None


def _act_pairs(act: ChainAct) -> Iterator[Pair]:
    yield TYPE, NamedNode(class_of(act.kind))
    yield LABEL, english(act.label)
    yield DCTERMS.identifier, Literal(act.id)
    for slug, number in act.concerns:
        yield DEP.concerns, NamedNode(iri.treaty(slug))
        yield from given((DEP.concernsProvision, NamedNode(iri.provision(slug, number)) if number else None))
    if act.document and not _registered(act):
        yield DEP.documentNumber, Literal(act.document)


def _day_pairs(act: ChainAct) -> Iterator[Pair]:
    """The day; that of an act of the register stands in the register."""
    if not _registered(act):
        yield from given(
            (DEP.date, day(act.date) if act.date else None),
            (DEP.dateUncertain, Literal(act.date_edtf) if act.date_edtf else None),
        )


def _role_pairs(act: ChainAct, chain: Chain) -> Iterator[Pair]:
    for agent, role in act.actors:
        yield roles()[role], NamedNode(chain.directory.iri(agent))


def _effect_block(subject: str, effect: Effect, chain: Chain) -> Block:
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Effect)),
        (DEP.plane, NamedNode(iri.concept("plane", effect.plane))),
        (LABEL, english(effect.what)),
        *given((DEP.date, day(effect.on) if effect.on else None)),
    ]
    return block(iri.source_graph(chain.compilation), iri.effect(subject, effect.plane, effect.what), pairs)


def link_blocks(link: Link, chain: Chain) -> Iterator[Block]:
    """A relation between two acts: stated, with the plain triple; or one claim for each who makes it."""
    yield from _passages(link.passages)
    ends = chain.act(link.source_act), ROOT + f"ontology#{link.relation}", chain.act(link.target_act)
    if link.basis == "stated":
        yield from _stated(link, ends, chain)
        return
    for holder in link.claimed_by:
        yield from _claimed(link, ends, holder, chain)


Ends = tuple[str, str, str]


def _end_pairs(ends: Ends) -> list[Pair]:
    return [
        (DEP.subject, NamedNode(ends[0])),
        (DEP.predicate, NamedNode(ends[1])),
        (DEP.object, NamedNode(ends[2])),
    ]


def _stated(link: Link, ends: Ends, chain: Chain) -> Iterator[Block]:
    subject = iri.link(ends[0], link.relation, ends[2])
    for graph in chain.graphs(link.passages):
        yield block(graph, ends[0], [(ends[1], NamedNode(ends[2]))], owned=[])
        pairs: list[Pair] = [
            (TYPE, NamedNode(DEP.StatedLink)),
            *_end_pairs(ends),
            *_evidence(link.passages, graph),
        ]
        yield block(graph, subject, pairs)


def _claimed(link: Link, ends: Ends, holder: str, chain: Chain) -> Iterator[Block]:
    who = chain.directory.holder(holder)
    subject = iri.claim(who, ends[0], link.relation, ends[2])
    if holder.startswith("policy:") and who not in policies():
        yield _policy_block(holder, chain)
    kind = DEP.CausalClaim if link.relation == "respondsTo" else DEP.Claim
    for graph in chain.graphs(link.passages):
        evidence = _evidence(link.passages, graph)
        pairs: list[Pair] = [
            (TYPE, NamedNode(kind)),
            *_end_pairs(ends),
            (DEP.claimedBy, NamedNode(who)),
            *evidence,
        ]
        yield block(graph, subject, pairs)
    if link.confidence is not None:
        sure = Literal(str(link.confidence), datatype=NamedNode(XSD.decimal))
        graph = iri.source_graph(chain.compilation)
        yield block(graph, subject, [(DEP.confidence, sure)], owned=[DEP.confidence])
    for against in link.against:
        yield from _against(against, subject, chain)


def _policy_block(holder: str, chain: Chain) -> Block:
    """A policy that only this file names; those of Depositary stand in the ontology."""
    label = holder.removeprefix("policy:").replace("-", " ")
    pairs: list[Pair] = [(TYPE, NamedNode(DEP.Policy)), (LABEL, english(f"policy: {label}"))]
    return block(iri.source_graph(chain.compilation), chain.directory.holder(holder), pairs)


def _against(against: Against, contested: str, chain: Chain) -> Iterator[Block]:
    """What another holder says against a claim is a claim too."""
    holder = chain.directory.holder(against.holder)
    graph = iri.source_graph(against.passage.source)
    yield passage_block(against.passage, graph)
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Claim)),
        (LABEL, english(against.says)),
        (DEP.claimedBy, NamedNode(holder)),
        (DEP.speaksAgainst, NamedNode(contested)),
        *_evidence([against.passage], graph),
    ]
    yield block(graph, iri.claim(holder, contested, "speaksAgainst", against.says), pairs)


def claim_blocks(claim: Claim, chain: Chain) -> Iterator[Block]:
    """What somebody says, in the graphs of the sources that report it; our assessment in the file's graph."""
    subject = chain.claim(claim)
    yield from _passages(claim.passages)
    if chain.subject(claim.subject) == iri.subject(claim.subject):
        yield _subject_block(claim.subject, chain)
    pairs = list(_claim_pairs(claim, chain))
    for graph in chain.graphs(claim.passages):
        yield block(graph, subject, [*pairs, *_evidence(claim.passages, graph)])
    yield _assessment(claim, subject, chain)


def _subject_block(id_: str, chain: Chain) -> Block:
    pairs: list[Pair] = [(TYPE, NamedNode(DEP.Subject)), (LABEL, Literal(id_))]
    return block(iri.source_graph(chain.compilation), iri.subject(id_), pairs)


def _claim_pairs(claim: Claim, chain: Chain) -> Iterator[Pair]:
    kind = DEP.Characterisation if claim.predicate == "characterisedAs" else DEP.Claim
    known = (
        claim.object in chain.acts or claim.object in chain.directory.iris or claim.object in chain.treaties
    )
    yield TYPE, NamedNode(kind)
    yield DCTERMS.identifier, Literal(claim.id)
    yield DEP.subject, NamedNode(chain.subject(claim.subject))
    yield DEP.predicate, NamedNode(ROOT + f"ontology#{claim.predicate}")
    yield DEP.object, NamedNode(chain.subject(claim.object)) if known else Literal(claim.object)
    yield DEP.claimedBy, NamedNode(chain.directory.holder(claim.holder))
    yield DEP.modality, NamedNode(iri.concept("modality", claim.modality))
    yield from given((DEP.saidOn, day(claim.said_on) if claim.said_on else None))


def _assessment(claim: Claim, subject: str, chain: Chain) -> Block:
    pairs: list[Pair] = [
        (DEP.assessment, NamedNode(iri.concept("assessment", claim.assessment))),
        (DEP.assessmentReason, english(claim.reason)),
        *((DEP.contradicts, NamedNode(chain.claim(chain.claims[other]))) for other in claim.contradicts),
    ]
    owned = [DEP.assessment, DEP.assessmentReason, DEP.contradicts]
    return block(iri.source_graph(chain.compilation), subject, pairs, owned=owned)
