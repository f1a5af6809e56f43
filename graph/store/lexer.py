"""The lexical grammar of SPARQL 1.1 and 1.2 (SPARQL 1.1 Query, 19.8, terminals 139 to 170).

Every text costs time in proportion to its length: what a stranger sends is read in the serving process.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = _BASE + "_"
_NEXT = _FIRST + "\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_RUN = f"[{_BASE}][{_NEXT}.]*+"  # a prefix, if a colon follows; else words and full stops
_LOCAL = f"(?:[{_FIRST}:0-9]|{_ESCAPED})(?:(?:[{_NEXT}.:]|{_ESCAPED})*(?:[{_NEXT}:]|{_ESCAPED}))?"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_TOKEN = re.compile(
    rf"""
      (?P<space>[\x20\t\r\n]+|\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*>)
    | (?P<string>'''(?:'?'?(?:[^'\\]|\\.))*'''|\"\"\"(?:"?"?(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
    | (?P<variable>[?$][{_FIRST}0-9][{_FIRST}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<blank>_:[{_FIRST}0-9](?:[{_NEXT}.]*[{_NEXT}])?)
    | (?P<name>(?:{_RUN}(?<!\.))?:(?:{_LOCAL})?)
    | (?P<number>[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
    | (?P<run>{_RUN})
    | (?P<broken>['"\\].*)
    | (?P<mark>&&|\|\||<<|>>|\^\^|[!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PIECE = re.compile(r"(?P<word>[A-Za-z][A-Za-z0-9_]*)|(?P<mark>.)", re.DOTALL)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a name of a group above), its text, and where it starts.

    A `broken` one begins with a quotation mark that nothing closes, or with a backslash that escapes nothing;
    it reaches to the end, since no parser can go on.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset of the first character behind the token."""
        return self.start + len(self.text)


def _next(text: str, start: int) -> list[Token]:
    """The token at an offset; several where words and full stops form one run, which is read once."""
    match = _TOKEN.match(text, start)
    if match is None or match.lastgroup is None:  # the last alternative takes any character
        raise AssertionError(start)
    if match.lastgroup == "run":
        pieces = _PIECE.finditer(text, start, match.end())
        return [Token(piece.lastgroup or "", piece.group(), piece.start()) for piece in pieces]
    return [Token(match.lastgroup, match.group(), start)]


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, the longest ones as the specification has it, without spaces and comments."""
    start = 0
    while start < len(text):
        found = _next(text, start)
        start = found[-1].end
        yield from (token for token in found if token.kind != "space")


def readings(text: str) -> Iterator[Token]:
    """The tokens of *every* reading of a query.

    In `?a<?b)…#>` the longest token is an IRI, but a parser that knows it is inside an expression reads
    "less than", a variable and a comment; so after `<` both ways are followed, and after `<<`, which may be
    "less than" and an IRI. Only `<scheme://` can be nothing but an IRI. Each offset is visited once, so the
    cost stays linear.
    """
    waiting, seen = [0], {len(text)}
    while waiting:
        start = waiting.pop()
        if start in seen:
            continue
        seen.add(start)
        found = _next(text, start)
        waiting.append(found[-1].end)
        if found[0].text == "<<" or (found[0].kind == "iri" and not _ABSOLUTE.match(found[0].text)):
            waiting.append(start + 1)
        yield from found


def decoded(text: str) -> str:
    r"""The text with `\uXXXX` and `\UXXXXXXXX` replaced, as SPARQL 1.1 (19.2) does before it reads tokens."""
    return re.sub(_CODEPOINT, lambda match: _character(match.group()), text)


def _character(escape: str) -> str:
    code = int.from_bytes(bytes.fromhex(escape[2:]))
    return chr(code) if code <= sys.maxunicode else escape


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from one."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
