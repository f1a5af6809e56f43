"""Times of states in lists of the system of states, as lines in the graph of the list."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, SKOS

from graph import iri
from graph.published.dates import OPEN
from graph.published.systems import StateSpan
from graph.triples.base import LABEL, TYPE, Pair, block, boolean, edtf, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP


def span_lines(span: StateSpan, place: Place) -> list[bytes]:
    """One time for which a list counts one state."""
    subject = iri.state_span(span.system, span.identifier, span.from_, span.until)
    return lines_of([block(place.graph, subject, _pairs(span, place))])


def _pairs(span: StateSpan, place: Place) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.StateSpan)
    yield LABEL, english(span.name)
    yield DEP.stateSystem, NamedNode(iri.concept("state-system", span.system))
    yield DCTERMS.identifier, Literal(span.identifier)
    yield DEP.firstDay, edtf(span.from_)
    yield from given(
        (DEP.lastDay, edtf(span.until) if span.until != OPEN else None),
        (DEP.endIsOpen, boolean(True) if span.until == OPEN else None),  # noqa: FBT003 - the value itself
        (SKOS.notation, _number(span.number) if span.number else None),
        (DEP.spanOf, NamedNode(place.directory.iri(span.state)) if span.state else None),
    )
    yield from ((DEP.spanPartlyOf, NamedNode(place.directory.iri(code))) for code in span.partly)
    yield from ((SKOS.altLabel, Literal(name)) for name in span.other_names)
    yield from ((DEP.capital, Literal(name)) for name in (span.capital, *span.other_capitals) if name)


def _number(number: str) -> Literal:
    """A number as the packaged table of codes has it, an integer."""
    return Literal(int(number)) if number.isascii() and number.isdecimal() else Literal(number)
