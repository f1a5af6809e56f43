"""The packaged tables of names: every code, day and kind in them is one that there is."""

from datetime import date

import pytest

from graph.names import normalised
from tests.names.conftest import NAMES, STATES, meant, table

CODES = {state.code for state in STATES}
KINDS = {
    "state",
    "former-state",
    "observer",
    "contested",
    "territory",
    "organisation",
    "ambiguous",
    "unknown",
}
TABLES = ("other_names.csv", "names_on_days.csv", "formal_names.csv", "translated_names.csv")
DAYS = ("other_names.csv", "names_on_days.csv", "not_states.csv", "persons_on_days.csv")


@pytest.mark.parametrize("file", TABLES)
def test_names_are_of_states_in_the_table(file: str) -> None:
    assert {row["code"] for row in table(file)} <= CODES


@pytest.mark.parametrize("file", DAYS)
def test_days_are_of_the_calendar_and_in_order(file: str) -> None:
    for row in table(file):
        since, until = (date.fromisoformat(row[key]) if row[key] else None for key in ("from", "until"))
        assert not (since and until) or since < until, row


def test_what_is_no_state_has_a_kind_and_says_what_it_is() -> None:
    for row in table("not_states.csv"):
        assert row["kind"] in KINDS - {"state", "observer"}, row
        assert row["note"], row
        assert set(filter(None, row["candidates"].split(";"))) <= CODES, row


def test_capacities_are_of_states_in_the_table() -> None:
    for row in table("persons_on_days.csv"):
        assert row["code"] in CODES, row
        assert row["kind"] in KINDS | {"none"}, row
        assert set(filter(None, row["candidates"].split(";"))) <= CODES, row


def test_other_names_say_where_they_are_used_and_mean_one_state() -> None:
    rows = table("other_names.csv")
    assert all(row["note"] for row in rows)
    assert [NAMES.state(row["name"]) for row in rows] == [row["code"] for row in rows]


def test_no_other_name_belongs_to_two() -> None:
    names = [normalised(row["name"]) for row in table("other_names.csv")]
    owners = {normalised(row["name"]): row["code"] for row in table("other_names.csv")}
    assert all(owners[name] == row["code"] for name, row in zip(names, table("other_names.csv"), strict=True))


def test_every_formal_name_is_understood() -> None:
    rows = table("formal_names.csv")
    assert [meant(row["name"]).code for row in rows] == [row["code"] for row in rows]


def test_every_translated_name_is_understood() -> None:
    continued = {old: state.code for state in STATES for old in state.continues}
    for row in table("translated_names.csv"):
        assert meant(row["name"]).code == continued.get(row["code"], row["code"]), row
