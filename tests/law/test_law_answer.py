"""The status on a day, and the parties on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from graph.faults import Fault
from graph.law.answer import StatusAnswer, parties_on, status_on
from graph.law.derive import Derivation, derive
from graph.law.question import Coverage, Subject
from graph.law.rules import Expulsion, Rules
from graph.law.timeline import BOUND
from graph.loaders.acts import read
from graph.loaders.files import InputFile
from graph.records import Act

ActMaker = Callable[..., Act]
TODAY = date(2026, 11, 24)
COMPLETE = Coverage(
    date(2026, 10, 2), includes_withdrawals=True, includes_former_states=False, sources=("list",)
)


@pytest.fixture(scope="module")
def rome_acts() -> Sequence[Act]:
    content = files("graph").joinpath("data/acts_rome_statute.csv").read_bytes()
    found = list(read(InputFile("acts_rome_statute.csv", content)))
    faults = [each for each in found if isinstance(each, Fault) and each.severity == "refused"]
    assert faults == []
    return [each.record for each in found if not isinstance(each, Fault) and isinstance(each.record, Act)]


@pytest.fixture(scope="module")
def everything(rome_acts: Sequence[Act], rome: Rules) -> Derivation:
    return derive(rome_acts, rome)


def answered(
    everything: Derivation, actor: str, on: str, coverage: Coverage | None = COMPLETE
) -> StatusAnswer:
    return status_on(everything, actor, date.fromisoformat(on), known=TODAY, coverage=coverage)


def test_the_gambia(rome_acts: Sequence[Act], rome: Rules) -> None:
    known = date(2017, 5, 2)
    answer = status_on(
        derive(rome_acts, rome, known=known), "GMB", date(2017, 5, 1), known=known, coverage=COMPLETE
    )
    assert (answer.status, answer.party) == ("party", True)
    assert (answer.from_, answer.until) == (date(2002, 9, 1), None)
    assert (answer.status_from, answer.status_until) == (date(2017, 2, 10), None)
    assert (answer.projected, answer.as_of, answer.qualifiers) == (False, None, ())
    assert "126(2)" in [step.provision for step in answer.explanation]
    assert [act.rsplit("/", 1)[1] for act in answer.acts] == [
        "signature", "ratification", "withdrawal-notification", "withdrawal-revocation",
    ]  # fmt: skip


def test_what_is_projected(rome_acts: Sequence[Act], rome: Rules) -> None:
    known = date(2026, 5, 1)
    hungary = status_on(derive(rome_acts, rome, known=known), "HUN", date(2026, 6, 2), known=known)
    assert (hungary.status, hungary.party, hungary.projected) == ("formerParty", False, True)
    pending = status_on(derive(rome_acts, rome, known=known), "HUN", known, known=known)
    assert (pending.status, pending.party, pending.projected) == ("partyWithdrawalPending", True, False)
    assert pending.until == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("actor", "on", "status"),
    [
        ("HUN", "2026-11-24", "party"),
        ("BDI", "2017-10-26", "partyWithdrawalPending"),
        ("BDI", "2017-10-27", "formerParty"),
        ("MYS", "2019-04-01", "contractingNotInForce"),
        ("MYS", "2019-06-01", "notParty"),
        ("RUS", "2016-11-29", "signatory"),
        ("RUS", "2016-11-30", "signatoryObligationEnded"),
        ("MNE", "2006-06-03", "party"),
        ("UKR", "2015-09-08", "signatory"),
        ("UKR", "2025-01-01", "party"),
    ],
)
def test_known_cases(everything: Derivation, actor: str, on: str, status: str) -> None:
    answer = answered(everything, actor, on)
    assert answer.status == status
    assert answer.party == (status in BOUND)


def test_no_party_has_the_bounds_of_its_value(everything: Derivation) -> None:
    answer = answered(everything, "RUS", "2005-01-01")
    assert (answer.from_, answer.until) == (date(2000, 9, 13), date(2016, 11, 30))
    assert (answer.status_from, answer.status_until) == (answer.from_, answer.until)


def test_territories_qualify_the_answer(everything: Derivation) -> None:
    found = {(each.kind, each.territory) for each in answered(everything, "DNK", "2005-01-01").qualifiers}
    assert found == {("territorial-exclusion", "FRO"), ("territorial-application", "GRL")}


def test_before_the_first_act(everything: Derivation) -> None:
    answer = answered(everything, "GMB", "1990-01-01")
    assert (answer.status, answer.party, answer.until) == ("notParty", False, date(1998, 12, 4))
    assert answer.explanation[0].text == "The treaty was concluded on 17 July 1998."
    later = answered(everything, "GMB", "1998-12-03")
    assert later.explanation[0].text == "The first recorded status begins on 4 December 1998."


def test_no_and_the_list_is_complete(everything: Derivation) -> None:
    answer = answered(everything, "IND", "2020-01-01")
    assert (answer.status, answer.party, answer.as_of) == ("notParty", False, None)
    assert (
        answer.explanation[0].text
        == "No act is recorded; the list of parties is complete as of 2 October 2026."
    )
    later = answered(everything, "IND", "2026-11-01")
    assert later.as_of == date(2026, 10, 2)
    lossy = Coverage(date(2014, 1, 27), includes_withdrawals=False, includes_former_states=False)
    assert (
        "without those who had left" in answered(everything, "IND", "2010-01-01", lossy).explanation[0].text
    )


def test_not_recorded(everything: Derivation) -> None:
    answer = answered(everything, "IND", "2020-01-01", None)
    assert (answer.status, answer.party) == (None, None)
    assert answer.explanation[0].text.startswith("Not recorded")
    former = asked_of(everything, Subject("Serbia and Montenegro", "former-state"), date(2003, 1, 1))
    assert (former.status, former.party) == (None, None)


def asked_of(found: Derivation, subject: Subject, on: date, known: date = TODAY) -> StatusAnswer:
    return status_on(found, "XAX", on, known=known, coverage=COMPLETE, subject=subject)


def test_acts_of_a_former_state_may_stand_under_the_one_that_continues_it(everything: Derivation) -> None:
    same = Subject("Serbia and Montenegro", "former-state", continued_by="Serbia (SRB)")
    answer = asked_of(everything, same, date(2003, 1, 1))
    assert (answer.status, answer.party) == (None, None)
    assert "stand under Serbia (SRB), which is the same legal person" in answer.explanation[0].text


@pytest.mark.parametrize(
    ("subject", "on", "why"),
    [
        (Subject("Greenland", "territory"), date(2020, 1, 1), "has no status of its own"),
        (
            Subject("Yugoslavia", "former-state", None, date(1992, 4, 27)),
            date(2000, 1, 1),
            "ended on 27 April",
        ),
        (Subject("South Sudan", "state", date(2011, 7, 9)), date(2005, 1, 1), "exists since 9 July 2011"),
        (Subject("China", "state"), date(1990, 1, 1), "was concluded on 17 July 1998"),
    ],
)
def test_what_cannot_be_a_party_is_none(everything: Derivation, subject: Subject, on: date, why: str) -> None:
    answer = asked_of(everything, subject, on)
    assert (answer.status, answer.party) == ("notParty", False)
    assert why in answer.explanation[0].text


def test_a_later_list_is_no_knowledge_of_an_earlier_day(everything: Derivation) -> None:
    answer = asked_of(everything, Subject("India", "state"), date(2014, 1, 1), date(2014, 1, 1))
    assert answer.explanation[0].text == "No act was known on 1 January 2014."
    assert answer.as_of is None


def test_a_day_after_the_knowledge_day_says_as_of_when(rome_acts: Sequence[Act], rome: Rules) -> None:
    known = date(2017, 1, 15)
    found = derive(rome_acts, rome, known=known)
    answer = status_on(found, "GMB", date(2017, 6, 1), known=known, coverage=COMPLETE)
    assert (answer.status, answer.as_of) == ("partyWithdrawalPending", date(2017, 1, 15))


def test_what_ends_a_status_is_told(everything: Derivation) -> None:
    answer = answered(everything, "RUS", "2016-11-20")
    (step,) = answer.ending
    assert "received on 30 November 2016" in step.text
    assert "rome-statute/RUS/2016-11-30/no-intent-communication" in answer.acts
    assert answered(everything, "FRA", "2020-01-01").ending == ()


def test_before_a_withdrawal_without_a_recorded_consent(make: ActMaker, rome: Rules) -> None:
    notice = make("rome-statute/BFA/2024-01-29/withdrawal-notification")
    found = derive([notice], rome)
    before = status_on(found, "BFA", date(2023, 1, 1), known=TODAY, coverage=COMPLETE)
    assert (before.status, before.party, before.remarks) == (None, None, ())
    pending = status_on(found, "BFA", date(2024, 2, 1), known=TODAY, coverage=COMPLETE)
    assert (pending.status, pending.from_, pending.until) == (
        "partyWithdrawalPending", None, date(2025, 1, 29),
    )  # fmt: skip
    assert [each.kind for each in pending.remarks] == ["no-recorded-consent"]


def test_an_expulsion_without_a_day_is_not_recorded_and_neither_yes_nor_no(
    make: ActMaker, rome: Rules
) -> None:
    rules = replace(rome, expulsion=Expulsion("8", "committee-of-ministers", "named-in-decision"))
    acts = [
        make("rome-statute/MLI/2003-02-10/accession"),
        make("rome-statute/UN/2006-10-23/expulsion", affected=("MLI",)),
    ]
    answer = status_on(derive(acts, rules), "MLI", date(2010, 1, 1), known=TODAY)
    assert (answer.status, answer.party, answer.from_) == (None, None, date(2006, 10, 23))
    assert answer.explanation[-1].text.startswith("Not recorded: from which day it is expelled; ")


def test_claims_that_compete_are_undetermined_and_neither_yes_nor_no(make: ActMaker, rome: Rules) -> None:
    first = make("rome-statute/PRK/2010-03-12/withdrawal-notification")
    acts = [
        make("rome-statute/PRK/2003-02-10/accession"),
        first,
        make("rome-statute/PRK/2010-06-11/suspension-notification", target=first.id),
        make("rome-statute/PRK/2020-01-10/withdrawal-notification", target=first.id),
    ]
    answer = status_on(derive(acts, rome), "PRK", date(2020, 2, 1), known=TODAY)
    assert (answer.status, answer.party, answer.from_) == ("undetermined", None, date(2020, 1, 10))


def test_a_successor_whose_date_is_not_recorded_is_a_party_since_an_unknown_day(
    make: ActMaker, rome: Rules
) -> None:
    found = derive([make("rome-statute/MLI/2006-10-23/succession")], rome)
    for on in (date(2006, 10, 23), date(2010, 1, 1)):
        answer = status_on(found, "MLI", on, known=TODAY)
        assert (answer.status, answer.party, answer.from_) == ("party", True, None)
        assert answer.status_from == date(2006, 10, 23)
    before = status_on(found, "MLI", date(2006, 10, 22), known=TODAY)
    assert (before.status, before.party) == (None, None)
    assert before.explanation[0].text == (
        "Not recorded: MLI was bound before 23 October 2006, since which day is not recorded."
    )


COUNTS: Mapping[str, int] = {
    "2002-06-30": 0, "2016-11-16": 124, "2017-10-27": 123, "2019-03-17": 122, "2020-02-01": 123,
    "2024-02-01": 124, "2025-01-01": 125, "2026-06-02": 125, "2026-11-24": 125, "2027-08-01": 120,
}  # fmt: skip


@pytest.mark.parametrize(("on", "count"), COUNTS.items())
def test_the_number_of_parties(everything: Derivation, on: str, count: int) -> None:
    answer = parties_on(everything, date.fromisoformat(on), known=TODAY, coverage=COMPLETE)
    assert answer.count == count
    assert answer.complete == COMPLETE
    assert [party.actor for party in answer.parties] == sorted(party.actor for party in answer.parties)


def test_organisations_are_listed_apart(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/EU/2003-02-10/formal-confirmation"),
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
        make("rome-statute/XAB/2003-02-10/signature"),
    ]
    answer = parties_on(derive(acts, rome), date(2010, 6, 1), known=TODAY, organisations={"EU"})
    (party,) = answer.parties
    assert (party.actor, party.status) == ("XAA", "partyWithdrawalPending")
    assert (party.from_, party.until, party.projected) == (date(2003, 5, 1), date(2011, 1, 1), False)
    assert "rome-statute/XAA/2010-01-01/withdrawal-notification" in party.acts
    assert [party.actor for party in answer.organisations] == ["EU"]
    assert answer.count == 1
