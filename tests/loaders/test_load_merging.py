"""The same act from two sources is one act with both; where they differ in its day, that is a dispute."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph.answers.disputes import Wanted, disputes_answer
from graph.loading.inputs import Input
from graph.loading.load import Report, load
from graph.loading.streaming import DENIED
from graph.records import Act
from graph.store import Generations, Store
from graph.triples.acts import read_register
from graph.view import View

WriteActs = Callable[..., Path]
TREATY = "rome-statute"
HEADER = 'Participant,Signature,"Approval(AA), Acceptance(A), Accession(a), Succession(d), Ratification"\n'


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Input]:
    """Write rows of the status table of the Rome Statute (XVIII-10) as the UN Treaty Collection has it."""

    def write(*rows: str, source: str = "") -> Input:
        path = tmp_path / source / "18-10.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return Input("untc", path, source=source)

    return write


def put(store: Path, *inputs: Input) -> Report:
    return load(Generations(store), inputs)


def acts(store: Path, actor: str) -> dict[str, Act]:
    found = read_register(Store.open(store).oxigraph, TREATY)
    return {act.id: act for act in found if act.actor == actor}


def test_an_act_of_two_sources_is_one_with_both(few_acts: Path, table: Callable[..., Input]) -> None:
    before = acts(few_acts, "GMB")
    put(few_acts, table("Gambia,4 Dec 1998,28 Jun 2002"))
    after = acts(few_acts, "GMB")
    assert after.keys() == before.keys()
    ratification = f"{TREATY}/GMB/2002-06-28/ratification"
    assert set(after[ratification].sources) == {*before[ratification].sources, "untc-18-10"}


def test_another_day_is_a_dispute_and_no_second_act(few_acts: Path, table: Callable[..., Input]) -> None:
    before = acts(few_acts, "GMB")
    report = put(few_acts, table("Gambia,4 Dec 1998,29 Jun 2002"))
    assert report.disputed >= 1
    assert acts(few_acts, "GMB").keys() == before.keys()
    view = View(Store.open(few_acts))
    disputes = disputes_answer(view, Wanted(date(2026, 1, 1), "depositary-first"))["disputes"]
    ratification = f"{TREATY}/GMB/2002-06-28/ratification"
    (dispute,) = [each for each in disputes if each["id"] == f"{ratification}/received_on"]
    assert {value["value"] for value in dispute["values"]} == {"2002-06-28", "2002-06-29"}


def test_means_that_contradict_are_a_dispute(few_acts: Path, table: Callable[..., Input]) -> None:
    before = acts(few_acts, "GMB")
    put(few_acts, table("Gambia,4 Dec 1998,28 Jun 2002 a"))
    assert acts(few_acts, "GMB").keys() == before.keys()
    disputes = disputes_answer(View(Store.open(few_acts)), Wanted(date(2026, 1, 1), "depositary-first"))
    ids = {dispute["id"] for dispute in disputes["disputes"]}
    assert f"{TREATY}/GMB/2002-06-28/ratification/kind" in ids


def test_who_left_may_consent_again(few_acts: Path, table: Callable[..., Input]) -> None:
    before = acts(few_acts, "BDI")
    assert any(act.kind == "withdrawal-notification" for act in before.values())
    put(few_acts, table("Burundi,13 Jan 1999,3 Mar 2020 a"))
    assert acts(few_acts, "BDI").keys() - before.keys() == {f"{TREATY}/BDI/2020-03-03/accession"}


def test_the_order_of_two_tables_changes_no_act(few_acts: Path, table: Callable[..., Input]) -> None:
    one = table("Chad,20 Oct 1999,1 Nov 2006", source="one")
    other = table("Chad,20 Oct 1999,2 Nov 2006", source="other")
    put(few_acts, one)
    put(few_acts, other)
    (act,) = [act for act in acts(few_acts, "TCD").values() if act.kind == "ratification"]
    assert set(act.sources) == {"one", "other"}
    assert act.received_on == date(2006, 11, 1)


def test_a_newer_table_replaces_the_older_and_shows_the_difference(
    few_acts: Path, table: Callable[..., Input]
) -> None:
    put(few_acts, table("Chad,20 Oct 1999,1 Nov 2006", "Fiji,29 Nov 1999,29 Nov 1999"))
    report = put(few_acts, table("Chad,20 Oct 1999,4 Nov 2006"))
    (file,) = report.files
    assert file.removed > 0
    assert any(change.startswith("- ") and "2006-11-01" in change for change in file.changes)
    assert any(change.startswith("+ ") and "2006-11-04" in change for change in file.changes)
    assert not acts(few_acts, "FJI")
    (act,) = [act for act in acts(few_acts, "TCD").values() if act.kind == "ratification"]
    assert act.received_on == date(2006, 11, 4)
    assert act.id == f"{TREATY}/TCD/2006-11-01/ratification"  # the day in an id never changes


def test_the_same_table_again_changes_nothing(few_acts: Path, table: Callable[..., Input]) -> None:
    input_ = table("Chad,20 Oct 1999,1 Nov 2006")
    first = put(few_acts, input_)
    again = put(few_acts, input_)
    assert (again.version, again.changed) == (first.version, False)
    assert (again.files[0].added, again.files[0].removed) == (0, 0)


GGO = (
    "stateID,treatyID,Title,Begin,End,Signature,StateSignature,StateRatification,Force,StateForce,Term,"
    "StateEnd\n"
)


def test_what_nobody_checked_and_a_complete_list_lacks_is_no_act(few_acts: Path, tmp_path: Path) -> None:
    """A list of parties of October 2026 is complete; it has no ratification of the United States."""
    title = "Rome Statute of the International Criminal Court"
    path = tmp_path / "parties.csv"
    rows = [
        f"USA,ROME_1998A,{title},1998-07-17,9999-12-31,1998-07-17,2000-12-31,2003-01-01,2002-07-01,,,\n",
        f"SLV,ROME_1998A,{title},1998-07-17,9999-12-31,1998-07-17,,2026-10-15,2002-07-01,,,\n",
    ]
    path.write_text(GGO + "".join(rows), encoding="utf-8")
    report = put(few_acts, Input("ggo", path))
    found = [act for code in ("USA", "SLV") for act in acts(few_acts, code).values()]
    consents = {act.id for act in found if act.kind == "consent-to-be-bound"}
    assert consents == {f"{TREATY}/SLV/2026-10-15/consent-to-be-bound"}
    assert any(group.reason == DENIED for group in report.files[0].left)


def test_a_name_inferred_from_the_day_gives_way_to_a_recorded_one(
    few_acts: Path, tmp_path: Path, write_acts: WriteActs
) -> None:
    row = {"treaty": "unfccc", "actor": "EU", "kind": "approval", "received_on": "1993-12-21"}
    put(few_acts, Input("acts", write_acts(row | {"acted_as": "European Economic Community"})))
    path = tmp_path / "27-7.csv"
    path.write_text('Participant,Signature,"Approval(AA), Ratification"\nEuropean Union,,21 Dec 1993 AA\n')
    report = put(few_acts, Input("untc", path))
    (act,) = [act for act in read_register(Store.open(few_acts).oxigraph, "unfccc") if act.actor == "EU"]
    assert (act.acted_as, len(act.sources)) == ("European Economic Community", 2)
    assert report.disputed == 0
