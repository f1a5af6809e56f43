"""The register and the statuses as quads: derived, never typed by hand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import PROV

from graph import iri
from graph.law.delays import spoken
from graph.law.derive import ActEffect, Derivation, Interval, Step
from graph.law.qualifiers import Qualifier
from graph.law.register import Contradiction, Register
from graph.records import Act
from graph.triples.acts import COLUMNS, act_pairs
from graph.triples.base import COMMENT, LABEL, TYPE, Pair, day, english, given
from graph.triples.directory import Directory
from graph.triples.names import EnglishNames
from graph.triples.provisions import cited
from ontology.lists import labels
from ontology.terms import DEP

Provisions: TypeAlias = Collection[str]  # IRIs of the provisions that the graph describes
_Part: TypeAlias = tuple[int, Step | Qualifier]  # with its position among the steps, or the qualifiers
_REGISTER, _STATUS = NamedNode(iri.REGISTER), NamedNode(iri.STATUS)
_STEP, _QUALIFIER = NamedNode(DEP.step), NamedNode(DEP.qualifier)
_PREDICATES = {column.name: column.predicate for column in COLUMNS} | {"kind": TYPE.value}


def register_quads(
    register: Register, effects: Iterable[ActEffect], directory: Directory, names: EnglishNames
) -> Iterator[Quad]:
    """Each act once, with every source that reports it, its day of effect, and what other sources say."""
    by_act = {effect.act: effect for effect in effects}
    for act in register.acts:
        yield from _quads(_REGISTER, iri.act(act.id), _act_pairs(act, by_act.get(act.id), directory, names))
    for contradiction in register.contradictions:
        yield from _contradiction_quads(contradiction)


def _quads(graph: NamedNode, subject: str, pairs: Iterable[Pair]) -> Iterator[Quad]:
    about = NamedNode(subject)
    for predicate, value in pairs:
        yield Quad(about, _predicate(predicate), value, graph)


@lru_cache(2**10)
def _predicate(term: str | NamedNode) -> NamedNode:
    """The node of a predicate: there are a few dozen, each in every act and interval."""
    return term if isinstance(term, NamedNode) else NamedNode(term)


def _act_pairs(
    act: Act, effect: ActEffect | None, directory: Directory, names: EnglishNames
) -> Iterator[Pair]:
    yield from act_pairs(act, directory)
    what = f"{names.actor(act.actor)}: {act.kind.replace('-', ' ')}"
    yield LABEL, english(f"{what}, {names.treaty(act.treaty)}, {spoken(act.day)}")
    yield DEP.verification, NamedNode(iri.concept("verification", act.verification))
    for source in act.sources:
        if not source.startswith(iri.FILES):  # an act that only a loaded file tells of has no source
            yield DEP.reportedIn, NamedNode(iri.document(source))
    yield from given((COMMENT, english(act.note) if act.note else None))
    if effect and effect.computed:
        yield DEP.computedEffectiveOn, day(effect.computed)
        yield from given((DEP.effectiveUnder, _rule(act.treaty, effect.rule)))


def _contradiction_quads(contradiction: Contradiction) -> Iterator[Quad]:
    """What a source says otherwise than the register: a claim, whose holder is that source."""
    act = iri.act(contradiction.act)
    for source in contradiction.other_sources:
        holder, field = iri.document(source), contradiction.field
        pairs: list[Pair] = [
            (TYPE, NamedNode(DEP.Claim)),
            (DEP.subject, NamedNode(act)),
            (DEP.predicate, NamedNode(_PREDICATES[field])),
            (DEP.object, Literal(str(contradiction.other))),
            (DEP.claimedBy, NamedNode(holder)),
            (PROV.wasDerivedFrom, NamedNode(holder)),
            (COMMENT, english(f"The register keeps “{contradiction.kept}” for {field.replace('_', ' ')}.")),
        ]
        yield from _quads(_REGISTER, iri.claim(holder, act, field, str(contradiction.other)), pairs)


def status_quads(
    derivation: Derivation, directory: Directory, names: EnglishNames, provisions: Provisions
) -> Iterator[Quad]:
    """Every interval of status with the steps that lead to it and what qualifies it.

    A step, or a qualifier, of several intervals is one resource: it is named after the first of them.
    """
    qualifying: dict[str, list[Qualifier]] = defaultdict(list)
    for qualifier in derivation.qualifiers:
        qualifying[qualifier.actor].append(qualifier)
    for actor, intervals in groupby(derivation.intervals, key=lambda interval: interval.actor):
        described: dict[_Part, str] = {}
        for interval in intervals:
            subject = iri.status(interval.treaty, interval.actor, interval.valid_from)
            pairs = _interval_pairs(interval, directory, names)
            yield from _quads(_STATUS, subject, pairs)
            qualified = (each for each in qualifying[actor] if _touches(each, interval))
            parts: list[_Part] = [*enumerate(interval.steps, 1), *enumerate(qualified, 1)]
            yield from _part_quads(subject, interval, parts, described, directory, provisions)


def _part_quads(
    subject: str,
    interval: Interval,
    parts: Iterable["_Part"],
    described: dict["_Part", str],
    directory: Directory,
    provisions: Provisions,
) -> Iterator[Quad]:
    """The parts of an interval; those that an earlier interval of the actor has are described already."""
    about = NamedNode(subject)
    for part in parts:
        number, content = part
        step = isinstance(content, Step)
        known = described.get(part)
        name = known or iri.part_of(subject, "step" if step else "qualifier", str(number))
        yield Quad(about, _STEP if step else _QUALIFIER, NamedNode(name), _STATUS)
        if known is None:
            described[part] = name
            if isinstance(content, Step):
                yield from _quads(_STATUS, name, _step_pairs(interval.treaty, number, content, provisions))
            else:
                yield from _quads(_STATUS, name, _qualifier_pairs(content, directory))


def _touches(qualifier: Qualifier, interval: Interval) -> bool:
    begins_before_end = interval.valid_until is None or qualifier.valid_from < interval.valid_until
    return begins_before_end and (
        qualifier.valid_until is None or interval.valid_from < qualifier.valid_until
    )


def _interval_pairs(interval: Interval, directory: Directory, names: EnglishNames) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.TreatyStatus)
    value = labels("status")[interval.value].lower()
    who, what = names.actor(interval.actor), names.treaty(interval.treaty)
    yield LABEL, english(f"{who}: {value}, {what}, from {spoken(interval.valid_from)}")
    yield DEP.statusOf, NamedNode(directory.iri(interval.actor))
    yield DEP.statusFor, NamedNode(iri.treaty(interval.treaty))
    yield DEP.statusValue, NamedNode(iri.concept("status", interval.value))
    yield DEP.validFrom, day(interval.valid_from)
    ends = (
        (DEP.validUntil, interval.valid_until),
        (DEP.partyFrom, interval.party_from),
        (DEP.partyUntil, interval.party_until),
    )
    yield from given(*((term, day(value) if value else None) for term, value in ends))
    for act in interval.acts:
        yield DEP.restsOn, NamedNode(iri.act(act))


def _step_pairs(treaty: str, position: int, step: Step, provisions: Provisions) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.DerivationStep)
    yield DEP.position, Literal(position)
    yield COMMENT, english(step.text)
    yield from given((DEP.appliedRule, _rule(treaty, step.rule)))
    yield DEP.legalBasis, Literal(step.provision)
    for provision in _cited(treaty, step.provision):
        yield from given((DEP.statedIn, NamedNode(provision) if provision in provisions else None))
    for act in step.acts:
        yield DEP.restsOn, NamedNode(iri.act(act))


@lru_cache(2**12)
def _cited(treaty: str, provision: str) -> tuple[str, ...]:
    """IRIs of the provisions that a citation names; the same few stand in all steps of a treaty."""
    return tuple(iri.provision(*named) for named in cited(treaty, provision))


def _rule(treaty: str, name: str) -> NamedNode | None:
    """A rule of the treaty; general law applies where the treaty has none."""
    return NamedNode(iri.rule(treaty, name)) if name else None


def _qualifier_pairs(qualifier: Qualifier, directory: Directory) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.Qualifier)
    yield LABEL, english(qualifier.text)
    yield DEP.qualifierKind, NamedNode(iri.concept("qualifier-kind", qualifier.kind))
    yield DEP.validFrom, day(qualifier.valid_from)
    territory = NamedNode(directory.iri(qualifier.territory)) if qualifier.territory else None
    yield from given(
        (DEP.territory, territory),
        (DEP.validUntil, day(qualifier.valid_until) if qualifier.valid_until else None),
    )
    for act in qualifier.acts:
        yield DEP.restsOn, NamedNode(iri.act(act))
