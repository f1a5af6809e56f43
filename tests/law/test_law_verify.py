"""Is the headline right: every verb in every status, known headlines, and what holds for any acts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answers.verify import Headline, days_said, verify_answer, verify_claim_answer
from graph.errors import BadRequest, UnknownName
from graph.law.derive import derive
from graph.law.judgement import Facts, Judgement, Span
from graph.law.occurrences import occurrences
from graph.law.question import Coverage, Subject
from graph.law.rules import Rules
from graph.law.telling import in_prose
from graph.law.verbs import VERBS, verb_named
from graph.law.verify import judge
from graph.law.wording import Wording
from graph.records import Act
from graph.view import View
from ontology.headlines import headline_verbs
from ontology.lists import concepts

ActMaker = Callable[..., Act]
TODAY = date(2026, 11, 24)
KNOWN = date(2020, 1, 1)
COMPLETE = Coverage(date(2026, 1, 1), includes_withdrawals=True, includes_former_states=True)
LETTERS = {
    "S": "supported",
    "I": "imprecise",
    "C": "contradicted",
    "D": "not-decidable",
    "N": "no-basis-recorded",
}
STATUSES = (
    "notParty", "signatory", "signatoryObligationEnded", "contractingNotInForce", "party",
    "partyWithdrawalPending", "operationSuspended", "formerParty", "undetermined", "notRecorded",
)  # fmt: skip
# Of each status: the verdict without a day, and the one on the day of knowledge, on which nothing happens.
TABLE = """
    signs                 CC SI SI IC SI SI SI SI IN NN
    ratifies              CC CC CC SI SI SI SI SI IN NN
    accepts               CC CC CC IC IC IC IC IC IN NN
    approves              CC CC CC IC IC IC IC IC IN NN
    accedes               CC CC CC IC IC IC IC IC SI NN
    succeeds              CC CC CC IC IC IC IC IC IN NN
    confirms-formally     CC CC CC IC IC IC IC IC IN NN
    joins                 CC CC CC IC SI SI SI SC SI NN
    rejoins               CC CC CC CC CC CC CC CC CN NN
    accepts-jurisdiction  CC CC CC CC CC CC CC CC NN NN
    will-not-ratify       CC CC SI CC CC CC CC CC CN NN
    unsigns               CC CC IC CC CC CC CC CC CN NN
    revokes-ratification  CC CC CC CC CC IC CC IC CN NN
    announces-withdrawal  NN NN NN NN NN IN NN IN IN NN
    gives-notice          CC CC CC CC CC SI CC SI SI NN
    withdraws             CC CC CC CC CC SI CC SI DD NN
    has-withdrawn         CC CC CC CC CC IC CC SI DD NN
    leaves                CC CC CC CC CC IC CC SI DD NN
    is-expelled           CC CC CC CC CC CC CC IC NN NN
    suspends              CC CC CC CC CC CC SI CC IN NN
    resumes               CC CC CC CC CC CC CC CC NN NN
    revokes-withdrawal    CC CC CC CC CC CC CC CC IN NN
    is-party              CC CC CC II SS SS SS CC DD NN
    was-party             CC CC CC II SS SS SS SC SD NN
    is-not-party          SS SS SS SS CC CC CC SS DD NN
    never-party           SS SS SS SS CC CC CC CC CC NN
    is-bound              CC CC CC II SS SS II CC DD NN
    is-not-bound          SS SS SS SS CC CC II SS DD NN
    is-signatory          CC SS II II II II II CC DD NN
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.fixture(scope="module")
def situations(rules: Mapping[str, Rules], make: ActMaker) -> Mapping[str, Facts]:
    """One actor in each status on the knowledge day, by what leads there."""
    rome, of = rules["rome-statute"], "rome-statute/XAA/"
    signed, ratified = make(f"{of}2000-01-10/signature"), make(f"{of}2003-01-15/ratification")
    declined = make(f"{of}2004-05-06/no-intent-communication", target=signed.id)
    suspends = replace(rome, suspension=replace(rome.suspension, permitted="yes", provision="130"))
    notice = make("npt/XAA/1993-03-12/withdrawal-notification")
    contested = [
        make("npt/XAA/1985-12-12/accession"),
        notice,
        make("npt/XAA/1993-06-11/suspension-notification", target=notice.id),
        make("npt/XAA/2003-01-10/withdrawal-notification", target=notice.id),
    ]
    cases: Mapping[str, tuple[Rules, list[Act]]] = {
        "notParty": (rome, []),
        "signatory": (rome, [signed]),
        "signatoryObligationEnded": (rome, [signed, declined]),
        "contractingNotInForce": (rules["ctbt"], [make("ctbt/XAA/2000-06-30/ratification")]),
        "party": (rome, [signed, ratified]),
        "partyWithdrawalPending": (rome, [signed, ratified, make(f"{of}2019-09-01/withdrawal-notification")]),
        "operationSuspended": (suspends, [signed, ratified, make(f"{of}2010-02-01/suspension-notification")]),
        "formerParty": (rome, [signed, ratified, make(f"{of}2016-10-27/withdrawal-notification")]),
        "undetermined": (rules["npt"], contested),
        "notRecorded": (rome, []),
    }
    return {
        name: facts(of_rules, acts, None if name in ("undetermined", "notRecorded") else COMPLETE)
        for name, (of_rules, acts) in cases.items()
    }


def facts(
    rules: Rules, acts: Sequence[Act], coverage: Coverage | None, known: date = KNOWN, actor: str = "XAA"
) -> Facts:
    derivation = derive(acts, rules, known=known)
    return Facts(derivation, actor, acts, known, coverage, Subject("Aland", "state"))


@pytest.mark.parametrize("status", STATUSES)
def test_the_situations_are_what_they_are_called(situations: Mapping[str, Facts], status: str) -> None:
    found = situations[status].status(KNOWN).status
    assert found == (None if status == "notRecorded" else status)


def test_the_table_has_every_verb_and_every_status() -> None:
    assert [row[0] for row in ROWS] == list(VERBS)
    assert {len(row) for row in ROWS} == {1 + len(STATUSES)}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_verb_in_every_status(situations: Mapping[str, Facts], row: Sequence[str]) -> None:
    verb, *expected = row
    for status, letters in zip(STATUSES, expected, strict=True):
        whenever = judge(situations[status], verb, None)
        that_day = judge(situations[status], verb, Span(KNOWN, KNOWN))
        assert [whenever.verdict, that_day.verdict] == [LETTERS[each] for each in letters], status


@pytest.mark.parametrize("verb", VERBS)
def test_every_wording_is_one_sentence(situations: Mapping[str, Facts], verb: str) -> None:
    wording = Wording("Aland", "the Convention", KNOWN, str)
    for case in situations.values():
        for said in (None, Span(KNOWN, KNOWN), Span(date(2003, 1, 1), date(2003, 12, 31))):
            assert_sentence(wording.sentence(judge(case, verb, said)))


def assert_sentence(text: str) -> None:
    assert re.fullmatch(r"[A-Z][^.]*\.", text), text
    assert "Aland" in text
    assert not re.search(r"None|  |\{|,,|, ,|-notification", text), text


def test_verbs_and_vocabulary_are_the_same() -> None:
    assert tuple(VERBS) == concepts("headline-verb")
    assert set(LETTERS.values()) == set(concepts("verdict"))


def test_every_form_means_one_verb() -> None:
    seen: dict[str, str] = {}
    for verb in headline_verbs().values():
        for form in (verb.name, verb.label, *verb.forms, *verb.hidden):
            assert verb_named(form) == verb.name
            assert seen.setdefault(form, verb.name) == verb.name


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("withdraws", "withdraws"), ("withdrew", "has-withdrawn"), ("has withdrawn from", "has-withdrawn"),
        ("left", "leaves"), ("leaves", "leaves"), ("quit", "leaves"), ("Pulls out of the", "withdraws"),
        ("exits", "withdraws"), ("joined", "joins"), ("accedes", "accedes"), ("ratified", "ratifies"),
        ("signed", "signs"), ("unsigned", "unsigns"), ("suspended", "suspends"), ("expelled", "is-expelled"),
        ("is party to", "is-party"), ("remains a party", "is-party"), ("won’t ratify", "will-not-ratify"),
    ],
)  # fmt: skip
def test_usual_forms_are_understood(form: str, verb: str) -> None:
    assert verb_named(form) == verb


def test_an_unknown_verb_is_refused_with_the_nearest_and_the_list() -> None:
    with pytest.raises(BadRequest, match="Did you mean “withdraws from”") as refused:
        verb_named("withdrawes")
    assert all(verb.name in str(refused.value) for verb in headline_verbs().values())


HEADLINES = [
    ("Turkey", "left", "Istanbul Convention", "2021-03-20", "imprecise", "1 July 2021"),
    ("Turkey", "left", "Istanbul Convention", "2021-03", "imprecise", "received on 22 March 2021"),
    ("Turkey", "left", "Istanbul Convention", "2021", "supported", "1 July 2021"),
    ("Russia", "withdraws", "ICC", "2016-11-16", "contradicted", "has never been a party"),
    ("Russia", "withdraws", "ICC", "", "contradicted", "30 November 2016"),
    ("Russia", "will not ratify", "ICC", "2016-11-30", "supported", "does not intend to become a party"),
    ("Russia", "will not ratify", "ICC", "2016-11-16", "imprecise", "30 November 2016"),
    ("Malaysia", "withdrew", "ICC", "2019", "contradicted", "took back its consent"),
    ("Malaysia", "joined", "ICC", "2019", "contradicted", "took it back on 29 April 2019"),
    ("Hungary", "left", "ICC", "2026", "contradicted", "revoked it on 29 May 2026"),
    ("The Gambia", "withdrew", "ICC", "2016-11", "imprecise", "revoked it on 10 February 2017"),
    ("Burundi", "left", "ICC", "2017-10-27", "supported", "received on 27 October 2016"),
    ("Burundi", "withdraws", "ICC", "2016-10-27", "supported", "left on 27 October 2017"),
    ("Burundi", "left", "ICC", "2016-10-27", "imprecise", "and left on 27 October 2017"),
    ("Russia", "withdrew", "New START", "", "contradicted", "5 February 2026"),
    ("Russia", "withdrew", "New START", "2023-02-21", "contradicted", "suspended on 28 February 2023"),
    ("Russia", "suspends", "New START", "2023-02", "imprecise", "declared the operation"),
    ("North Korea", "left", "ICCPR", "", "contradicted", "without effect"),
    ("North Korea", "gave notice of withdrawal", "ICCPR", "1997-08-25", "supported", "without effect"),
    ("North Korea", "left", "NPT", "", "not-decidable", "disputed"),
    ("North Korea", "is a party to", "NPT", "2020-01-01", "not-decidable", "disputed"),
    ("North Korea", "left", "NPT", "1993-06-12", "contradicted", "was a party"),
    ("United States", "left", "Paris Agreement", "2017-06-01", "imprecise", "4 November 2020"),
    ("United States", "rejoined", "Paris Agreement", "2021-02-19", "supported", "again on 19 February 2021"),
    ("United States", "rejoined", "Paris Agreement", "2021-01-20", "imprecise", "19 February 2021"),
    ("United States", "withdrew", "UNFCCC", "2026-01-07", "no-basis-recorded", "19 March 2014"),
    ("United States", "ratified", "Paris Agreement", "2016-09-03", "imprecise", "instrument of acceptance"),
    ("United States", "unsigned", "ICC", "2002-05-06", "imprecise", "made clear"),
    ("United States", "left", "WHO", "2026-01-22", "no-basis-recorded", "not recorded"),
    ("Russia", "left", "ECHR", "2022-09-16", "supported", "by rule and not by a notice"),
    ("Russia", "withdrew", "ECHR", "2022-09-16", "imprecise", "by rule and not by a notice"),
    ("Russia", "withdrew", "Council of Europe", "", "imprecise", "by expulsion"),
    ("Russia", "was expelled from", "Council of Europe", "2022-03-16", "supported", "16 March 2022"),
    ("Russia", "ratified", "CTBT", "", "supported", "took it back on 3 November 2023"),
    ("Russia", "left", "CTBT", "", "contradicted", "has never been a party"),
    (
        "Russia",
        "revoked its ratification of",
        "CTBT",
        "2023-11-03",
        "supported",
        "before the treaty was in force",
    ),
    ("United Kingdom", "joined", "Paris Agreement", "2016-11-18", "imprecise", "18 December 2016"),
    ("EU", "is a party to", "CRPD", "", "supported", "since 22 January 2011"),
    ("EU", "ratified", "CRPD", "2010-12-23", "imprecise", "formal confirmation"),
    ("Greece", "rejoined", "ECHR", "1974", "supported", "28 November 1974"),
    ("China", "joined", "ICC", "2010", "contradicted", "not a party"),
    ("China", "is not a party to", "ICC", "", "supported", "not a party"),
    ("Iran", "left", "NPT", "2020", "no-basis-recorded", "not recorded"),
    ("Russia", "was never a party to", "ICC", "", "supported", "has never been a party"),
    ("Burundi", "was never a party to", "ICC", "", "contradicted", "from 1 December 2004 to 26 October 2017"),
    ("France", "left", "ICC", "2016", "contradicted", "was a party"),
    ("North Korea", "was never a party to", "NPT", "", "contradicted", "was a party"),
    ("North Korea", "was expelled from", "NPT", "", "no-basis-recorded", "not recorded"),
    ("North Korea", "gave notice of withdrawal", "NPT", "2003-01-10", "supported", "read in different ways"),
    ("Montenegro", "succeeded to", "ICC", "2006-10-23", "supported", "with effect from 3 June 2006"),
    ("United States", "is a party to", "Paris Agreement", "2016", "imprecise", "became a party"),
    ("Russia", "is a signatory to", "ICC", "2016", "imprecise", "received on 30 November 2016"),
    ("Venezuela", "is a party to", "ICC", "2016", "supported", "(since 1 July 2002)"),
    (
        "United States",
        "announced its withdrawal from",
        "UNFCCC",
        "2026-01-07",
        "no-basis-recorded",
        "a party",
    ),
]


@pytest.mark.parametrize(("state", "verb", "treaty", "on", "verdict", "words"), HEADLINES)
def test_known_headlines(
    view: View, state: str, verb: str, treaty: str, on: str, verdict: str, words: str
) -> None:
    answer = verify_answer(view, Headline(state, verb, treaty, on or None), TODAY)
    assert answer["verdict"] == verdict
    assert words in answer["wording"]
    assert answer["because"]
    assert answer["would_change"]


def test_what_lies_ahead_is_projected(view: View) -> None:
    headline = Headline("Hungary", "left", "ICC", "2026-06-02")
    answer = verify_answer(view, headline, date(2026, 5, 1))
    assert (answer["verdict"], answer["projected"]) == ("supported", True)
    assert "will leave" in answer["wording"]
    assert any("revocation received before 2 June 2026" in each for each in answer["would_change"])


@pytest.mark.parametrize(
    ("headline", "known", "verdict", "words"),
    [
        (
            Headline("Venezuela", "left", "ICC", "2016"),
            TODAY,
            "contradicted",
            "On 31 December 2016 Venezuela was",
        ),
        (Headline("USA", "left", "Paris Agreement"), date(2025, 6, 1), "supported", "still a party"),
        (Headline("USA", "joined", "Paris Agreement", ""), TODAY, "supported", "no longer a party"),
        (
            Headline("USA", "left", "Paris Agreement", "2025-01-27"),
            date(2025, 6, 1),
            "imprecise",
            "remains a party",
        ),
        (
            Headline("USA", "left", "Paris Agreement", "2025-01-20"),
            date(2025, 6, 1),
            "contradicted",
            "On 20 January 2025 the United States was a party",
        ),
        (
            Headline("Russia", "withdraws", "ICC", "2016-11-16"),
            date(2016, 11, 16),
            "contradicted",
            "only a signatory",
        ),
        (
            Headline("Hungary", "withdraws", "ICC", "2025-06-02"),
            date(2025, 7, 1),
            "supported",
            "unless revoked",
        ),
        (Headline("Hungary", "withdraws", "ICC", "2025-06-02"), TODAY, "imprecise", "29 May 2026"),
    ],
)
def test_as_known_on_a_day(view: View, headline: Headline, known: date, verdict: str, words: str) -> None:
    answer = verify_answer(view, headline, known)
    assert answer["verdict"] == verdict
    assert words in answer["wording"]


def test_the_rule_that_decides_is_quoted(view: View) -> None:
    answer = verify_answer(view, Headline("Russia", "withdraws", "ICC", "2016-11-16"), TODAY)
    first = answer["because"][0]
    assert first["provision"] == "127(1); VCLT 54"
    assert first["quote"].startswith("1. A State Party may")
    assert {claim["holder"] for claim in answer["claims"] if claim["same"]} == {
        "The Moscow Times",
        "Karpatnews",
    }


def test_an_institution_stands_for_its_treaty_and_the_answer_says_so(view: View) -> None:
    claim = verify_answer(view, Headline("Russia", "left", "WHO"), TODAY)["claim"]
    assert (claim["treaty"], claim["treaty_as_given"]) == ("who-constitution", "WHO")


@pytest.mark.parametrize("claim", ["headline-withdraw", "headline-left"])
def test_claims_of_the_graph_are_judged_as_they_are_assessed(view: View, claim: str) -> None:
    answer = verify_claim_answer(view, claim, TODAY)
    assert answer["verdict"] == "contradicted"
    assert verify_claim_answer(view, answer["claim"]["iri"], TODAY) == answer


def test_claims_that_are_no_headlines_are_refused(view: View) -> None:
    with pytest.raises(BadRequest, match="headline-left, headline-withdraw"):
        verify_claim_answer(view, "a-decree", TODAY)
    with pytest.raises(UnknownName, match="headline-left"):
        verify_claim_answer(view, "headline-lef", TODAY)
    with pytest.raises(BadRequest, match="after known=2016-11-15"):
        verify_claim_answer(view, "headline-left", date(2016, 11, 15))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-03-20", date(2021, 3, 20), date(2021, 3, 20)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_days_months_and_years(text: str, first: date, last: date) -> None:
    assert days_said(text) == Span(first, last)


@pytest.mark.parametrize("text", ["2021-13", "2021-02-30", "20210320", "0000", "March 2021", "٢٠٢١"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="write 2021-03-20, 2021-03 or 2021"):
        days_said(text)


@pytest.mark.parametrize(
    ("name", "prose"),
    [
        ("Russian Federation", "the Russian Federation"), ("Gambia", "the Gambia"), ("Hungary", "Hungary"),
        ("Congo, The Democratic Republic of the", "the Democratic Republic of Congo"),
        ("European Union", "the European Union"), ("Holy See", "the Holy See"),
    ],
)  # fmt: skip
def test_names_in_prose(name: str, prose: str) -> None:
    assert in_prose(name) == prose


KINDS = (
    "signature", "ratification", "accession", "consent-withdrawn-before-force", "no-intent-communication",
    "withdrawal-notification", "withdrawal-revocation", "suspension-notification", "expulsion",
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2012, 12, 31))


@st.composite
def act_lists(draw: st.DrawFn) -> Sequence[Act]:
    """Up to seven acts of one actor, some of them known later than received."""
    acts: list[Act] = []
    for number in range(draw(st.integers(0, 7))):
        kind, day = draw(st.sampled_from(KINDS)), draw(DAYS)
        known_on = max(day, draw(DAYS)) if draw(st.booleans()) else None
        acts.append(
            Act(
                id=f"rome-statute/XAA/{day}/{kind}/{number + 2}",
                treaty="rome-statute",
                actor="XAA",
                kind=kind,
                affected=("XAA",) if kind == "expulsion" else (),
                received_on=day,
                known_on=known_on,
                target=draw(st.sampled_from([None, *(act.id for act in acts)])),
            )
        )
    return acts


SPANS = st.one_of(st.none(), DAYS.map(lambda day: Span(day, day)), DAYS.map(lambda day: year(day.year)))
ANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def year(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31))


@ANY
@given(acts=act_lists(), known=DAYS, said=SPANS, verb=st.sampled_from(sorted(VERBS)), listed=st.booleans())
def test_what_became_known_later_changes_nothing(
    rome: Rules, acts: Sequence[Act], known: date, said: Span | None, verb: str, *, listed: bool
) -> None:
    coverage = COMPLETE if listed else None
    with_later = judge(facts(rome, acts, coverage, known), verb, said)
    until_then = [act for act in acts if act.known <= known]
    assert with_later == judge(facts(rome, until_then, coverage, known), verb, said)


@ANY
@given(acts=act_lists(), known=DAYS, said=SPANS, verb=st.sampled_from(sorted(VERBS)))
def test_there_is_one_verdict_with_a_sentence_that_rests_on_what_was_known(
    rome: Rules, acts: Sequence[Act], known: date, said: Span | None, verb: str
) -> None:
    found = judge(facts(rome, acts, COMPLETE, known), verb, said)
    assert found.verdict in LETTERS.values()
    assert_sentence(Wording("Aland", "the Convention", known, str).sentence(found))
    heard = {act.id for act in acts if act.known <= known}
    assert {id_ for each in found.history for id_ in each.acts} <= heard


@ANY
@given(acts=act_lists(), known=DAYS, on=DAYS)
def test_is_a_party_agrees_with_the_status(rome: Rules, acts: Sequence[Act], known: date, on: date) -> None:
    case = facts(rome, acts, COMPLETE, known)
    party = case.status(on).party
    verdicts = {verb: verdict(case, verb, on) for verb in ("is-party", "was-party", "is-not-party")}
    assert (verdicts["is-party"] == "supported") is (party is True)
    assert (verdicts["was-party"] == "supported") is (party is True)
    assert (verdicts["is-not-party"] == "supported") is (party is False)


def verdict(case: Facts, verb: str, on: date) -> str:
    return judge(case, verb, Span(on, on)).verdict


@ANY
@given(acts=act_lists(), known=DAYS, on=DAYS)
def test_who_left_is_no_party_on_that_day(rome: Rules, acts: Sequence[Act], known: date, on: date) -> None:
    case = facts(rome, acts, COMPLETE, known)
    days = {each.on for each in occurrences(case.derivation, "XAA", acts)} | {on}
    for day in days:
        if left(judge(case, "leaves", Span(day, day))):
            assert verdict(case, "is-party", day) != "supported"
            assert verdict(case, "never-party", day) != "supported"


def left(judgement: Judgement) -> bool:
    return judgement.verdict == "supported"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    state=st.sampled_from(["RUS", "GMB", "HUN", "USA", "BDI", "MYS", "UKR"]),
    on=st.dates(date(1998, 1, 1), TODAY),
)
def test_is_a_party_agrees_with_the_status_of_the_packaged_facts(view: View, state: str, on: date) -> None:
    answer = verify_answer(view, Headline(state, "is a party to", "rome-statute", on.isoformat()), TODAY)
    party = view.status(state, "rome-statute", on, TODAY).party
    assert (answer["verdict"] == "supported") is (party is True)
