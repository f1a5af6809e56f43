"""A trace as plain text for the terminal: who says what stands in words, never in colours alone."""

from collections.abc import Iterator, Sequence

from graph.chains.days import day_in_words, in_words
from graph.chains.evidence import Evidence
from graph.chains.links import Against, Link, holders_in_words
from graph.chains.nodes import Node
from graph.chains.trace import Trace
from ontology.terms import DEP

BACK = "Back to causes and bases"
FORWARD = "Forward to consequences"
BETWEEN = "Between the two"


def to_text(trace: Trace) -> str:
    """The trace in sections, each link under the act that it starts from, in the order of time."""
    lines = [*_heading(trace.node(trace.root))]
    for title, links in _sections(trace):
        lines += ["", title, "-" * len(title)]
        lines += _section(trace, links) if links else ["Nothing is recorded."]
    if trace.warnings:
        lines += ["", "Warnings", "--------", *(f"- {warning}" for warning in trace.warnings)]
    return "\n".join(lines) + "\n"


def _heading(root: Node) -> Iterator[str]:
    yield root.label
    yield "=" * len(root.label)
    yield from _about(root)


def _sections(trace: Trace) -> Iterator[tuple[str, list[Link]]]:
    """Links among what lies back, among what lies forward, and from one to the other."""
    back = [link for link in trace.links if {link.source, link.target} <= trace.back]
    forward = [
        link for link in trace.links if link not in back and {link.source, link.target} <= trace.forward
    ]
    between = [link for link in trace.links if link not in back and link not in forward]
    if trace.direction != "forward":
        yield BACK, back
    if trace.direction != "back":
        yield FORWARD, forward
    if between:
        yield BETWEEN, between


def _section(trace: Trace, links: Sequence[Link]) -> Iterator[str]:
    """Each act once, in the order of time, with the links that start from it."""
    ends = {end for link in links for end in (link.source, link.target)}
    for node in trace.nodes:
        starting = [link for link in links if link.source == node.iri]
        if node.iri in ends and (starting or node.iri != trace.root):
            yield ""
            yield f"{when(node)}: {node.label}"
            yield from (f"  {line}" for line in _about(node))
            for link in starting:
                yield from (f"  {line}" for line in _hop(link, trace.node(link.target)))


def when(node: Node) -> str:
    """“16 November 2016”, “not after 16 November 2016”, “day not recorded”."""
    if node.date:
        return day_in_words(node.date)
    return in_words(node.date_uncertain) if node.date_uncertain else "day not recorded"


def _about(node: Node) -> Iterator[str]:
    verified = f", {node.verification}" if node.verification else ""
    yield f"{node.kind.replace('-', ' ')}{verified} <{node.iri}>"
    for actor in node.actors:
        yield f"{actor.role}: {actor.label}"
    for effect in node.effects:
        plane = f"{effect.plane} " if effect.plane else ""
        yield f"{plane}effect{f' on {day_in_words(effect.on)}' if effect.on else ''}: {effect.what}"


def _hop(link: Link, target: Node) -> Iterator[str]:
    yield f"-> {link.relation.label}: {target.label} ({when(target)})"
    yield f"   {basis_in_words(link)}"
    if link.relation.iri == str(DEP.precedes):
        yield "   This is an order in time; no cause is claimed."
    yield from (f"   {step}" for step in link.explanation)
    yield from (f"   {line}" for line in _sources(link))
    if link.assessment:
        reason = f": {link.assessment_reason}" if link.assessment_reason else ""
        yield f"   Depositary holds this claim to be {link.assessment}{reason}"
    for against in link.against:
        yield from (f"   {line}" for line in _against(against))


def basis_in_words(link: Link) -> str:
    """“STATED in the text”, “CLAIMED by RAPSI (confidence 0.9)”, “DERIVED by rule”."""
    if link.basis == "stated":
        return "STATED by a text"
    if link.basis == "derived":
        return "DERIVED by the rules of the treaty" if link.explanation else "DERIVED from the register"
    sure = f" (confidence {link.confidence:g})" if link.confidence is not None else ""
    return f"CLAIMED by {holders_in_words(link.claimed_by)}{sure}"


def _sources(link: Link) -> Iterator[str]:
    yield from (evidence_in_words(evidence) for evidence in link.evidence)
    if not link.evidence:
        yield "no source"


def _against(against: Against) -> Iterator[str]:
    yield f"AGAINST this, {holders_in_words(against.holders)}: {against.says}"
    yield from (f"  {evidence_in_words(evidence)}" for evidence in against.evidence)


def evidence_in_words(evidence: Evidence) -> str:
    """The quote in quotation marks, or the reason why there is none without them; then source and tier."""
    words = f"“{' '.join(evidence.quote.split())}”" if evidence.quote else f"[{evidence.reason}]"
    source = ", ".join(
        filter(None, (evidence.title, evidence.publisher, evidence.tier and f"tier: {evidence.tier}"))
    )
    return f"{words} – {source}{f' <{evidence.url}>' if evidence.url else ''}"
