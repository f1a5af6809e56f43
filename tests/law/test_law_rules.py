"""The rules format as typed records."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadRequest
from graph.law.delays import Delay
from graph.law.rules import Cascade, EndOfYear, FixedDate, PeriodEndWindow, Rules, held, parse
from graph.records import TreatyRules

Documents = Mapping[str, Mapping[str, Any]]


FACTS = Path(__file__).parents[3] / "shared" / "facts" / "treaty_rules.json"


def test_every_packaged_treaty_parses(rules: Mapping[str, Rules]) -> None:
    assert {"rome-statute", "vclt"} <= rules.keys()
    assert all(slug == each.id for slug, each in rules.items())


def test_the_rome_statute(rome: Rules) -> None:
    assert rome.entry_into_force.trigger_on == date(2002, 4, 11)
    assert rome.consent_effect is not None
    assert rome.consent_effect.for_ == "after-nth"
    assert rome.consent_effect.delay == Delay(days=60, then="first-of-next-month")
    assert rome.withdrawal.notice == Delay(years=1)
    assert rome.opened_for_signature is not None
    assert rome.opened_for_signature.from_ == date(1998, 7, 17)
    assert [saving.provision for saving in rome.withdrawal.survives] == ["127(2)"]


def with_rare_forms(document: dict[str, Any]) -> None:
    document["withdrawal"] |= {
        "notice": None,
        "fixed_date": {"month_day": "06-30", "notice_by": "01-01"},
        "period_end_window": {"first_period_years": 10, "period_years": 5, "notice_months": 6},
        "end_of_year": {"which": "same", "late_from": "10-01", "late_which": "following"},
    }
    document["cascade"] = [
        {"to": "other", "provision": "25(3)", "on": ["withdrawal"], "effect": "same-day"},
        {"to": "third", "provision": "58(3)", "on": ["expulsion"], "effect": {"months": 6}},
    ]


def test_the_calendar_forms_and_cascades(documents: Documents) -> None:
    document = deepcopy(dict(documents["rome-statute"]))
    with_rare_forms(document)
    parsed = parse(TreatyRules("rome-statute", document))
    assert parsed.withdrawal.fixed_date == FixedDate("06-30", "01-01")
    assert parsed.withdrawal.period_end_window == PeriodEndWindow(10, 5, 6)
    assert parsed.withdrawal.end_of_year == EndOfYear("same", "10-01", "following")
    assert parsed.cascade[0] == Cascade("other", "25(3)", ("withdrawal",), "same-day")
    assert parsed.cascade[1].effect == Delay(months=6)
    assert {"cascade-1", "cascade-2"} <= held(parsed)


def test_the_names_of_rules(rome: Rules) -> None:
    assert {"consent-effect", "withdrawal", "special-withdrawal-1"} <= held(rome)
    assert "consent-effect" not in held(replace(rome, consent_effect=None))
    assert held(None) == frozenset()


@pytest.mark.skipif(not FACTS.exists(), reason="the wider facts are not beside the repository")
def test_every_treaty_of_the_facts_parses() -> None:
    treaties = json.loads(FACTS.read_text("utf-8"))["treaties"]
    assert len([parse(TreatyRules(each["id"], each)) for each in treaties]) == len(treaties)


def without_withdrawal(document: dict[str, Any]) -> None:
    del document["withdrawal"]


def with_an_unknown_key(document: dict[str, Any]) -> None:
    document["withdrawal"]["mood"] = "dark"


def with_an_unknown_word(document: dict[str, Any]) -> None:
    document["consent_effect"]["for"] = "some"


def with_a_wrong_type(document: dict[str, Any]) -> None:
    document["bilateral"] = "no"


def with_two_lengths(document: dict[str, Any]) -> None:
    document["withdrawal"]["notice"] = {"years": 1, "days": 2}


def with_an_impossible_day(document: dict[str, Any]) -> None:
    document["dated_on"] = "1998-02-30"


def with_a_number_for_an_object(document: dict[str, Any]) -> None:
    document["withdrawal"]["notice"] = 12


@pytest.mark.parametrize(
    "spoil",
    [
        without_withdrawal,
        with_an_unknown_key,
        with_an_unknown_word,
        with_a_wrong_type,
        with_two_lengths,
        with_an_impossible_day,
        with_a_number_for_an_object,
    ],
)
def test_what_does_not_follow_the_format_is_refused(
    documents: Documents, spoil: Callable[[dict[str, Any]], None]
) -> None:
    document = deepcopy(dict(documents["rome-statute"]))
    spoil(document)
    with pytest.raises(BadRequest):
        parse(TreatyRules("rome-statute", document))
