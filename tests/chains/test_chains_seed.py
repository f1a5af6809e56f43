"""The decision chain of the Russian order of 16 November 2016, hop by hop, as it was read by hand."""

from collections.abc import Iterable
from datetime import date

import pytest
from pyoxigraph import Store

from graph.chains import Trace, find_act, to_json, trace
from graph.chains.links import Link
from graph.chains.reach import Direction

ROOT = "https://w3id.org/depositary/id/"
ORDER = ROOT + "decision/rus-order-2016-361-rp"
PROPOSAL = ROOT + "act/rus-proposal-2016"
CONCURRENCE = ROOT + "act/rus-concurrence-2016"
SIGNATURE = ROOT + "act/rome-statute/RUS/2000-09-13/signature"
ADOPTION = ROOT + "act/rome-statute-adoption-1998"
REPORT = ROOT + "act/otp-report-2016"
DECLARATION = ROOT + "act/rome-statute/UKR/2015-09-08/jurisdiction-acceptance"
DRAFT = ROOT + "act/unga-third-committee-draft-2016"
COMMUNICATION = ROOT + "act/rome-statute/RUS/2016-11-30/no-intent-communication"
CIRCULAR = ROOT + "act/cn-886-2016"
STATEMENT = ROOT + "act/rus-mfa-statement-2016"
STATUS = ROOT + "status/rome-statute/RUS/2016-11-30"

STATED_BACK = {
    (ORDER, "approves", PROPOSAL),
    (ORDER, "basedOn", PROPOSAL),
    (ORDER, "takenWithConcurrenceOf", CONCURRENCE),
    (CONCURRENCE, "concursWith", PROPOSAL),
    (ORDER, "cites", SIGNATURE),
    (ORDER, "cites", ADOPTION),
}
CLAIMED_BACK = {
    (ORDER, "respondsTo", REPORT, "media/moscow-times"),
    (ORDER, "respondsTo", REPORT, "media/news4u"),
    (ORDER, "respondsTo", REPORT, "media/karpatnews"),
    (ORDER, "respondsTo", DRAFT, "media/ukrainian-news-agency"),
    (ORDER, "endsObligationOf", SIGNATURE, "policy/vclt-18-a-when-made-clear"),
    (REPORT, "basedOn", DECLARATION, "policy/jurisdiction"),
}
CLAIMED_FORWARD = {
    (COMMUNICATION, "implements", ORDER, "policy/content-and-addressee"),
    (CIRCULAR, "communicates", COMMUNICATION, "policy/depositary-practice"),
    (STATEMENT, "cites", ORDER, "media/rapsi"),
}


@pytest.fixture(scope="module")
def back(seed: Store) -> Trace:
    return trace(seed, ORDER, "back")


@pytest.fixture(scope="module")
def forward(seed: Store) -> Trace:
    return trace(seed, ORDER, "forward")


def hops(links: Iterable[Link], basis: str) -> set[tuple[str, str, str]]:
    return {(link.source, link.relation.name, link.target) for link in links if link.basis == basis}


def claims(links: Iterable[Link]) -> set[tuple[str, str, str, str]]:
    return {
        (link.source, link.relation.name, link.target, holder.agent.removeprefix(ROOT))
        for link in links
        if link.basis == "claimed"
        for holder in link.claimed_by
    }


def test_back_what_the_text_of_the_order_states(back: Trace) -> None:
    assert hops(back.links, "stated") == STATED_BACK


def test_back_what_somebody_claims_and_who(back: Trace) -> None:
    assert claims(back.links) == CLAIMED_BACK


def test_no_text_states_what_the_order_responds_to(back: Trace) -> None:
    assert {link.basis for link in back.links if link.relation.name == "respondsTo"} == {"claimed"}


def test_back_in_the_order_of_time_with_the_undated_steps_before_the_order(back: Trace) -> None:
    assert [node.iri for node in back.nodes] == [
        ADOPTION,
        SIGNATURE,
        DECLARATION,
        REPORT,
        DRAFT,
        CONCURRENCE,
        PROPOSAL,
        ORDER,
    ]


def test_forward_what_somebody_claims_and_who(forward: Trace) -> None:
    assert claims(forward.links) == CLAIMED_FORWARD
    assert hops(forward.links, "stated") == set()


def test_forward_the_legal_effect_is_derived(forward: Trace) -> None:
    assert hops(forward.links, "derived") == {(STATUS, "restsOn", COMMUNICATION)}
    status = forward.node(STATUS)
    assert status.kind == "status"
    assert (
        status.label == "Russian Federation: signatory, obligation ended (this status from 30 November 2016)"
    )
    assert status.date == date(2016, 11, 30)


def test_forward_in_the_order_of_time(forward: Trace) -> None:
    assert [node.iri for node in forward.nodes] == [STATEMENT, ORDER, COMMUNICATION, STATUS, CIRCULAR]


def test_both_directions_show_what_ties_the_communication_to_the_signature(seed: Store) -> None:
    both = trace(seed, ORDER)
    assert (COMMUNICATION, "target", SIGNATURE) in hops(both.links, "derived")
    assert (COMMUNICATION, "endsObligationOf", SIGNATURE, "policy/vclt-18-a-on-receipt") in claims(both.links)
    assert {node.iri for node in both.nodes} == both.back | both.forward


def test_what_is_said_against_the_link_to_the_report(back: Trace) -> None:
    for link in back.links:
        if link.relation.name == "respondsTo":
            said = {against.holders[0].agent.removeprefix(ROOT): against for against in link.against}
            assert said.keys() == {"person/a-meziaev", "media/real-russia-today"}
            assert said["person/a-meziaev"].says == "the text of the order states no motives"
            quote = "в тексте Распоряжения Президента РФ не указаны мотивы принятого решения"
            assert [evidence.quote for evidence in said["person/a-meziaev"].evidence] == [quote]


def test_how_sure_a_claim_is(back: Trace) -> None:
    sure = {link.claimed_by[0].label: link.confidence for link in back.links if link.target == REPORT}
    assert sure == {"The Moscow Times": 0.4, "news-4-u.ru": 0.4, "Karpatnews": 0.5}


def test_quotes_stand_as_they_were_read_and_in_their_language(back: Trace) -> None:
    approval = next(link for link in back.links if link.relation.name == "approves")
    assert {evidence.language for evidence in approval.evidence} == {"ru", "en"}
    russian = next(evidence for evidence in approval.evidence if evidence.language == "ru")
    assert (russian.quote or "").startswith(
        "Принять предложение Минюста России, согласованное с МИДом России"
    )
    assert (russian.tier, russian.document) == ("press", ROOT + "document/stmvl-2016-11-17")
    assert russian.url == "http://m.livejournal.com/read/user/stmvl/1925063"


def test_agencies_come_before_the_press(back: Trace) -> None:
    approval = next(link for link in back.links if link.relation.name == "approves")
    assert [evidence.tier for evidence in approval.evidence] == ["agency", "press", "press"]


def test_every_hop_has_a_quote_or_says_that_the_text_is_not_held(seed: Store) -> None:
    for link in trace(seed, ORDER).links:
        assert link.evidence
        for evidence in link.evidence:
            assert evidence.title
            assert evidence.quote or (evidence.reason or "").startswith("text not held")
            assert evidence.quote is None or evidence.reason is None


def test_nobody_wrote_that_the_communication_implements_the_order(forward: Trace) -> None:
    link = next(link for link in forward.links if link.relation.name == "implements")
    assert [(evidence.quote, evidence.reason) for evidence in link.evidence] == [
        (None, "text not held: inferred by a policy of Depositary's")
    ]


def test_that_the_assembly_adopted_the_draft_is_inferred(seed: Store) -> None:
    resolution = find_act(seed, "unga-71-205")
    (link,) = trace(seed, resolution, "back", 1).links
    assert (link.relation.name, link.basis, link.target) == ("adopts", "claimed", DRAFT)
    assert link.inferred


def test_who_took_part_in_the_order(back: Trace) -> None:
    actors = {(actor.agent.removeprefix(ROOT), actor.role) for actor in back.node(ORDER).actors}
    assert actors == {
        ("organ/rus-president", "decider"),
        ("person/vladimir-putin", "signatory"),
        ("organ/rus-ministry-of-foreign-affairs", "instructed"),
    }
    concurring = [actor for actor in back.node(CONCURRENCE).actors if actor.role == "concurring"]
    assert len(concurring) == 5


def test_the_order_has_no_effect_between_states_by_itself(back: Trace) -> None:
    effects = {effect.plane: (effect.on, effect.what) for effect in back.node(ORDER).effects}
    assert effects["domestic"] == (date(2016, 11, 16), "in force from the day of signing")
    assert effects["international"] == (None, "none before the depositary receives a communication")


def test_uncertain_days_stay_uncertain(seed: Store) -> None:
    both = trace(seed, ORDER)
    assert (both.node(PROPOSAL).date, both.node(PROPOSAL).date_uncertain) == (None, "../2016-11-16")
    assert (both.node(CIRCULAR).date, both.node(CIRCULAR).date_uncertain) == (None, "2016-11-30/..")


@pytest.mark.parametrize("direction", ["back", "forward", "both"])
def test_readings_that_compete_are_named_in_every_direction(seed: Store, direction: Direction) -> None:
    (warning,) = [w for w in trace(seed, ORDER, direction).warnings if w.startswith("Competing readings")]
    assert "the obligation of a signatory ends on receipt" in warning
    assert "the obligation ends when the intention is made clear" in warning


def test_the_unverified_day_of_receipt_is_said(forward: Trace) -> None:
    assert (
        "“Communication of the intention not to become a party”: its day is not verified against a source."
        in (forward.warnings)
    )


def test_contested_claims_and_missing_primary_sources_are_said(back: Trace) -> None:
    assert sum("is contested by A. B. Meziaev" in warning for warning in back.warnings) == 2
    assert sum(warning.startswith("No primary source") for warning in back.warnings) == 1


def test_a_revocation_revokes_the_notice_and_the_notice_is_pending_in_between(seed: Store) -> None:
    notice = find_act(seed, "rome-statute/GMB/2016-11-10/withdrawal-notification")
    found = trace(seed, notice, "forward", 1)
    revocation = ROOT + "act/rome-statute/GMB/2017-02-10/withdrawal-revocation"
    assert (revocation, "revokes", notice) in hops(found.links, "derived")
    pending = found.node(ROOT + "status/rome-statute/GMB/2016-11-10")
    period = "this status from 10 November 2016 until 10 February 2017"
    assert pending.label == f"Gambia: party, withdrawal pending ({period})"


def test_the_answer_of_the_interface(seed: Store) -> None:
    answer = to_json(trace(seed, ORDER), "v1")
    assert {"root", "nodes", "links", "warnings", "version"} <= answer.keys()
    assert (answer["root"], answer["version"]) == (ORDER, "v1")
    node = next(node for node in answer["nodes"] if node["iri"] == ORDER)
    assert {"iri", "label", "kind", "date", "actors"} <= node.keys()
    assert (node["kind"], node["date"]) == ("presidential-order", "2016-11-16")
    assert {"agent", "role"} <= node["actors"][0].keys()
    link = next(link for link in answer["links"] if link["to"] == REPORT)
    assert {"from", "to", "relation", "basis", "claimed_by", "evidence"} <= link.keys()
    assert link["basis"] == "claimed"
    assert {"document", "quote", "url", "tier"} <= link["evidence"][0].keys()
    assert {link["basis"] for link in answer["links"]} == {"stated", "claimed", "derived"}
    assert {len(link["claimed_by"]) for link in answer["links"] if link["basis"] != "claimed"} == {0}
