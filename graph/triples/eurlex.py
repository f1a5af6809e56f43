"""Acts of the European Union as lines of N-Quads, in the graph of the file that holds their text.

A relation that the text states is a plain triple and a link with the words that bear it out, as in chains;
where these words stand is counted in characters of the text (Web Annotation, 4.2.5: text position selector).
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, SDO

from graph import iri
from graph.published.eurlex import Institution, UnionAct, UnionRelation
from graph.triples.base import COMMENT, ELI, LABEL, OA, TYPE, Pair, block, day, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP

_CLASSES: dict[str, tuple[URIRef, ...]] = {
    "treaty": (DEP.Treaty,),
    "decision": (DEP.Decision, DEP.Act, ELI.LegalResource),  # in a chain it is an act of no kind of its own
    "act": (DEP.Act, ELI.LegalResource),
    "document": (ELI.LegalResource,),
}
_RELATIONS: dict[str, URIRef] = {
    "amends": DEP.amends,
    "repeals": DEP.repeals,
    "implements": DEP.implements,
    "supersedes": DEP.supersedes,
    "refers-back-to": DEP.refersBackTo,
}


def union_act_lines(act: UnionAct, place: Place) -> list[bytes]:
    """The act with its text; of one that is only cited, what its citation says."""
    subject = _node(act.celex or act.title, known=bool(act.celex))
    return lines_of([block(place.graph, subject, [*_pairs(act), *_text_pairs(act), *_made(act, place)])])


def institution_lines(institution: Institution, place: Place) -> list[bytes]:
    """Who makes acts; nothing where the agent is known already."""
    if institution.id in place.directory.iris:
        return []
    union = place.directory.iris.get("EU")
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Organ)),
        (LABEL, english(institution.label)),
        *given((DEP.organOf, NamedNode(union) if union else None)),
    ]
    return lines_of([block(place.graph, iri.agent(institution.id, "organ"), pairs)])


def union_relation_lines(relation: UnionRelation, place: Place) -> list[bytes]:
    """The relation, the link that stands for it, and the words."""
    acting, earlier = (_end(end) for end in (relation.acting, relation.earlier))
    predicate = _RELATIONS[relation.relation]
    passage = iri.passage(place.source, f"{relation.start}\x1f{relation.in_summary}\x1f{relation.quote}")
    name = str(predicate).rpartition("#")[2]
    link: list[Pair] = [
        (TYPE, NamedNode(DEP.StatedLink)),
        (DEP.subject, NamedNode(acting)),
        (DEP.predicate, NamedNode(predicate)),
        (DEP.object, NamedNode(earlier)),
        (DEP.evidence, NamedNode(passage)),
    ]
    return lines_of(
        [
            block(place.graph, acting, [(predicate, NamedNode(earlier))], owned=[]),
            block(place.graph, iri.link(acting, name, earlier), link),
            block(place.graph, passage, _words(relation, place)),
        ]
    )


def _words(relation: UnionRelation, place: Place) -> Iterator[Pair]:
    where = "In the summary beside the text." if relation.in_summary else "In the text of the act."
    yield TYPE, NamedNode(DEP.Passage)
    yield DEP.inDocument, NamedNode(iri.document(place.source))
    yield OA.exact, Literal(relation.quote, language="en")
    yield OA.start, Literal(relation.start)
    yield OA.end, Literal(relation.end)
    yield COMMENT, english(where)


def _node(words: str, *, known: bool) -> str:
    return iri.union_act(words) if known else iri.cited_document(words)


def _end(end: str) -> str:
    """A CELEX number has no blank; words that cite an act have."""
    return _node(end, known=" " not in end)


def _pairs(act: UnionAct) -> Iterator[Pair]:
    classes = _CLASSES[act.kind] if act.celex else (DCTERMS.BibliographicResource,)
    yield from ((TYPE, NamedNode(class_)) for class_ in classes)
    if act.title:
        yield LABEL, english(act.title)
    if act.celex:
        yield DCTERMS.identifier, Literal(act.celex)
        yield ELI.id_local, Literal(act.celex)
    if act.known_as:
        yield OWL.sameAs, NamedNode(iri.treaty(act.known_as))


def _text_pairs(act: UnionAct) -> Iterator[Pair]:
    language = act.language or None
    yield from given(
        (DCTERMS.title, Literal(act.title, language=language) if act.title and act.text else None),
        (SDO.text, Literal(act.text, language=language) if act.text else None),
        (DCTERMS.abstract, english(act.summary) if act.summary else None),
    )
    yield from ((DCTERMS.subject, english(subject)) for subject in act.subjects)


def _made(act: UnionAct, place: Place) -> Iterator[Pair]:
    yield from given(
        (DEP.date, day(act.dated_on) if act.dated_on else None),
        (DEP.publishedOn, day(act.published_on) if act.published_on else None),
        (DCTERMS.bibliographicCitation, Literal(act.published_in) if act.published_in else None),
    )
    for author in act.authors:
        known = place.directory.iris.get(author)
        yield DEP.decidedBy, NamedNode(known or iri.agent(author, "organ"))
