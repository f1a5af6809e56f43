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
        TreatyRules(treaty["id"], treaty) for treaty in rules["treaties"]
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
    assert found.field == f"$.treaties[{len(rules['treaties']) - 1}].id"
    assert "treaties[0]" in found.message


def test_a_document_without_treaties(read_text: ReadText) -> None:
    (found,) = read_text("rules", "{}")
    assert isinstance(found, Fault)
    assert (found.field, found.origin.line) == ("$", 1)
    assert "“treaties” is missing" in found.message


CASCADE = {"to": "another", "provision": "1", "on": ["withdrawal"], "effect": "same-day"}
FIXED = {"month_day": "06-30", "notice_by": "01-01"}
END = {"kind": "expiry", "on": "2001-01-01", "provision": None, "parties_below": None, "checked": False}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"withdrawal.permitted": "no"}, "withdrawal", "not permitted, so notice is null"),
        ({"withdrawal.fixed_date": FIXED}, "withdrawal", "2 forms at once, notice and fixed_date"),
        ({"withdrawal.notice": None}, "withdrawal", "has no form"),
        ({"entry_into_force.recorded_on": "1998-07-01"}, "entry_into_force.recorded_on", "its own date"),
        ({"entry_into_force.trigger_on": "1998-07-01"}, "entry_into_force.trigger_on", "own date"),
        ({"entry_into_force.recorded_on": "2002-07-02"}, "entry_into_force.delay", "gives 2002-07-01"),
        ({"opened_for_signature.from": "1998-07-16"}, "opened_for_signature.from", "before its text"),
        ({"dated_on": "1970-01-01"}, "signature_effect.basis", "write “custom”"),
        ({"bilateral": True}, "depositaries", "no depositary"),
        ({"bilateral": True, "depositaries": []}, "entry_into_force.condition.instruments", "has two sides"),
        ({"consent_effect.several_depositaries": "first-deposit"}, "consent_effect", "several depositaries"),
        ({"withdrawal.notice": None, "withdrawal.fixed_date": {"month_day": "06-31", "notice_by": "01-01"}},
         "withdrawal.fixed_date.month_day", "No year has a day 06-31"),
        ({"withdrawal.notice": None, "withdrawal.fixed_date": {"month_day": "06-30", "notice_by": "07-01"}},
         "withdrawal.fixed_date.notice_by", "cannot lie after month_day"),
        ({"withdrawal.notice": None,
          "withdrawal.end_of_year": {"which": "same", "late_from": "10-01", "late_which": None}},
         "withdrawal.end_of_year.late_which", "go together"),
        ({"parent": "rome-statute"}, "parent", "cannot be its own"),
        ({"amends": "rome-statute"}, "amends", "cannot be its own"),
        ({"cascade": [CASCADE | {"to": "rome-statute"}]}, "cascade[0].to", "not itself"),
        ({"cascade": [CASCADE, CASCADE]}, "cascade[1].on", "stands already above"),
        ({"cascade": [CASCADE | {"to": "vclt"}]}, "cascade[0].to", "Nobody loses the Vienna Convention"),
        ({"id": "vclt", "parent": "rome-statute"}, "parent", "has no parent treaty"),
        ({"ends": [END]}, "ends[0].on", "enters into force on 2002-07-01"),
        ({"ends": [END], "entry_into_force.recorded_on": None}, "ends[0].on", "not in force cannot end"),
        ({"withdrawal.notice": {"years": 1000000}}, "withdrawal.notice.years", "at most a hundred years"),
    ],
)  # fmt: skip
def test_clauses_that_contradict_each_other(
    read_text: ReadText, rules: Any, changes: dict[str, Any], field: str, says: str
) -> None:
    for path, value in changes.items():
        text = changed(rules, tuple(path.split(".")), value)
    found = list(read_text("rules", text))
    faults = [item for item in found if isinstance(item, Fault)]
    assert len(faults) == len(found), "nothing of a faulty file is loaded"
    assert any(
        fault.field.startswith(f"$.treaties[0].{field}") and says in fault.message for fault in faults
    ), faults
    assert all(fault.origin.line for fault in faults)


def test_every_end_of_a_bilateral_treaty_is_one_of_a_side(read_text: ReadText, rules: Any) -> None:
    rules["treaties"][0]["ends"] = [END | {"on": None, "parties_below": 16}]
    rules["treaties"][0]["bilateral"] = True
    faults = read_text("rules", json.dumps(rules))
    fields = [fault.field for fault in faults if isinstance(fault, Fault)]
    assert "$.treaties[0].ends[0].parties_below" in fields


@pytest.mark.parametrize("field", ["parent", "cascade"])
def test_treaties_in_a_circle(read_text: ReadText, rules: Any, field: str) -> None:
    first, second = rules["treaties"][:2]
    second["id"], first[field], second[field] = ("another", "another", "rome-statute")
    if field == "cascade":
        first[field], second[field] = [CASCADE], [CASCADE | {"to": "rome-statute"}]
    found = read_text("rules", json.dumps(rules, indent=1))
    messages = [item.message for item in found if isinstance(item, Fault)]
    assert len(messages) == len(found) == 2
    assert all("comes back to itself" in message for message in messages)


def test_a_provision_twice(read_text: ReadText, rules: Any) -> None:
    clauses = rules["treaties"][0]["clauses"]
    (found,) = read_text("rules", changed(rules, ("clauses",), [*clauses, clauses[0]]))
    assert isinstance(found, Fault)
    assert "stands already above" in found.message


def test_ways_out_of_any_document(read_text: ReadText) -> None:
    for text in ('{"treaties": [3]}', '{"treaties": [{"withdrawal": []}]}', '{"treaties": 3}', "[]"):
        found = read_text("rules", text)
        assert found
        assert all(isinstance(item, Fault) for item in found)
