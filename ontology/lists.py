"""The closed SKOS lists, read from the vocabularies: values, labels and ranks of each."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rdflib.namespace import RDF, SKOS

from ontology.resources import Description, describe
from ontology.terms import DEP, ROOT, VOCABULARIES


@cache
def concepts(scheme: str) -> tuple[str, ...]:
    """Values of a list (`status`, `tier`, …) in their order; none for an unknown list."""
    top = _lists().subjects.get(VOCABULARIES + scheme, {})
    return tuple(iri.rpartition("/")[2] for iri in top.get(str(SKOS.hasTopConcept), ()))


@cache
def labels(scheme: str) -> Mapping[str, str]:
    """English label of each value of a list."""
    return MappingProxyType({
        value: _lists().text(f"{VOCABULARIES}{scheme}/{value}", SKOS.prefLabel) for value in concepts(scheme)
    })  # fmt: skip


@cache
def ranks(scheme: str) -> Mapping[str, int]:
    """Rank (`skos:notation`, 1 is the first) of each concept of a ranked list, by IRI."""
    iris = [f"{VOCABULARIES}{scheme}/{value}" for value in concepts(scheme)]
    found = {iri: _lists().text(iri, SKOS.notation) for iri in iris}
    return MappingProxyType({iri: int(rank) for iri, rank in found.items() if rank})


@cache
def primary_tiers() -> frozenset[str]:
    """Tiers whose sources speak for themselves."""
    prefix = f"{VOCABULARIES}tier/"
    return frozenset(tier for tier in concepts("tier") if _lists().text(prefix + tier, DEP.primary) == "true")


@cache
def policies() -> frozenset[str]:
    """IRIs of the policies of Depositary that are described in `policies.ttl`."""
    described = describe("policies.ttl")
    return frozenset(iri for iri in described.subjects if str(DEP.Policy) in described.values(iri, RDF.type))


@cache
def dispute_policies() -> Mapping[str, str]:
    """Definition of each policy by which a dispute can be decided, by its name; the default is the first."""
    described = describe("policies.ttl")
    members = described.values(f"{ROOT}id/policy/for-disputes", SKOS.member)
    return MappingProxyType({
        iri.rpartition("/")[2]: described.text(iri, SKOS.definition) for iri in members
    })  # fmt: skip


@cache
def _lists() -> Description:
    return describe("vocabularies.ttl")
