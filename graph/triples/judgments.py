"""Decisions of the European Court of Human Rights as lines of N-Quads, in the graph of the file with them.

A decision has one IRI in all files that name it by ECLI, or by day and first application, of which the Court
forms it. Only what a file states as an ECLI stands there as an identifier.
"""

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.published.judgments import (
    CitedProvision,
    CitedText,
    ConventionProtocol,
    Court,
    CourtDecision,
    DecisionName,
    NetworkCase,
    NetworkCitation,
)
from graph.triples.base import COMMENT, ELI, LABEL, TYPE, Pair, block, boolean, day, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP

_CLASSES: dict[str, tuple[URIRef, ...]] = {
    "judgment": (DEP.Judgment,),
    "decision": (DEP.JudicialDecision, DEP.Act),  # in a chain it is an act of no kind of its own
    "advisory-opinion": (DEP.AdvisoryOpinion,),
    "report": (DEP.Report,),
    "act": (DEP.Act,),
}
_COURT = "ecthr"
_CONVENTION = "echr"
_NETWORK = "echr-network"
_HUDOC = "https://hudoc.echr.coe.int/eng?i="


def decision_lines(decision: CourtDecision, place: Place) -> list[bytes]:
    """The decision with what identifies it, against whom it is, and to what it refers."""
    pairs = [*_pairs(decision), *_identifiers(decision), *_parties(decision, place), *_references(decision)]
    return lines_of([block(place.graph, _node(decision.name), pairs)])


def _node(name: DecisionName) -> str:
    return iri.listed_case(name.list_, name.text) if name.list_ else iri.case_law(name.text)


def _pairs(decision: CourtDecision) -> Iterator[Pair]:
    yield from ((TYPE, NamedNode(class_)) for class_ in _CLASSES[decision.kind])
    yield from given(
        (LABEL, _title(decision.title) if decision.title else None),
        (DEP.date, day(decision.decided_on) if decision.decided_on else None),
        (DCTERMS.bibliographicCitation, Literal(decision.citation) if decision.citation else None),
        (DEP.reporter, Literal(decision.reporter) if decision.reporter else None),
        (DEP.proceduralPhase, Literal(decision.phase) if decision.phase else None),
        (DEP.grandChamber, boolean(decision.grand_chamber) if decision.grand_chamber else None),
        (COMMENT, english(decision.remark) if decision.remark else None),
    )


def _title(title: str) -> Literal:
    """The title of a case, in French where it is “X c. France”."""
    return Literal(title, language="fr" if " c. " in title else "en")


def _identifiers(decision: CourtDecision) -> Iterator[Pair]:
    for number in decision.applications:
        yield DEP.applicationNumber, Literal(number)
    for identifier in (decision.ecli, decision.item):
        if identifier:
            yield DCTERMS.identifier, Literal(identifier)
    if decision.item:
        yield SDO.url, Literal(_HUDOC + quote(decision.item))


def _parties(decision: CourtDecision, place: Place) -> Iterator[Pair]:
    if decision.by_court:
        yield DEP.decidedBy, NamedNode(_court(place))
    for code in decision.respondents:
        yield DEP.respondent, NamedNode(place.directory.iri(code))


def _references(decision: CourtDecision) -> Iterator[Pair]:
    yield from ((DEP.cites, NamedNode(iri.case_law(ecli))) for ecli in decision.cites)
    referred = (
        *(iri.provision(slug, number) for slug, number in decision.provisions),
        *(iri.treaty(slug) for slug in decision.treaties),
        *(iri.cited_document(title) for title in decision.documents),
    )
    yield from ((DCTERMS.references, NamedNode(node)) for node in referred)


def _court(place: Place) -> str:
    return place.directory.iris.get(_COURT) or iri.agent(_COURT, "court")


def court_lines(court: Court, place: Place) -> list[bytes]:
    """The court; nothing where it is known already."""
    if court.id in place.directory.iris:
        return []
    of = place.directory.iris.get(court.organ_of)
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Court)),
        (LABEL, english(court.label)),
        *given((DEP.organOf, NamedNode(of) if of else None)),
    ]
    return lines_of([block(place.graph, iri.agent(court.id, "court"), pairs)])


def cited_provision_lines(provision: CitedProvision, place: Place) -> list[bytes]:
    """The article, and of which treaty it is; its words stand elsewhere."""
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Provision)),
        (LABEL, english(f"{provision.slug}, article {provision.number}")),
        (ELI.number, Literal(provision.number)),
        (DEP.provisionOf, NamedNode(iri.treaty(provision.slug))),
    ]
    return lines_of([block(place.graph, iri.provision(provision.slug, provision.number), pairs)])


def protocol_lines(protocol: ConventionProtocol, place: Place) -> list[bytes]:
    """A protocol to the Convention; only who ratified the Convention can ratify one."""
    title = (
        f"Protocol No. {protocol.number} to the Convention for the Protection of Human Rights and "
        "Fundamental Freedoms"
    )
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Treaty)),
        (LABEL, english(title)),
        (DEP.parentTreaty, NamedNode(iri.treaty(_CONVENTION))),
    ]
    return lines_of([block(place.graph, iri.treaty(protocol.slug), pairs)])


def cited_text_lines(text: CitedText, place: Place) -> list[bytes]:
    """What is known by its title only: it may be a treaty, a resolution or a report."""
    pairs: list[Pair] = [
        (TYPE, NamedNode(DCTERMS.BibliographicResource)),
        (LABEL, english(text.title)),
    ]
    return lines_of([block(place.graph, iri.cited_document(text.title), pairs)])


def network_case_lines(case: NetworkCase, place: Place) -> list[bytes]:
    """A case of a network; its number is an identifier there and nowhere else."""
    pairs: list[Pair] = [
        *((TYPE, NamedNode(class_)) for class_ in _CLASSES["decision"]),
        (LABEL, _title(case.label)),
        (DCTERMS.identifier, Literal(f"{_NETWORK}:{case.number}")),
        *((DEP.respondent, NamedNode(place.directory.iri(code))) for code in case.respondents),
    ]
    return lines_of([block(place.graph, iri.network_case(_NETWORK, case.number, case.label), pairs)])


def network_citation_lines(citation: NetworkCitation, place: Place) -> list[bytes]:
    """That one case cites another."""
    citing, cited = (iri.network_case(_NETWORK, *name) for name in (citation.citing, citation.cited))
    return lines_of([block(place.graph, citing, [(DEP.cites, NamedNode(cited))], owned=[])])
