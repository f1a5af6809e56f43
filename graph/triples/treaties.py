"""Treaties as sources name them, and statements on them, in the graph of the source.

What a source says of a treaty's days is a claim of that source: it is told with the terms of ELI, and not
with those by which the final clauses of a treaty are dated, from which its status is derived.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.published.publication import Treaty
from graph.published.statements import TreatyStatement
from graph.triples.base import COMMENT, ELI, LABEL, TYPE, Pair, block, edtf, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP

NOT_TOLD_APART = "Declaration or reservation, not told apart by the source; undated."


def treaty_lines(treaty: Treaty, place: Place) -> list[bytes]:
    """The treaty by title, numbers and days.

    Its name and slug stand here only where it has none elsewhere, so that a treaty has one name.
    """
    return lines_of([block(place.graph, iri.treaty(treaty.slug), _treaty_pairs(treaty))])


def _treaty_pairs(treaty: Treaty) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.Treaty)
    yield DCTERMS.title, english(treaty.title)
    if not treaty.named_elsewhere:
        yield LABEL, english(treaty.title)
        yield DEP.slug, Literal(treaty.slug)
    yield from given(
        (DEP.untcNumber, Literal(treaty.untc) if treaty.untc else None),
        (DCTERMS.identifier, Literal(treaty.local) if treaty.local else None),
        (ELI.date_document, edtf(treaty.signed_on) if treaty.signed_on else None),
        (ELI.first_date_entry_in_force, edtf(treaty.in_force_on) if treaty.in_force_on else None),
        (ELI.date_no_longer_in_force, edtf(treaty.ended_on) if treaty.ended_on else None),
        (SDO.url, Literal(treaty.url) if treaty.url else None),
        (COMMENT, english(treaty.note) if treaty.note else None),
    )


def statement_lines(statement: TreatyStatement, place: Place) -> list[bytes]:
    """The words under the name that the source gives them, and who is certainly meant by it."""
    subject = iri.statement(statement.treaty, statement.named, statement.text)
    return lines_of([block(place.graph, subject, _statement_pairs(statement, place))])


def _statement_pairs(statement: TreatyStatement, place: Place) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.TreatyStatement)
    yield LABEL, english(f"{statement.named} on {statement.treaty}")
    yield DEP.headedBy, Literal(statement.named)
    yield SDO.about, NamedNode(iri.treaty(statement.treaty))
    yield SDO.text, Literal(statement.text)
    yield SDO.position, Literal(statement.position)
    yield DCTERMS.isPartOf, NamedNode(iri.document(place.source))
    yield COMMENT, english(NOT_TOLD_APART)
    if statement.participant:
        yield DCTERMS.creator, NamedNode(place.directory.iri(statement.participant))
