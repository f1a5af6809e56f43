"""What a reader of a trace must be told, in words: doubtful days, contested claims, missing sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Store

from graph.chains.edges import Edge, Towards, recorded_edges
from graph.chains.links import Holder, Link, holders_in_words, read_link
from graph.chains.nodes import STATUS, UNKNOWN, Node, read_node
from ontology.kinds import relations

Nodes = Mapping[str, Node]


def cautions(store: Store, nodes: Sequence[Node], links: Sequence[Link]) -> Iterator[str]:
    """Warnings about the acts and links of a trace, each once, those about acts first."""
    by_iri = {node.iri: node for node in nodes}
    for node in nodes:
        yield from _about_act(node)
    yield from dict.fromkeys(warning for link in links for warning in _about_link(link, by_iri))
    yield from _contested(links, by_iri)
    yield from _without_primary_source(links, by_iri)
    yield from _competing(store, nodes)


def _about_act(node: Node) -> Iterator[str]:
    if node.kind == UNKNOWN:
        yield f"“{node.label}” is named by a link and described by nothing."
    elif node.date is None and node.date_uncertain is None:
        yield f"“{node.label}” has no day: its place in time is not recorded."
    if node.verification == "unverified":
        yield f"“{node.label}”: its day is not verified against a source."


def _about_link(link: Link, nodes: Nodes) -> Iterator[str]:
    earlier, later = nodes[link.earlier], nodes[link.later]
    # a status may begin before the act that it rests on: a succession works back (VCSST 23)
    if later.kind != STATUS and earlier.bounds.surely_after(later.bounds):
        yield (
            f"{link_in_words(link, nodes)}: by this link “{earlier.label}” comes first, "
            f"but it is dated after “{later.label}”."
        )
    if (
        link.basis == "claimed"
        and not any(evidence.passage for evidence in link.evidence)
        and not link.inferred
    ):
        yield f"{_claims([link], nodes)} has no passage behind it."
    if link.assessment == "refuted":
        reason = f": {link.assessment_reason}" if link.assessment_reason else "."
        yield f"{_claims([link], nodes)} is held to be refuted{reason}"


def _contested(links: Iterable[Link], nodes: Nodes) -> Iterator[str]:
    """One sentence for each relation that somebody contests, whoever claims it."""
    contested: dict[tuple[str, str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.against:
            contested[link.source, link.relation.name, link.target, link.basis].append(link)
    for alike in contested.values():
        objections = dict.fromkeys(
            f"{holders_in_words(against.holders)} ({against.says})"
            for link in alike
            for against in link.against
        )
        yield f"{_claims(alike, nodes)} is contested by {'; '.join(objections)}."


def _without_primary_source(links: Iterable[Link], nodes: Nodes) -> Iterator[str]:
    """What texts state, as far as only others report it."""
    reported = [
        link for link in links if link.basis == "stated" and not any(e.primary for e in link.evidence)
    ]
    hops = dict.fromkeys(link_in_words(link, nodes) for link in reported)
    if hops:
        yield f"No primary source stands behind what is stated in: {'; '.join(hops)}."


def _competing(store: Store, nodes: Iterable[Node]) -> Iterator[str]:
    """Readings that let different acts end the same obligation (VCLT 18(a)), in the trace or beside it."""
    ended = {edge.target for node in nodes for edge in _ending(store, node.iri, "back")}
    ended |= {node.iri for node in nodes if _ending(store, node.iri, "forward")}
    for signature in sorted(ended):
        readings = [read_link(store, edge) for edge in _ending(store, signature, "forward")]
        if len({reading.source for reading in readings}) > 1:
            of = read_node(store, signature).label
            yield (
                f"Competing readings of what ended the obligation of “{of}”: "
                f"{'; '.join(_reading(store, reading) for reading in readings)}."
            )


def _ending(store: Store, act: str, towards: Towards) -> list[Edge]:
    found = recorded_edges(store, act, towards, [relations()["endsObligationOf"]])
    return [edge for edge in found if not edge.denied]


def _reading(store: Store, link: Link) -> str:
    who = holders_in_words(link.claimed_by) if link.basis == "claimed" else "stated in a text"
    return f"“{read_node(store, link.source).label}” ({who})"


def _claims(alike: Sequence[Link], nodes: Nodes) -> str:
    """The relation and everyone who claims it."""
    holders: dict[Holder, None] = dict.fromkeys(holder for link in alike for holder in link.claimed_by)
    who = f" (claimed by {holders_in_words(holders)})" if alike[0].basis == "claimed" else ""
    return link_in_words(alike[0], nodes) + who


def link_in_words(link: Link, nodes: Nodes) -> str:
    """“Order” – based on – “Proposal”: the two acts and their relation."""
    return f"“{nodes[link.source].label}” – {link.relation.label} – “{nodes[link.target].label}”"
