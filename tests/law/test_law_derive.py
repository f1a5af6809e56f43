"""From acts to intervals: the difficult cases, each with the few acts that make it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from graph.law.cascades import losses_from
from graph.law.delays import Delay
from graph.law.derive import Derivation, PartyPeriods, derive
from graph.law.rules import Cascade, End, Expulsion, Rules, Suspension
from graph.law.vienna import party_periods
from graph.records import Act

ActMaker = Callable[..., Act]
Spans = list[tuple[str, str, str | None]]


def spans(derivation: Derivation, actor: str) -> Spans:
    return [
        (each.value, each.valid_from.isoformat(), each.valid_until.isoformat() if each.valid_until else None)
        for each in derivation.of(actor)
    ]


def periods(derivation: Derivation, actor: str) -> set[tuple[date | None, date | None]]:
    bound = (each for each in derivation.of(actor) if each.party_from)
    return {(each.party_from, each.party_until) for each in bound}


def remarks(derivation: Derivation) -> list[tuple[str, str]]:
    return [(each.kind, each.act) for each in derivation.remarks]


@pytest.fixture(scope="module")
def gambia(make: ActMaker) -> Sequence[Act]:
    notice = make("rome-statute/GMB/2016-11-10/withdrawal-notification")
    return (
        make("rome-statute/GMB/1998-12-04/signature"),
        make("rome-statute/GMB/2002-06-28/ratification"),
        notice,
        make("rome-statute/GMB/2017-02-10/withdrawal-revocation", target=notice.id),
    )


def test_a_notice_that_was_revoked(gambia: Sequence[Act], rome: Rules) -> None:
    found = derive(gambia, rome)
    assert spans(found, "GMB") == [
        ("signatory", "1998-12-04", "2002-06-28"),
        ("contractingNotInForce", "2002-06-28", "2002-09-01"),
        ("party", "2002-09-01", "2016-11-10"),
        ("partyWithdrawalPending", "2016-11-10", "2017-02-10"),
        ("party", "2017-02-10", None),
    ]
    assert periods(found, "GMB") == {(date(2002, 9, 1), None)}
    assert remarks(found) == []
    assert [step.provision for step in found.of("GMB")[-1].steps] == [
        "VCLT 18(a), as custom", "VCLT 16, as custom", "126(2)", "127(1)", "VCLT 68, by analogy",
    ]  # fmt: skip
    assert found.of("GMB")[-1].acts == tuple(act.id for act in gambia)


def test_as_known_before_the_revocation(gambia: Sequence[Act], rome: Rules) -> None:
    found = derive(gambia, rome, known=date(2017, 2, 9))
    assert spans(found, "GMB")[-2:] == [
        ("partyWithdrawalPending", "2016-11-10", "2017-11-10"),
        ("formerParty", "2017-11-10", None),
    ]
    assert periods(found, "GMB") == {(date(2002, 9, 1), date(2017, 11, 10))}


def test_a_revocation_on_the_day_of_effect_is_too_late(gambia: Sequence[Act], rome: Rules) -> None:
    late = replace(gambia[-1], received_on=date(2017, 11, 10))
    found = derive((*gambia[:-1], late), rome)
    assert spans(found, "GMB")[-1] == ("formerParty", "2017-11-10", None)
    assert remarks(found) == [("without-effect", late.id)]


def test_a_revocation_without_a_notice(make: ActMaker, rome: Rules) -> None:
    consent = make("rome-statute/XAA/2003-01-01/accession")
    stray = make("rome-statute/XAA/2004-01-01/withdrawal-revocation", target="rome-statute/XAA/2003-06-01/x")
    assert remarks(derive([consent, stray], rome)) == [("without-effect", stray.id)]


def test_before_the_entry_into_force_of_the_treaty_was_known(make: ActMaker, rome: Rules) -> None:
    deposit = make("rome-statute/CAN/2000-07-07/ratification", recorded_effective_on=date(2002, 7, 1))
    before = derive([deposit], rome, known=date(2002, 4, 10))
    assert before.in_force is None
    assert spans(before, "CAN") == [("contractingNotInForce", "2000-07-07", None)]
    since = derive([deposit], rome, known=date(2002, 4, 11))
    assert since.in_force == date(2002, 7, 1)
    assert spans(since, "CAN")[-1] == ("party", "2002-07-01", None)


def test_consent_taken_back_before_it_binds(make: ActMaker, rome: Rules) -> None:
    accession = make("rome-statute/MYS/2019-03-04/accession")
    taken_back = make("rome-statute/MYS/2019-04-29/consent-withdrawn-before-force", target=accession.id)
    found = derive([accession, taken_back], rome)
    assert spans(found, "MYS") == [
        ("contractingNotInForce", "2019-03-04", "2019-04-29"),
        ("notParty", "2019-04-29", None),
    ]
    late = replace(taken_back, received_on=date(2019, 6, 1))
    assert spans(derive([accession, late], rome), "MYS")[-1] == ("party", "2019-06-01", None)
    assert remarks(derive([taken_back], rome)) == [("no-recorded-consent", taken_back.id)]


def test_consent_taken_back_leaves_a_signatory(make: ActMaker, rome: Rules) -> None:
    entry = replace(rome.entry_into_force, trigger_on=None, recorded_on=None)
    not_in_force = replace(rome, entry_into_force=entry)
    acts = [
        make("rome-statute/RUS/1996-09-24/signature"),
        make("rome-statute/RUS/2000-06-30/ratification"),
        make("rome-statute/RUS/2023-11-03/consent-withdrawn-before-force"),
    ]
    assert spans(derive(acts, not_in_force), "RUS") == [
        ("signatory", "1996-09-24", "2000-06-30"),
        ("contractingNotInForce", "2000-06-30", "2023-11-03"),
        ("signatory", "2023-11-03", None),
    ]


def test_no_intent_is_no_withdrawal(make: ActMaker, rome: Rules) -> None:
    signature = make("rome-statute/RUS/2000-09-13/signature")
    declined = make("rome-statute/RUS/2016-11-30/no-intent-communication", target=signature.id)
    found = derive([signature, declined], rome)
    assert spans(found, "RUS") == [
        ("signatory", "2000-09-13", "2016-11-30"),
        ("signatoryObligationEnded", "2016-11-30", None),
    ]
    last = found.of("RUS")[-1].steps[-1]
    assert "vclt-18-a-on-receipt" in last.text
    assert "on another reading" in last.text


@pytest.mark.parametrize("before", [(), ("signature", "ratification")])
def test_no_intent_needs_a_signature_and_no_consent(
    make: ActMaker, rome: Rules, before: Sequence[str]
) -> None:
    acts = [make(f"rome-statute/XAA/2000-01-0{n}/{kind}") for n, kind in enumerate(before, start=1)]
    declined = make("rome-statute/XAA/2010-01-01/no-intent-communication")
    found = derive([*acts, declined], rome)
    assert remarks(found) == [("without-effect", declined.id)]
    assert "signatoryObligationEnded" not in {value for value, _, _ in spans(found, "XAA")}


def test_no_intent_ends_the_obligation_once_and_a_new_signature_begins_one(
    make: ActMaker, rome: Rules
) -> None:
    acts = [
        make("rome-statute/XAA/1998-08-01/signature"),
        make("rome-statute/XAA/1999-01-01/no-intent-communication"),
        make("rome-statute/XAA/1999-06-01/no-intent-communication"),
        make("rome-statute/XAA/2000-01-01/signature"),
    ]
    found = derive(acts, rome)
    assert [value for value, _, _ in spans(found, "XAA")] == [
        "signatory",
        "signatoryObligationEnded",
        "signatory",
    ]
    assert remarks(found) == [("without-effect", acts[2].id)]


def test_the_convention_is_cited_as_treaty_only_for_its_own_parties(make: ActMaker, rome: Rules) -> None:
    acts = [make(f"rome-statute/{actor}/2000-09-13/signature") for actor in ("RUS", "USA", "XAA")]
    parties = PartyPeriods({"RUS": ((date(1986, 5, 29), None),), "XAA": ((date(1999, 1, 1), None),)})
    found = derive(acts, rome, vclt=parties)
    assert found.of("RUS")[0].steps[0].provision == "VCLT 18(a)"
    assert found.of("USA")[0].steps[0].provision == "VCLT 18(a), as custom"
    # VCLT 4: a state that joined after the treaty was concluded
    assert found.of("XAA")[0].steps[0].provision == "VCLT 18(a), as custom"
    older = replace(rome, signature_effect=replace(rome.signature_effect, basis="custom"))
    assert derive(acts, older, vclt=parties).of("RUS")[0].steps[0].provision.endswith("as custom")


def test_the_parties_to_the_convention_come_from_its_own_derivation(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
        make("rome-statute/XAB/2003-02-10/signature"),
    ]
    parties = party_periods(derive(acts, rome).intervals)
    assert parties.periods == {"XAA": ((date(2003, 5, 1), date(2011, 1, 1)),)}
    assert not parties.contains("XAA", date(2003, 4, 30))
    assert parties.contains("XAA", date(2003, 5, 1))
    assert not parties.contains("XAA", date(2011, 1, 1))
    assert not parties.contains("XAB", date(2005, 1, 1))


@pytest.mark.parametrize("recorded", [date(2006, 6, 3), None])
def test_succession_works_back(make: ActMaker, rome: Rules, recorded: date | None) -> None:
    acts = [make("rome-statute/MNE/2006-10-23/succession", recorded_effective_on=recorded)]
    found = derive(acts, rome, successions={} if recorded else {"MNE": date(2006, 6, 3)})
    assert spans(found, "MNE") == [("party", "2006-06-03", None)]
    assert remarks(found) == []


def test_succession_without_a_recorded_date(make: ActMaker, rome: Rules) -> None:
    act = make("rome-statute/MLI/2006-10-23/succession")
    found = derive([act], rome)
    assert spans(found, "MLI") == [("party", "2006-10-23", None)]
    assert periods(found, "MLI") == set()
    assert "the date of succession is not recorded" in found.of("MLI")[0].steps[-1].text.lower()
    assert remarks(found) == [("date-not-recorded", act.id)]


def test_two_acts_of_one_day_by_a_successor(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/MNE/2006-10-23/succession"),
        make("rome-statute/MNE/2006-10-23/succession-to-signature"),
    ]
    found = derive(acts, rome, successions={"MNE": date(2006, 6, 3)})
    assert spans(found, "MNE") == [("party", "2006-06-03", None)]
    entry = replace(rome.entry_into_force, trigger_on=None, recorded_on=None)
    waiting = derive(acts, replace(rome, entry_into_force=entry), successions={"MNE": date(2006, 6, 3)})
    assert spans(waiting, "MNE") == [("contractingNotInForce", "2006-10-23", None)]


def test_succession_where_the_treaty_knows_none(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, succession_effect=replace(rome.succession_effect, effective="none"))
    act = make("rome-statute/MNE/2006-10-23/succession")
    found = derive([act], rules, successions={"MNE": date(2006, 6, 3)})
    assert found.intervals == ()
    assert remarks(found) == [("without-effect", act.id)]


@pytest.mark.parametrize(
    "kind",
    ["ratification", "acceptance", "approval", "accession", "formal-confirmation", "consent-to-be-bound"],
)
def test_every_instrument_works_by_deposit(make: ActMaker, rome: Rules, kind: str) -> None:
    found = derive([make(f"rome-statute/XAA/2003-02-10/{kind}")], rome)
    assert spans(found, "XAA") == [
        ("contractingNotInForce", "2003-02-10", "2003-05-01"),
        ("party", "2003-05-01", None),
    ]


def test_a_definitive_signature_is_consent(make: ActMaker, rome: Rules) -> None:
    act = make("rome-statute/XAA/2003-02-10/definitive-signature")
    found = derive([act], rome)
    assert spans(found, "XAA")[-1] == ("party", "2003-05-01", None)
    assert found.of("XAA")[0].steps[0].provision == "VCLT 12, as custom"
    assert spans(derive([act], None), "XAA") == [("party", "2003-02-10", None)]


def test_three_depositaries_make_one_party(make: ActMaker, rome: Rules) -> None:
    assert rome.consent_effect is not None
    several = replace(rome.consent_effect, several_depositaries="first-deposit")
    acts = [
        make("rome-statute/GBR/2003-02-10/ratification", depositary="state:GBR"),
        make("rome-statute/GBR/2003-02-10/ratification/2", depositary="state:USA"),
        make("rome-statute/GBR/2003-03-29/ratification", depositary="state:RUS"),
    ]
    found = derive(acts, replace(rome, consent_effect=several))
    assert spans(found, "GBR")[-1] == ("party", "2003-05-01", None)
    assert {each.severity for each in found.remarks} == {"note"}
    doubled = derive([acts[0], acts[2]], rome)
    assert [(each.kind, each.severity) for each in doubled.remarks] == [("already-bound", "warning")]


def test_a_signature_after_the_consent_changes_nothing(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/1999-01-01/signature"),
        make("rome-statute/XAA/1999-06-01/signature"),
        make("rome-statute/XAA/2000-01-01/ratification"),
        make("rome-statute/XAA/2000-06-01/signature"),
    ]
    found = derive(acts, rome)
    assert [value for value, _, _ in spans(found, "XAA")] == ["signatory", "contractingNotInForce", "party"]
    assert remarks(found) == [("already-bound", acts[1].id), ("already-bound", acts[3].id)]


def test_left_and_returned(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/USA/2003-02-10/acceptance"),
        make("rome-statute/USA/2019-11-04/withdrawal-notification"),
        make("rome-statute/USA/2021-01-20/acceptance"),
        make("rome-statute/USA/2025-01-27/withdrawal-notification"),
    ]
    found = derive(acts, rome)
    assert spans(found, "USA") == [
        ("contractingNotInForce", "2003-02-10", "2003-05-01"),
        ("party", "2003-05-01", "2019-11-04"),
        ("partyWithdrawalPending", "2019-11-04", "2020-11-04"),
        ("formerParty", "2020-11-04", "2021-01-20"),
        ("contractingNotInForce", "2021-01-20", "2021-04-01"),
        ("party", "2021-04-01", "2025-01-27"),
        ("partyWithdrawalPending", "2025-01-27", "2026-01-27"),
        ("formerParty", "2026-01-27", None),
    ]
    assert periods(found, "USA") == {
        (date(2003, 5, 1), date(2020, 11, 4)),
        (date(2021, 4, 1), date(2026, 1, 27)),
    }


def test_a_former_party_may_sign_again(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/1999-01-01/signature"),
        make("rome-statute/XAA/2003-02-10/ratification"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
        make("rome-statute/XAA/2011-01-01/signature"),
        make("rome-statute/XAA/2012-01-01/withdrawal-notification"),
    ]
    found = derive(acts, rome)
    assert spans(found, "XAA")[-1] == ("signatory", "2011-01-01", None)
    late = ("not-open-for-signature", acts[3].id)
    assert remarks(found) == [late, ("without-effect", acts[-1].id)]


def test_the_recorded_day_governs_and_the_computed_one_stands_beside_it(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/2003-02-10/ratification", recorded_effective_on=date(2003, 6, 1)),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification", recorded_effective_on=date(2011, 1, 2)),
    ]
    found = derive(acts, rome)
    assert spans(found, "XAA")[1:] == [
        ("party", "2003-06-01", "2010-01-01"),
        ("partyWithdrawalPending", "2010-01-01", "2011-01-02"),
        ("formerParty", "2011-01-02", None),
    ]
    days = [(each.recorded, each.computed, each.governing) for each in found.effects]
    assert days == [
        (date(2003, 6, 1), date(2003, 5, 1), date(2003, 6, 1)),
        (date(2011, 1, 2), date(2011, 1, 1), date(2011, 1, 2)),
    ]
    assert remarks(found) == [("differs-from-record", act.id) for act in acts]


def test_what_works_on_receipt_keeps_its_day_beside_another_record(
    gambia: Sequence[Act], rome: Rules
) -> None:
    revoked = replace(gambia[-1], recorded_effective_on=date(2017, 3, 1))
    found = derive((*gambia[:-1], revoked), rome)
    assert found.of("GMB")[-1].valid_from == date(2017, 2, 10)
    effect = found.effects[-1]
    assert (effect.recorded, effect.governing) == (date(2017, 3, 1), date(2017, 2, 10))
    assert remarks(found) == [("differs-from-record", revoked.id)]


def test_what_goes_on_after_a_withdrawal_is_told(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/BDI/2004-09-21/ratification"),
        make("rome-statute/BDI/2016-10-27/withdrawal-notification"),
        make("rome-statute/BDI/2020-10-27/accession"),
    ]
    found = derive(acts, rome).of("BDI")
    told = [interval.value for interval in found if "127(2)" in {step.provision for step in interval.steps}]
    assert told == ["formerParty"]


def test_general_law_is_cited_as_custom(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, withdrawal=replace(rome.withdrawal, permitted="by-default-vclt-56", provision=None))
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
    ]
    assert derive(acts, rules).effects[-1].provision == "VCLT 56(1), as custom"
    parties = PartyPeriods({"XAA": ((date(1986, 5, 29), None),)})
    assert derive(acts, rules, vclt=parties).effects[-1].provision == "VCLT 56(1)"


def test_nobody_is_presumed_bound_before_the_treaty_is_in_force(make: ActMaker, rome: Rules) -> None:
    notice = make("rome-statute/XAA/2001-01-01/withdrawal-notification")
    found = derive([notice], rome)
    assert found.intervals == ()
    assert remarks(found) == [("without-effect", notice.id)]


def test_a_notice_that_the_treaty_does_not_allow(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, withdrawal=replace(rome.withdrawal, permitted="no", provision=None))
    acts = [
        make("rome-statute/PRK/2003-02-10/accession"),
        make("rome-statute/PRK/2007-08-25/withdrawal-notification"),
    ]
    found = derive(acts, rules)
    assert spans(found, "PRK")[-1] == ("party", "2003-05-01", None)
    assert remarks(found) == [("without-effect", acts[1].id)]
    assert found.effects[-1].governing is None


def test_withdrawal_without_a_recorded_consent(make: ActMaker, rome: Rules) -> None:
    notice = make("rome-statute/BFA/2024-01-29/withdrawal-notification")
    found = derive([notice], rome)
    assert spans(found, "BFA") == [
        ("partyWithdrawalPending", "2024-01-29", "2025-01-29"),
        ("formerParty", "2025-01-29", None),
    ]
    first = found.of("BFA")[0]
    assert (first.party_from, first.party_until) == (None, date(2025, 1, 29))
    assert remarks(found) == [("no-recorded-consent", notice.id)]
    signed = derive([make("rome-statute/BFA/1999-07-24/signature"), notice], rome)
    assert spans(signed, "BFA")[0] == ("notRecorded", "1999-07-24", "2024-01-29")
    as_known_before = derive(
        [make("rome-statute/BFA/1999-07-24/signature"), notice], rome, known=date(2020, 1, 1)
    )
    assert spans(as_known_before, "BFA") == [("signatory", "1999-07-24", None)]


def test_a_notice_before_the_treaty_binds(make: ActMaker, rome: Rules) -> None:
    deposit = make("rome-statute/XAA/2003-02-10/accession")
    notice = make("rome-statute/XAA/2003-03-01/withdrawal-notification")
    assert spans(derive([deposit, notice], rome), "XAA") == [
        ("contractingNotInForce", "2003-02-10", "2003-05-01"),
        ("partyWithdrawalPending", "2003-05-01", "2004-03-01"),
        ("formerParty", "2004-03-01", None),
    ]
    at_once = replace(rome, withdrawal=replace(rome.withdrawal, notice=Delay(days=10)))
    assert spans(derive([deposit, notice], at_once), "XAA") == [
        ("contractingNotInForce", "2003-02-10", "2003-05-01"),
        ("notParty", "2003-05-01", None),
    ]


def test_a_second_notice_while_one_is_pending(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
        make("rome-statute/XAA/2010-06-01/withdrawal-notification"),
    ]
    found = derive(acts, rome)
    assert spans(found, "XAA")[-1] == ("formerParty", "2011-01-01", None)
    assert remarks(found) == [("already-bound", acts[2].id)]


def test_a_withdrawal_bound_to_an_event_that_is_not_recorded(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification", provision="121(6)"),
    ]
    found = derive(acts, rome)
    assert spans(found, "XAA")[-1] == ("partyWithdrawalPending", "2010-01-01", None)
    assert remarks(found) == [("not-interpreted", acts[1].id)]


@pytest.mark.parametrize("suspension_recorded", [True, False])
def test_a_notice_suspended_then_taken_up(make: ActMaker, rome: Rules, *, suspension_recorded: bool) -> None:
    first = make("rome-statute/PRK/2010-03-12/withdrawal-notification")
    suspended = make("rome-statute/PRK/2010-06-11/suspension-notification", target=first.id)
    second = make("rome-statute/PRK/2020-01-10/withdrawal-notification", target=first.id)
    acts = [make("rome-statute/PRK/2003-02-10/accession"), first, second]
    found = derive([*acts, suspended] if suspension_recorded else acts, rome)
    since = "2010-06-11" if suspension_recorded else "2011-03-12"
    assert spans(found, "PRK")[2:] == [
        ("partyWithdrawalPending", "2010-03-12", since),
        ("party", since, "2020-01-10"),
        ("undetermined", "2020-01-10", None),
    ]
    effect = found.effects[-1]
    assert (effect.outcome, effect.computed, effect.governing) == ("undetermined", date(2021, 1, 10), None)
    assert ("contested", second.id) in remarks(found)


def test_suspension_of_the_treaty_is_derived_only_under_a_clause(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/XAB/2003-02-10/accession"),
        make("rome-statute/XAB/2021-03-01/suspension-notification"),
        make("rome-statute/XAB/2021-09-01/resumption-notification"),
    ]
    found = derive(acts, rome)
    assert spans(found, "XAB")[-1] == ("party", "2003-05-01", None)
    assert [kind for kind, _ in remarks(found)] == ["contested", "contested"]
    allowed = derive(acts, replace(rome, suspension=Suspension("9", "yes")))
    assert spans(allowed, "XAB")[1:] == [
        ("party", "2003-05-01", "2021-03-01"),
        ("operationSuspended", "2021-03-01", "2021-09-01"),
        ("party", "2021-09-01", None),
    ]
    assert periods(allowed, "XAB") == {(date(2003, 5, 1), None)}


def test_expulsion_overtakes_a_notice_and_reaches_another_treaty(make: ActMaker, rome: Rules) -> None:
    statute = replace(
        rome,
        expulsion=Expulsion("8", "committee-of-ministers", "named-in-decision"),
        cascade=(Cascade("echr", "58(3)", ("withdrawal", "expulsion"), Delay(months=6)),),
    )
    acts = [
        make("rome-statute/RUS/2003-02-10/accession"),
        make("rome-statute/RUS/2022-03-15/withdrawal-notification"),
        make(
            "rome-statute/COE/2022-03-16/expulsion",
            affected=("RUS",),
            recorded_effective_on=date(2022, 3, 16),
        ),
    ]
    found = derive(acts, statute)
    assert spans(found, "RUS")[-2:] == [
        ("partyWithdrawalPending", "2022-03-15", "2022-03-16"),
        ("formerParty", "2022-03-16", None),
    ]
    assert found.of("COE") == ()
    convention = replace(rome, id="echr")
    consent = make("echr/RUS/2003-02-10/ratification")
    lost = derive([consent], convention, losses=losses_from(found, statute, "echr"))
    assert spans(lost, "RUS")[1:] == [
        ("party", "2003-05-01", "2022-09-16"),
        ("formerParty", "2022-09-16", None),
    ]
    assert periods(lost, "RUS") == {(date(2003, 5, 1), date(2022, 9, 16))}
    again = make("echr/RUS/2024-02-10/ratification")
    back = derive([consent, again], convention, losses=losses_from(found, statute, "echr"))
    assert spans(back, "RUS")[-1] == ("party", "2024-05-01", None)


def test_an_expulsion_whose_day_is_not_recorded(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, expulsion=Expulsion("8", "committee-of-ministers", "named-in-decision"))
    expelled = make("rome-statute/COE/2022-03-16/expulsion", affected=("RUS",))
    consent = make("rome-statute/RUS/2003-02-10/accession")
    assert spans(derive([consent, expelled], rules), "RUS")[-1] == ("notRecorded", "2022-03-16", None)
    signed = make("rome-statute/RUS/1999-02-10/signature")
    taken_back = make("rome-statute/RUS/2003-02-11/consent-withdrawn-before-force")
    outsider = derive([signed, consent, taken_back, expelled], rules)
    assert remarks(outsider) == [("without-effect", expelled.id)]


def bilateral(make: ActMaker) -> list[Act]:
    return [
        make("rome-statute/RUS/2000-12-08/signature"),
        make("rome-statute/RUS/2001-06-01/ratification"),
        make("rome-statute/USA/2001-06-01/ratification"),
    ]


def test_a_bilateral_treaty_ends_with_one_side(make: ActMaker, rome: Rules) -> None:
    notice = make("rome-statute/USA/2018-08-02/withdrawal-notification")
    found = derive([*bilateral(make), notice], replace(rome, bilateral=True))
    assert spans(found, "RUS")[-2:] == [
        ("party", "2002-07-01", "2019-08-02"),
        ("formerParty", "2019-08-02", None),
    ]
    assert spans(found, "USA")[-1] == ("formerParty", "2019-08-02", None)
    assert found.ended is not None
    assert found.ended.reason == "withdrawal of a side"
    assert notice.id in found.of("RUS")[-1].acts
    multilateral = derive([*bilateral(make), notice], rome)
    assert spans(multilateral, "RUS")[-1] == ("party", "2002-07-01", None)


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("treaty-termination", {}, "termination"),
        ("treaty-expiry", {}, "expiry"),
        ("treaty-extension", {"received_on": date(2015, 2, 3), "scope_until": date(2020, 2, 4)}, "expiry"),
    ],
)
def test_the_end_of_the_treaty_ends_all(
    make: ActMaker, rome: Rules, kind: str, fields: dict[str, date], reason: str
) -> None:
    end = make(f"rome-statute/ALL/2020-02-05/{kind}", **fields)
    signatory = make("rome-statute/XAA/2000-12-08/signature")
    found = derive([*bilateral(make), signatory, end], rome)
    assert found.ended is not None
    assert (found.ended.on, found.ended.reason) == (date(2020, 2, 5), reason)
    assert spans(found, "RUS")[-1] == ("formerParty", "2020-02-05", None)
    assert spans(found, "XAA")[-1] == ("notParty", "2020-02-05", None)


def test_the_end_that_the_rules_record_is_known_from_its_day(make: ActMaker, rome: Rules) -> None:
    ended = replace(rome, ends=(rule_end(),))
    assert spans(derive(bilateral(make), ended), "RUS")[-1] == ("formerParty", "2019-08-02", None)
    before = derive(bilateral(make), ended, known=date(2019, 8, 1))
    assert before.ended is None
    assert spans(before, "RUS")[-1] == ("party", "2002-07-01", None)


def rule_end() -> End:
    return End("termination", date(2019, 8, 2), "XV(2)", None, checked=True)


def test_without_final_clauses_only_recorded_days_count(make: ActMaker) -> None:
    acts = [
        make("eu-treaties/GBR/1972-01-22/signature"),
        make("eu-treaties/GBR/1972-10-18/accession", recorded_effective_on=date(1973, 1, 1)),
        make("eu-treaties/GBR/2017-03-29/withdrawal-notification", recorded_effective_on=date(2020, 2, 1)),
        make("eu-treaties/XAA/1980-01-01/accession"),
    ]
    found = derive(acts, None)
    assert spans(found, "GBR") == [
        ("signatory", "1972-01-22", "1972-10-18"),
        ("contractingNotInForce", "1972-10-18", "1973-01-01"),
        ("party", "1973-01-01", "2017-03-29"),
        ("partyWithdrawalPending", "2017-03-29", "2020-02-01"),
        ("formerParty", "2020-02-01", None),
    ]
    assert spans(found, "XAA") == [("notRecorded", "1980-01-01", None)]
    assert remarks(found) == [("rules-not-held", acts[3].id)]
    assert {step.rule for interval in found.intervals for step in interval.steps} == {""}


def test_what_is_not_interpreted_is_said(make: ActMaker, rome: Rules) -> None:
    acts = [make("rome-statute/XAA/2003-02-10/proclamation"), make("rome-statute/XAA/2003-02-10/declaration")]
    found = derive(acts, rome)
    assert found.intervals == ()
    assert remarks(found) == [("not-interpreted", acts[0].id)]


def test_acts_of_other_treaties_play_no_part(make: ActMaker, rome: Rules) -> None:
    acts = [make("rome-statute/XAA/2003-02-10/accession"), make("vclt/XAA/2001-01-01/accession")]
    assert derive(acts, rome) == derive(acts[:1], rome)
    assert derive([], None).intervals == ()


def test_a_signature_after_the_time_for_it_is_remarked(make: ActMaker, rome: Rules) -> None:
    late = derive([make("rome-statute/CHN/2020-01-01/signature")], rome)
    assert [(remark.kind, remark.severity) for remark in late.remarks] == [
        ("not-open-for-signature", "warning")
    ]
    last_day = derive([make("rome-statute/CHN/2000-12-31/signature")], rome)
    assert last_day.remarks == ()


def test_what_was_taken_back_is_told_as_what_never_came(make: ActMaker, rome: Rules) -> None:
    accession = make("rome-statute/MYS/2019-03-04/accession")
    back = make("rome-statute/MYS/2019-04-29/consent-withdrawn-before-force", target=accession.id)
    contracting, none = derive([accession, back], rome).of("MYS")
    assert contracting.steps[-1].text.endswith("is 1 June: the consent takes effect on that day.")
    assert any(step.text.endswith("the consent would have taken effect on that day.") for step in none.steps)


def test_original_parties_are_told_the_arithmetic_of_the_treaty(make: ActMaker, rome: Rules) -> None:
    (_, party) = derive([make("rome-statute/CAN/2000-07-07/ratification")], rome).of("CAN")
    assert "60th instrument was deposited on 11 April 2002" in party.steps[-1].text
    assert "1 July 2002" in party.steps[-1].text
