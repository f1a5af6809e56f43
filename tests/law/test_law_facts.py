"""Worked cases of the packaged facts, derived from the records of the files, without a store."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from graph.law.cascades import losses_from
from graph.law.derive import Derivation, derive
from graph.law.rules import Rules, parse
from graph.law.vienna import party_periods
from graph.loaders import acts as acts_loader
from graph.loaders import states as states_loader
from graph.loaders.files import InputFile
from graph.records import Act, Read, State, TreatyRules

FACTS = Path(__file__).parents[2] / "graph" / "data"
FILES = ("acts_rome_statute", "acts_un_treaties_2015", "acts_paris_agreement", "acts_exits", "acts_cases")
Spans = list[tuple[str, str, str | None]]


@cache
def all_acts() -> Mapping[str, list[Act]]:
    unique: dict[str, Act] = {}
    for name in FILES:
        for each in acts_loader.read(InputFile.at(FACTS / f"{name}.csv")):
            if isinstance(each, Read) and isinstance(each.record, Act):
                unique[each.record.id] = each.record
    found: dict[str, list[Act]] = {}
    for act in unique.values():
        found.setdefault(act.treaty, []).append(act)
    return found


@cache
def all_rules() -> Mapping[str, Rules]:
    treaties = json.loads((FACTS / "treaty_rules.json").read_text("utf-8"))["treaties"]
    return {each["id"]: parse(TreatyRules(each["id"], each)) for each in treaties}


@cache
def successions() -> Mapping[str, date]:
    read = states_loader.read(InputFile.at(FACTS / "states.csv"))
    states = [each.record for each in read if isinstance(each, Read) and isinstance(each.record, State)]
    return {state.code: state.date_of_succession for state in states if state.date_of_succession}


@cache
def derived(treaty: str) -> Derivation:
    vclt = party_periods(derive(all_acts()["vclt"], all_rules()["vclt"], successions=successions()).intervals)
    return derive(all_acts()[treaty], all_rules().get(treaty), successions=successions(), vclt=vclt)


def spans(treaty: str, actor: str) -> Spans:
    return [
        (each.value, each.valid_from.isoformat(), each.valid_until.isoformat() if each.valid_until else None)
        for each in derived(treaty).of(actor)
    ]


CASES: Mapping[tuple[str, str], Spans] = {
    ("ctbt", "RUS"): [
        ("signatory", "1996-09-24", "2000-06-30"),
        ("contractingNotInForce", "2000-06-30", "2023-11-03"),
        ("signatory", "2023-11-03", None),
    ],
    ("npt", "GBR"): [
        ("contractingNotInForce", "1968-11-27", "1970-03-05"),
        ("party", "1970-03-05", None),
    ],
    ("npt", "PRK"): [
        ("party", "1985-12-12", "1993-03-12"),
        ("partyWithdrawalPending", "1993-03-12", "1993-06-11"),
        ("party", "1993-06-11", "2003-01-10"),
        ("undetermined", "2003-01-10", None),
    ],
    ("iccpr", "PRK"): [
        ("contractingNotInForce", "1981-09-14", "1981-12-14"),
        ("party", "1981-12-14", None),
    ],
    ("inf", "RUS"): [
        ("signatory", "1987-12-08", "1988-06-01"),
        ("party", "1988-06-01", "2019-08-02"),
        ("formerParty", "2019-08-02", None),
    ],
    ("new-start", "USA"): [
        ("signatory", "2010-04-08", "2011-02-05"),
        ("party", "2011-02-05", "2026-02-05"),
        ("formerParty", "2026-02-05", None),
    ],
    ("coe-statute", "RUS"): [
        ("party", "1996-02-28", "2022-03-15"),
        ("partyWithdrawalPending", "2022-03-15", "2022-03-16"),
        ("formerParty", "2022-03-16", None),
    ],
    ("echr", "GRC"): [
        ("signatory", "1950-11-28", "1953-03-28"),
        ("contractingNotInForce", "1953-03-28", "1953-09-03"),
        ("party", "1953-09-03", "1969-12-12"),
        ("partyWithdrawalPending", "1969-12-12", "1970-06-13"),
        ("formerParty", "1970-06-13", "1974-11-28"),
        ("party", "1974-11-28", None),
    ],
    ("genocide-convention", "BIH"): [("party", "1992-03-06", None)],
    ("genocide-convention", "HRV"): [("party", "1991-10-08", None)],
    ("genocide-convention", "MNE"): [("party", "2006-06-03", None)],
    ("crpd", "EU"): [
        ("signatory", "2007-03-30", "2010-12-23"),
        ("contractingNotInForce", "2010-12-23", "2011-01-22"),
        ("party", "2011-01-22", None),
    ],
    ("energy-charter-treaty", "RUS"): [("signatory", "1994-12-17", None)],
    ("start-ii", "RUS"): [
        ("signatory", "1993-01-03", "2002-06-14"),
        ("signatoryObligationEnded", "2002-06-14", None),
    ],
}


@pytest.mark.parametrize(
    ("pair", "expected"),
    CASES.items(),
    ids=lambda value: "-".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_a_worked_case(pair: tuple[str, str], expected: Spans) -> None:
    assert spans(*pair) == expected


def test_every_treaty_gives_whole_intervals() -> None:
    for treaty, acts in all_acts().items():
        for actor in {act.actor for act in acts}:
            found = derived(treaty).of(actor)
            assert all(before.valid_until == after.valid_from for before, after in pairwise(found))


def test_the_expulsion_of_2022_ends_another_treaty_six_months_later() -> None:
    statute = all_rules()["coe-statute"]
    following = losses_from(derived("coe-statute"), statute, "echr")
    found = derive(all_acts()["echr"], all_rules()["echr"], losses=following)
    assert [(each.value, each.valid_from) for each in found.of("RUS")][-1] == (
        "formerParty",
        date(2022, 9, 16),
    )


def test_without_the_final_clauses_the_day_of_an_exit_is_not_recorded() -> None:
    """By a clause of one year, as that of the Rome Statute is, the same notice has a day of effect."""
    held, clauses = spans("ecowas-treaty", "BFA"), replace(all_rules()["rome-statute"], id="ecowas-treaty")
    assert held == [("notRecorded", "1993-07-24", "2024-01-29"), ("notRecorded", "2024-01-29", None)]
    with_clauses = derive(all_acts()["ecowas-treaty"], clauses).of("BFA")
    assert [(each.value, each.valid_from) for each in with_clauses[1:]] == [
        ("partyWithdrawalPending", date(2024, 1, 29)),
        ("formerParty", date(2025, 1, 29)),
    ]


def test_the_convention_binds_russia_and_not_the_united_states() -> None:
    provisions = {actor: derived("rome-statute").of(actor)[0].steps[0].provision for actor in ("RUS", "USA")}
    assert provisions == {"RUS": "VCLT 18(a)", "USA": "VCLT 18(a), as custom"}


def test_provisional_application_qualifies_a_signatory() -> None:
    found = [(each.valid_from, each.valid_until) for each in derived("energy-charter-treaty").qualifiers]
    assert found == [(date(1994, 12, 17), date(2009, 10, 18))]
