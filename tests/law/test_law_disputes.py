"""What each policy makes of a dispute."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.law.disputes import EQUAL, NO_PRIMARY, NOTHING, Dispute, Value, decide
from ontology.lists import dispute_policies, primary_tiers

PRESS = Value("2016-11-12", kept=False, admitted=False, standing=(7, 0), sources=("press",))
ORGANISATION = Value("2016-11-10", kept=True, admitted=False, standing=(4, 0), sources=("un",))
MINISTRY = Value("2016-11-11", kept=False, admitted=True, standing=(5, 0), sources=("ministry",))
DEPOSITARY = Value("2016-11-09", kept=False, admitted=True, standing=(1, 0), sources=("untc",))


def dispute(*values: Value, undecided: str = "") -> Dispute:
    return Dispute(
        id="rome-statute/GMB/2016-11-10/withdrawal-notification/received_on",
        kind="sources-differ",
        state="GMB",
        treaty="rome-statute",
        act="",
        about="received_on",
        values=values,
        since=date(2016, 11, 10),
        why="Its best source is of the tier “organisation”, before “press”.",
        undecided=undecided,
    )


def test_the_three_policies_are_described_in_the_ontology() -> None:
    assert list(dispute_policies()) == ["depositary-first", "primary-only", "all"]
    assert all(text.endswith(".") for text in dispute_policies().values())
    assert primary_tiers() == {"depositary", "gazette", "court", "ministry"}


def test_depositary_first_keeps_what_the_register_keeps() -> None:
    found = decide(dispute(ORGANISATION, PRESS), "depositary-first")
    assert (found.value, found.why) == ("2016-11-10", dispute().why)


def test_primary_only_says_where_no_primary_source_speaks() -> None:
    found = decide(dispute(ORGANISATION, PRESS), "primary-only")
    assert (found.value, found.why) == (None, NO_PRIMARY)


def test_primary_only_may_decide_otherwise_than_the_register() -> None:
    found = decide(dispute(ORGANISATION, MINISTRY, PRESS), "primary-only")
    assert found.value == "2016-11-11"
    assert "The register keeps another value" in found.why


def test_the_best_of_several_primary_sources_governs_and_equals_decide_nothing() -> None:
    assert decide(dispute(ORGANISATION, MINISTRY, DEPOSITARY), "primary-only").value == "2016-11-09"
    equal = replace(MINISTRY, value="2016-11-13")
    found = decide(dispute(ORGANISATION, MINISTRY, equal), "primary-only")
    assert (found.value, found.why) == (None, EQUAL)


@pytest.mark.parametrize("policy", ["depositary-first", "primary-only"])
def test_what_is_undetermined_stays_so(policy: str) -> None:
    found = decide(dispute(DEPOSITARY, undecided="The status is undetermined."), policy)  # type: ignore[arg-type]
    assert (found.value, found.why) == (None, "The status is undetermined.")


VALUES = st.lists(
    st.builds(
        Value,
        st.sampled_from(["a", "b", "c", "d"]),
        kept=st.just(False),  # noqa: FBT003 - a constant strategy
        admitted=st.booleans(),
        standing=st.tuples(st.integers(1, 3), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda value: value.value,
)


@given(VALUES)
def test_every_decision_has_its_reason_and_is_one_of_the_values(values: list[Value]) -> None:
    kept = min(values, key=lambda value: value.standing)
    found = dispute(replace(kept, kept=True), *(value for value in values if value is not kept))
    assert decide(found, "all").value is None
    assert decide(found, "all").why == NOTHING
    assert decide(found, "depositary-first").value == kept.value
    decision = decide(found, "primary-only")
    assert decision.why
    admitted = {value.value: value.standing for value in found.values if value.admitted}
    if decision.value is None:
        assert not admitted or list(admitted.values()).count(min(admitted.values())) > 1
    else:
        assert admitted[decision.value] == min(admitted.values())


@given(VALUES, st.randoms())
def test_the_order_of_the_values_decides_nothing(values: list[Value], random: object) -> None:
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert decide(dispute(*values), "primary-only").value == decide(dispute(*mixed), "primary-only").value


def test_a_dispute_is_a_matter_while_it_holds() -> None:
    found = replace(dispute(PRESS), until=date(2017, 2, 10))
    assert not found.holds_on(date(2016, 11, 9))
    assert found.holds_on(date(2016, 11, 10))
    assert not found.holds_on(date(2017, 2, 10))
