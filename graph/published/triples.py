"""Statements that a file gives as RDF, and how they were asked for, without a word of what they mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statements:
    """Up to a thousand statements: lines of N-Triples as Oxigraph writes them, without blank nodes.

    `number` counts from one; a statement stands in one of these records of its file, and there once.
    """

    number: int
    lines: tuple[bytes, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "statements", str(self.number)


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was asked of which SPARQL endpoint; `query` is as it was written, for all pages."""

    source: str
    endpoint: str
    query: str

    @property
    def key(self) -> tuple[str]:
        """What no other record of the file describes."""
        return ("harvest",)
