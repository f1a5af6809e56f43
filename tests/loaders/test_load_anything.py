"""Whatever is done to a good file, a loader answers with records and faults, and never raises."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.faults import Fault
from graph.loaders import LOADERS, InputFile
from graph.loaders.acts import COLUMNS
from graph.loaders.check import Known, check
from graph.records import Read

WHEN_WARM = settings(deadline=None)  # whichever example comes first reads ontology, schema or CLDR

ROW = {
    "id": "rome-statute/GMB/2017-02-10/withdrawal-revocation",
    "treaty": "rome-statute",
    "actor": "GMB",
    "kind": "withdrawal-revocation",
    "received_on": "2017-02-10",
    "target": "rome-statute/GMB/2016-11-10/withdrawal-notification",
    "depositary": "un-secretary-general",
    "verification": "single-source",
    "sources": "un-spokesman-2017-02-17",
}
ODD = st.text(max_size=30) | st.sampled_from(
    [
        "2016-02-30",
        "9999-12-31",
        "true",
        "ALL",
        "state:",
        ";",
        '"',
        "\r",
        "\ufeff",
        "act:",
        "objection",
        "expulsion",
    ]
)


def answers(format_: str, data: bytes) -> list[Read | Fault]:
    """Read and check; every item is a record or a fault that says something and where."""
    items = list(LOADERS[format_].read(InputFile("file", data)))
    reads = [item for item in items if isinstance(item, Read)]
    found = [*items, *check(reads, Known())]
    assert all(isinstance(item, Read | Fault) for item in found)
    assert all(item.message and item.origin.file == "file" for item in found if isinstance(item, Fault))
    assert all(str(item) for item in found if isinstance(item, Fault))
    return items


def csv_text(row: dict[str, str]) -> str:
    quoted = ['"' + row.get(column, "").replace('"', '""') + '"' for column in COLUMNS.known]
    return ",".join(COLUMNS.known) + "\n" + ",".join(quoted) + "\n"


@WHEN_WARM
@given(st.sampled_from(COLUMNS.known), ODD)
def test_any_field_of_an_act(column: str, value: str) -> None:
    text = csv_text({**ROW, column: value})
    items = answers("acts", text.encode("utf-8", "replace"))
    assert items, "a row is a record or a fault, and never nothing"


@WHEN_WARM
@given(st.data())
def test_any_byte_of_an_acts_file(data: st.DataObject) -> None:
    content = bytearray(csv_text(ROW).encode())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    answers("acts", bytes(content))


@pytest.mark.parametrize("format_", sorted(LOADERS))
@WHEN_WARM
@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_file(format_: str, content: bytes) -> None:
    assert answers(format_, content) or not content.strip()


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


def replaced(value: Any, path: tuple[str | int, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(value)
    copy = value.copy()
    copy[path[0]] = replaced(copy[path[0]], path[1:], change)
    return copy


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ODD,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(ODD, inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize("format_", ["rules", "chain"])
@WHEN_WARM
@given(data=st.data())
def test_any_value_of_a_document(format_: str, data: st.DataObject) -> None:
    document = json.loads((files("graph") / "data" / LOADERS[format_].example).read_text("utf-8"))
    path = data.draw(st.sampled_from(places(document)))
    value = data.draw(JSON)
    changed = replaced(document, path, lambda _: value)
    assert answers(format_, json.dumps(changed).encode())
