"""What a reader is warned of, each in a small chain of its own."""

from pyoxigraph import NamedNode
from rdflib.namespace import RDFS

from graph import iri
from graph.chains import trace
from graph.chains.reach import Direction
from ontology.terms import DEP
from tests.chains.conftest import Pencil


def warnings(pencil: Pencil, root: str, direction: Direction = "both") -> tuple[str, ...]:
    return trace(pencil.store, iri.act(root), direction).warnings


def test_a_cause_that_is_dated_after_its_effect(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("report", "2016-11-17")
    pencil.claimed("order", "respondsTo", "report", "newspaper")
    sentence = (
        "“order” – responds to – “report”: by this link “report” comes first, but it is dated after “order”."
    )
    assert sentence in warnings(pencil, "order")


def test_a_day_that_may_be_before_is_no_contradiction(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("proposal", edtf="2016-11")
    pencil.stated("order", "basedOn", "proposal")
    assert not [warning for warning in warnings(pencil, "order") if "dated after" in warning]


def test_an_act_without_a_day(pencil: Pencil) -> None:
    pencil.act("order")
    assert warnings(pencil, "order") == ("“order” has no day: its place in time is not recorded.",)


def test_a_day_that_is_not_verified(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16", verification="unverified")
    assert warnings(pencil, "order") == ("“order”: its day is not verified against a source.",)


def test_a_primary_source_is_enough(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("proposal", "2016-11-15")
    pencil.document("gazette", "gazette")
    pencil.document("paper", "press")
    both = [pencil.passage("paper", "as reported"), pencil.passage("gazette", "accept the proposal")]
    pencil.stated("order", "approves", "proposal", both)
    assert warnings(pencil, "order") == ()
    (link,) = trace(pencil.store, iri.act("order")).links
    assert [(e.tier, e.quote) for e in link.evidence] == [
        ("gazette", "accept the proposal"),
        ("press", "as reported"),
    ]


def test_no_primary_source(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("proposal", "2016-11-15")
    pencil.document("paper", "press")
    pencil.stated("order", "approves", "proposal", [pencil.passage("paper", reason="text not held")])
    sentence = "No primary source stands behind what is stated in: “order” – approves – “proposal”."
    assert warnings(pencil, "order") == (sentence,)
    (link,) = trace(pencil.store, iri.act("order")).links
    assert [(e.quote, e.reason) for e in link.evidence] == [(None, "text not held")]


def test_a_claim_without_a_passage(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("report", "2016-11-15")
    pencil.claimed("order", "respondsTo", "report", "newspaper")
    assert warnings(pencil, "order") == (
        "“order” – responds to – “report” (claimed by newspaper) has no passage behind it.",
    )


def test_a_claim_that_somebody_contests(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("report", "2016-11-15")
    claim = pencil.claimed("order", "respondsTo", "report", "newspaper")
    objection = iri.claim("scholar", claim, "speaksAgainst", "no motive is stated")
    pencil.say(objection, DEP.speaksAgainst, NamedNode(claim))
    pencil.say(objection, DEP.claimedBy, NamedNode(iri.agent("scholar", "person")))
    pencil.say(objection, RDFS.label, "no motive is stated")
    relation = "“order” – responds to – “report” (claimed by newspaper)"
    assert f"{relation} is contested by scholar (no motive is stated)." in warnings(pencil, "order")


def test_a_claim_that_is_refuted(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.act("report", "2016-11-15")
    claim = pencil.claimed("order", "respondsTo", "report", "newspaper")
    pencil.say(claim, DEP.assessment, NamedNode(iri.concept("assessment", "refuted")))
    pencil.say(claim, DEP.assessmentReason, "The text names another reason.")
    assert (
        "“order” – responds to – “report” (claimed by newspaper) is held to be refuted: "
        "The text names another reason." in warnings(pencil, "order")
    )


def test_one_reading_does_not_compete_with_itself(pencil: Pencil) -> None:
    pencil.claimed("letter", "endsObligationOf", "signature", "one")
    pencil.claimed("letter", "endsObligationOf", "signature", "other")
    assert not [warning for warning in warnings(pencil, "letter") if warning.startswith("Competing")]


def test_two_acts_that_are_said_to_have_ended_one_obligation(pencil: Pencil) -> None:
    for name in ("letter", "order", "signature"):
        pencil.act(name, "2016-11-16")
    pencil.claimed("letter", "endsObligationOf", "signature", "one")
    pencil.claimed("order", "endsObligationOf", "signature", "other")
    (sentence,) = [w for w in warnings(pencil, "letter", "back") if w.startswith("Competing")]
    assert sentence == (
        "Competing readings of what ended the obligation of “signature”: “letter” (one); “order” (other)."
    )
