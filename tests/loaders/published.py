"""What tests of formats of publishers share: items of a file by what they are, and names as packaged."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

from graph import iri
from graph.faults import Fault, Left
from graph.loaders import LOADERS
from graph.loaders.files import InputFile
from graph.loaders.ggo_treaties import packaged_titles
from graph.names import Names, TreatyName
from graph.published.entry import Entry, Item, Unnamed
from graph.records import Read, State
from graph.triples.directory import Directory
from graph.triples.place import Place
from tests.conftest import PACKAGED

T = TypeVar("T")
Reader = Callable[[InputFile], Iterator[Item]]


@cache
def names() -> Names:
    """Names of the packaged states, and of the packaged treaties."""
    rows = LOADERS["states"].read(InputFile.at(PACKAGED / "states.csv"))
    records = [row.record for row in rows if isinstance(row, Read)]
    states = [record for record in records if isinstance(record, State)]
    return Names(states, [TreatyName(slug, title) for title, slug in packaged_titles().items()])


def items_of(read: Reader, name: str, content: str | bytes) -> list[Item]:
    """Everything that a loader yields of a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return list(read(InputFile(name, data, names=names(), source="test")))


def records(items: list[Item], kind: type[T]) -> list[T]:
    """The records of a kind, in order."""
    return [item.record for item in items if isinstance(item, Entry) and isinstance(item.record, kind)]


def left(items: list[Item]) -> list[tuple[str, str, str]]:
    """Field, reason and value of what was left, but for columns that the format does not use."""
    found = [item for item in items if isinstance(item, Left)]
    return [(item.field, item.reason, item.value) for item in found if "without use" not in item.reason]


def unused(items: list[Item]) -> list[str]:
    """Columns, or properties, without use."""
    return [item.field for item in items if isinstance(item, Left) and "without use" in item.reason]


def unnamed(items: list[Item]) -> Counter[str]:
    """Names for which nobody was found, and how often."""
    return Counter(item.meaning.name for item in items if isinstance(item, Unnamed))


def faults(items: list[Item]) -> list[str]:
    """What is said of a broken file."""
    return [str(item) for item in items if isinstance(item, Fault)]


def place() -> Place:
    """Where the lines of a record stand in tests: the graph of a source, with all states of the table."""
    rows = LOADERS["states"].read(InputFile.at(PACKAGED / "states.csv"))
    directory = Directory({}).with_records(row.record for row in rows if isinstance(row, Read))
    return Place(iri.source_graph("test"), "test", directory)
