"""Loader of acts of the European Union from EUR-Lex, as JSON: one act a file, with annotated relations.

The text is kept whole. Of its head, only what stands there in a known form becomes title, day and author.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import UnknownName
from graph.faults import Fault, Left, Origin
from graph.loaders import celex
from graph.loaders.celex import Celex
from graph.loaders.documents import Document, read_document
from graph.loaders.eurlex_head import LABELS, Head, head_of
from graph.loaders.eurlex_relations import Problem, relations
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.published.entry import Entry, Item
from graph.published.eurlex import Institution, UnionAct, UnionRelation
from graph.published.publication import Publication

_TEXTS = ("reference", "summary")  # the text of the act, and the summary that EUR-Lex publishes beside it
_ANNOTATED = tuple(f"{text}_annotations" for text in _TEXTS)
_LISTS = ("tags", "subjects")
_UNUSED = {"split": "the share of a set for training to which the document belongs, nothing about the act"}
_KNOWN = {"celex_id", *_TEXTS, *_ANNOTATED, *_LISTS, *_UNUSED}
_NOTE = (
    "The text as EUR-Lex showed it in English, and relations between acts that annotators found in it; only "
    "the text in the Official Journal is authentic. The relations are those of the annotated paragraphs, not "
    "all that the act has: that one is absent here says nothing."
)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b'"celex_id"' in start[:2_000] and b'"reference"' in head


def read(file: InputFile) -> Iterator[Item]:
    """Yield the act, who made it, the relations in its text with the acts at their ends, and what is left."""
    document = read_document(file)
    if isinstance(document, Fault):
        yield document
        return
    problem = _problem(document.value)
    number = None if problem else celex.parse(document.value["celex_id"].strip())
    if problem or number is None:
        yield document.fault(*(problem or (("celex_id",), "The CELEX number is none.")))
        return
    yield Entry(Publication(f"EUR-Lex, {number.text}", url=_url(number), note=_NOTE), Origin(file.name))
    yield from _unused(document.value, file)
    yield from _act(document, number, file)
    yield from _relations(document, number)


def _url(number: Celex) -> str:
    return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{number.text}"


def _problem(value: Any) -> tuple[tuple[str | int, ...], str] | None:
    """The path of what is not as the format has it, and what is wrong there."""
    if not isinstance(value, dict):
        return (), "The file is no JSON object with an act."
    for field in ("celex_id", "reference"):
        if not isinstance(value.get(field), str):
            return (field,), f"“{field}” is missing or no text."
    for field in _LISTS:
        if not isinstance(value.get(field, []), list):
            return (field,), f"“{field}” is no list."
    for field in _ANNOTATED:
        if not isinstance(value.get(field, {}), dict):
            return (field,), f"“{field}” is no object with a paragraph to each name."
    return None


def _unused(value: Mapping[str, Any], file: InputFile) -> Iterator[Left]:
    origin = Origin(file.name)
    for field in value.keys() - _KNOWN:
        yield Left(origin, shortened(field), "the format has no such field")
    for field in value.keys() & _UNUSED.keys():
        yield Left(origin, field, _UNUSED[field])
    for field in _LISTS:
        for item in value.get(field, []):
            if not isinstance(item, str) or not item.strip():
                yield Left(origin, field, "no text", shortened(str(item)))


def _act(document: Document, number: Celex, file: InputFile) -> Iterator[Item]:
    value, origin = document.value, document.origin()
    head = head_of(value["reference"], number.text, number.year)
    if not head.title:
        yield Left(origin, "reference", "the text has no head of a known form, from which a title follows")
    for author in head.authors:
        yield Entry(Institution(author, LABELS[author]), origin)
    yield Entry(_described(value, number, head, file), origin)


def _described(value: Mapping[str, Any], number: Celex, head: Head, file: InputFile) -> UnionAct:
    legislation = number.sector == "3"
    summary = value.get("summary")
    subjects = (item for field in _LISTS for item in value.get(field, []) if isinstance(item, str))
    return UnionAct(
        celex=number.text,
        title=head.title,
        kind=number.kind,
        dated_on=head.dated_on if legislation else None,
        published_on=head.published_on,
        published_in=head.published_in,
        authors=head.authors if legislation else (),
        language=head.language,
        text=value["reference"],
        summary=summary if isinstance(summary, str) else "",
        subjects=tuple(dict.fromkeys(item.strip() for item in subjects if item.strip())),
        known_as=_known_as(head.title, file) if number.kind == "treaty" else "",
    )


def _known_as(title: str, file: InputFile) -> str:
    try:
        return file.names.treaty(title) if title else ""
    except UnknownName:
        return ""


def _relations(document: Document, number: Celex) -> Iterator[Item]:
    described = {number.text}
    for text, field in zip(_TEXTS, _ANNOTATED, strict=True):
        for name, paragraph in document.value.get(field, {}).items():
            origin = document.origin(field, name)
            for found in _paragraph(paragraph, document.value.get(text), in_summary=text == "summary"):
                if isinstance(found, Problem):
                    yield Left(origin, field, found.reason, shortened(found.value))
                else:
                    yield from _with_ends(found, described, origin)


def _paragraph(paragraph: Any, text: Any, *, in_summary: bool) -> Iterator[UnionRelation | Problem]:
    triples = paragraph.get("triples") if isinstance(paragraph, dict) else None
    words = paragraph.get("text") if isinstance(paragraph, dict) else None
    if not isinstance(triples, list) or not isinstance(words, str) or not isinstance(text, str):
        yield Problem("no paragraph with words and relations", str(paragraph))
        return
    for triple in triples:
        if isinstance(triple, str):
            yield relations(triple, words, text, in_summary=in_summary)
        else:
            yield Problem("the annotation is no act, verb and act", str(triple))


def _with_ends(found: UnionRelation, described: set[str], origin: Origin) -> Iterator[Entry]:
    """The relation, and each act at its ends that was not described before."""
    for end in dict.fromkeys((found.acting, found.earlier)):
        if end not in described:
            described.add(end)
            number = celex.parse(end)
            act = UnionAct(end, "", number.kind) if number else UnionAct("", end)
            yield Entry(act, origin)
    yield Entry(found, origin)
