"""Links between acts and claims as quads: what a text states, and what somebody claims.

What a text states is a plain triple and a `StatedLink` with its passages; what somebody claims is a `Claim`
and never a plain triple.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, XSD

from graph import iri
from graph.records import Against, Claim, Link
from graph.triples.base import LABEL, TYPE, Block, Pair, block, day, english, given
from graph.triples.chain import Chain
from graph.triples.passages import evidence, passage_block, passage_blocks
from ontology.lists import policies
from ontology.terms import DEP, ROOT


def link_blocks(link: Link, chain: Chain) -> Iterator[Block]:
    """A relation between two acts: stated, with the plain triple; or one claim for each who makes it."""
    yield from passage_blocks(link.passages)
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
            *evidence(link.passages, graph),
        ]
        yield block(graph, subject, pairs)


def _claimed(link: Link, ends: Ends, holder: str, chain: Chain) -> Iterator[Block]:
    who = chain.directory.holder(holder)
    subject = iri.claim(who, ends[0], link.relation, ends[2])
    if holder.startswith("policy:") and who not in policies():
        yield _policy_block(holder, chain)
    kind = DEP.CausalClaim if link.relation == "respondsTo" else DEP.Claim
    for graph in chain.graphs(link.passages):
        pairs: list[Pair] = [
            (TYPE, NamedNode(kind)),
            *_end_pairs(ends),
            (DEP.claimedBy, NamedNode(who)),
            *evidence(link.passages, graph),
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
        *evidence([against.passage], graph),
    ]
    yield block(graph, iri.claim(holder, contested, "speaksAgainst", against.says), pairs)


def claim_blocks(claim: Claim, chain: Chain) -> Iterator[Block]:
    """What somebody says, in the graphs of the sources that report it; our assessment in the file's graph."""
    subject = chain.claim(claim)
    yield from passage_blocks(claim.passages)
    if chain.subject(claim.subject) == iri.subject(claim.subject):
        yield _subject_block(claim.subject, chain)
    pairs = list(_claim_pairs(claim, chain))
    for graph in chain.graphs(claim.passages):
        yield block(graph, subject, [*pairs, *evidence(claim.passages, graph)])
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
