"""Loader of texts of treaties by article, in English and Chinese, as JSON: one treaty a file.

Articles are numbered in Chinese numerals; the number in English follows from these. A treaty whose English
text cites articles in Roman numerals more often than in figures is numbered so (Genocide Convention XIII).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import UnknownName
from graph.faults import Fault, Left, Origin
from graph.loaders import numerals
from graph.loaders.documents import Document, read_document
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.texts import PREAMBLE, Article, LegalText, Words

_LANGUAGES = ("en", "zh")
_KNOWN = {"treaty", "treaty_zh", "treaty_en", "total_articles", "preamble_zh", "preamble_en", "articles"}
_ARTICLE = {"article", "title_zh", "title_en", "content_zh", "content_en"}
_TREATY = re.compile(
    r"\b(?:convention|treaty|agreement|covenant|protocol|charter|statute|pact)\b", re.IGNORECASE
)
_DECLARATION = re.compile(r"\bdeclaration\b", re.IGNORECASE)
_HEADING = re.compile(r"\s*Article\s+([0-9]+|[IVXLC]+)\b(?:\s+([a-z]+))?\s*(?:[.:\n–—-]|$)", re.IGNORECASE)
_CITED = re.compile(r"\b[Aa]rticles?\s+(?:([0-9]+)|([IVXLC]{2,}|[VX]))\b")
_REMARK = re.compile(r"\([^()]*\)|（[^（）]*）")
_NOTE = (
    "A copy of the text, not the certified true copy of the depositary: words stand as in the file, with its "
    "faults, such as missing blanks. Annexes and what was amended later may be missing."
)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b'"treaty_en"' in head and b'"total_articles"' in head


def read(file: InputFile) -> Iterator[Item]:
    """Yield the treaty, its preamble, its articles in order, and what was not used."""
    document = read_document(file)
    if isinstance(document, Fault):
        yield document
        return
    problem = _problem(document.value)
    if problem:
        yield document.fault(*problem)
        return
    yield from _text(document, file)


def _problem(value: Any) -> tuple[tuple[str | int, ...], str] | None:
    """The path of what is not as the format has it, and what is wrong there."""
    if not isinstance(value, dict):
        return (), "The file is no JSON object with a treaty and its articles."
    if not isinstance(value.get("treaty_en"), str) or not value["treaty_en"].strip():
        return ("treaty_en",), "The English title is missing or no text."
    if not isinstance(value.get("articles"), list):
        return ("articles",), "The articles are missing or no list."
    return None


def _text(document: Document, file: InputFile) -> Iterator[Item]:
    value: Mapping[str, Any] = document.value
    title = value["treaty_en"].strip()
    is_treaty = bool(_TREATY.search(title) or not _DECLARATION.search(title))
    slug = _slug(title, file)
    yield Entry(
        Publication(f"{title}: text in English and Chinese", licence="CC0", note=_NOTE), Origin(file.name)
    )
    yield from _left(value, file)
    titles = _words(value, "treaty_")
    yield Entry(LegalText(slug, titles, is_treaty), document.origin())
    yield from _preamble(document, slug, is_treaty=is_treaty)
    in_roman = _in_roman(value["articles"])
    for index, item in enumerate(value["articles"]):
        origin = document.origin("articles", index)
        yield from _article(item, origin, Article(slug, is_treaty, "", index + 1, (), ()), in_roman=in_roman)


def _slug(title: str, file: InputFile) -> str:
    """Slug of the treaty that the title names; else the name of the file says which text it is."""
    try:
        return file.names.treaty(title)
    except UnknownName:
        return re.sub(r"[^0-9a-z]+", "-", file.stem.lower()).strip("-") or "text"


def _left(value: Mapping[str, Any], file: InputFile) -> Iterator[Left]:
    """What the head of the document says that is not used, or is not so."""
    origin = Origin(file.name)
    for field in value.keys() - _KNOWN:
        yield Left(origin, shortened(field), "the format has no such field")
    if value.get("treaty", value.get("treaty_zh")) != value.get("treaty_zh"):
        yield Left(origin, "treaty", "another title than treaty_zh", shortened(str(value["treaty"])))
    total, held = value.get("total_articles"), len(value["articles"])
    if total != held:
        yield Left(origin, "total_articles", "the file holds another number of articles", f"{total}, {held}")


def _words(value: Mapping[str, Any], prefix: str) -> tuple[Words, ...]:
    """The words of a field in each language that has some; blanks around them are none."""
    texts = ((language, value.get(prefix + language)) for language in _LANGUAGES)
    return tuple(
        Words(language, text.strip()) for language, text in texts if isinstance(text, str) and text.strip()
    )


def _preamble(document: Document, slug: str, *, is_treaty: bool) -> Iterator[Item]:
    texts = _words(document.value, "preamble_")
    for words in texts:
        if _REMARK.fullmatch(words.text):
            reason = "a remark in brackets, no words of the text"
            yield Left(document.origin(), f"preamble_{words.language}", reason, shortened(words.text))
    kept = tuple(words for words in texts if not _REMARK.fullmatch(words.text))
    if kept:
        yield Entry(Article(slug, is_treaty, PREAMBLE, 0, (), kept), document.origin("preamble_en"))


def _in_roman(articles: list[Any]) -> bool:
    """Whether the English text cites articles in Roman numerals more often than in figures."""
    texts = (item["content_en"] for item in articles if isinstance(item, dict) and "content_en" in item)
    cited = [found for text in texts if isinstance(text, str) for found in _CITED.finditer(text)]
    return sum(found[2] is not None for found in cited) > len(cited) / 2


def _article(item: Any, origin: Origin, place: Article, *, in_roman: bool) -> Iterator[Item]:
    if not isinstance(item, dict) or not isinstance(item.get("article"), str):
        yield Left(origin, "", "no article with a number", shortened(str(item)))
        return
    for field in item.keys() - _ARTICLE:
        yield Left(origin, shortened(field), "the format has no such field")
    number, texts = numerals.article(item["article"]), _words(item, "content_")
    if number is None:
        yield Left(origin, "article", "the number of the article is no numeral", shortened(item["article"]))
    elif not texts:
        yield Left(origin, "", "the article has no words", shortened(item["article"]))
    elif _says_otherwise(texts, number):
        yield Left(origin, "article", "the English text begins with another number", shortened(texts[0].text))
    else:
        figure = numerals.roman(number[0]) if in_roman else str(number[0])
        name = f"{figure} {number[1]}".strip()
        whole = Article(place.slug, place.of_treaty, name, place.position, _words(item, "title_"), texts)
        yield Entry(whole, origin)


def _says_otherwise(texts: tuple[Words, ...], number: tuple[int, str]) -> bool:
    """Whether the English text begins with a heading that has another number than the numeral."""
    found = _HEADING.match(texts[0].text) if texts[0].language == "en" else None
    return found is not None and found[1].upper() not in {str(number[0]), numerals.roman(number[0])}
