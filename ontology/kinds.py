"""The closed lists of the formats, read from the ontology: kinds, relations, roles, shapes.

A kind is the name of its class in lower case with hyphens: `withdrawal-notification` is
`dep:WithdrawalNotification`. Each list is read once, and cannot be changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rdflib.namespace import RDFS, SH, SKOS

from ontology.lists import concepts
from ontology.resources import Description, describe
from ontology.terms import DEP, SHAPES


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: its class and what an act of it is and needs.

    `requires` are columns of the acts format, `targets` IRIs of the classes of which its target may be (any
    where none is named); `legal_basis` is the article as lawyers cite it, or empty.
    """

    name: str
    iri: str
    label: str
    definition: str
    legal_basis: str
    consent: bool
    requires: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two acts. `backwards`: from the later act to the earlier one that it rests on."""

    name: str
    iri: str
    label: str
    inverse_label: str
    backwards: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A SHACL shape, to be named where a record breaks it."""

    name: str
    message: str
    legal_basis: str


@cache
def treaty_action_kinds() -> Mapping[str, Kind]:
    """Kinds of the acts format, by name."""
    return _kinds(DEP.actsKind)


@cache
def chain_kinds() -> Mapping[str, Kind]:
    """Kinds of the chain format, by name; those of treaty actions are the same as in the acts format."""
    return _kinds(DEP.chainKind)


@cache
def target_kinds(kind: str) -> frozenset[str]:
    """Names of the kinds of acts that an act of this kind may target; none where nothing is said."""
    kinds, ontology = treaty_action_kinds(), _ontology()
    classes = set(kinds[kind].targets) if kind in kinds else set()
    return frozenset(
        name
        for name, found in kinds.items()
        if found.iri in classes or classes & set(ontology.values(found.iri, RDFS.subClassOf))
    )


@cache
def agent_kinds() -> Mapping[str, str]:
    """IRI of the class of each kind of state, territory and agent, by name."""
    return MappingProxyType(dict(_named(DEP.agentKind)))


@cache
def relations() -> Mapping[str, Relation]:
    """Relations of the chain format, by name."""
    both = ((DEP.refersBackTo, True), (DEP.leadsTo, False))
    found = (_relation(iri, backwards) for parent, backwards in both for iri in _below(parent))
    return MappingProxyType({relation.name: relation for relation in found})


@cache
def roles() -> Mapping[str, str]:
    """IRI of the property of each role of the chain format, by name."""
    return MappingProxyType(dict(_named(DEP.role)))


def tiers() -> tuple[str, ...]:
    """Tiers of sources in the order in which they are preferred: the depositary first."""
    return concepts("tier")


def class_of(kind: str) -> str:
    """IRI of the class of a kind of act, agent or territory; `KeyError` where there is no such kind."""
    return _classes()[kind]


def kind_of(class_iri: str) -> str:
    """Name of the kind of a class; `KeyError` where the class is none, such as `dep:Act`."""
    return _kind_names()[class_iri]


def shape(name: str) -> Shape:
    """Shape `name`, such as `WithdrawalShape`; `KeyError` where there is none."""
    return _shapes()[name]


@cache
def _ontology() -> Description:
    return describe("depositary.ttl")


@cache
def _classes() -> Mapping[str, str]:
    predicates = (DEP.actsKind, DEP.chainKind, DEP.agentKind)
    return MappingProxyType(dict(pair for predicate in predicates for pair in _named(predicate)))


@cache
def _kind_names() -> Mapping[str, str]:
    return MappingProxyType({iri: kind for kind, iri in _classes().items()})


@cache
def _shapes() -> Mapping[str, Shape]:
    shapes = describe("shapes.ttl")
    names = {iri: iri.removeprefix(SHAPES) for iri in shapes.subjects if iri.startswith(SHAPES)}
    return MappingProxyType({
        name: Shape(name, shapes.text(iri, SH.message), shapes.text(iri, DEP.legalBasis))
        for iri, name in names.items()
    })  # fmt: skip


def _kinds(predicate: str) -> Mapping[str, Kind]:
    return MappingProxyType({name: _kind(name, iri) for name, iri in _named(predicate)})


def _kind(name: str, iri: str) -> Kind:
    ontology = _ontology()
    return Kind(
        name=name,
        iri=iri,
        label=ontology.text(iri, RDFS.label),
        definition=ontology.text(iri, SKOS.definition),
        legal_basis=ontology.text(iri, DEP.legalBasis),
        consent=str(DEP.ConsentToBeBound) in (iri, *ontology.values(iri, RDFS.subClassOf)),
        requires=tuple(sorted(ontology.values(iri, DEP.requiresField))),
        targets=ontology.values(iri, DEP.targetsClass),
    )


def _relation(iri: str, backwards: bool) -> Relation:  # noqa: FBT001 - a field, no switch
    ontology = _ontology()
    return Relation(
        name=iri.removeprefix(str(DEP)),
        iri=iri,
        label=ontology.text(iri, RDFS.label),
        inverse_label=ontology.text(iri, DEP.inverseLabel),
        backwards=backwards,
    )


def _named(predicate: str) -> Iterable[tuple[str, str]]:
    ontology = _ontology()
    return [(name, iri) for iri in ontology.subjects for name in ontology.values(iri, predicate)]


def _below(parent: str) -> Iterable[str]:
    ontology = _ontology()
    return [iri for iri in ontology.subjects if str(parent) in ontology.values(iri, RDFS.subPropertyOf)]
