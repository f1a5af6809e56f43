"""Statuses that are contested: the claims come out with their holders, and qualify where they deny."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from graph.answers.status import status_answer
from graph.law.derive import derive
from graph.law.rules import Rules
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.records import Act
from graph.store import Generations, Store
from graph.triples.contested import read_contested
from graph.view import View

TODAY = date(2026, 11, 24)
ACCESSION = "rome-statute/PSE/2015-01-02/accession"


def test_three_readings_of_one_announcement_leave_the_status_undetermined(view: View) -> None:
    answer = status_answer(view, "North Korea", "NPT", date(2004, 1, 1), TODAY)
    assert (answer["status"], answer["party"], answer["from"]) == ("undetermined", None, "2003-01-10")
    readings = {claim["holder"]: claim["object"] for claim in answer["claims"]}
    assert set(readings) == {"North Korea", "Voice of America", "Japan"}
    assert [readings[holder][:10] for holder in ("North Korea", "Voice of America", "Japan")] == [
        "2003-01-11",
        "2003-04-11",
        "not at all",
    ]
    assert all(len(claim["contradicts"]) == 2 for claim in answer["claims"])


def test_a_claim_is_heard_from_the_day_on_which_it_was_made(view: View) -> None:
    answer = status_answer(view, "PRK", "npt", date(2004, 1, 1), date(2003, 2, 1))
    assert [claim["holder"] for claim in answer["claims"]] == ["North Korea"]


def test_every_claim_on_a_status_names_holder_and_source(view: View) -> None:
    pairs = [("RUS", "new-start"), ("GMB", "rome-statute"), ("TUR", "istanbul-convention"), ("PSE", "ICC")]
    for state, treaty in [*pairs, ("RUS", "coe-statute"), ("USA", "inf"), ("RUS", "inf")]:
        answer = status_answer(view, state, treaty, date(2023, 6, 1), TODAY)
        told = {source["id"] for source in answer["sources"]}
        assert answer["claims"]
        for claim in answer["claims"]:
            assert claim["holder"]
            assert claim["sources"]
            assert set(claim["sources"]) <= told


def test_what_only_a_headline_says_is_refuted_and_changes_nothing(view: View) -> None:
    answer = status_answer(view, "TUR", "istanbul-convention", date(2021, 3, 25), TODAY)
    assert (answer["status"], answer["until"]) == ("partyWithdrawalPending", "2021-07-01")
    held = {claim["holder"]: claim["assessment"] for claim in answer["claims"]}
    assert held["bianet"] == "accepted"
    assert held["Justice and Development Party of Türkiye (AK Parti)"] == "refuted"


def test_a_denied_capacity_qualifies_the_status_and_does_not_change_it(view: View) -> None:
    answer = status_answer(view, "PSE", "rome-statute", date(2020, 1, 1), TODAY)
    assert (answer["status"], answer["from"]) == ("party", "2015-04-01")
    (qualifier,) = answer["qualifiers"]
    assert (qualifier["kind"], qualifier["from"]) == ("contested-capacity", "2015-01-02")
    assert qualifier["provision"].startswith("VCLT 6")
    assert {claim["modality"] for claim in answer["claims"]} == {"asserted", "denied"}


def test_it_qualifies_from_the_day_on_which_somebody_denied_it(view: View) -> None:
    for known, kinds in ((date(2015, 1, 15), []), (date(2015, 1, 16), ["contested-capacity"])):
        answer = view.status("PSE", "rome-statute", date(2015, 1, 10), known)
        assert [each.kind for each in answer.qualifiers] == kinds


@pytest.mark.parametrize("day", [date(2015, 1, 16), date.min])
def test_the_qualifier_is_derived_from_what_is_contested(
    rules: Mapping[str, Rules], make: Callable[..., Act], day: date
) -> None:
    found = derive([make(ACCESSION)], rules["rome-statute"], contested={ACCESSION: day})
    assert [each.kind for each in found.qualifiers] == ["contested-capacity"]
    other = derive([make(ACCESSION)], rules["rome-statute"], contested={"vclt/PSE/2014-04-02/accession": day})
    assert other.qualifiers == ()
    assert found.intervals == other.intervals


def test_a_chain_that_is_loaded_later_qualifies_what_is_there(store_path: Path, tmp_path: Path) -> None:
    chain = {
        "about": "A capacity that is denied",
        "sources": ["untc-xxiii-1-2015"],
        "agents": [],
        "acts": [
            {
                "id": "pse-vclt",
                "kind": "treaty-act",
                "label": "Accession of Palestine to the Vienna Convention",
                "date": "2014-04-02",
                "date_edtf": None,
                "actors": [],
                "concerns": [],
                "document": "act:vclt/PSE/2014-04-02/accession",
                "effects": [],
                "verification": "unverified",
                "passages": [],
            }
        ],
        "links": [],
        "claims": [
            {
                "id": "denied",
                "holder": "USA",
                "said_on": "2014-05-01",
                "subject": "pse-vclt",
                "predicate": "capacityOfActor",
                "object": "no state",
                "modality": "denied",
                "passages": [
                    {
                        "source": "untc-xxiii-1-2015",
                        "quote": None,
                        "language": None,
                        "prefix": None,
                        "suffix": None,
                        "reason": "invented for this test",
                    }
                ],
                "contradicts": [],
                "assessment": "disputed",
                "reason": "Invented for this test.",
            }
        ],
    }
    file = tmp_path / "denied.json"
    file.write_text(json.dumps(chain), encoding="utf-8")
    load(Generations(store_path), [Input("chain", file)])
    store = Store.open(store_path)
    assert read_contested(store.oxigraph)["vclt/PSE/2014-04-02/accession"] == date(2014, 5, 1)
    found = store.oxigraph.query(
        "PREFIX dep: <https://w3id.org/depositary/ontology#> "
        "ASK { GRAPH <https://w3id.org/depositary/graph/status> { ?status dep:qualifier ?q ; "
        "dep:statusFor <https://w3id.org/depositary/id/treaty/vclt> . "
        "?q dep:qualifierKind <https://w3id.org/depositary/vocab/qualifier-kind/contested-capacity> } }"
    )
    assert bool(found)
