"""The SKOS lists as Python reads them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rdflib.namespace import SKOS

from ontology.resources import describe
from ontology.terms import ROOT


@cache
def ranks(scheme: str) -> Mapping[str, int]:
    """Rank (`skos:notation`, 1 is the first) of each concept of a list, by IRI."""
    lists, prefix = describe("vocabularies.ttl"), f"{ROOT}vocab/{scheme}/"
    found = {iri: lists.text(iri, SKOS.notation) for iri in lists.subjects if iri.startswith(prefix)}
    return MappingProxyType({iri: int(rank) for iri, rank in found.items() if rank})


@cache
def labels(scheme: str) -> Mapping[str, str]:
    """English label of each concept of a list, by the last part of its IRI."""
    lists, prefix = describe("vocabularies.ttl"), f"{ROOT}vocab/{scheme}/"
    return MappingProxyType({
        iri.removeprefix(prefix): lists.text(iri, SKOS.prefLabel)
        for iri in lists.subjects
        if iri.startswith(prefix)
    })  # fmt: skip
