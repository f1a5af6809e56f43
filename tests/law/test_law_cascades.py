"""What leaving one treaty does under another, on two clocks; ends of states; parents; too few parties."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from graph.law.cascades import cascade_sources, losses_from, parents
from graph.law.delays import Delay
from graph.law.derive import Derivation, derive
from graph.law.rules import Cascade, End, Expulsion, FixedDate, Rules, SpecialWithdrawal
from graph.law.standing import Way
from graph.law.vienna import of_organisations, party_periods
from graph.records import Act

ActMaker = Callable[..., Act]
BOTH: tuple[Way, ...] = ("withdrawal", "expulsion")


def spans(derivation: Derivation, actor: str) -> list[tuple[str, str]]:
    return [(each.value, each.valid_from.isoformat()) for each in derivation.of(actor)]


@pytest.fixture
def statute(rome: Rules) -> Rules:
    """An organisation with expulsion; who leaves it loses a convention six months later."""
    return replace(
        rome,
        id="statute",
        title="Statute",
        expulsion=Expulsion("8", "committee-of-ministers", "named-in-decision"),
        cascade=(Cascade("convention", "58(3)", BOTH, Delay(months=6)),),
    )


@pytest.fixture
def convention(rome: Rules) -> Rules:
    return replace(rome, id="convention", title="Convention", parent="statute")


def test_sources_and_targets(rome: Rules, statute: Rules, convention: Rules) -> None:
    third = replace(rome, id="third", cascade=(Cascade("convention", "1", BOTH, "same-day"),))
    last = replace(rome, id="last", parent="convention")
    rules = {each.id: each for each in (statute, convention, third, last)}
    sources = cascade_sources(rules)
    assert sources == {"convention": ("statute", "third")}
    assert parents(rules, sources) == {"convention": ("statute",), "last": ("convention",)}


def test_a_circle_is_left_out(rome: Rules) -> None:
    def leaving(slug: str, to: str, parent: str | None = None) -> Rules:
        return replace(rome, id=slug, parent=parent, cascade=(Cascade(to, "1", BOTH, "same-day"),))

    assert cascade_sources({"a": leaving("a", "b"), "b": leaving("b", "a")}) == {}
    rules = {"a": leaving("a", "b", parent="b"), "b": replace(rome, id="b")}
    sources = cascade_sources(rules)
    assert (sources, parents(rules, sources)) == ({"b": ("a",)}, {})
    assert parents({"a": replace(rome, id="a", parent="unheard-of")}, {}) == {}
    assert cascade_sources({"a": leaving("a", "vclt")}) == {}
    assert parents({"vclt": replace(rome, id="vclt", parent="a"), "a": replace(rome, id="a")}, {}) == {}


def left(make: ActMaker, statute: Rules, known: date | None = None) -> Derivation:
    acts = [
        make("statute/XAA/2003-02-10/accession"),
        make("statute/XAA/2022-03-15/withdrawal-notification"),
        make("statute/COE/2022-03-16/expulsion", affected=("XAA",), recorded_effective_on=date(2022, 3, 16)),
    ]
    return derive(acts, statute, known=known)


def test_the_loss_rests_on_the_act_in_the_other_treaty_and_names_it(
    make: ActMaker, statute: Rules, convention: Rules
) -> None:
    following = losses_from(left(make, statute), statute, "convention")
    found = derive([make("convention/XAA/2003-02-10/accession")], convention, losses=following)
    assert spans(found, "XAA")[-1] == ("formerParty", "2022-09-16")
    step, last = found.of("XAA")[-1].steps[-1], found.of("XAA")[-1]
    assert step.acts == ("statute/COE/2022-03-16/expulsion",)
    assert set(step.acts) <= set(last.acts)
    assert step.text == (
        "Left the Statute by the decision of 16 March 2022: out of it on 16 March 2022; six months after is "
        "16 September. From that day this treaty binds it no longer: by rule, not by a notice of its own."
    )
    assert step.provision == "Statute 58(3)"


def test_on_the_knowledge_day_before_the_other_treaty_was_left_nothing_follows(
    make: ActMaker, statute: Rules
) -> None:
    known = date(2022, 3, 14)
    following = losses_from(left(make, statute, known), statute, "convention")
    assert following == ()
    day_later = losses_from(left(make, statute, date(2022, 3, 15)), statute, "convention")
    assert [(loss.way, loss.left_on) for loss in day_later] == [("withdrawal", date(2023, 3, 15))]


def test_a_way_that_the_rule_does_not_name_has_no_effect(make: ActMaker, statute: Rules) -> None:
    only = replace(statute, cascade=(Cascade("convention", "1", ("withdrawal",), "same-day"),))
    assert losses_from(left(make, only), only, "convention") == ()
    assert losses_from(left(make, only), only, "another") == ()


def test_the_loss_goes_on_to_a_third_treaty(make: ActMaker, statute: Rules, convention: Rules) -> None:
    between = replace(convention, cascade=(Cascade("protocol", "Protocol 9", BOTH, "same-day"),))
    first = losses_from(left(make, statute), statute, "convention")
    middle = derive([make("convention/XAA/2003-02-10/accession")], between, losses=first)
    last = losses_from(middle, between, "protocol")
    assert [(loss.way, loss.on, loss.act) for loss in last] == [
        ("expulsion", date(2022, 9, 16), "statute/COE/2022-03-16/expulsion")
    ]


def test_who_is_not_bound_yet_never_becomes_a_former_party(
    make: ActMaker, statute: Rules, convention: Rules
) -> None:
    only = replace(statute, cascade=(Cascade("convention", "1", BOTH, "same-day"),))
    following = losses_from(left(make, only), only, "convention")
    found = derive([make("convention/XAA/2022-03-01/accession")], convention, losses=following)
    assert spans(found, "XAA") == [("contractingNotInForce", "2022-03-01"), ("notParty", "2022-03-16")]
    signed = derive([make("convention/XAA/2000-03-01/signature")], convention, losses=following)
    assert spans(signed, "XAA") == [("signatory", "2000-03-01")]


def test_a_notice_that_takes_effect_before_the_loss_goes_first(
    make: ActMaker, statute: Rules, convention: Rules
) -> None:
    acts = [
        make("convention/XAA/2003-02-10/accession"),
        make("convention/XAA/2021-06-01/withdrawal-notification"),
    ]
    found = derive(acts, convention, losses=losses_from(left(make, statute), statute, "convention"))
    assert spans(found, "XAA")[-1] == ("formerParty", "2022-06-01")
    assert "convention/XAA/2021-06-01/withdrawal-notification" in found.of("XAA")[-1].acts


def test_a_treaty_is_left_again_after_a_return(make: ActMaker, statute: Rules) -> None:
    acts = [
        make("statute/XAA/2003-02-10/accession"),
        make("statute/XAA/2010-01-01/withdrawal-notification"),
        make("statute/XAA/2015-01-01/accession"),
        make("statute/XAA/2020-01-01/withdrawal-notification"),
    ]
    found = derive(acts, statute)
    assert [(each.way, each.on.isoformat()) for each in found.departures] == [
        ("withdrawal", "2011-01-01"),
        ("withdrawal", "2021-01-01"),
    ]


def test_a_party_to_the_parent_is_taken_as_it_is_and_anyone_else_is_told(
    make: ActMaker, statute: Rules, convention: Rules
) -> None:
    consents = [make(f"convention/{actor}/2004-02-10/accession") for actor in ("XAA", "XAB", "XAC")]
    members = derive(
        [make("statute/XAA/2003-02-10/accession"), make("statute/XAB/2010-02-10/accession")], statute
    )
    found = derive(consents, convention, parent=party_periods(members.intervals, "the Statute"))
    assert [(each.actor, each.kind, each.severity) for each in found.remarks] == [
        ("XAB", "not-in-parent-treaty", "warning"),
        ("XAC", "not-in-parent-treaty", "note"),
    ]
    assert "Only a party to the Statute can be a party to this treaty" in found.remarks[0].text
    assert derive(consents, convention).remarks == ()


ENDED: Mapping[str, date] = {"YUG": date(1992, 4, 27)}


def test_a_state_that_ceased_to_exist_is_a_former_party(make: ActMaker, rules: Mapping[str, Rules]) -> None:
    early = replace(rules["rome-statute"], id="genocide-convention", dated_on=date(1948, 12, 9))
    entry = replace(early.entry_into_force, trigger_on=date(1950, 10, 14), recorded_on=date(1951, 1, 12))
    convention = replace(early, entry_into_force=entry, opened_for_signature=None)
    acts = [
        make("genocide-convention/YUG/1948-12-11/signature"),
        make("genocide-convention/YUG/1950-08-29/ratification"),
    ]
    found = derive(acts, convention, existence=ENDED)
    assert spans(found, "YUG")[-2:] == [("party", "1951-01-12"), ("formerParty", "1992-04-27")]
    (last,) = [each for each in found.of("YUG") if each.value == "formerParty"]
    assert last.steps[-1].text == (
        "The State ceased to exist on 27 April 1992, so from that day it is bound by nothing; whether its "
        "successors are bound depends on the succession of each of them."
    )
    assert last.steps[-1].provision == "VCLT 2(1)(g), as custom; VCSST 31, 34, by analogy"
    assert last.steps[-1].acts == ("genocide-convention/YUG/1950-08-29/ratification",)
    assert [each.party_until for each in found.of("YUG") if each.party_from] == [date(1992, 4, 27)]
    signed = derive(acts[:1], convention, existence=ENDED)
    assert spans(signed, "YUG")[-1] == ("notParty", "1992-04-27")
    before = derive(acts, convention, existence=ENDED, known=date(1992, 4, 26))
    assert spans(before, "YUG")[-1] == ("party", "1951-01-12")
    assert before.departures == found.departures == ()


def test_a_treaty_ends_when_too_few_parties_remain(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, ends=(End("termination", None, "XV", 3, checked=True),))
    consents = [make(f"rome-statute/{actor}/2003-02-10/accession") for actor in ("XAA", "XAB", "XAC", "EU")]
    eu = frozenset({"EU"})
    open_to_all = replace(rules, regional_organisations=replace(rome.regional_organisations, may_join=True))
    notice = make("rome-statute/XAA/2010-01-01/withdrawal-notification")
    found = derive([*consents, notice], open_to_all, organisations=eu)
    assert found.ended is not None
    assert (found.ended.on, found.ended.reason) == (date(2011, 1, 1), "termination")
    assert [spans(found, actor)[-1] for actor in ("XAB", "EU")] == [("formerParty", "2011-01-01")] * 2
    step = found.of("XAB")[-1].steps[-1]
    assert (step.rule, step.provision, step.acts) == ("end-1", "XV", (notice.id,))
    assert "fewer than 3 parties remain" in step.text
    never = derive([*consents[:2], notice], rules)
    assert never.ended is None, "the number was never reached on record, so consents may be missing"
    revoked = make("rome-statute/XAA/2010-06-01/withdrawal-revocation", target=notice.id)
    assert derive([*consents, notice, revoked], open_to_all, organisations=eu).ended is None


def test_ends_of_the_treaty_are_told_by_their_kind(make: ActMaker, rome: Rules) -> None:
    consent = make("rome-statute/XAA/2003-02-10/accession")
    for kind, words, law in (
        ("expiry", "its term was over", "VCLT 54(a), as custom"),
        ("termination", "was terminated", "VCLT 54, as custom"),
        ("superseded", "superseded by another one", "VCLT 59, as custom"),
    ):
        rules = replace(rome, ends=(End(kind, date(2020, 1, 1), None, None, checked=True),))  # type: ignore[arg-type] # one of three
        found = derive([consent], rules)
        step = found.of("XAA")[-1].steps[-1]
        assert words in step.text
        assert (step.provision, found.ended and found.ended.reason) == (law, kind)
        assert derive([consent], rules, known=date(2019, 12, 31)).ended is None


def test_an_extension_moves_the_expiry(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, ends=(End("expiry", date(2020, 1, 1), "XIV", None, checked=True),))
    extended = make("rome-statute/ALL/2019-01-01/treaty-extension", scope_until=date(2024, 12, 31))
    consent = make("rome-statute/XAA/2003-02-10/accession")
    assert spans(derive([consent, extended], rules), "XAA")[-1] == ("formerParty", "2025-01-01")
    assert spans(derive([consent], rules), "XAA")[-1] == ("formerParty", "2020-01-01")


def test_an_organisation_is_explained_by_the_convention_of_1986(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, regional_organisations=replace(rome.regional_organisations, may_join=True))
    acts = [
        make("rome-statute/EU/2000-02-10/signature"),
        make("rome-statute/EU/2003-02-10/formal-confirmation"),
        make("rome-statute/EU/2010-02-10/withdrawal-notification"),
        make("rome-statute/EU/2010-03-10/withdrawal-revocation"),
    ]
    found = derive(acts, rules, organisations=frozenset({"EU"}))
    assert [step.provision for step in found.of("EU")[-1].steps] == [
        "VCLT-IO 18(a), as custom", "VCLT-IO 16, as custom", "126(2)", "127(1)", "VCLT-IO 68, by analogy",
    ]  # fmt: skip
    assert of_organisations("VCLT 78(b), as custom") == "VCLT-IO 79(b), as custom"
    assert of_organisations("126(2)") == "126(2)"


def test_a_treaty_that_is_not_open_to_organisations(make: ActMaker, rome: Rules) -> None:
    joined = make("rome-statute/EU/2003-02-10/accession")
    found = derive([joined], rome, organisations=frozenset({"EU"}))
    assert found.of("EU") == ()
    assert [(each.kind, each.severity) for each in found.remarks] == [
        ("not-open-to-organisations", "warning")
    ]


def test_what_the_clauses_ask_of_a_notice_or_reservation_is_told(make: ActMaker, rome: Rules) -> None:
    rules = replace(rome, withdrawal=replace(rome.withdrawal, reasons_required=True))
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAA/2003-02-10/reservation"),
        make("rome-statute/XAA/2010-01-01/withdrawal-notification"),
    ]
    found = derive(acts, rules)
    assert [each.kind for each in found.remarks] == ["reservation-not-permitted", "reasons-not-recorded"]
    assert "permits no reservations (article 120): none may be made (VCLT 19(a), as custom)" in (
        found.remarks[0].text
    )
    silent = replace(rome, reservations=replace(rome.reservations, permitted="partly"))
    assert derive(acts[:2], silent).remarks == ()


def test_who_follows_another_notice_in_time_leaves_with_it(make: ActMaker, rome: Rules) -> None:
    whaling = replace(
        rome,
        withdrawal=replace(
            rome.withdrawal, provision="XI", notice=None, fixed_date=FixedDate("06-30", "01-01")
        ),
        special_withdrawals=(
            SpecialWithdrawal("XI", "other-party-withdraws", Delay(months=1), "as-the-other"),
        ),
    )
    acts = [
        make("rome-statute/XAA/2003-02-10/accession"),
        make("rome-statute/XAB/2003-02-10/accession"),
        make("rome-statute/XAA/2018-12-26/withdrawal-notification"),
    ]
    for received, out in (("2019-01-26", "2019-06-30"), ("2019-01-27", "2020-06-30")):
        found = derive([*acts, make(f"rome-statute/XAB/{received}/withdrawal-notification")], whaling)
        assert spans(found, "XAB")[-1] == ("formerParty", out)
    followed = derive([*acts, make("rome-statute/XAB/2019-01-26/withdrawal-notification")], whaling)
    assert "within one month of the notice of another party" in followed.of("XAB")[-2].steps[-1].text


def test_who_acted_is_told(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/RUS/1999-12-16/signature", acted_as="Union"),
        make("rome-statute/RUS/2003-02-10/ratification", acted_as="Union"),
        make("rome-statute/RUS/2010-02-10/withdrawal-notification", acted_as="Union"),
    ]
    texts = [step.text for step in derive(acts, rome).of("RUS")[-1].steps]
    assert sum("under the name “Union”" in text for text in texts) == len(acts)
