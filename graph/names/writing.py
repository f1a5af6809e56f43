"""The ways in which publishers write a name: marks of notes, turned words, brackets, broken encodings."""

import html
import re
import unicodedata
from collections.abc import Iterator

FORMULA = re.compile(r"^\s*[=+\-@]|[=|{}\\^~$%]")
PLACEHOLDER = re.compile(r"\s*n\s*(?:/\s*a|\.\s*a)\.?\s*", re.IGNORECASE)  # not the code NA
SUPERSCRIPT = re.compile(r"<sup>[^<]*</sup>", re.IGNORECASE)
NOTE = (
    r"(?:\s*(?:[*†‡§#¹²³⁰⁴-⁹]+|\[\w{1,3}\]|\(\d{1,2}\)|\(?\b[a-z]/|\d{1,2}(?:\s*,\s*\d{1,2})*/?|\s[a-z]\)))"
)
NOTES = re.compile(rf"{NOTE}+\s*$")
BEFORE = re.compile(r"^[\s*†‡§•·–—]+")
TURNED = (re.compile(r"([^,()]+), ?([^,()]+)"), re.compile(r"([^,()]+?) ?\(([^,()]+)\)"))
PAIR = re.compile(r"([^()/,]+)(?:\(([^()]+)\)|[/,]([^()/,]+))\s*")
FORMERLY = re.compile(r"^\s*(?:formerly|former|ex-?|previously|now|today|also|or)\s+", re.IGNORECASE)
LETTERS_LEFT = 4  # of a name from which a mark is taken; shorter ones are codes


def is_formula(text: str) -> bool:
    """Return whether a text is, or hides, a formula or a program: never a name."""
    return bool(FORMULA.search(text))


def is_placeholder(text: str) -> bool:
    """Return whether a text says that there is no name, as “N/A”."""
    return bool(PLACEHOLDER.fullmatch(text))


def cleaned(text: str) -> str:
    """Return a text without entities of HTML and characters that nobody sees."""
    shown = SUPERSCRIPT.sub("", html.unescape(text))
    return "".join(" " if mark.isspace() else mark for mark in shown if unicodedata.category(mark) != "Cf")


def writings(text: str) -> Iterator[str]:
    """Yield the ways to read a cleaned text as a name, the text itself first."""
    yield text
    bare = _without_notes(text)
    for writing in dict.fromkeys((bare, _decoded(bare))):
        if writing != text:
            yield writing
        for form in TURNED:
            if found := form.fullmatch(writing.strip()):
                yield f"{found[2]} {found[1]}"


def pair(text: str) -> tuple[str, str] | None:
    """Return two names where a text gives both: “Eswatini (formerly Swaziland)”, “Burma/Myanmar”."""
    found = PAIR.fullmatch(_without_notes(text))
    return (found[1], FORMERLY.sub("", found[2] or found[3])) if found else None


def _without_notes(text: str) -> str:
    bare = NOTES.sub("", BEFORE.sub("", text)).strip()
    return bare if sum(letter.isalpha() for letter in bare) >= LETTERS_LEFT else text.strip()


def _decoded(text: str) -> str:
    """Return a text of UTF-8 that was read in another encoding as it should have been read."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
