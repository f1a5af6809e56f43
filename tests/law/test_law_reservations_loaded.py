"""Albania and the Genocide Convention, through the public loader, with what becomes known when."""

from datetime import date
from pathlib import Path
from typing import Any

from graph.answers.reservations import reservations_answer
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.store import Store
from graph.store.generations import Generations
from graph.view import View

TREATY, LATER = "genocide-convention", date(2026, 1, 1)
FIRST = """\
id,treaty,actor,affected,kind,received_on,known_on,target,provision,opposes_entry_into_force,verification
genocide-convention/ALB/1955-05-12/accession,genocide-convention,ALB,,accession,1955-05-12,,,,,unverified
genocide-convention/NLD/1966-06-20/accession,genocide-convention,NLD,,accession,1966-06-20,,,,,unverified
genocide-convention/GBR/1970-01-30/accession,genocide-convention,GBR,,accession,1970-01-30,,,,,unverified
genocide-convention/ALB/1955-05-12/reservation,genocide-convention,ALB,,reservation,1955-05-12,,,IX,,unverified
genocide-convention/NLD/1966-06-20/objection,genocide-convention,NLD,ALB,objection,1966-06-20,,\
genocide-convention/ALB/1955-05-12/reservation,IX,true,unverified
genocide-convention/GBR/1970-01-30/objection,genocide-convention,GBR,ALB,objection,1970-01-30,,\
genocide-convention/ALB/1955-05-12/reservation,IX,false,unverified
"""
THEN = """\
id,treaty,actor,kind,received_on,known_on,target,provision,verification
genocide-convention/ALB/1999-07-19/reservation-withdrawal,genocide-convention,ALB,reservation-withdrawal,\
1999-07-19,2001-02-03,genocide-convention/ALB/1955-05-12/reservation,IX,unverified
"""


def _load(store: Path, name: str, text: str) -> View:
    file = store.parent / name
    file.write_text(text, encoding="utf-8")
    load(Generations(store), [Input("acts", file)])
    return View(Store.open(store))


def _without_version(view: View, on: date, known: date) -> dict[str, Any]:
    return reservations_answer(view, TREATY, on, known) | {"version": None}


def test_albania_and_what_becomes_known_later(few_acts: Path) -> None:
    """A withdrawal known since 2001 works from 1999, and changes nothing as known before 2001."""
    view = _load(few_acts, "first.csv", FIRST)
    told = reservations_answer(view, TREATY, date(1980, 1, 1), LATER)
    assert {(*each["between"], each["text"]) for each in told["relations"]} == {
        ("ALB", "NLD", "not in force between them"),
        ("ALB", "GBR", "in force without article IX, to the extent of the reservation"),
    }
    assert told["parties"] == 3
    assert told["otherwise"]["pairs"] == 1
    days = [(on, date(2001, 2, 2)) for on in (date(1980, 1, 1), date(1999, 7, 19), date(2000, 1, 1))]
    before = [_without_version(view, *both) for both in days]
    view = _load(few_acts, "then.csv", THEN)
    assert [_without_version(view, *both) for both in days] == before
    assert before[1]["relations"]
    assert reservations_answer(view, TREATY, date(1999, 7, 18), LATER)["relations"]
    assert not reservations_answer(view, TREATY, date(1999, 7, 19), LATER)["relations"]
    assert reservations_answer(view, TREATY, date(1999, 7, 19), LATER)["otherwise"]["pairs"] == 3
