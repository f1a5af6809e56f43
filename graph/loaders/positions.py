"""On which line each value of a JSON document begins; parsers forget it, and people need it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]

OPENING: Mapping[str, tuple[str | int, ...]] = {"{": ("",), "[": (0,)}  # the first key is yet to come
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


def lines_by_path(text: str) -> Mapping[Path, int]:
    """Return the line, from 1, on which the value of each path begins in a well-formed document."""
    return dict(_values(text))


def _values(text: str) -> Iterator[tuple[Path, int]]:
    """Walk over the tokens; the stack holds the key or index at which each open container stands."""
    stack: list[str | int] = []
    line, awaits_key = 1, False
    for mark in TOKEN.findall(text):
        if mark == "\n":
            line += 1
        elif mark == ",":
            awaits_key = _advance(stack)
        elif mark in "]}":
            stack.pop()
        elif mark != ":" and awaits_key:
            stack[-1], awaits_key = json.loads(mark), False
        elif mark != ":":
            yield tuple(stack), line
            awaits_key = mark == "{"
            stack.extend(OPENING.get(mark, ()))


def _advance(stack: list[str | int]) -> bool:
    """Step to the next item of the innermost container; true where its key must come first."""
    place = stack[-1]
    if isinstance(place, int):
        stack[-1] = place + 1
        return False
    return True


def as_text(path: Sequence[str | int]) -> str:
    """Return a path as people and JSONPath (RFC 9535) write it: `$.acts[3].kind`."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
