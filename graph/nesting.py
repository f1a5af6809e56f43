"""What is looked at in data before Oxigraph parses them.

Its parsers of JSON-LD and of triple terms recurse on the stack, that of RDF/XML takes time by the square of
the depth, expands entities without bound, and lets pass what is no XML. All this costs a stranger a few
kilobytes, and the writer its process; so it is refused here, in time proportional to the size.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat  # reads no external entities unless it is told how

from pyoxigraph import RdfFormat

from graph.errors import DataMalformed

MARK = b"\xef\xbb\xbf"  # of UTF-8, which may stand at the beginning
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NO_BRACKET = re.compile(rb"[^\[\]{}]+")
_TERMS = re.compile(
    rb"""\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}"""
    rb"""|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|<[^<>\s]*+>|\#[^\n]*+|(?P<open><<)|(?P<close>>>)""",
    re.DOTALL,
)


def refuse_nesting(data: bytes, form: RdfFormat, deepest: int) -> None:
    """Refuse data that are nested deeper than so many levels, and XML that is ill-formed or has entities.

    Raises `DataMalformed`. What passes may still be malformed: to parse it is Oxigraph's task.
    """
    _CHECKS.get(form, _terms)(data, deepest)


def _xml(data: bytes, deepest: int) -> None:
    """XML 1.0 as it has to be, without declarations of entities, which can grow without bound (4.2)."""
    parser, depth = expat.ParserCreate(), 0

    def refuse(reason: str) -> DataMalformed:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        return DataMalformed(f"{reason} (line {line}, column {column}).", line, column)

    def start(_: str, __: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise refuse(_too_deep(deepest))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_: Any) -> None:
        raise refuse("The data declare XML entities, which are not read here; write what they stand for")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset + 1
        raise DataMalformed(
            f"The data do not parse at line {line}, column {column}: {expat.ErrorString(error.code)}.",
            line,
            column,
        ) from None
    except (LookupError, ValueError) as error:  # of an encoding that is none, or that Python's expat lacks
        raise DataMalformed("The data are in an encoding that is not read here; send UTF-8.") from error


def _json(data: bytes, deepest: int) -> None:
    """Arrays and objects; where the brackets do not fit together, the parser stops.

    A document is one or the other (JSON-LD 1.1, 9): anything else would be read as no statement at all.
    """
    if data.removeprefix(MARK).lstrip()[:1] not in {b"{", b"["}:
        raise DataMalformed("The data are no JSON-LD document: that is an object or an array.")
    if data.count(b"[") + data.count(b"{") <= deepest:
        return
    depth = 0
    for bracket in _NO_BRACKET.sub(b"", _JSON_STRING.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        if depth > deepest:
            raise DataMalformed(f"{_too_deep(deepest)}.")


def _terms(data: bytes, deepest: int) -> None:
    """Triple terms and reified triples (RDF 1.2 Turtle, 2.8 and 2.9)."""
    if data.count(b"<<") <= deepest:
        return
    depth = 0
    for found in _TERMS.finditer(data):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > deepest:
            raise DataMalformed(f"{_too_deep(deepest)}.")


def _too_deep(deepest: int) -> str:
    return f"The data are nested deeper than {deepest:,} levels"


_CHECKS: Mapping[RdfFormat, Callable[[bytes, int], None]] = {
    RdfFormat.RDF_XML: _xml,
    RdfFormat.JSON_LD: _json,
}
