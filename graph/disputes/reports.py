"""Disputes about acts: fields that sources report differently, and recorded days that clauses contradict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import NamedNode

from graph import iri
from graph.catalogue import tier_ranks
from graph.law.case import ActEffect, Remark
from graph.law.disputes import Dispute, Value
from graph.law.register import UNRANKED, VERIFICATIONS, Contradiction, merge
from graph.records import Act, Verification
from graph.triples.acts import read_reports_of
from graph.view import View
from ontology.lists import labels, primary_tiers
from ontology.terms import DEP

BY_CLAUSE = "the final clauses, counted by Depositary from the act as reported"
SAME = "The sources are of equal standing: the register keeps the first by name, which is no ground in law."


@dataclass(frozen=True, slots=True)
class Reports:
    """What the sources report of one act, with the standing of each source."""

    act: str
    reports: tuple[Act, ...]
    ranks: Mapping[str, int]
    primary: frozenset[str]

    @classmethod
    def of(cls, view: View, act: str) -> "Reports":
        """The reports of an act of the register."""
        store, tiers = view.store.oxigraph, primary_tiers()
        primary = frozenset(id_ for id_, document in view.documents.items() if document.tier in tiers)
        return cls(act, tuple(read_reports_of(store, act, view.directory)), tier_ranks(store), primary)

    def contradictions(self) -> Mapping[str, list[Contradiction]]:
        """By field: what the register keeps, and what other sources say."""
        found: dict[str, list[Contradiction]] = defaultdict(list)
        for each in merge(self.reports, self.ranks).contradictions:
            found[each.field].append(each)
        return found

    def value(self, text: str, sources: Iterable[str], *, kept: bool) -> Value:
        """A value that sources report, the best source first."""
        ordered = tuple(sorted(sources, key=lambda source: (self.ranks.get(source, UNRANKED), source)))
        mark = self._verification(ordered)
        rank = min((self.ranks.get(source, UNRANKED) for source in ordered), default=UNRANKED + 1)
        standing = (rank, VERIFICATIONS.index(mark))
        return Value(text, kept, bool(self.primary & set(ordered)), standing, ordered, verification=mark)

    def _verification(self, sources: Iterable[str]) -> Verification:
        said = {report.verification for report in self.reports if set(sources) & set(report.sources)}
        return min(said, key=VERIFICATIONS.index, default="unverified")

    def sources_of(self, field: str, day: date | None) -> tuple[str, ...]:
        """Who reports this day in this field."""
        said = (report.sources for report in self.reports if day and getattr(report, field) == day)
        return tuple(dict.fromkeys(source for sources in said for source in sources))


def source_disputes(view: View, known: date) -> Iterator[Dispute]:
    """Fields of acts for which sources give different values, as known on a day."""
    for id_ in _contested(view):
        act, reports = view.act(id_), Reports.of(view, id_)
        if act.known <= known:
            for field, found in reports.contradictions().items():
                yield _source_dispute(view, act, field, found, reports)


def _contested(view: View) -> list[str]:
    """Ids of the acts of which the register keeps what a source says otherwise."""
    store, register = view.store.oxigraph, NamedNode(iri.REGISTER)
    subjects = {
        quad.object.value
        for claim in store.quads_for_pattern(None, NamedNode(DEP.claimedBy), None, register)
        for quad in store.quads_for_pattern(claim.subject, NamedNode(DEP.subject), None, register)
        if isinstance(quad.object, NamedNode)
    }
    return sorted(iri.act_id(subject) for subject in subjects)


def _source_dispute(
    view: View, act: Act, field: str, found: list[Contradiction], reports: Reports
) -> Dispute:
    kept = reports.value(found[0].kept, found[0].kept_sources, kept=True)
    others = [reports.value(each.other, each.other_sources, kept=False) for each in found]
    return Dispute(
        id=f"{act.id}/{field}",
        kind="sources-differ",
        state=act.actor,
        treaty=act.treaty,
        act=iri.act(act.id),
        about=field,
        values=(kept, *sorted(others, key=lambda value: (value.standing, value.value))),
        since=act.day,
        why=_why(view, kept, min(others, key=lambda value: value.standing)),
    )


def _why(view: View, kept: Value, other: Value) -> str:
    """By which step of the order the value that is kept comes first."""
    if kept.standing[0] < other.standing[0]:
        return f"Its best source is of the tier “{_tier(view, kept)}”, before “{_tier(view, other)}”."
    if kept.standing < other.standing:
        marks = labels("verification")
        better, worse = marks[kept.verification or "unverified"], marks[other.verification or "unverified"]
        return f"The sources are of the same tier; it is better verified ({better} before {worse})."
    return SAME


def _tier(view: View, value: Value) -> str:
    document = view.documents.get(value.sources[0]) if value.sources else None
    return labels("tier")[document.tier] if document else "no source"


def day_disputes(view: View, treaty: str, known: date) -> Iterator[Dispute]:
    """Acts of a treaty whose recorded day of effect is not the one that the clauses give.

    Where the clauses are not held they give no day.
    """
    if view.rules(treaty) is None:
        return
    derivation = view.derivation(treaty, known)
    effects = {(effect.act, effect.actor): effect for effect in derivation.effects}
    for remark in derivation.remarks:
        effect = effects.get((remark.act, remark.actor))
        if remark.kind == "differs-from-record" and effect and effect.recorded:
            yield _day_dispute(view, treaty, remark, effect)


def _day_dispute(view: View, treaty: str, remark: Remark, effect: ActEffect) -> Dispute:
    """The record governs a day of effect; of what works by signing or on receipt it decides nothing."""
    act, reports = view.act(effect.act), Reports.of(view, effect.act)
    governs = effect.governing == effect.recorded
    recorded = _recorded(effect, reports, governs=governs)
    computed = _computed(effect, act, reports, governs=not governs)
    return Dispute(
        id=f"{act.id}/effective_on",
        kind="record-differs-from-clause",
        state=remark.actor,
        treaty=treaty,
        act=iri.act(act.id),
        about="effective_on",
        values=(recorded, computed),
        since=act.day,
        rule=iri.rule(treaty, effect.rule) if effect.rule else "",
        provision=effect.provision,
        why=remark.text,
    )


def _recorded(effect: ActEffect, reports: Reports, *, governs: bool) -> Value:
    sources = reports.sources_of("recorded_effective_on", effect.recorded)
    value = reports.value(_iso(effect.recorded), sources, kept=governs)
    return replace(value, admitted=value.admitted and governs, standing=(0,), holder="the record")


def _computed(effect: ActEffect, act: Act, reports: Reports, *, governs: bool) -> Value:
    """The day that the clauses give; it is as sure as the day from which they count."""
    field = "received_on" if act.received_on else "date"
    sources = reports.sources_of(field, getattr(act, field))
    value = reports.value(_iso(effect.computed), sources, kept=governs)
    return replace(value, standing=(1,), holder=BY_CLAUSE)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "no day"
