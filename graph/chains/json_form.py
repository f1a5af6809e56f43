"""A trace as JSON: the answer of `/trace` and of `depositary trace --json`."""

from datetime import date
from typing import Any

from graph.chains.evidence import Evidence
from graph.chains.links import Against, Holder, Link
from graph.chains.nodes import Node
from graph.chains.trace import Trace


def to_json(trace: Trace, version: str) -> dict[str, Any]:
    """The whole answer; days are ISO 8601, uncertain days EDTF, `version` names the data."""
    return {
        "root": trace.root,
        "direction": trace.direction,
        "depth": trace.depth,
        "nodes": [_node(node, trace) for node in trace.nodes],
        "links": [_link(link) for link in trace.links],
        "warnings": list(trace.warnings),
        "version": version,
    }


def _node(node: Node, trace: Trace) -> dict[str, Any]:
    return {
        "iri": node.iri,
        "label": node.label,
        "kind": node.kind,
        "date": _day(node.date),
        "date_uncertain": node.date_uncertain,
        "actors": [{"agent": a.agent, "label": a.label, "role": a.role} for a in node.actors],
        "effects": [{"plane": e.plane, "on": _day(e.on), "what": e.what} for e in node.effects],
        "document": node.document or None,
        "verification": node.verification or None,
        "reached": [side for side in ("back", "forward") if node.iri in getattr(trace, side)],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "from": link.source,
        "to": link.target,
        "relation": link.relation.name,
        "label": link.relation.label,
        "inverse_label": link.relation.inverse_label,
        "leads": "back" if link.relation.backwards else "forward",
        "basis": link.basis,
        "claimed_by": [_holder(holder) for holder in link.claimed_by],
        "confidence": link.confidence,
        "evidence": [_evidence(evidence) for evidence in link.evidence],
        "against": [_against(against) for against in link.against],
        "assessment": link.assessment,
        "assessment_reason": link.assessment_reason,
        "explanation": list(link.explanation),
    }


def _holder(holder: Holder) -> dict[str, str]:
    return {"agent": holder.agent, "label": holder.label}


def _against(against: Against) -> dict[str, Any]:
    return {
        "holders": [_holder(holder) for holder in against.holders],
        "says": against.says,
        "evidence": [_evidence(evidence) for evidence in against.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "document": evidence.document,
        "title": evidence.title,
        "publisher": evidence.publisher,
        "tier": evidence.tier,
        "url": evidence.url,
        "quote": evidence.quote,
        "reason": evidence.reason,
        "language": evidence.language,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
