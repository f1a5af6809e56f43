"""Which provisions a citation names: articles and paragraphs as treaties number them."""

import re
import sys
from collections.abc import Iterator
from itertools import takewhile

_CITATION = re.compile(
    r"(?P<elsewhere>[A-Z]{2,} )?(?P<article>[0-9]+|[IVXLC]+)(?P<first>(?:\([0-9a-z]+\))*)"
    r"(?:-\((?P<last>[0-9]+)\))?"
)

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def cited(treaty: str, citation: str) -> tuple[tuple[str, str], ...]:
    """Slug and number of each provision that a citation in the context of a treaty names.

    `126(2)` is one, `28(1)-(2)` and `28(1), 30(2)` are two of the treaty, `ECHR 58(3)` and `VCLT 18(a), as
    custom` one of another. What is no number of an article names none, nor does what follows it.
    """
    parts = (_CITATION.fullmatch(part) for part in citation.split(", "))
    return tuple(named for part in takewhile(bool, parts) if part for named in _named(treaty, part))


def _named(treaty: str, part: re.Match[str]) -> Iterator[tuple[str, str]]:
    slug = part["elsewhere"].strip().lower() if part["elsewhere"] else treaty
    first = part["first"].strip("()")
    if part["last"] and first.isdecimal():
        for paragraph in range(int(first), int(part["last"]) + 1):
            yield slug, f"{part['article']}({paragraph})"
    elif not part["last"]:
        yield slug, part["article"] + part["first"]


def place(number: str) -> tuple[int, tuple[tuple[int, str], ...], str]:
    """Where an article or paragraph stands in its treaty: 4 before 42, IX before XIII, 27(2) before 27(10).

    What does not begin with a number comes last, in the order of its letters.
    """
    part = _CITATION.match(number)
    if part is None:
        return (sys.maxsize, (), number)
    article = part["article"]
    paragraphs = re.findall(r"\(([0-9]*)([a-z]*)\)", part["first"])
    order = tuple((int(digits or 0), letters) for digits, letters in paragraphs)
    return (int(article) if article.isdecimal() else _roman(article), order, number)


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < later else value for value, later in zip(values, following, strict=True))
