"""Disputes found in a real store: days of effect, statuses, suspensions; what each policy makes of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from graph.answers.disputes import Wanted, disputes_answer
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.store import Generations, Store
from graph.view import View

WriteActs = Callable[..., Path]
KNOWN = date(2026, 11, 24)
RATIFICATION = "rome-statute/BDI/2004-09-21/ratification"


def put(store: Path, *files: Path) -> View:
    load(Generations(store), [Input("acts", file) for file in files])
    return View(Store.open(store))


def found(view: View, policy: str = "depositary-first", **wanted: Any) -> list[dict[str, Any]]:
    disputes: list[dict[str, Any]] = disputes_answer(view, Wanted(KNOWN, policy, **wanted))["disputes"]
    return disputes


def one(view: View, id_: str, policy: str = "depositary-first") -> dict[str, Any]:
    (dispute,) = [each for each in found(view, policy) if each["id"] == id_]
    return dispute


def recorded(write_acts: WriteActs, source: str) -> Path:
    """A report that Burundi's ratification took effect a day later than the clause gives."""
    row = {"actor": "BDI", "kind": "ratification", "received_on": "2004-09-21"}
    return write_acts(row | {"recorded_effective_on": "2004-12-02", "sources": source}, name=f"{source}.csv")


def test_the_recorded_day_governs_and_the_computed_one_stands_beside_it(
    few_acts: Path, write_acts: WriteActs
) -> None:
    view = put(few_acts, recorded(write_acts, "scoop-2003-05-15"))
    dispute = one(view, f"{RATIFICATION}/effective_on")
    assert [(value["value"], value["kept"]) for value in dispute["values"]] == [
        ("2004-12-02", True),
        ("2004-12-01", False),
    ]
    assert dispute["decided"]["value"] == "2004-12-02"
    assert dispute["decided"]["provision"] == "126(2)"
    assert dispute["decided"]["rule"].endswith("rome-statute/consent-effect")
    assert "which governs" in dispute["decided"]["why"]


def test_a_recorded_day_that_no_primary_source_gives_is_not_admitted(
    few_acts: Path, write_acts: WriteActs
) -> None:
    view = put(few_acts, recorded(write_acts, "scoop-2003-05-15"))
    dispute = one(view, f"{RATIFICATION}/effective_on", "primary-only")
    assert dispute["decided"] is None
    assert "No primary source" in dispute["undecided"]


def test_the_gazette_is_admitted(few_acts: Path, write_acts: WriteActs) -> None:
    view = put(few_acts, recorded(write_acts, "nl-trb-2014-40"))
    dispute = one(view, f"{RATIFICATION}/effective_on", "primary-only")
    assert dispute["decided"]["value"] == "2004-12-02"
    assert one(view, f"{RATIFICATION}/effective_on", "all")["decided"] is None


def test_a_suspension_that_no_clause_allows_is_a_claim_of_whoever_declares_it(
    few_acts: Path, write_acts: WriteActs
) -> None:
    row = {"actor": "UKR", "kind": "suspension-notification", "received_on": "2025-03-01"}
    view = put(few_acts, write_acts(row))
    dispute = one(view, "rome-statute/UKR/2025-03-01/contested-suspension")
    assert [(value["value"], value["holder"], value["kept"]) for value in dispute["values"]] == [
        ("party", "Depositary, from acts and final clauses", True),
        ("suspension", "Ukraine", False),
    ]
    assert dispute["decided"]["value"] == "party"
    assert one(view, dispute["id"], "primary-only")["decided"] is None
    assert found(view, state="UKR", on=date(2025, 2, 28), treaty="rome-statute") == []


def test_what_is_undetermined_lists_its_readings_and_no_policy_decides_it(
    few_acts: Path, write_acts: WriteActs
) -> None:
    first = "rome-statute/BDI/2016-10-27/withdrawal-notification"
    suspended = {
        "actor": "BDI",
        "kind": "suspension-notification",
        "received_on": "2017-10-26",
        "target": first,
    }
    second = {
        "actor": "BDI",
        "kind": "withdrawal-notification",
        "received_on": "2020-01-10",
        "requested_effective_on": "2020-01-11",
        "target": first,
    }
    view = put(few_acts, write_acts(suspended, second))
    for policy in ("depositary-first", "primary-only", "all"):
        dispute = one(view, "rome-statute/BDI/2020-01-10/status", policy)
        assert dispute["decided"] is None
        assert dispute["undecided"]
    values = {value["value"]: value["holder"] for value in dispute["values"]}
    assert values["takes effect on 11 January 2020"] == "Burundi, in the act itself"
    assert values["takes effect on 10 January 2021"].startswith("the final clauses")


def test_values_of_equal_standing_say_that_the_choice_is_no_law(
    few_acts: Path, write_acts: WriteActs
) -> None:
    row = {"actor": "GMB", "kind": "accession", "received_on": "1998-01-01", "treaty": "vclt"}
    one_day = write_acts(row | {"date": "1997-12-30", "sources": "scoop-2003-05-15"}, name="one.csv")
    other_day = write_acts(row | {"date": "1997-12-31", "sources": "cnn-bolton-2002"}, name="other.csv")
    view = put(few_acts, one_day, other_day)
    dispute = one(view, "vclt/GMB/1998-01-01/accession/date")
    assert dispute["about_label"] == "day of the act"
    assert "no ground in law" in dispute["decided"]["why"]
