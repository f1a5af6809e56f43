"""The checks of the gate: each finds what it is for, and nothing in the packaged facts."""

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Variable

import ontology
from graph import iri
from graph.store import Store as PackagedStore
from ontology.terms import ROOT
from queries.catalogue import Check, bind, checks, query

CHECKS = {check.query.name: check for check in checks()}
PREFIXES = f"""
@prefix dep: <{ROOT}ontology#> . @prefix id: <{ROOT}id/> . @prefix graph: <{ROOT}graph/> .
@prefix status: <{ROOT}vocab/status/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


KNOWN_FINDINGS = {
    "actor-did-not-exist": [  # today's codes stand for predecessors whom the tables do not name
        "crc/YEM/1990-02-13/signature",
        "genocide-convention/KHM/1950-10-14/accession",
        "unclos/YEM/1982-12-10/signature",
    ],
    "computed-day-differs": ["echr/GRC/1969-12-12/withdrawal-notification"],  # a day apart, recorded governs
    "withdrawal-without-recorded-consent": [  # no consent to the treaty is in the packaged facts
        "ecowas-treaty/BFA/2024-01-29/withdrawal-notification",
        "ecowas-treaty/MLI/2024-01-29/withdrawal-notification",
        "ecowas-treaty/NER/2024-01-29/withdrawal-notification",
    ],
}


def _short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix(f"{iri.IDS}act/")


def _store(trig: str) -> Store:
    store = Store()
    store.load(input=PREFIXES + trig, format=RdfFormat.TRIG)
    store.extend(ontology.quads(iri.ONTOLOGY))
    return store


def _rows(check: Check, store: Store) -> Iterator[tuple[str, ...]]:
    rows = store.query(check.query.text, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    names = [variable.value for variable in rows.variables if variable.value != "treaty"]
    for row in rows:
        terms = [row[name] for name in names]
        yield tuple(t.value.removeprefix(iri.IDS) for t in terms if isinstance(t, NamedNode | Literal))


def _found(name: str, trig: str) -> list[tuple[str, ...]]:
    return list(_rows(CHECKS[name], _store(trig)))


def day(value: str) -> str:
    return f'"{value}"^^xsd:date'


def act(name: str, kind: str, received: str, more: str = "", actor: str = "A") -> str:
    who = f"dep:treaty id:t ; dep:actor id:{actor}"
    return f"id:{name} a dep:{kind} ; {who} ; dep:receivedOn {day(received)} {more} ."


COMPLETE = f"""graph:catalogue {{
  id:c dep:completeFor id:t ; dep:includesWithdrawals true ; dep:completeAsOf {day("2020-01-01")} .
}}"""
NOTICE = act("w", "WithdrawalNotification", "2016-11-10", f"; dep:computedEffectiveOn {day('2017-11-10')}")


def register(*acts: str) -> str:
    return f"graph:register {{ {' '.join(acts)} }}"


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.query.name)
def test_the_packaged_facts_pass(packaged_store: PackagedStore, check: Check) -> None:
    found = [_short(row["subject"]) for row in packaged_store.select(check.query, {})]
    assert found == KNOWN_FINDINGS.get(check.query.name, [])
    assert not found or check.severity == "warning"


def test_a_withdrawal_without_consent_is_refused_where_the_list_is_complete() -> None:
    assert _found("withdrawal-without-consent", register(NOTICE) + COMPLETE) == [("w", "A")]
    assert _found("withdrawal-without-recorded-consent", register(NOTICE) + COMPLETE) == []


def test_a_withdrawal_without_consent_is_a_warning_where_no_list_is_complete() -> None:
    without = COMPLETE.replace("includesWithdrawals true", "includesWithdrawals false")
    for catalogue in ("", without, COMPLETE.replace("2020-01-01", "2016-11-09")):
        assert _found("withdrawal-without-consent", register(NOTICE) + catalogue) == []
        assert _found("withdrawal-without-recorded-consent", register(NOTICE) + catalogue) == [("w", "A")]


@pytest.mark.parametrize("name", ["withdrawal-without-consent", "withdrawal-without-recorded-consent"])
@pytest.mark.parametrize("catalogue", ["", COMPLETE])
def test_an_earlier_consent_makes_a_withdrawal_possible(name: str, catalogue: str) -> None:
    own = act("c1", "Ratification", "2002-06-28")
    assert _found(name, register(NOTICE, own) + catalogue) == []
    inherited = act("c1", "Accession", "1980-01-01", actor="B")
    continues = "graph:states { id:A dep:continues id:B }"
    assert _found(name, register(NOTICE, inherited) + continues + catalogue) == []


@pytest.mark.parametrize(
    "other",
    [
        act("x", "Ratification", "2016-11-11"),
        act("x", "Signature", "1998-12-04"),
        act("x", "Ratification", "2002-06-28", actor="B"),
        act("x", "Ratification", "2002-06-28").replace("id:t ", "id:u "),
    ],
)
def test_a_later_consent_a_signature_or_the_consent_of_another_does_not(other: str) -> None:
    assert _found("withdrawal-without-consent", register(NOTICE, other) + COMPLETE) == [("w", "A")]


@pytest.mark.parametrize(
    ("received", "late"), [("2017-11-09", False), ("2017-11-10", True), ("2017-11-11", True)]
)
def test_a_notice_can_be_revoked_until_the_day_before_it_takes_effect(received: str, *, late: bool) -> None:
    revocation = act("r", "WithdrawalRevocation", received, "; dep:target id:w")
    found = _found("revocation-too-late", register(NOTICE, revocation))
    assert found == ([("r", received, "2017-11-10")] if late else [])


def test_the_recorded_day_decides_whether_a_revocation_is_late() -> None:
    recorded = NOTICE.replace(" .", f" ; dep:recordedEffectiveOn {day('2017-01-01')} .")
    revocation = act("r", "WithdrawalRevocation", "2017-01-01", "; dep:target id:w")
    assert _found("revocation-too-late", register(recorded, revocation)) == [
        ("r", "2017-01-01", "2017-01-01")
    ]


def test_a_target_that_is_not_recorded_is_found() -> None:
    objection = act("o", "Objection", "2017-01-01", "; dep:target id:nothing")
    assert _found("target-not-recorded", register(NOTICE, objection)) == [("o", "nothing")]


@pytest.mark.parametrize(
    ("check", "kind", "right", "wrong"),
    [
        ("revocation-of-no-notice", "WithdrawalRevocation", "WithdrawalNotification", "Ratification"),
        ("no-intent-without-signature", "NoIntentCommunication", "Signature", "Ratification"),
        ("consent-withdrawal-without-consent", "ConsentWithdrawnBeforeForce", "Accession", "Signature"),
    ],
)
def test_a_target_is_of_the_right_kind_actor_and_treaty(
    check: str, kind: str, right: str, wrong: str
) -> None:
    subject = act("s", kind, "2017-02-10", "; dep:target id:x")
    assert _found(check, register(subject, act("x", right, "2016-11-10"))) == []
    for target in (
        act("x", wrong, "2016-11-10"),
        act("x", right, "2016-11-10", actor="B"),
        act("x", right, "2016-11-10").replace("id:t ", "id:u "),
    ):
        assert _found(check, register(subject, target)) == [("s", "x")]
    assert _found(check, register(act("s", kind, "2017-02-10"))) == [("s",)]


def interval(name: str, start: str, end: str = "", actor: str = "A") -> str:
    until = f"; dep:validUntil {day(end)}" if end else ""
    what = f"dep:statusOf id:{actor} ; dep:statusFor id:t ; dep:restsOn id:w"
    return f"id:{name} a dep:TreatyStatus ; {what} ; dep:validFrom {day(start)} {until} ."


def status(*intervals: str) -> str:
    return f"graph:status {{ {' '.join(intervals)} }}"


def test_intervals_that_meet_do_not_overlap() -> None:
    meeting = status(interval("i", "2000-01-01", "2001-01-01"), interval("j", "2001-01-01"))
    assert _found("status-overlaps", meeting) == []
    apart = status(interval("i", "2000-01-01"), interval("j", "2001-01-01", actor="B"))
    assert _found("status-overlaps", apart) == []


@pytest.mark.parametrize("end", ["2001-01-02", ""])
def test_intervals_that_overlap_are_found(end: str) -> None:
    overlapping = status(interval("i", "2000-01-01", end), interval("j", "2001-01-01"))
    assert _found("status-overlaps", overlapping) == [("j", "i")]


def test_a_status_has_a_duration_and_an_act() -> None:
    empty = status(interval("i", "2000-01-01", "2000-01-01"))
    assert _found("status-without-duration", empty) == [("i", "2000-01-01", "2000-01-01")]
    assert _found("status-without-act", empty) == []
    assert _found("status-without-act", empty.replace("dep:restsOn id:w ;", "")) == [("i",)]


def holders(*names: str) -> str:
    claims = (f"id:claim-{name} dep:subject id:notice ; dep:claimedBy id:{name} ." for name in names)
    return f"graph:told {{ {' '.join(claims)} }}"


@pytest.mark.parametrize("value", ["undetermined", "notRecorded"])
def test_what_is_undetermined_rests_on_two_claims_with_holders(value: str) -> None:
    derived = status(
        f"id:s dep:statusValue status:{value} ; dep:statusFor id:t ; dep:restsOn id:consent , id:notice ."
    )
    for names in ((), ("A",), ("A", "B")):
        found = [row[0] for row in _found("undetermined-without-claims", derived + holders(*names))]
        assert found == (["s"] if value == "undetermined" and len(names) < 2 else [])


def test_one_source_gives_one_value_and_two_sources_may_differ() -> None:
    one, other = (f"id:a dep:treaty id:t ; dep:receivedOn {day(d)} ." for d in ("2016-11-10", "2016-11-11"))
    together = f"<{ROOT}graph/source/x> {{ {one} {other} }}"
    apart = f"<{ROOT}graph/source/x> {{ {one} }} <{ROOT}graph/source/y> {{ {other} }}"
    assert _found("two-values", together) == [("a", "2016-11-10", "2016-11-11")]
    assert _found("two-values", apart) == []
    several = f"<{ROOT}graph/source/x> {{ {one} id:a dep:affected id:B , id:C . }}"
    assert _found("two-values", several) == []
    depositaries = f"<{ROOT}graph/rules/npt> {{ id:t a dep:Treaty ; dep:depositary id:GBR , id:USA . }}"
    assert _found("two-values", depositaries) == []


RESPONDS = f"""graph:x {{
  id:a dep:respondsTo id:b ; dep:date {day("2016-11-16")} . id:b dep:date {day("2016-11-14")} .
  id:l a dep:StatedLink ; dep:subject id:a ; dep:predicate dep:respondsTo ; dep:object id:b ;
    dep:evidence id:p .
}}"""


def test_a_response_is_stated_by_a_passage_and_not_earlier_than_its_cause() -> None:
    assert _found("response-without-passage", RESPONDS) == []
    assert _found("response-before-cause", RESPONDS) == []
    assert _found("response-without-passage", RESPONDS.replace("dep:evidence id:p", "")) == [("a", "b")]
    assert _found("response-without-passage", RESPONDS.replace("StatedLink", "CausalClaim")) == [("a", "b")]
    later = RESPONDS.replace("2016-11-14", "2016-11-17")
    assert _found("response-before-cause", later) == [("a", "2016-11-16", "2016-11-17")]
    received_later = RESPONDS.replace("id:b dep:date", f"id:b dep:receivedOn {day('2016-11-30')} ; dep:date")
    assert _found("response-before-cause", received_later) == []


@pytest.mark.parametrize("kind", ["Claim", "CausalClaim", "Characterisation"])
def test_a_claim_has_a_holder_and_a_place(kind: str) -> None:
    claim = f"graph:x {{ id:c a dep:{kind} ; dep:claimedBy id:h ; dep:evidence id:p }}"
    assert _found("claim-without-holder", claim) == []
    assert _found("claim-without-passage", claim) == []
    assert _found("claim-without-holder", claim.replace("dep:claimedBy id:h ;", "")) == [("c",)]
    assert _found("claim-without-passage", claim.replace("; dep:evidence id:p", "")) == [("c", "h")]


@pytest.mark.parametrize("place", ["prov:wasDerivedFrom id:d", "dep:reportedIn id:d"])
def test_a_claim_may_name_a_document_or_a_policy_that_infers_it(place: str) -> None:
    read = f"graph:register {{ id:c a dep:Claim ; dep:claimedBy id:h ; {place} }}"
    assert _found("claim-without-passage", read) == []
    inferred = "graph:x { id:c a dep:Claim ; dep:claimedBy id:h . id:h a dep:Policy }"
    assert _found("claim-without-passage", inferred) == []


def test_a_recorded_day_that_differs_from_the_computed_one_is_a_warning() -> None:
    differing = register(NOTICE.replace(" .", f" ; dep:recordedEffectiveOn {day('2017-11-11')} ."))
    assert _found("computed-day-differs", differing) == [("w", "2017-11-11", "2017-11-10")]
    assert CHECKS["computed-day-differs"].severity == "warning"
    agreeing = register(NOTICE.replace(" .", f" ; dep:recordedEffectiveOn {day('2017-11-10')} ."))
    assert _found("computed-day-differs", agreeing) == []


def test_a_characterisation_never_stands_as_fact() -> None:
    as_fact = 'graph:x { id:crimea dep:characterisedAs "annexed" }'
    as_claim = (
        'graph:x { id:c dep:subject id:crimea ; dep:predicate dep:characterisedAs ; dep:object "annexed" }'
    )
    assert _found("characterisation-as-fact", as_fact) == [("crimea", "annexed")]
    assert _found("characterisation-as-fact", as_claim) == []


def test_days_that_differ_are_listed_with_both_days() -> None:
    store = _store(register(NOTICE.replace(" .", f" ; dep:recordedEffectiveOn {day('2017-11-11')} .")))
    question = query("days-that-differ")
    bound = {Variable(name): term for name, term in bind(question, {}).items()}
    rows = store.query(question.text, use_default_graph_as_union=True, substitutions=bound)
    assert isinstance(rows, QuerySolutions)
    days = [(str(row["recorded_effective_on"]), str(row["computed_effective_on"])) for row in rows]
    assert len(days) == 1
    assert "2017-11-11" in days[0][0]
    assert "2017-11-10" in days[0][1]


def test_a_notice_that_an_expulsion_overtook_did_not_take_effect() -> None:
    former = status(
        interval("i", "2017-06-01").replace(
            "; dep:restsOn", "; dep:statusValue status:formerParty ; dep:restsOn"
        )
    )
    assert _withdrawals(register(NOTICE) + former) == []
    assert _withdrawals(register(NOTICE) + former.replace("2017-06-01", "2017-11-10")) == ["2017-11-10"]


def _withdrawals(trig: str) -> list[str]:
    question = query("withdrawals-in-effect")
    bound = {Variable(name): term for name, term in bind(question, {"on": "2020-01-01"}).items()}
    rows = _store(trig).query(question.text, use_default_graph_as_union=True, substitutions=bound)
    assert isinstance(rows, QuerySolutions)
    return [row["left_on"].value for row in rows]


TREATY = f"graph:rules {{ id:t dep:treatyDate {day('1998-07-17')} }}"


@pytest.mark.parametrize("kind", ["Signature", "Ratification", "Accession", "Approval"])
def test_nobody_signs_or_consents_before_the_treaty_has_its_date(kind: str) -> None:
    early = register(act("a", kind, "1998-07-16"))
    assert _found("act-before-treaty", early + TREATY) == [("a", "1998-07-16", "1998-07-17")]
    assert _found("act-before-treaty", register(act("a", kind, "1998-07-17")) + TREATY) == []
    assert _found("act-before-treaty", early) == []


def test_the_day_on_which_a_signature_was_made_counts_and_other_acts_may_be_earlier() -> None:
    made = act("a", "Signature", "1999-01-01", f"; dep:date {day('1998-07-16')}")
    assert _found("act-before-treaty", register(made) + TREATY) == [("a", "1998-07-16", "1998-07-17")]
    assert _found("act-before-treaty", register(act("a", "Continuation", "1991-12-24")) + TREATY) == []


ENDED = f"graph:states {{ id:A dep:existsUntil {day('1990-10-03')} }}"


@pytest.mark.parametrize(
    ("received", "ended"), [("1990-10-02", False), ("1990-10-03", True), ("2000-01-01", True)]
)
def test_a_state_acts_until_the_day_before_it_ends(received: str, *, ended: bool) -> None:
    found = _found("actor-had-ended", register(act("a", "Accession", received)) + ENDED)
    assert found == ([("a", received, "1990-10-03")] if ended else [])


def test_what_a_state_made_before_it_ended_may_be_received_later() -> None:
    made = act("a", "Accession", "1990-10-05", f"; dep:date {day('1990-09-30')}")
    assert _found("actor-had-ended", register(made) + ENDED) == []
    assert _found("actor-had-ended", register(act("a", "Accession", "2000-01-01", actor="B")) + ENDED) == []


def told(source: str, *values: str) -> str:
    dcterms = "<http://purl.org/dc/terms/identifier>"
    return f'<{ROOT}graph/source/{source}> {{ id:o {dcterms} "o" ; {" ; ".join(values)} . }}'


ORDER, DAY = "a dep:PresidentialOrder", f"dep:date {day('2016-11-16')}"


@pytest.mark.parametrize(
    "value", [f"dep:date {day('2016-11-17')}", 'dep:dateUncertain "2016-11"', "a dep:Decree"]
)
def test_an_act_of_chains_has_one_day_and_one_kind(value: str) -> None:
    first, second = told("x", ORDER, DAY), told("y", ORDER, value)
    assert [row[0] for row in _found("act-of-chain-contradicts", first + second)] == ["o"]
    assert _found("act-of-chain-contradicts", first + told("y", ORDER, DAY)) == []
    registered = register(act("o", "WithdrawalNotification", "2016-11-16"))
    assert _found("act-of-chain-contradicts", first + second + registered) == []


def test_two_uncertain_days_of_an_act_of_chains_contradict() -> None:
    first, second = (told(name, ORDER, f'dep:dateUncertain "{name}"') for name in ("2015", "2016"))
    assert _found("act-of-chain-contradicts", first + second) == [("o", "2015", "2016")]
