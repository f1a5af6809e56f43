"""The rules format v1: the packaged clauses, changed in one place each."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from graph.faults import Fault
from graph.loaders.rules import source_id
from graph.records import Read, TreatyRules

ReadText = Callable[[str, str | bytes], list[Read | Fault]]


@pytest.fixture
def rules() -> Any:
    """The packaged rules: Rome Statute first."""
    return json.loads((files("graph") / "data" / "treaty_rules.json").read_text("utf-8"))


def test_each_treaty_is_a_record_with_its_place(read_text: ReadText, rules: Any) -> None:
    reads = read_text("rules", json.dumps(rules, indent=1))
    assert [read.record for read in reads if isinstance(read, Read)] == [
        TreatyRules("rome-statute", rules["treaties"][0]),
        TreatyRules("vclt", rules["treaties"][1]),
    ]
    assert str(reads[0].origin) == "treaty_rules.json, line 3, $.treaties[0]"


def changed(rules: Any, path: tuple[str | int, ...], value: Any) -> str:
    inner = rules["treaties"][0]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(rules, indent=1)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("withdrawal", "permitted"), "maybe", "It is one of yes, no or by-default-vclt-56"),
        (("withdrawal", "notice"), {"weeks": 3}, "weeks"),
        (("entry_into_force", "recorded_on"), "2002-02-30", "There is no day 2002-02-30"),
        (("entry_into_force", "recorded_on"), "2002-04-01", "before its condition is met"),
        (("opened_for_signature", "until"), "1998-07-01", "closed for signature before"),
        (("id",), "Rome Statute", "does not have the form"),
        (("depositaries",), "un-secretary-general", "should be of type array"),
        (("clauses", 0, "source"), None, "should be of type string"),
        (("identifiers", "untc"), "10", "does not have the form"),
        (("clauses",), [], "At least 1 is needed"),
    ],
)
def test_a_faulty_clause_names_its_path(
    read_text: ReadText, rules: Any, path: tuple[str | int, ...], value: Any, says: str
) -> None:
    (found,) = read_text("rules", changed(rules, path, value))
    assert isinstance(found, Fault)
    assert found.field.startswith("$.treaties[0]." + str(path[0]))
    assert (found.shape, found.severity) == ("RuleShape", "refused")
    assert found.origin.line is not None
    assert found.origin.line >= 3
    assert says in found.message


def test_the_fault_stands_on_the_line_of_the_value(read_text: ReadText, rules: Any) -> None:
    text = changed(rules, ("entry_into_force", "recorded_on"), "2002-02-30")
    (found,) = read_text("rules", text)
    assert found.origin.line is not None
    assert "2002-02-30" in text.splitlines()[found.origin.line - 1]


def test_missing_and_unknown_keys(read_text: ReadText, rules: Any) -> None:
    rules["treaties"][0]["titel"] = rules["treaties"][0].pop("title")
    found = read_text("rules", json.dumps(rules))
    messages = [item.message for item in found if isinstance(item, Fault)]
    assert any("“title” is missing" in message for message in messages)
    assert any("no key “titel” here. Did you mean title?" in message for message in messages)


@pytest.mark.parametrize(
    ("source", "id_"),
    [
        ("treaty-texts/vclt.json", "treaty-texts-vclt"),
        ("treaty-texts-vclt", "treaty-texts-vclt"),
        ("texts/Statute of 1949.txt", "texts-Statute-of-1949"),
        (None, None),
    ],
)
def test_a_text_that_is_named_by_its_file(source: str | None, id_: str | None) -> None:
    assert source_id(source) == id_


def test_a_treaty_twice(read_text: ReadText, rules: Any) -> None:
    rules["treaties"].append(rules["treaties"][0])
    (found,) = read_text("rules", json.dumps(rules))
    assert isinstance(found, Fault)
    assert found.field == "$.treaties[2].id"
    assert "treaties[0]" in found.message


def test_a_document_without_treaties(read_text: ReadText) -> None:
    (found,) = read_text("rules", "{}")
    assert isinstance(found, Fault)
    assert (found.field, found.origin.line) == ("$", 1)
    assert "“treaties” is missing" in found.message
