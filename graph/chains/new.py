"""A new chain in the chain format v1, to be filled by hand: empty, or with its first act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.loaders.rows import DAY


@dataclass(frozen=True, slots=True)
class FirstAct:
    """The act with which a chain begins.

    `date` is a day, or what is known of it in EDTF; `actors` are pairs of a code or id and a role, `treaties`
    pairs of a slug and a provision or nothing. `source`, `quote` and `language` are the words that show it.
    """

    id: str
    kind: str
    label: str
    date: str
    actors: Sequence[tuple[str, str | None]] = ()
    treaties: Sequence[tuple[str, str | None]] = ()
    document: str | None = None
    source: str | None = None
    quote: str | None = None
    language: str | None = None


def new_chain(about: str, act: FirstAct | None = None) -> Mapping[str, Any]:
    """A chain as JSON; without an act it does not load before one is written into it."""
    return {
        "about": about,
        "sources": [act.source] if act and act.source else [],
        "agents": [],
        "acts": [_act(act)] if act else [],
        "links": [],
        "claims": [],
    }


def _act(act: FirstAct) -> Mapping[str, Any]:
    exact = bool(DAY.fullmatch(act.date))
    return {
        "id": act.id,
        "kind": act.kind,
        "label": act.label,
        "date": act.date if exact else None,
        "date_edtf": None if exact else act.date,
        "actors": [{"agent": agent, "role": role} for agent, role in act.actors],
        "concerns": [{"treaty": treaty, "provision": provision} for treaty, provision in act.treaties],
        "document": act.document,
        "effects": [],
        "verification": "single-source" if act.source else "unverified",
        "passages": [_passage(act)] if act.source else [],
    }


def _passage(act: FirstAct) -> Mapping[str, Any]:
    """The words of the source, or that we do not hold them: no paraphrase stands in quotation marks."""
    return {
        "source": act.source,
        "quote": act.quote,
        "language": act.language if act.quote else None,
        "prefix": None,
        "suffix": None,
        "reason": None if act.quote else "The words are not held here.",
    }
