"""Each act once: what several sources report of it is merged by a stated policy, and contradictions are kept.

The value of the best source wins: by tier (depositary before gazette before court … before press), then
verified before single-source before unverified. An empty field contradicts nothing. The order of the
reports plays no part.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from graph.records import Act

UNRANKED = 1_000_000
UNSPECIFIC = "consent-to-be-bound"  # the kind where a source does not name the means
VERIFICATIONS = ("verified", "single-source", "unverified")
NOT_COMPARED = frozenset({"id", "sources", "note", "verification"})
FIELDS = tuple(field.name for field in fields(Act) if field.name not in ("id", "sources"))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values of one field; `kept` is in the register. Days are ISO 8601, lists joined by `;`."""

    act: str
    field: str
    kept: str
    other: str
    kept_sources: tuple[str, ...]
    other_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The acts, each once, sorted by id, and what their sources contradict each other in."""

    acts: tuple[Act, ...]
    contradictions: tuple[Contradiction, ...]


def merge(reports: Iterable[Act], tiers: Mapping[str, int]) -> Register:
    """The register of acts; a report is an act as sources report it, the same id the same act.

    `tiers` gives the rank of each source, the lowest being the best; a source without a rank comes last.
    """
    by_id: dict[str, list[Act]] = {}
    for report in reports:
        by_id.setdefault(report.id, []).append(report)
    merged = [_merged(sorted(found, key=_rank(tiers)), tiers) for _, found in sorted(by_id.items())]
    return Register(
        acts=tuple(act for act, _ in merged),
        contradictions=tuple(each for _, found in merged for each in found),
    )


def _rank(tiers: Mapping[str, int]) -> Callable[[Act], tuple[int, int, tuple[str, ...], str]]:
    """Best source first; between equals the ids and the content decide, never the order of input."""

    def rank(report: Act) -> tuple[int, int, tuple[str, ...], str]:
        tier = min((tiers.get(source, UNRANKED) for source in report.sources), default=UNRANKED + 1)
        return (tier, VERIFICATIONS.index(report.verification), tuple(sorted(report.sources)), repr(report))

    return rank


def _merged(reports: Sequence[Act], tiers: Mapping[str, int]) -> tuple[Act, tuple[Contradiction, ...]]:
    """One act from its reports, the best first; one report contradicts nothing."""
    if len(reports) == 1:
        return replace(reports[0], sources=_sources(reports, tiers)), ()
    best = {name: _best(name, reports) for name in FIELDS}
    best["verification"] = min((report.verification for report in reports), key=VERIFICATIONS.index)
    act = replace(reports[0], sources=_sources(reports, tiers), **best)
    found = (
        each for name in FIELDS if name not in NOT_COMPARED for each in _contradictions(name, act, reports)
    )
    return act, tuple(found)


def _best(name: str, reports: Sequence[Act]) -> Any:
    values = (getattr(report, name) for report in reports)
    return next((value for value in values if _given(value)), getattr(reports[0], name))


def _given(value: object) -> bool:
    """Whether a source says something; that there was a consent does not say by which means (VCLT 11)."""
    return value is not None and value not in ("", (), UNSPECIFIC)


def _sources(reports: Iterable[Act], tiers: Mapping[str, int]) -> tuple[str, ...]:
    """All sources, the best first."""
    found = {source for report in reports for source in report.sources}
    return tuple(sorted(found, key=lambda source: (tiers.get(source, UNRANKED), source)))


def _contradictions(name: str, act: Act, reports: Sequence[Act]) -> Iterable[Contradiction]:
    kept = _text(getattr(act, name))
    said: dict[str, set[str]] = {}
    for report in reports:
        if _given(getattr(report, name)):
            said.setdefault(_text(getattr(report, name)), set()).update(report.sources)
    for other in sorted(said.keys() - {kept}):
        yield Contradiction(act.id, name, kept, other, tuple(sorted(said[kept])), tuple(sorted(said[other])))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(str(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
