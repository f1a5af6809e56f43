"""Every difficult case of the worked facts, as the answers show it: each with what must come out.

The packaged cases always run. The invented ones need the wider facts beside the repository, and so does the
proof that none of their cases is left out here.
"""

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from graph.answers.status import status_answer
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.store import Generations, Store
from graph.view import View

FACTS = Path(__file__).parents[3] / "shared" / "facts"
TODAY = date(2026, 11, 24)


class Day(NamedTuple):
    """What `/status` says of a state and a treaty on a day: the value, and the bounds that go with it."""

    state: str
    treaty: str
    on: str
    status: str | None
    from_: str | None
    until: str | None
    known: str = TODAY.isoformat()


CASES: dict[str, tuple[Day, ...]] = {
    "No intent to become a party": (
        Day("RUS", "rome-statute", "2016-11-29", "signatory", "2000-09-13", "2016-11-30"),
        Day("RUS", "rome-statute", "2016-11-30", "signatoryObligationEnded", "2016-11-30", None),
        Day("USA", "rome-statute", "2002-05-06", "signatoryObligationEnded", "2002-05-06", None),
    ),
    "Notice revoked": (Day("GMB", "rome-statute", "2017-05-01", "party", "2002-09-01", None),),
    "Notice revoked four days before effect": (
        Day("HUN", "rome-statute", "2026-05-01", "partyWithdrawalPending", "2002-07-01", None),
        Day("HUN", "rome-statute", "2026-07-01", "party", "2002-07-01", None),
        Day(
            "HUN",
            "rome-statute",
            "2026-05-01",
            "partyWithdrawalPending",
            "2002-07-01",
            "2026-06-02",
            "2026-05-01",
        ),
        Day("HUN", "rome-statute", "2026-06-02", "formerParty", "2026-06-02", None, "2026-05-01"),
    ),
    "Withdrawal that took effect": (
        Day("BDI", "rome-statute", "2017-10-26", "partyWithdrawalPending", "2004-12-01", "2017-10-27"),
        Day("BDI", "rome-statute", "2017-10-27", "formerParty", "2017-10-27", None),
    ),
    "Consent withdrawn before force": (
        Day("MYS", "rome-statute", "2019-04-28", "contractingNotInForce", "2019-03-04", "2019-04-29"),
        Day("MYS", "rome-statute", "2019-04-29", "notParty", "2019-04-29", None),
        Day("MYS", "rome-statute", "2019-06-01", "notParty", "2019-04-29", None),
    ),
    "Ratification revoked of a treaty not in force": (
        Day("RUS", "ctbt", "2000-06-29", "signatory", "1996-09-24", "2000-06-30"),
        Day("RUS", "ctbt", "2023-11-02", "contractingNotInForce", "2000-06-30", "2023-11-03"),
        Day("RUS", "ctbt", "2023-11-03", "signatory", "2023-11-03", None),
    ),
    "Jurisdiction accepted by a state that is no party": (
        Day("UKR", "rome-statute", "2014-05-01", "signatory", "2000-01-20", "2024-10-25"),
        Day("UKR", "rome-statute", "2025-01-01", "party", "2025-01-01", None),
    ),
    "Territory": (Day("DNK", "rome-statute", "2003-01-01", "party", "2002-07-01", None),),
    "Organisation": (Day("EU", "crpd", "2011-01-22", "party", "2011-01-22", None),),
    "Reservation with two objections, one opposing entry into force": (
        Day("ALB", "genocide-convention", "1970-06-01", "party", "1955-08-10", None),
        Day("NLD", "genocide-convention", "1970-06-01", "party", "1966-09-18", None),
        Day("GBR", "genocide-convention", "1970-06-01", "party", "1970-04-30", None),
    ),
    "Three depositaries": (
        Day("GBR", "npt", "1970-03-04", "contractingNotInForce", "1968-11-27", "1970-03-05"),
        Day("GBR", "npt", "1970-03-05", "party", "1970-03-05", None),
    ),
    "Notice suspended, then effected": (
        Day("PRK", "npt", "1995-01-01", "party", "1985-12-12", None),
        Day("PRK", "npt", "2003-01-09", "party", "1985-12-12", None),
        Day("PRK", "npt", "2004-01-01", "undetermined", "2003-01-10", None),
    ),
    "Notice that the treaty does not allow": (
        Day("PRK", "iccpr", "1997-08-26", "party", "1981-12-14", None),
        Day("PRK", "iccpr", "2020-01-01", "party", "1981-12-14", None),
    ),
    "Bilateral treaty, withdrawal of one side": tuple(
        day
        for state, last in (("USA", "partyWithdrawalPending"), ("RUS", "party"))
        for day in (
            Day(state, "inf", "1988-06-01", "party", "1988-06-01", "2019-08-02"),
            Day(state, "inf", "2019-08-01", last, "1988-06-01", "2019-08-02"),
            Day(state, "inf", "2019-08-02", "formerParty", "2019-08-02", None),
        )
    ),
    "Expiry": tuple(
        day
        for state in ("USA", "RUS")
        for day in (
            Day(state, "new-start", "2024-01-01", "party", "2011-02-05", "2026-02-05"),
            Day(state, "new-start", "2026-02-05", "formerParty", "2026-02-05", None),
        )
    ),
    "Expulsion and its consequence": (
        Day("RUS", "coe-statute", "2022-03-15", "partyWithdrawalPending", "1996-02-28", "2022-03-16"),
        Day("RUS", "coe-statute", "2022-03-16", "formerParty", "2022-03-16", None),
        Day("RUS", "echr", "2022-09-15", "party", "1998-05-05", "2022-09-16"),
        Day("RUS", "echr", "2022-09-16", "formerParty", "2022-09-16", None),
    ),
    "Opt-out for a time": (
        Day("COL", "rome-statute", "2005-01-01", "party", "2002-11-01", None),
        Day("FRA", "rome-statute", "2005-01-01", "party", "2002-07-01", None),
    ),
    "Dissolution, separation, new state": (
        Day("YUG", "genocide-convention", "1992-01-01", "party", "1951-01-12", "1992-04-27"),
        Day("YUG", "genocide-convention", "1992-04-27", "formerParty", "1992-04-27", None),
        Day("BIH", "genocide-convention", "1992-03-06", "party", "1992-03-06", None),
        Day("HRV", "genocide-convention", "1991-10-08", "party", "1991-10-08", None),
        Day("SRB", "genocide-convention", "2001-06-10", "party", "2001-06-10", None),
        Day("MNE", "genocide-convention", "2006-06-03", "party", "2006-06-03", None),
        Day("SRB", "vclt", "2001-03-12", "party", "1992-04-27", None),
        Day("SRB", "rome-statute", "2002-07-01", "party", "2002-07-01", None),
        Day("MNE", "rome-statute", "2006-06-03", "party", "2006-06-03", None),
    ),
    "Two acts of one day by a successor": (
        Day("MNE", "ctbt", "2006-10-23", "contractingNotInForce", "2006-10-23", None),
    ),
    "Act of a predecessor under the name of today": (
        Day("YEM", "genocide-convention", "1989-01-01", "party", "1987-05-10", None),
    ),
    "Same legal person, other name": (
        Day("RUS", "genocide-convention", "1991-12-01", "party", "1954-08-01", None),
        Day("RUS", "genocide-convention", "1992-01-01", "party", "1954-08-01", None),
    ),
    "Left and returned": (
        Day("GRC", "echr", "1960-01-01", "party", "1953-09-03", "1970-06-13"),
        Day("GRC", "echr", "1970-06-13", "formerParty", "1970-06-13", "1974-11-28"),
        Day("GRC", "echr", "1974-11-28", "party", "1974-11-28", None),
        Day("USA", "paris-agreement", "2016-11-04", "party", "2016-11-04", "2020-11-04"),
        Day("USA", "paris-agreement", "2020-11-04", "formerParty", "2020-11-04", "2021-01-20"),
        Day("USA", "paris-agreement", "2021-02-19", "party", "2021-02-19", "2026-01-27"),
        Day("USA", "paris-agreement", "2026-01-27", "formerParty", "2026-01-27", None),
    ),
    "Withdrawal without a recorded consent": (
        Day("BFA", "ecowas-treaty", "2000-01-01", None, "1993-07-24", "2024-01-29"),
    ),
    "Provisional application and its end": (
        Day("RUS", "energy-charter-treaty", "2000-01-01", "signatory", "1994-12-17", None),
        Day("RUS", "energy-charter-treaty", "2015-01-01", "signatory", "1994-12-17", None),
    ),
    "Approval by an organisation": (Day("EU", "unfccc", "1994-03-21", "party", "1994-03-21", None),),
    "Notice revoked, second notice": (
        Day("USA", "who-constitution", "2020-12-01", None, "2020-07-06", "2021-01-20"),
        Day("USA", "who-constitution", "2022-01-01", None, "2021-01-20", "2025-01-22"),
        Day("USA", "who-constitution", "2025-06-01", None, "2025-01-22", None),
    ),
}
INVENTED: dict[str, tuple[Day, ...]] = {
    "Suspension and resumption (invented)": (
        Day("XAB", "example-convention", "2021-06-01", "party", None, None),
        Day("XAB", "example-convention", "2021-09-01", "party", None, None),
    ),
    "Definitive signature (invented)": (
        Day("XAA", "example-convention", "2020-01-15", "party", "2020-01-15", None),
    ),
    "Objection withdrawn (invented)": (
        Day("GBR", "genocide-convention", "2021-01-01", "party", "1970-04-30", None),
    ),
}
HELD = [pytest.param(day, id=f"{case}: {day.state} {day.on}") for case, days in CASES.items() for day in days]
MADE_UP = [
    pytest.param(day, id=f"{case}: {day.state} {day.on}") for case, days in INVENTED.items() for day in days
]


def status(view: View, state: str, treaty: str, on: str, known: str = TODAY.isoformat()) -> dict[str, Any]:
    return status_answer(view, state, treaty, date.fromisoformat(on), date.fromisoformat(known))


def kinds(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(qualifier["kind"], qualifier["territory"]) for qualifier in answer["qualifiers"]]


@pytest.fixture(scope="session")
def invented(packaged_path: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    """A view of the packaged facts with the invented cases, whose states are invented too."""
    if not FACTS.exists():
        pytest.skip("the wider facts are not beside the repository")
    folder = tmp_path_factory.mktemp("invented")
    shutil.copytree(packaged_path, folder / "store")
    with (FACTS / "states.csv").open(encoding="utf-8", newline="") as file:
        columns = csv.DictReader(file).fieldnames or ()
    with (folder / "states.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for code in ("XAA", "XAB"):
            writer.writerow({"code": code, "name_en": f"Invented state {code}", "kind": "state"})
    inputs = [
        Input("states", folder / "states.csv"),
        Input("sources", FACTS / "sources.csv"),
        Input("acts", FACTS / "hard_cases.csv"),
    ]
    load(Generations(folder / "store"), inputs)
    return View(Store.open(folder / "store"))


def check(view: View, day: Day) -> None:
    answer = status(view, day.state, day.treaty, day.on, day.known)
    assert (answer["status"], answer["from"], answer["until"]) == (day.status, day.from_, day.until)
    bound = {"party", "partyWithdrawalPending", "operationSuspended"}
    assert answer["party"] is (None if day.status in (None, "undetermined") else day.status in bound)
    assert answer["explanation"]


@pytest.mark.parametrize("day", HELD)
def test_status_of_a_packaged_case(view: View, day: Day) -> None:
    check(view, day)


@pytest.mark.parametrize("day", MADE_UP)
def test_status_of_an_invented_case(invented: View, day: Day) -> None:
    check(invented, day)


@pytest.mark.parametrize("day", HELD)
def test_the_worked_acts_change_nothing_where_they_are_packaged(invented: View, day: Day) -> None:
    check(invented, day)


def test_no_case_is_left_out() -> None:
    if not FACTS.exists():
        pytest.skip("the wider facts are not beside the repository")
    with (FACTS / "hard_cases_index.csv").open(encoding="utf-8", newline="") as file:
        index = {row["case"]: row for row in csv.DictReader(file)}
    assert index.keys() == {**CASES, **INVENTED}.keys()
    for case, row in index.items():
        actors = {act.split("/")[1] for act in row["acts"].split(";")} - {"ALL", "COE"}
        assert actors <= {day.state for day in {**CASES, **INVENTED}[case]}


def test_an_invented_suspension_without_a_clause_is_a_claim(invented: View) -> None:
    during, after = (status(invented, "XAB", "example-convention", on) for on in ("2021-06-01", "2021-09-01"))
    assert (kinds(during), kinds(after)) == ([("contested-suspension", None)], [])
    (qualifier,) = during["qualifiers"]
    assert (qualifier["from"], qualifier["until"]) == ("2021-03-01", "2021-09-01")


def test_an_invented_objection_that_is_withdrawn_keeps_its_target(invented: View) -> None:
    act = invented.act("genocide-convention/GBR/2020-01-15/objection-withdrawal")
    assert act.target == "genocide-convention/GBR/1970-01-30/objection/2"
    assert invented.act(act.target).kind == "objection"
