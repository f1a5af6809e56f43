"""What a store says of one resource, in whatever named graph: the few look-ups that chains are made of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.triples.base import LABEL


@dataclass(frozen=True, slots=True)
class Said:
    """Values of one resource by predicate IRI: those of the register first, then in order of their text."""

    iri: str
    values: Mapping[str, tuple[NamedNode | Literal, ...]]

    def terms(self, predicate: str) -> tuple[NamedNode | Literal, ...]:
        """Every value, each once."""
        return self.values.get(str(predicate), ())

    def all(self, predicate: str) -> tuple[str, ...]:
        """Every value as text, each once."""
        return tuple(term.value for term in self.terms(predicate))

    def one(self, predicate: str) -> str | None:
        """First value as text."""
        return next(iter(self.all(predicate)), None)

    def tail(self, predicate: str) -> str | None:
        """Last part of the first value: the name of a concept."""
        value = self.one(predicate)
        return value and value.rpartition("/")[2]

    def best(self, predicate: str, order: Sequence[str]) -> str | None:
        """Name of the concept among the values that comes first in the order; `None` where none is in it."""
        names = {value.rpartition("/")[2] for value in self.all(predicate)}
        return next((name for name in order if name in names), None)

    def day(self, predicate: str) -> date | None:
        """First value that is a day of the calendar."""
        for value in self.all(predicate):
            try:
                return date.fromisoformat(value)
            except ValueError:  # the store takes any text as xsd:date
                continue
        return None

    @property
    def label(self) -> str | None:
        """Label in English, else in any language; a label of the register only where there is no other."""
        labels = [term for term in self.terms(LABEL.value) if isinstance(term, Literal)]
        return next((label.value for label in sorted(labels, key=lambda label: label.language != "en")), None)


def said_of(store: Store, subject: str) -> Said:
    """Everything that the store says of a resource; nothing where it says nothing."""
    found: dict[str, list[tuple[bool, str, NamedNode | Literal]]] = defaultdict(list)
    for quad in store.quads_for_pattern(NamedNode(subject), None, None, None):
        if isinstance(quad.object, NamedNode | Literal):
            registered = quad.graph_name == NamedNode(iri.REGISTER)
            last = registered == (quad.predicate == LABEL)  # the register's words are made, its values govern
            found[quad.predicate.value].append((last, str(quad.object), quad.object))
    ordered = {predicate: sorted(values, key=lambda value: value[:2]) for predicate, values in found.items()}
    return Said(
        subject,
        {
            predicate: tuple(dict.fromkeys(term for *_, term in values))
            for predicate, values in ordered.items()
        },
    )


def objects(store: Store, subject: str, predicate: str, graph: str | None = None) -> Iterator[str]:
    """IRIs that a resource has for a predicate, each once, in order."""
    where = NamedNode(graph) if graph else None
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, where)
    yield from sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})


def subjects(store: Store, predicate: str, object_: str, graph: str | None = None) -> Iterator[str]:
    """IRIs of the resources that have this value for a predicate, each once, in order."""
    where = NamedNode(graph) if graph else None
    quads = store.quads_for_pattern(None, NamedNode(predicate), NamedNode(object_), where)
    yield from sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})


def name_of(store: Store, resource: str) -> str:
    """Label of a resource, else the last part of its IRI."""
    return said_of(store, resource).label or resource.rstrip("/#").rpartition("/")[2]
