"""Where the description of a publisher's record stands, and the lines in which it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, serialize

from graph.triples.base import Block
from graph.triples.directory import Directory


@dataclass(frozen=True, slots=True)
class Place:
    """The graph of one source, its id, and the IRIs of everyone who is known."""

    graph: str
    source: str
    directory: Directory


def lines_of(blocks: Iterable[Block]) -> list[bytes]:
    """The quads of blocks as lines of N-Quads, each once."""
    return lines_of_quads(quad for block in blocks for quad in block.quads)


def lines_of_quads(quads: Iterable[Quad]) -> list[bytes]:
    """Quads as lines of N-Quads, each once."""
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return list(dict.fromkeys(text.splitlines(keepends=True)))
