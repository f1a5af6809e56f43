"""Acts of a decision chain as quads, in the graphs of the sources that tell of them.

What Depositary adds (how far an act is verified, its effects in law) and what no source carries stands in the
graph of the loaded file.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS

from graph import iri
from graph.records import ChainAct, Claim, Effect, Passage
from graph.triples.base import LABEL, TYPE, Block, Pair, block, day, english, given
from graph.triples.directory import Directory
from graph.triples.passages import evidence, passage_blocks
from ontology.kinds import class_of, roles
from ontology.terms import DEP


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


def chain_act_blocks(act: ChainAct, chain: Chain) -> Iterator[Block]:
    """An act of the chain in the graphs of the sources that tell of it."""
    subject = chain.act(act.id)
    yield from passage_blocks(act.passages)
    yield from (_effect_block(subject, effect, chain) for effect in act.effects)
    pairs: list[Pair] = [*_act_pairs(act), *_day_pairs(act), *_role_pairs(act, chain)]
    for graph in chain.graphs(act.passages):
        owned = [predicate for predicate, _ in pairs if predicate != TYPE]
        yield block(graph, subject, [*pairs, *evidence(act.passages, graph)], owned=[*owned, DEP.evidence])
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
