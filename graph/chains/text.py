"""A trace as plain text for the terminal: who says what stands in words, never in colours alone."""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.chains.days import day_in_words, in_words
from graph.chains.evidence import Evidence
from graph.chains.links import Against, Link, holders_in_words
from graph.chains.nodes import Node
from graph.chains.trace import Trace
from ontology.terms import DEP

BACK = "Back to causes and bases"
FORWARD = "Forward to consequences"
BETWEEN = "Between consequences and bases"
WIDTH = 100
LONG = 80  # characters of a quote that is printed once
BEGINNING = 40  # characters by which its words are found again


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands further up already: acts (IRIs) and quotes."""

    acts: set[str] = field(default_factory=set)
    quotes: set[tuple[str, str]] = field(default_factory=set)


def to_text(trace: Trace) -> str:
    """The trace in sections, each link under the act that it starts from, in the order of time.

    An act is described where it first occurs, a long quote is printed there only; lines have at most 100
    columns, except for what cannot be broken.
    """
    root, told = trace.node(trace.root), _Told(acts={trace.root})
    lines = [root.label, "=" * min(len(root.label), WIDTH), f"Day: {when(root)}", *_about(root)]
    for title, links in _sections(trace):
        lines += ["", title, "-" * len(title)]
        lines += _section(trace, links, told) if links else ["No link is recorded."]
    if trace.warnings:
        lines += ["", "Warnings", "--------", *(f"- {warning}" for warning in trace.warnings)]
    return "\n".join(_wrapped(line) for line in lines) + "\n"


def _wrapped(line: str) -> str:
    """The line within the width; what goes on is indented further, and addresses are never broken."""
    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sections(trace: Trace) -> Iterator[tuple[str, list[Link]]]:
    """Links among what lies back, among what lies forward, and from one to the other."""
    sections: dict[str, list[Link]] = defaultdict(list)
    for link in trace.links:
        ends = {link.source, link.target}
        sections[BACK if ends <= trace.back else FORWARD if ends <= trace.forward else BETWEEN].append(link)
    if trace.direction != "forward":
        yield BACK, sections[BACK]
    if trace.direction != "back":
        yield FORWARD, sections[FORWARD]
    if sections[BETWEEN]:
        yield BETWEEN, sections[BETWEEN]


def _section(trace: Trace, links: Sequence[Link], told: _Told) -> Iterator[str]:
    """Acts in the order of time: those that are new, and those from which a link starts."""
    ends = {end for link in links for end in (link.source, link.target)}
    for node in trace.nodes:
        starting = [link for link in links if link.source == node.iri]
        if node.iri in ends and (starting or node.iri not in told.acts):
            yield ""
            yield f"{when(node)}: {node.label}"
            if node.iri not in told.acts:
                yield from (f"  {line}" for line in _about(node))
            told.acts.add(node.iri)
            for alike in _alike(starting):
                yield from (f"  {line}" for line in _hop(alike, trace.node(alike[0].target), told))


def when(node: Node) -> str:
    """“16 November 2016”, “not after 16 November 2016”, “day not recorded”."""
    if node.date:
        return day_in_words(node.date)
    return in_words(node.date_uncertain) if node.date_uncertain else "day not recorded"


def _about(node: Node) -> Iterator[str]:
    verified = f", {node.verification}" if node.verification else ""
    yield f"{node.kind.replace('-', ' ')}{verified} <{node.iri}>"
    if node.document:
        yield f"document: {node.document}"
    for actor in node.actors:
        yield f"{actor.role}: {actor.label}"
    for effect in node.effects:
        plane = f"{effect.plane} " if effect.plane else ""
        yield f"{plane}effect{f' on {day_in_words(effect.on)}' if effect.on else ''}: {effect.what}"


def _alike(links: Iterable[Link]) -> Iterable[list[Link]]:
    """Links that say the same of the same two acts, each with its own holder and evidence."""
    groups: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.relation.name, link.target].append(link)
    return groups.values()


def _hop(alike: Sequence[Link], target: Node, told: _Told) -> Iterator[str]:
    relation = alike[0].relation
    yield f"-> {relation.label}: {target.label} ({when(target)})"
    if relation.iri == str(DEP.precedes):
        yield "   This is an order in time; no cause is claimed."
    for link in alike:
        yield from (f"   {line}" for line in _grounds(link, told))
    for against in dict.fromkeys(against for link in alike for against in link.against):
        yield from (f"   {line}" for line in _against(against, told))


def _grounds(link: Link, told: _Told) -> Iterator[str]:
    yield basis_in_words(link)
    yield from (f"  {step}" for step in link.explanation)
    yield from (f"  {_once(evidence, told)}" for evidence in link.evidence)
    if not link.evidence:
        yield "  no source"
    if link.assessment:
        reason = f": {link.assessment_reason}" if link.assessment_reason else ""
        yield f"  Depositary holds this claim to be {link.assessment}{reason}"


def basis_in_words(link: Link) -> str:
    """“STATED in a text”, “CLAIMED by RAPSI (confidence 0.9)”, “DERIVED from the register”."""
    if link.basis == "stated":
        return "STATED in a text"
    if link.basis == "derived":
        return "DERIVED by the rules of the treaty" if link.explanation else "DERIVED from the register"
    sure = f" (confidence {link.confidence:g})" if link.confidence is not None else ""
    return f"CLAIMED by {holders_in_words(link.claimed_by)}{sure}"


def _against(against: Against, told: _Told) -> Iterator[str]:
    yield f"AGAINST this, {holders_in_words(against.holders)}: {against.says}"
    yield from (f"  {_once(evidence, told)}" for evidence in against.evidence)


def _once(evidence: Evidence, told: _Told) -> str:
    """The evidence; a long quote that stands further up already is only referred to."""
    words = " ".join((evidence.quote or "").split())
    key = (evidence.document, words)
    if len(words) <= LONG or key not in told.quotes:
        told.quotes.add(key)
        return evidence_in_words(evidence)
    beginning = words[:BEGINNING].rsplit(" ", 1)[0]
    return f"“{beginning} …” (same words as above) – {evidence.title}"


def evidence_in_words(evidence: Evidence) -> str:
    """The quote in quotation marks, or without them the reason why there is none; then source and tier."""
    words = f"“{' '.join(evidence.quote.split())}”" if evidence.quote else f"[{evidence.reason}]"
    tier = f"tier: {evidence.tier}" if evidence.tier else ""
    source = ", ".join(filter(None, (evidence.title, evidence.publisher, tier)))
    return f"{words} – {source}{f' <{evidence.url}>' if evidence.url else ''}"
