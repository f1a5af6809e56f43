"""Every record as blocks of quads: the one place that knows which function writes which record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.faults import Origin
from graph.records import (
    Act,
    Agent,
    ChainAct,
    Claim,
    Link,
    Read,
    Record,
    Source,
    State,
    StateCode,
    TreatyRules,
)
from graph.triples.acts import act_blocks
from graph.triples.agents import agent_blocks, state_blocks
from graph.triples.base import Block
from graph.triples.chain import Chain, chain_act_blocks
from graph.triples.claims import claim_blocks, link_blocks
from graph.triples.codes import code_blocks
from graph.triples.directory import Directory
from graph.triples.rules import rules_blocks
from graph.triples.sources import source_blocks


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the place in a file that it comes from.

    `alone`: no other record of the file describes the same subject, as the ids of acts are unique in a file.
    """

    block: Block
    origin: Origin
    alone: bool = False


def placed_blocks(
    reads: Sequence[Read], directory: Directory, treaties: frozenset[str], compilation: str
) -> Iterator[Placed]:
    """All that one file says; `compilation` is the source id of the file itself."""
    chain = _chain([read.record for read in reads], directory, treaties, compilation)
    for read in reads:
        local, alone = isinstance(read.record, Agent), isinstance(read.record, Act)
        for block in _blocks(read.record, directory, chain):
            yield Placed(replace(block, gives_way=True) if local else block, read.origin, alone)


def _chain(
    records: Iterable[Record], directory: Directory, treaties: frozenset[str], compilation: str
) -> Chain:
    acts = {record.id: record for record in records if isinstance(record, ChainAct)}
    claims = {record.id: record for record in records if isinstance(record, Claim)}
    return Chain(acts, claims, treaties, directory, compilation)


def _blocks(record: Record, directory: Directory, chain: Chain) -> Iterator[Block]:
    match record:
        case State():
            yield from state_blocks(record, directory)
        case StateCode():
            yield from code_blocks(record, directory)
        case Agent():
            yield from agent_blocks(record, directory)
        case Source():
            yield from source_blocks(record)
        case Act():
            yield from act_blocks(record, directory, chain.compilation)
        case TreatyRules():
            yield from rules_blocks(record, directory)
        case ChainAct():
            yield from chain_act_blocks(record, chain)
        case Link():
            yield from link_blocks(record, chain)
        case Claim():
            yield from claim_blocks(record, chain)
