"""What a chain must be beyond its schema: ids that are unique and resolve, no circles, time in order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from graphlib import CycleError, TopologicalSorter
from typing import Any

from graph.faults import Fault
from graph.loaders.documents import Document
from graph.loaders.nearest import did_you_mean
from graph.loaders.positions import Path
from ontology.kinds import relations
from ontology.terms import DEP

EDTF_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
ID_SHAPES = {"agents": "ActorShape", "acts": "TreatyActionShape", "claims": "ClaimShape"}
Json = Mapping[str, Any]


def chain_faults(document: Document) -> Iterator[Fault]:
    """Yield what a document that fits the schema breaks of the rules that the schema cannot express."""
    twice = [*_ids_twice(document)]
    yield from twice
    yield from _uncertain_days(document)
    yield from _unlisted_sources(document)
    yield from _claims(document)
    if not twice:  # the rest goes by ids, and would tell the same fault again
        yield from _dangling_links(document)
        yield from _contradictions(document)
        yield from _circles(document)
        yield from _wrong_order(document)


def _ids_twice(document: Document) -> Iterator[Fault]:
    for part, shape in ID_SHAPES.items():
        first: dict[str, int] = {}
        for index, item in enumerate(document.value[part]):
            if first.setdefault(item["id"], index) != index:
                message = (
                    f"The id “{item['id']}” stands already in {part}[{first[item['id']]}]; ids are unique."
                )
                yield document.fault((part, index, "id"), message, shape)


def _uncertain_days(document: Document) -> Iterator[Fault]:
    """Refuse what is no day, month, year or interval of the Extended Date/Time Format (ISO 8601-2)."""
    for index, act in enumerate(document.value["acts"]):
        if act["date_edtf"] and not is_edtf(act["date_edtf"]):
            message = (
                f"“{act['date_edtf']}” is no EDTF of the calendar; write 2016-01, 2016 or ../2016-11-16."
            )
            yield document.fault(("acts", index, "date_edtf"), message, "DatesShape")


def is_edtf(text: str) -> bool:
    """Return whether a text is a day, month or year, perhaps marked ? ~ %, or an interval of two of them."""
    ends = text.split("/")
    dated = [end for end in ends if end not in ("", "..")]
    return text.count("/") <= 1 and bool(dated) and all(_in_calendar(end) for end in dated)


def _in_calendar(text: str) -> bool:
    parts = EDTF_DAY.fullmatch(text)
    try:
        return parts is not None and bool(Day(*(int(part or 1) for part in parts.groups())))
    except ValueError:
        return False


def _unlisted_sources(document: Document) -> Iterator[Fault]:
    listed = document.value["sources"]
    for path, passage in _passages(document.value):
        if passage["source"] not in listed:
            hint = did_you_mean(passage["source"], listed)
            message = f"The source “{passage['source']}” is not listed in $.sources.{hint}"
            yield document.fault((*path, "source"), message, "PassageShape")


def _passages(value: Json) -> Iterator[tuple[Path, Json]]:
    for part in ("acts", "links", "claims"):
        for index, item in enumerate(value[part]):
            for at, passage in enumerate(item["passages"]):
                yield (part, index, "passages", at), passage
            for at, against in enumerate(item.get("against", ())):
                yield (part, index, "against", at, "passage"), against["passage"]


def _dangling_links(document: Document) -> Iterator[Fault]:
    acts = {act["id"] for act in document.value["acts"]}
    for index, link in enumerate(document.value["links"]):
        for end in ("from", "to"):
            if link[end] not in acts:
                message = f"No act of this chain has the id “{link[end]}”.{did_you_mean(link[end], acts)}"
                yield document.fault(("links", index, end), message, "LinkShape")


def _claims(document: Document) -> Iterator[Fault]:
    """Refuse a claim for which the ontology has no property."""
    predicates = [name for name in DEP.__annotations__ if name[0].islower()]
    for index, claim in enumerate(document.value["claims"]):
        if claim["predicate"] not in predicates:
            hint = did_you_mean(claim["predicate"], predicates)
            message = f"The ontology has no property “{claim['predicate']}”.{hint}"
            yield document.fault(("claims", index, "predicate"), message, "ClaimShape")


def _contradictions(document: Document) -> Iterator[Fault]:
    """Refuse contradiction that is not mutual; a claim that names no claim may have meant this one."""
    said = {claim["id"]: set(claim["contradicts"]) for claim in document.value["claims"]}
    mistyped = {id_ for id_, others in said.items() if not others <= said.keys()}
    for index, claim in enumerate(document.value["claims"]):
        for at, other in enumerate(claim["contradicts"]):
            mutual = claim["id"] in said.get(other, ()) and other != claim["id"]
            if not mutual and other not in mistyped:
                yield document.fault(
                    ("claims", index, "contradicts", at), _one_sided(claim, other, said), "ClaimShape"
                )


def _one_sided(claim: Json, other: str, said: Mapping[str, set[str]]) -> str:
    if other not in said:
        return f"No claim of this chain has the id “{other}”.{did_you_mean(other, said)}"
    if other == claim["id"]:
        return f"“{other}” contradicts itself."
    return f"“{claim['id']}” contradicts “{other}”, but not the other way; contradiction is mutual."


def _circles(document: Document) -> Iterator[Fault]:
    """Refuse links that come back to where they began within one relation."""
    links: dict[str, list[tuple[int, Json]]] = defaultdict(list)
    for index, link in enumerate(document.value["links"]):
        links[link["relation"]].append((index, link))
    for relation, found in links.items():
        circle = _circle([link for _, link in found])
        inside = [at for at, link in found if link["from"] in circle and link["to"] in circle]
        for index in inside[:1]:
            message = f"The links “{relation}” make a circle: {' - '.join(circle)}."
            yield document.fault(("links", index), message, "LinkShape")


def _circle(links: list[Json]) -> list[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for link in links:
        sorter.add(link["from"], link["to"])
    try:
        sorter.prepare()
    except CycleError as error:
        return [str(act) for act in error.args[1]]
    return []


def _wrong_order(document: Document) -> Iterator[Fault]:
    """No act responds to, approves or cites a later one; what leads on does not lead back in time."""
    days = {act["id"]: act["date"] or "" for act in document.value["acts"]}
    for index, link in enumerate(document.value["links"]):
        earlier, later = link["to"], link["from"]
        if not relations()[link["relation"]].backwards:
            earlier, later = later, earlier
        if days.get(earlier) and days.get(later) and days[later] < days[earlier]:
            order = f"{days[later]} is before {days[earlier]}"
            message = f"“{link['from']}” {link['relation']} “{link['to']}”: {order}."
            yield document.fault(("links", index), message, "LinkShape")
