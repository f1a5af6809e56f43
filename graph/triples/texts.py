"""Texts of treaties by article as lines of N-Quads, in the graph of the source that copies them.

An article is the provision that rules and citations name too. Its words stand in passages, one a language,
as do those of the clauses: who asks for the words of a provision finds all copies, each with its document.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, SDO

from graph import iri
from graph.published.texts import PREAMBLE, Article, LegalText, Words
from graph.triples.base import ELI, LABEL, OA, TYPE, Block, Pair, block, english
from graph.triples.place import Place, lines_of
from ontology.terms import DEP


def legal_text_lines(text: LegalText, place: Place) -> list[bytes]:
    """The treaty, or what is none, with its titles."""
    type_ = DEP.Treaty if text.is_treaty else ELI.LegalResource
    pairs: list[Pair] = [(TYPE, NamedNode(type_)), *_titles(text.titles)]
    pairs += [(LABEL, english(words.text)) for words in text.titles if words.language == "en"]
    return lines_of([block(place.graph, _whole(text.slug, of_treaty=text.is_treaty), pairs)])


def article_lines(article: Article, place: Place) -> list[bytes]:
    """The article and its words in each language."""
    subject = iri.provision(article.slug, article.number)
    passages = [_passage(article, words, place) for words in article.texts]
    pairs = [*_pairs(article), *((DEP.evidence, passage.subject) for passage in passages)]
    return lines_of([block(place.graph, subject, pairs), *passages])


def _pairs(article: Article) -> Iterator[Pair]:
    whole = NamedNode(_whole(article.slug, of_treaty=article.of_treaty))
    heading = article.number if article.number == PREAMBLE else f"article {article.number}"
    yield TYPE, NamedNode(DEP.Provision if article.of_treaty else ELI.LegalResourceSubdivision)
    yield LABEL, english(f"{article.slug}, {heading}")
    yield from _titles(article.titles)
    yield ELI.number, Literal(article.number)
    yield SDO.position, Literal(article.position)
    yield DCTERMS.isPartOf, whole
    if article.of_treaty:
        yield DEP.provisionOf, whole


def _whole(slug: str, *, of_treaty: bool) -> str:
    return iri.treaty(slug) if of_treaty else iri.legal_text(slug)


def _titles(titles: tuple[Words, ...]) -> Iterator[Pair]:
    for words in titles:
        yield DCTERMS.title, Literal(words.text, language=words.language)


def _passage(article: Article, words: Words, place: Place) -> Block:
    """The words; the number tells articles apart that have the same, such as “(Deleted)”."""
    subject = iri.passage(place.source, f"{article.number}\x1f{words.language}\x1f{words.text}")
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Passage)),
        (DEP.inDocument, NamedNode(iri.document(place.source))),
        (OA.exact, Literal(words.text, language=words.language)),
    ]
    return block(place.graph, subject, pairs)
