"""What a JSON-LD document would lose in silence, or fetch from elsewhere, when it is expanded.

JSON-LD 1.1 passes over keys that no context defines (JSON-LD 1.1 API, 5.1.2, step 13.3), and over relative
IRIs without base. The walk knows all terms of the document's contexts, not where each of them holds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Document:
    """What was found: the contexts that lie elsewhere, and keys that nothing defines with their number."""

    elsewhere: list[str] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)
    vocabulary: bool = False
    keys: Counter[str] = field(default_factory=Counter)

    @property
    def undefined(self) -> Mapping[str, int]:
        """Keys that are neither terms nor IRIs, with the number of their values."""
        if self.vocabulary:
            return {}
        return {key: count for key, count in self.keys.items() if key not in self.terms and ":" not in key}


def walked(value: Any) -> Document:
    """What the contexts and keys of a document are; the nesting of the document was looked at before."""
    found, waiting = Document(), [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            for key, inner in node.items():
                waiting += _member(found, key, inner)
    return found


def _member(found: Document, key: str, value: Any) -> Iterator[Any]:
    """Note one member of an object; what has to be walked in it."""
    if key == "@context":
        _context(found, value)
    elif key not in {"@value", "@type"}:
        if not key.startswith("@"):
            found.keys[key] += 1
        yield value


def _context(found: Document, context: Any) -> None:
    waiting = [context]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.elsewhere.append(part)
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            found.vocabulary |= part.get("@vocab") is not None
            found.elsewhere += [part["@import"]] if isinstance(part.get("@import"), str) else []
            found.terms |= part.keys()
            waiting += [t["@context"] for t in part.values() if isinstance(t, dict) and "@context" in t]
