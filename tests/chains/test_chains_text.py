"""The trace as the terminal shows it: who says what stands in words."""

import re

import pytest
from pyoxigraph import Store

from graph import iri
from graph.chains import find_act, to_text, trace
from tests.chains.conftest import Pencil


@pytest.fixture(scope="module")
def text(seed: Store) -> str:
    return to_text(trace(seed, find_act(seed, "rus-order-2016-361-rp")))


@pytest.fixture(scope="module")
def flowing(text: str) -> str:
    """The text without the breaks of its lines."""
    return " ".join(text.split())


def test_sections_in_their_order(text: str) -> None:
    titles = [
        "Back to causes and bases",
        "Forward to consequences",
        "Between consequences and bases",
        "Warnings",
    ]
    places = [text.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)


def test_what_is_stated_claimed_and_derived_stands_in_words(text: str) -> None:
    assert "STATED in a text" in text
    assert "CLAIMED by The Moscow Times (confidence 0.4)" in text
    assert "CLAIMED by Depositary's policy: same content and addressee (confidence 0.95)" in text
    assert "DERIVED by the rules of the treaty" in text
    assert "AGAINST this, A. B. Meziaev: the text of the order states no motives" in text


def test_uncertain_days_in_words(text: str) -> None:
    assert "not after 16 November 2016: Proposal to send" in text
    assert "not before 30 November 2016: Depositary notification C.N.886.2016" in text


def test_quotes_stand_in_quotation_marks_with_source_and_tier(flowing: str) -> None:
    _, _, after = flowing.partition("signed for the Russian Federation on 13 September 2000”")
    source, _, _ = after.partition(">")
    assert "Ukrainian News Agency, tier: agency <https://ukranews.com/" in source


def test_what_is_not_held_stands_in_no_quotation_marks(flowing: str) -> None:
    assert "[text not held: inferred by a policy of Depositary's] – " in flowing
    assert "“text not held" not in flowing


def test_a_long_quote_is_printed_once(flowing: str) -> None:
    chain = flowing.partition(" Warnings -")[0]
    quotes = [quote for quote in re.findall("“([^”]*)” – ", chain) if len(quote) > 80]
    assert quotes
    assert len(quotes) == len(set(quotes))
    referred = re.findall(r"“([^”]*) …” \(same words as above\)", flowing)
    assert referred
    assert all(flowing.index(f"“{beginning} ") < flowing.index(f"“{beginning} …”") for beginning in referred)


def test_lines_fit_the_width(text: str) -> None:
    too_long = [line.strip() for line in text.splitlines() if len(line) > 100]
    assert not [line for line in too_long if not line.startswith("<http")]


def test_the_root_shows_its_day_and_its_document(text: str) -> None:
    header = text.partition("\nBack to causes and bases\n")[0]
    assert "Day: 16 November 2016" in header
    assert "No. 361-rp" in header


def test_a_trace_that_was_cut_says_so(seed: Store) -> None:
    short = to_text(trace(seed, find_act(seed, "rus-order-2016-361-rp"), depth=1))
    assert "The trace stops after 1 hop; the chain goes on beyond" in short


def test_each_act_is_described_once(text: str) -> None:
    assert text.count("<https://w3id.org/depositary/id/decision/rus-order-2016-361-rp>") == 1


def test_an_act_that_nothing_points_to(pencil: Pencil) -> None:
    pencil.act("alone", "2016-11-16")
    assert to_text(trace(pencil.store, iri.act("alone"), "back")).splitlines() == [
        "alone",
        "=====",
        "Day: 16 November 2016",
        f"statement, verified <{iri.act('alone')}>",
        "",
        "Back to causes and bases",
        "------------------------",
        "No link is recorded.",
    ]


def test_an_order_in_time_is_not_sold_as_a_cause(pencil: Pencil) -> None:
    pencil.act("first")
    pencil.act("second")
    pencil.stated("first", "precedes", "second")
    assert "This is an order in time; no cause is claimed." in to_text(trace(pencil.store, iri.act("second")))


def test_what_is_said_against_all_of_several_claims_is_said_once(text: str) -> None:
    back = text.partition("\nForward to consequences\n")[0]
    assert back.count("AGAINST this, A. B. Meziaev") == 2  # on the report, and on the draft
