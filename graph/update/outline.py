"""What of an update request stands outside of braces.

A request may carry megabytes in one block, whose tokens matter to nobody but Oxigraph. So blocks are found by
what can hide a brace, strings, IRIs and comments, as `graph.store.lexer` has them, and are not read.
"""

import re
from dataclasses import dataclass

_STRING = "|".join(
    rf"{3 * quote}(?:[^{quote}\\]++|\\.|{quote}(?!{2 * quote}))*+{3 * quote}"
    rf"|{quote}(?:[^{quote}\\\r\n]++|\\.)*+{quote}"
    for quote in "'\""
)
_IRI = r"<(?:[^<>\"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"
_STRETCH = re.compile(rf"(?:[^<\"'#{{}}\\]++|{_IRI}|{_STRING}|\#[^\r\n]*+|\\.|<<|<)*+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outline:
    """A request with `{}` in place of each block; the blocks, in their order; an open one stays as it is."""

    text: str
    blocks: tuple[str, ...]


def outline(text: str) -> Outline:
    """The outline of a request, at a cost in proportion to its length."""
    outside: list[str] = []
    blocks: list[str] = []
    depth = begin = end = 0
    while end < len(text):
        end = _stretch(text, end)
        if depth == 0 and text.startswith("{", end):
            outside.append(text[begin:end])
            begin = end
        depth += text.startswith("{", end) - (depth > 0 and text.startswith("}", end))
        end = min(end + 1, len(text))
        if depth == 0 and text.startswith("{", begin):
            blocks.append(text[begin:end])
            outside.append("{}")
            begin = end
    return Outline("".join([*outside, text[begin:]]), tuple(blocks))


def _stretch(text: str, start: int) -> int:
    """The offset of the next brace, or of the end; no parser can go on at anything else that stops here."""
    match = _STRETCH.match(text, start)
    end = match.end() if match else start
    return end if text[end : end + 1] in {"{", "}"} else len(text)
