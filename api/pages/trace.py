"""What the page of a trace shows: two lists in the order of time, each act with the hops that join it."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]


def trace_page(answer: Json) -> Json:
    """Sections `back` and `forward` of the answer of `/trace`; an act without a hop there is the root.

    `places` are the anchors of the acts; an act on both sides has its anchor in the first list.
    """
    back, forward = (_section(answer, side) for side in ("back", "forward"))
    first = {node["iri"] for node, _ in (back if answer["direction"] != "forward" else ())}
    return {
        "places": {node["iri"]: f"act-{number}" for number, node in enumerate(answer["nodes"], start=1)},
        "nodes": {node["iri"]: node for node in answer["nodes"]},
        "back": back,
        "forward": forward,
        "first": first,
        "others": _others(answer),
    }


def _section(answer: Json, side: str) -> list[tuple[Json, list[Json]]]:
    """Acts reached on one side; a hop stands with the act that it leads to, seen from the root."""
    reached = {node["iri"] for node in answer["nodes"] if side in node["reached"]}
    within = [link for link in answer["links"] if {link["from"], link["to"]} <= reached]
    nodes = [node for node in answer["nodes"] if node["iri"] in reached]
    return [(node, [link for link in within if _far_end(link, side) == node["iri"]]) for node in nodes]


def _far_end(link: Json, side: str) -> str:
    """Backwards the earlier act of a link, forwards the later one."""
    earlier_is_target = link["leads"] == "back"
    far = "to" if (side == "back") == earlier_is_target else "from"
    end: str = link[far]
    return end


def _others(answer: Json) -> Sequence[Json]:
    """Links between the two sides, which stand in neither list."""
    sides = {node["iri"]: set(node["reached"]) for node in answer["nodes"]}
    return [link for link in answer["links"] if not sides[link["from"]] & sides[link["to"]]]
