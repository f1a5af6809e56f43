"""Loader of the chain format v1: the agents, acts, links and claims of one decision chain."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Any

from graph.faults import Fault
from graph.loaders.chain_checks import chain_faults
from graph.loaders.documents import Document, read_document, schema_faults
from graph.loaders.files import InputFile
from graph.records import Against, Agent, ChainAct, Claim, Effect, Link, Passage, Read

SCHEMA = "chain.schema.json"
SHAPES = {"agents": "ActorShape", "acts": "TreatyActionShape", "links": "LinkShape", "claims": "ClaimShape"}
DAYS = {"date", "date_edtf", "on", "said_on"}
Json = Mapping[str, Any]


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield the `Agent`, `ChainAct`, `Link` and `Claim` records of a chain, and every fault.

    Nothing is read from a faulty file, as the parts of a chain refer to each other. An agent that is a state
    comes out with the kind `state`; it stands in the table of states.
    """
    document = read_document(file)
    if isinstance(document, Fault):
        yield document
        return
    faults = [*schema_faults(document, SCHEMA, _shape)]
    faults = faults or [*chain_faults(document)]
    yield from faults
    if not faults:
        yield from _records(document)


def _shape(path: Sequence[str | int]) -> str:
    if "passages" in path or "passage" in path:
        return "PassageShape"
    if path and path[-1] in DAYS:
        return "DatesShape"
    return SHAPES.get(str(path[0]), "") if path else ""


def _records(document: Document) -> Iterator[Read]:
    builders = (("agents", _agent), ("acts", _act), ("links", _link), ("claims", _claim))
    for part, build in builders:
        for index, item in enumerate(document.value[part]):
            yield Read(build(item), document.origin(part, index))


def _day(value: str | None) -> Day | None:
    return Day.fromisoformat(value) if value else None


def _agent(item: Json) -> Agent:
    return Agent(item["id"], item["kind"], item["label"], item["part_of"])


def _act(item: Json) -> ChainAct:
    return ChainAct(
        id=item["id"],
        kind=item["kind"],
        label=item["label"],
        date=_day(item["date"]),
        date_edtf=item["date_edtf"],
        actors=tuple((actor["agent"], actor["role"]) for actor in item["actors"]),
        concerns=tuple((concern["treaty"], concern["provision"]) for concern in item["concerns"]),
        document=item["document"],
        effects=tuple(
            Effect(effect["plane"], _day(effect["on"]), effect["what"]) for effect in item["effects"]
        ),
        verification=item["verification"],
        passages=_passages(item),
    )


def _link(item: Json) -> Link:
    return Link(
        source_act=item["from"],
        relation=item["relation"],
        target_act=item["to"],
        basis=item["basis"],
        claimed_by=tuple(item["claimed_by"]),
        passages=_passages(item),
        confidence=item["confidence"],
        against=tuple(
            Against(against["holder"], against["says"], Passage(**against["passage"]))
            for against in item["against"]
        ),
    )


def _claim(item: Json) -> Claim:
    return Claim(
        id=item["id"],
        holder=item["holder"],
        said_on=_day(item["said_on"]),
        subject=item["subject"],
        predicate=item["predicate"],
        object=item["object"],
        modality=item["modality"],
        passages=_passages(item),
        contradicts=tuple(item["contradicts"]),
        assessment=item["assessment"],
        reason=item["reason"],
    )


def _passages(item: Json) -> tuple[Passage, ...]:
    return tuple(Passage(**passage) for passage in item["passages"])
