"""What a reader of a trace must be told, in words: doubtful days, contested claims, missing sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Store

from graph.chains.edges import edges
from graph.chains.links import Link, holders_in_words, read_link
from graph.chains.nodes import STATUS, UNKNOWN, Node, read_node
from ontology.terms import DEP

Nodes = Mapping[str, Node]


def cautions(store: Store, nodes: Sequence[Node], links: Sequence[Link]) -> Iterator[str]:
    """Warnings about the acts and links of a trace, each once, those about acts first."""
    by_iri = {node.iri: node for node in nodes}
    for node in nodes:
        yield from _about_act(node)
    yield from dict.fromkeys(warning for link in links for warning in _about_link(link, by_iri))
    yield from _without_primary_source(links, by_iri)
    yield from _competing(store, links, by_iri)


def _about_act(node: Node) -> Iterator[str]:
    if node.kind == UNKNOWN:
        yield f"“{node.label}” is named by a link and described by nothing."
    elif node.date is None and node.date_uncertain is None:
        yield f"“{node.label}” has no day: its place in time is not recorded."
    if node.kind != STATUS and node.verification == "unverified":
        yield f"“{node.label}”: its day is not verified against a source."


def _about_link(link: Link, nodes: Nodes) -> Iterator[str]:
    earlier, later = nodes[link.earlier], nodes[link.later]
    if earlier.bounds.surely_after(later.bounds):
        yield (
            f"{in_words(link, nodes)}: what comes first by this link, “{earlier.label}”, "
            f"is dated after “{later.label}”."
        )
    for against in link.against:
        yield f"{_claim(link, nodes)} is contested by {holders_in_words(against.holders)}: {against.says}."
    if link.assessment == "refuted":
        yield f"{_claim(link, nodes)} is held to be refuted: {link.assessment_reason or 'no reason is given'}"


def _without_primary_source(links: Iterable[Link], nodes: Nodes) -> Iterator[str]:
    """Statements that only others report, and claims of others than Depositary without any passage."""
    reported = [
        link for link in links if link.basis == "stated" and not any(e.primary for e in link.evidence)
    ]
    for sentence in dict.fromkeys(in_words(link, nodes) for link in reported):
        yield f"{sentence}: no primary source stands behind this hop."
    for link in links:
        if link.basis == "claimed" and not link.evidence and not all(h.policy for h in link.claimed_by):
            yield f"{_claim(link, nodes)} has no source."


def _competing(store: Store, links: Iterable[Link], nodes: Nodes) -> Iterator[str]:
    """Readings that let different acts end the same obligation (VCLT 18(a)), in the trace or beside it."""
    ended = dict.fromkeys(link.target for link in links if link.relation.iri == str(DEP.endsObligationOf))
    for signature in ended:
        found = [
            edge
            for edge in edges(store, signature, "forward")
            if edge.relation.iri == str(DEP.endsObligationOf)
        ]
        readings = [read_link(store, edge) for edge in found]
        if len({reading.source for reading in readings}) > 1:
            names = "; ".join(_reading(store, reading, nodes) for reading in readings)
            yield f"Competing readings of what ended the obligation of “{nodes[signature].label}”: {names}."


def _reading(store: Store, link: Link, nodes: Nodes) -> str:
    label = nodes[link.source].label if link.source in nodes else read_node(store, link.source).label
    who = holders_in_words(link.claimed_by) if link.basis == "claimed" else "a text"
    return f"“{label}” ({who})"


def _claim(link: Link, nodes: Nodes) -> str:
    who = f" (claimed by {holders_in_words(link.claimed_by)})" if link.basis == "claimed" else ""
    return in_words(link, nodes) + who


def in_words(link: Link, nodes: Nodes) -> str:
    """“The order” approves “the proposal”: the two acts and their relation as one sentence."""
    return f"“{nodes[link.source].label}” {link.relation.label} “{nodes[link.target].label}”"
