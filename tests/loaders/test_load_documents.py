"""What is no JSON document, and where the values of one stand."""

import codecs
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.faults import Fault
from graph.loaders.positions import as_text, lines_by_path
from graph.records import Read

WHEN_WARM = settings(deadline=None)  # whichever example comes first reads ontology, schema or CLDR

ReadText = Callable[[str, str | bytes], list[Read | Fault]]


@pytest.mark.parametrize("format_", ["rules", "chain"])
@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        pytest.param(b"", 1, "empty", id="empty"),
        pytest.param(b" \n\n", None, "empty", id="blank"),
        pytest.param(b"id,treaty,actor\n", 1, "not JSON", id="CSV"),
        pytest.param(b'{\n"treaties": [\n}', 3, "not JSON", id="syntax"),
        pytest.param('{"about": "é"}'.encode("latin-1"), 1, "not UTF-8", id="Latin-1"),
        pytest.param('{"about": "é"}'.encode("utf-16"), 1, "UTF-16", id="UTF-16"),
        pytest.param(b'{"about": "x\x00"}', 1, "NUL byte", id="NUL"),
        pytest.param(b'{"about": 1, "about": 2}', None, "stands twice", id="key twice"),
        pytest.param(b'{"about": NaN}', None, "NaN is not JSON", id="NaN"),
        pytest.param(b'{"about": -Infinity}', None, "-Infinity is not JSON", id="infinity"),
        pytest.param(b"[" * 100_000, None, "too deep", id="nested, unclosed"),
        pytest.param(b"[" * 500 + b"]" * 500, None, "deep", id="nested"),
        pytest.param(b'{"about": ' + b"9" * 5000 + b"}", None, "thousands of digits", id="number"),
        pytest.param(
            b'{"about": "\\ud800"}', None, "$.about holds one half of a surrogate pair", id="half a pair"
        ),
        pytest.param(b'{"about": "\\u0001"}', None, "$.about holds a control character", id="control"),
        pytest.param(b"[]", 1, "should be of type object", id="array"),
        pytest.param(b"3", 1, "should be of type object", id="number only"),
    ],
)
def test_a_file_that_is_no_document(
    read_text: ReadText, format_: str, content: bytes, line: int | None, says: str
) -> None:
    (found,) = read_text(format_, content)
    assert isinstance(found, Fault)
    assert says in found.message
    assert found.severity == "refused"
    if line:
        assert found.origin.line == line


def test_a_byte_order_mark_and_cr_lf_are_read(read_text: ReadText) -> None:
    text = (files("graph") / "data" / "treaty_rules.json").read_text("utf-8")
    found = read_text("rules", codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode())
    assert found == read_text("rules", text)
    assert all(isinstance(item, Read) for item in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths(item, (*path, key)) for key, item in items))


@WHEN_WARM
@given(JSON, st.sampled_from([None, 0, 2]))
def test_every_value_has_a_line(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    lines = lines_by_path(text)
    assert set(lines) == paths(value)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def test_lines_are_those_on_which_values_begin() -> None:
    lines = lines_by_path('{\n "a": [\n  1,\n  {"b": "x\\"}\\n"}\n ],\n "c": null\n}')
    assert lines == {(): 1, ("a",): 2, ("a", 0): 3, ("a", 1): 4, ("a", 1, "b"): 4, ("c",): 6}
    assert as_text(("a", 1, "b")) == "$.a[1].b"
