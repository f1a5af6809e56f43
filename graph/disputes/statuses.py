"""Disputes about statuses: what is undetermined, and what an actor declares and others need not accept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from graph import iri
from graph.answers.claims import claims_about
from graph.answers.parts import weakest
from graph.disputes.reports import BY_CLAUSE
from graph.law.case import ActEffect
from graph.law.delays import spoken
from graph.law.derive import Derivation, Interval
from graph.law.disputes import Dispute, DisputeKind, Value
from graph.law.qualifiers import Qualifier
from graph.records import Act
from graph.view import View
from ontology.lists import labels, primary_tiers

DERIVED = "Depositary, from acts and final clauses"


def undetermined_disputes(view: View, treaty: str, known: date) -> Iterator[Dispute]:
    """Intervals whose value is undetermined, with the readings and claims that compete."""
    derivation = view.derivation(treaty, known)
    for interval in derivation.intervals:
        if interval.value == "undetermined":
            yield _undetermined(view, derivation, interval, known)


def _undetermined(view: View, derivation: Derivation, interval: Interval, known: date) -> Dispute:
    step, actor = interval.steps[-1], interval.actor
    readings = [
        reading
        for effect in derivation.effects
        if effect.actor == actor and effect.act in step.acts and effect.outcome == "undetermined"
        for reading in _readings(view, effect)
    ]
    claims = claims_about(view, actor, interval.treaty, interval.acts, known)
    values = [*readings, *(_claim(claim) for claim in claims)]
    return Dispute(
        id=f"{interval.treaty}/{actor}/{interval.valid_from.isoformat()}/status",
        kind="undetermined-status",
        state=actor,
        treaty=interval.treaty,
        act=iri.act(step.acts[-1]) if step.acts else "",
        about="status",
        values=tuple(values),
        since=interval.valid_from,
        until=interval.valid_until,
        rule=iri.rule(interval.treaty, step.rule) if step.rule else "",
        provision=step.provision,
        undecided=f"The status is undetermined. {step.text}",
    )


def _readings(view: View, effect: ActEffect) -> Iterator[Value]:
    """The day that the actor names, and the one that the clause gives."""
    act = view.act(effect.act)
    if act.requested_effective_on:
        text = f"takes effect on {spoken(act.requested_effective_on)}"
        holder = f"{view.english.actor(act.actor)}, in the act itself"
        yield _reading(view, text, holder, act)
    if effect.computed:
        text = f"takes effect on {spoken(effect.computed)}"
        yield _reading(view, text, BY_CLAUSE, act)


def _reading(view: View, text: str, holder: str, act: Act) -> Value:
    return Value(
        text,
        kept=False,
        admitted=_primary(view, [act]),
        sources=act.sources,
        holder=holder,
        verification=act.verification,
    )


def _claim(claim: Mapping[str, Any]) -> Value:
    text = f"{claim['subject']} – {claim['predicate_label']} – {claim['object']}"
    return Value(
        text,
        kept=False,
        admitted=False,
        holder=claim["holder"],
        said_on=claim["said_on"],
        assessment=claim["assessment"],
        reason=claim["reason"],
    )


def contested_disputes(view: View, treaty: str, known: date) -> Iterator[Dispute]:
    """What an actor declares, or others deny it, beside its status: suspensions and capacities."""
    derivation = view.derivation(treaty, known)
    for qualifier in derivation.qualifiers:
        if qualifier.kind.startswith("contested-"):
            yield _contested(view, derivation, qualifier)


def _contested(view: View, derivation: Derivation, qualifier: Qualifier) -> Dispute:
    treaty, actor, since = derivation.treaty, qualifier.actor, qualifier.valid_from
    acts = [view.act(id_) for id_ in qualifier.acts]
    return Dispute(
        id=f"{treaty}/{actor}/{since.isoformat()}/{qualifier.kind}",
        kind=cast(DisputeKind, qualifier.kind),
        state=actor,
        treaty=treaty,
        act=iri.act(acts[0].id),
        about="status",
        values=tuple(_sides(view, derivation, qualifier, acts)),
        since=since,
        until=qualifier.valid_until,
        provision=qualifier.provision,
        why=f"{qualifier.text} What is declared is a claim of whoever declares it, and changes no status.",
    )


def _sides(view: View, derivation: Derivation, qualifier: Qualifier, acts: Sequence[Act]) -> Iterator[Value]:
    """The status that goes on, and what is declared against it."""
    primary, sources = _primary(view, acts), tuple(dict.fromkeys(s for act in acts for s in act.sources))
    intervals = derivation.of(qualifier.actor)
    held = next((each for each in reversed(intervals) if each.valid_from <= qualifier.valid_from), None)
    status = labels("status")[held.value] if held else "not recorded"
    yield Value(
        status,
        kept=True,
        admitted=primary,
        sources=sources,
        holder=DERIVED,
        verification=weakest(view, held.acts) if held else None,
    )
    declared = labels("qualifier-kind")[qualifier.kind].removeprefix("contested ")
    yield Value(
        declared,
        kept=False,
        admitted=primary,
        standing=(1,),
        sources=sources,
        holder=view.english.actor(acts[0].actor),
        verification=weakest(view, qualifier.acts),
    )


def _primary(view: View, acts: Iterable[Act]) -> bool:
    """Whether a primary source reports one of the acts."""
    tiers, documents = primary_tiers(), view.documents
    sources = (documents.get(source) for act in acts for source in act.sources)
    return any(document is not None and document.tier in tiers for document in sources)
