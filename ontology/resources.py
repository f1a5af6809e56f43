"""The Turtle files of the ontology, as they lie in the package."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

TURTLE_FILES = ("depositary.ttl", "vocabularies.ttl", "policies.ttl", "alignments.ttl")


def read(name: str) -> bytes:
    """Bytes of a file of the package: Turtle, or the JSON-LD context."""
    return files("ontology").joinpath(name).read_bytes()


def quads(graph: str) -> Iterator[Quad]:
    """Quads of the ontology, its vocabularies and alignments, in the named graph `graph`."""
    target = NamedNode(graph)
    for name in TURTLE_FILES:
        for quad in parse(read(name), format=RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, target)


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of each subject that has an IRI, by predicate; values as plain text."""

    subjects: Mapping[str, Mapping[str, tuple[str, ...]]]

    def values(self, iri: str, predicate: str) -> tuple[str, ...]:
        """Every value, in the order of the file; none where the file has none."""
        return self.subjects[iri].get(str(predicate), ())  # a URIRef is no equal key to its text

    def text(self, iri: str, predicate: str) -> str:
        """First value, or nothing."""
        return next(iter(self.values(iri, predicate)), "")


def describe(name: str) -> Description:
    """Every subject of one file that has an IRI, with what the file says of it."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for quad in parse(read(name), format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            said, predicate = found[subject.value], quad.predicate.value
            said[predicate] = (*said.get(predicate, ()), value.value)
    return Description(dict(found))
