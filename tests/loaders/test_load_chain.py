"""The chain format v1: a chain of two acts, changed in one place each."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from graph.faults import Fault
from graph.loaders.chain_checks import is_edtf
from graph.records import Agent, ChainAct, Claim, Link, Passage, Read

ReadText = Callable[[str, str | bytes], list[Read | Fault]]

PASSAGE = {
    "source": "gazette",
    "quote": "accept the proposal",
    "language": "en",
    "prefix": None,
    "suffix": None,
    "reason": None,
}


def act(id_: str, kind: str, day: str | None) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kind,
        "label": id_,
        "date": day,
        "date_edtf": None if day else "../2016-11-16",
        "actors": [{"agent": "ministry", "role": "decider"}],
        "concerns": [{"treaty": "rome-statute", "provision": "127(1)"}],
        "document": None,
        "effects": [{"plane": "domestic", "on": day, "what": "binds the ministry"}],
        "verification": "single-source",
        "passages": [PASSAGE],
    }


def link(source: str, relation: str, target: str) -> dict[str, Any]:
    return {
        "from": source,
        "relation": relation,
        "to": target,
        "basis": "stated",
        "claimed_by": [],
        "passages": [PASSAGE],
        "confidence": None,
        "against": [],
    }


def claim(id_: str, *contradicts: str) -> dict[str, Any]:
    return {
        "id": id_,
        "holder": "ministry",
        "said_on": "2016-11-17",
        "subject": "order",
        "predicate": "isA",
        "object": "decree",
        "modality": "asserted",
        "passages": [PASSAGE],
        "contradicts": list(contradicts),
        "assessment": "refuted",
        "reason": "It is an order.",
    }


@pytest.fixture
def chain() -> dict[str, Any]:
    return {
        "about": "An order and its proposal",
        "sources": ["gazette"],
        "agents": [
            {"id": "RUS", "kind": "state", "label": "Russian Federation", "part_of": None},
            {"id": "ministry", "kind": "organ", "label": "Ministry", "part_of": "RUS"},
        ],
        "acts": [act("order", "presidential-order", "2016-11-16"), act("proposal", "proposal", "2016-11-10")],
        "links": [link("order", "approves", "proposal")],
        "claims": [claim("a-decree", "an-order"), claim("an-order", "a-decree")],
    }


def faults(read_text: ReadText, chain: dict[str, Any]) -> list[Fault]:
    found = read_text("chain", json.dumps(chain, indent=1))
    assert all(isinstance(item, Fault) for item in found), "a faulty chain gives no record"
    return [item for item in found if isinstance(item, Fault)]


def test_a_chain_becomes_records(read_text: ReadText, chain: dict[str, Any]) -> None:
    reads = read_text("chain", json.dumps(chain, indent=1))
    records = [read.record for read in reads if isinstance(read, Read)]
    passage = Passage("gazette", "accept the proposal", "en")
    assert [type(record) for record in records] == [Agent, Agent, ChainAct, ChainAct, Link, Claim, Claim]
    assert records[0] == Agent("RUS", "state", "Russian Federation")
    assert records[4] == Link("order", "approves", "proposal", "stated", (), (passage,), None, ())
    order = records[2]
    assert isinstance(order, ChainAct)
    assert (order.date, order.actors) == (date(2016, 11, 16), (("ministry", "decider"),))
    assert str(reads[4].origin).endswith("$.links[0]")


@pytest.mark.parametrize(
    ("place", "value", "field", "shape", "says"),
    [
        ("acts[0].kind", "presidential-oder", "$.acts[0].kind", "TreatyActionShape", "presidential-order?"),
        ("acts[0].date", "2016-02-30", "$.acts[0].date", "DatesShape", "no day 2016-02-30"),
        ("acts[0].date", "2016-2-3", "$.acts[0].date", "DatesShape", "no day 2016-2-3"),
        ("acts[0].date_edtf", "2016-01", "$.acts[0].date_edtf", "DatesShape", "type null"),
        ("acts[0].passages", [], "$.acts[0].passages", "PassageShape", "At least 1"),
        ("acts[1].id", "order", "$.acts[1].id", "TreatyActionShape", "stands already in acts[0]"),
        ("agents[1].kind", "ministry", "$.agents[1].kind", "ActorShape", "It is one of state"),
        ("agents[1].id", "RUS", "$.agents[1].id", "ActorShape", "stands already in agents[0]"),
        ("links[0].relation", "aproves", "$.links[0].relation", "LinkShape", "Did you mean approves?"),
        ("links[0].to", "propsal", "$.links[0].to", "LinkShape", "Did you mean proposal?"),
        ("links[0].passages", [], "$.links[0].passages", "PassageShape", "At least 1"),
        ("claims[0].predicate", "isAn", "$.claims[0].predicate", "ClaimShape", "Did you mean isA?"),
        ("claims[0].contradicts", ["order"], "$.claims[0].contradicts[0]", "ClaimShape", "an-order"),
        ("claims[0].contradicts", [], "$.claims[1].contradicts[0]", "ClaimShape", "mutual"),
    ],
)  # fmt: skip
def test_one_fault_at_its_path(
    read_text: ReadText, chain: dict[str, Any], place: str, value: Any, field: str, shape: str, says: str
) -> None:
    part, index, key = re.split(r"\[|\]\.", place)
    chain[part][int(index)][key] = value
    (found,) = faults(read_text, chain)
    assert found.field == field
    assert (found.shape, found.severity) == (shape, "refused")
    assert found.origin.line is not None
    assert says in found.message


def test_a_claimed_link_names_who_claims_it_and_how_surely(
    read_text: ReadText, chain: dict[str, Any]
) -> None:
    chain["links"][0]["basis"] = "claimed"
    assert {fault.field for fault in faults(read_text, chain)} == {
        "$.links[0].claimed_by",
        "$.links[0].confidence",
    }


@pytest.mark.parametrize("part", ["acts", "links", "claims"])
def test_a_passage_names_a_listed_source(read_text: ReadText, chain: dict[str, Any], part: str) -> None:
    chain[part][0]["passages"] = [{**PASSAGE, "source": "gazete"}]
    (found,) = faults(read_text, chain)
    assert (found.field, found.shape) == (f"$.{part}[0].passages[0].source", "PassageShape")
    assert "Did you mean gazette?" in found.message


def test_a_passage_has_words_or_says_why_not(read_text: ReadText, chain: dict[str, Any]) -> None:
    chain["acts"][0]["passages"] = [{**PASSAGE, "reason": "text not held"}]
    (found,) = faults(read_text, chain)
    assert found.field.startswith("$.acts[0].passages[0]")
    assert found.shape == "PassageShape"


def test_links_of_one_relation_make_no_circle(read_text: ReadText, chain: dict[str, Any]) -> None:
    chain["acts"] = [act(name, "statement", "2016-11-16") for name in "abc"]
    chain["links"] = [link("a", "cites", "b"), link("b", "cites", "c"), link("c", "cites", "a")]
    (found,) = faults(read_text, chain)
    assert (found.field, found.shape) == ("$.links[0]", "LinkShape")
    assert "circle" in found.message


def test_an_act_that_links_to_itself_is_a_circle(read_text: ReadText, chain: dict[str, Any]) -> None:
    chain["links"] = [link("order", "cites", "order")]
    (found,) = faults(read_text, chain)
    assert "circle" in found.message


def test_two_relations_may_go_both_ways(read_text: ReadText, chain: dict[str, Any]) -> None:
    chain["links"] = [link("order", "approves", "proposal"), link("proposal", "proposes", "order")]
    assert all(isinstance(item, Read) for item in read_text("chain", json.dumps(chain)))


@pytest.mark.parametrize(
    ("source", "relation", "target"),
    [("proposal", "respondsTo", "order"), ("proposal", "cites", "order"), ("order", "precedes", "proposal")],
)
def test_no_act_responds_to_a_later_one(
    read_text: ReadText, chain: dict[str, Any], source: str, relation: str, target: str
) -> None:
    chain["links"] = [link(source, relation, target)]
    (found,) = faults(read_text, chain)
    assert (found.field, found.shape) == ("$.links[0]", "LinkShape")
    assert "2016-11-10 is before 2016-11-16" in found.message


def test_an_order_of_days_that_are_not_known_is_not_judged(
    read_text: ReadText, chain: dict[str, Any]
) -> None:
    chain["acts"][1] = act("proposal", "proposal", None)
    chain["links"] = [link("proposal", "respondsTo", "order")]
    assert all(isinstance(item, Read) for item in read_text("chain", json.dumps(chain)))


@pytest.mark.parametrize(
    "text",
    ["2016", "2016-01", "2016-02-29", "2016-01?", "../2016-11-16", "2016-11-30/..", "2016/2017", "1998~"],
)
def test_uncertain_days(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize(
    "text", ["..", "/", "../..", "2016-13", "2015-02-29", "16", "2016/2017/2018", "0000", "2016-1"]
)
def test_what_is_no_uncertain_day(text: str) -> None:
    assert not is_edtf(text)


def test_an_uncertain_day_that_is_none(read_text: ReadText, chain: dict[str, Any]) -> None:
    chain["acts"][1] = {**act("proposal", "proposal", None), "date_edtf": "2016-13"}
    (found,) = faults(read_text, chain)
    assert (found.field, found.shape) == ("$.acts[1].date_edtf", "DatesShape")
