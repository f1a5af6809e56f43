"""The verbs that headlines use of states and treaties, as the vocabulary lists them, and the verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rdflib.namespace import SKOS

from ontology.lists import concepts
from ontology.resources import describe
from ontology.terms import DEP, VOCABULARIES

SCHEME = "headline-verb"


@dataclass(frozen=True, slots=True)
class HeadlineVerb:
    """A verb as headlines use it: how it is written, its meaning in law, and the articles behind it.

    `label` is what stands between the state and the treaty (`withdraws from`); `forms` are the other usual
    forms, `hidden` those that are understood and not shown.
    """

    name: str
    label: str
    meaning: str
    legal_basis: str
    forms: tuple[str, ...]
    hidden: tuple[str, ...]


@cache
def headline_verbs() -> Mapping[str, HeadlineVerb]:
    """Every verb by its name, in the order of the list."""
    described = describe("vocabularies.ttl")
    found = {}
    for name in concepts(SCHEME):
        iri = f"{VOCABULARIES}{SCHEME}/{name}"
        found[name] = HeadlineVerb(
            name=name,
            label=described.text(iri, SKOS.prefLabel),
            meaning=described.text(iri, SKOS.definition),
            legal_basis=described.text(iri, DEP.legalBasis),
            forms=described.values(iri, SKOS.altLabel),
            hidden=described.values(iri, SKOS.hiddenLabel),
        )
    return MappingProxyType(found)
