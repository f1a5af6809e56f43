"""Codes of countries with their names, as lines in the graph of the table whose concepts they are."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, OWL, SKOS

from graph import iri
from graph.published.countries import CountryCode
from graph.triples.base import TYPE, Pair, block, boolean, edtf, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP

_MATCHES = {"exact": SKOS.exactMatch, "close": SKOS.closeMatch, "related": SKOS.relatedMatch}


def country_lines(code: CountryCode, place: Place) -> list[bytes]:
    """The concept with its names, the time in which the code is used, and the state that it means."""
    return lines_of([block(place.graph, code.iri, _pairs(code, place))])


def _pairs(code: CountryCode, place: Place) -> Iterator[Pair]:
    yield TYPE, NamedNode(SKOS.Concept)
    yield SKOS.inScheme, NamedNode(code.iri.rpartition("/")[0])
    yield DCTERMS.identifier, Literal(code.code)
    yield from given(
        (DEP.codeInUseFrom, edtf(code.in_use_from) if code.in_use_from else None),
        (DEP.codeInUseUntil, edtf(code.in_use_until) if code.in_use_until else None),
        (OWL.deprecated, boolean(code.deprecated) if code.deprecated is not None else None),
    )
    yield from _words(code)
    yield from ((SKOS.notation, _notation(list_, value)) for list_, value in code.notations)
    yield from _links(code)
    if code.state and code.match:
        yield _MATCHES[code.match], NamedNode(place.directory.iri(code.state))


def _words(code: CountryCode) -> Iterator[Pair]:
    for term, words in (
        (SKOS.prefLabel, code.preferred),
        (SKOS.altLabel, code.alternative),
        (SKOS.hiddenLabel, code.hidden),
    ):
        yield from ((term, Literal(word, language=language)) for word, language in words)


def _links(code: CountryCode) -> Iterator[Pair]:
    for term, iris in (
        (SKOS.broader, code.broader),
        (SKOS.exactMatch, code.exact_matches),
        (DCTERMS.replaces, code.replaces),
        (DCTERMS.isReplacedBy, code.replaced_by),
    ):
        yield from ((term, NamedNode(each)) for each in iris)


def _notation(list_: str, value: str) -> Literal:
    """A code in another list, which is the datatype of the notation (SKOS Reference, 6.5.1)."""
    return Literal(value, datatype=NamedNode(iri.notation(list_))) if list_ else Literal(value)
