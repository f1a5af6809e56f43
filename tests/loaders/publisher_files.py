"""Files of publishers in memory or from the shared folder, read with the names of the packaged facts."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph import iri
from graph.faults import Fault, Left
from graph.loaders import LOADERS, InputFile
from graph.loaders.publishers import PUBLISHERS
from graph.names import Names, TreatyName
from graph.published.entry import Described, Entry, Item, Unnamed
from graph.published.publication import Publication
from graph.records import Act, Read, State
from graph.triples.directory import Directory
from graph.triples.place import Place
from graph.triples.published import published_lines
from tests.conftest import PACKAGED, SHARED

TODAY = date(2026, 11, 24)


@cache
def _states() -> tuple[State, ...]:
    content = (PACKAGED / "states.csv").read_bytes()
    reads = LOADERS["states"].read(InputFile("states.csv", content))
    return tuple(read.record for read in reads if isinstance(read, Read) and isinstance(read.record, State))


@cache
def packaged_names() -> Names:
    rules = json.loads((PACKAGED / "treaty_rules.json").read_text("utf-8"))["treaties"]
    return Names(_states(), [TreatyName(each["id"], each["title"]) for each in rules])


@cache
def _place() -> Place:
    directory = Directory({state.code: iri.state(state.code, state.kind) for state in _states()})
    return Place(iri.source_graph("test"), "test", directory)


def read(format_: str, content: Path | bytes | str, name: str = "") -> list[Item]:
    data = content.encode() if isinstance(content, str) else content
    called = name or (str(data) if isinstance(data, Path) else PUBLISHERS[format_].example)
    file = InputFile(called, data, TODAY, packaged_names(), "test")
    return list(PUBLISHERS[format_].read(file))


def records(items: Iterable[Item]) -> list[Described]:
    found = (item.record for item in items if isinstance(item, Entry))
    return [record for record in found if not isinstance(record, Publication | Act)]


def publication(items: Iterable[Item]) -> Publication:
    (found,) = (
        item.record for item in items if isinstance(item, Entry) and isinstance(item.record, Publication)
    )
    return found


def left(items: Iterable[Item]) -> Counter[tuple[str, str]]:
    return Counter((item.field, item.reason) for item in items if isinstance(item, Left))


def faults(items: Iterable[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Fault)]


def unnamed(items: Iterable[Item]) -> list[str]:
    return [item.meaning.name for item in items if isinstance(item, Unnamed)]


def lines(items: Iterable[Item]) -> list[str]:
    """All lines that the records leave, each of which stands once."""
    found = [line.decode() for record in records(items) for line in published_lines(record, _place())]
    assert len(set(found)) == len(found)
    assert not any(" _:" in line or line.startswith("_:") for line in found)
    return found


def broken(format_: str) -> dict[str, bytes]:
    """The example of a format, damaged in the ways in which files arrive damaged."""
    good = (PACKAGED / "examples" / PUBLISHERS[format_].example).read_bytes()
    return {
        "cut off": gzip.compress(good)[:-20],
        "UTF-16": good.decode().encode("utf-16"),
        "Latin-1": good + "é".encode("latin-1"),
        "a spreadsheet": b"PK\x03\x04" + good,
        "empty": b"",
    }


def source_files(folder: str, pattern: str) -> list[Path]:
    """Files of the shared folder; the test skips where it is absent."""
    path = SHARED / "sources" / folder
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return sorted(path.glob(pattern))
