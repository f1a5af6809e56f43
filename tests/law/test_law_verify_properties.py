"""What holds between the verdicts on different verbs, days and knowledge days, over all packaged facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answers.verify import Headline, verify_answer
from graph.law.judgement import Facts, Judgement, Span
from graph.law.timeline import BOUND
from graph.law.verbs import VERBS
from graph.law.verify import judge
from graph.view import View
from ontology.headlines import headline_verbs
from ontology.lists import concepts

KNOWN = date(2026, 11, 24)
DAY = timedelta(days=1)
SETTINGS = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ANY = st.integers(min_value=0, max_value=10**9)
FIXED_DAYS = (date(1950, 1, 1), date(2016, 11, 16), date(2030, 1, 1))


def facts_of(view: View, actor: str, treaty: str, known: date = KNOWN) -> Facts:
    derivation = view.derivation(treaty, known)
    return Facts(derivation, actor, view.acts(treaty), known, view.coverage(treaty), view.subject(actor))


def pick(view: View, number: int) -> Facts:
    """Somebody who acts under one of the treaties: every treaty is as likely."""
    treaties = [treaty for treaty in view.treaties if view.acts(treaty)]
    treaty = treaties[number % len(treaties)]
    actors = sorted({act.actor for act in view.acts(treaty)} & set(view.states))
    return facts_of(view, actors[number // len(treaties) % len(actors)], treaty)


def telling_days(facts: Facts) -> list[date]:
    """The days on which something changes, those beside them, and a few others."""
    changes = {interval.valid_from for interval in facts.derivation.of(facts.actor)}
    changes |= {act.day for act in facts.acts if act.actor == facts.actor}
    return sorted({day + side for day in changes for side in (-DAY, 0 * DAY, DAY)} | {*FIXED_DAYS})


def on(facts: Facts, day: date) -> dict[str, Judgement]:
    return {verb: judge(facts, verb, Span(day, day)) for verb in VERBS}


def supported(judgements: dict[str, Judgement]) -> set[str]:
    return {verb for verb, judgement in judgements.items() if judgement.verdict == "supported"}


def test_every_verb_of_the_vocabulary_has_one_meaning_in_law() -> None:
    assert list(VERBS) == list(headline_verbs())


@SETTINGS
@given(number=ANY, which=ANY)
def test_each_verb_has_one_verdict_on_any_day(view: View, number: int, which: int) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    verdicts = {judgement.verdict for judgement in on(facts, days[which % len(days)]).values()}
    assert verdicts <= set(concepts("verdict"))


@SETTINGS
@given(number=ANY, which=ANY)
def test_being_a_party_is_what_the_status_says(view: View, number: int, which: int) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    day = days[which % len(days)]
    true, party = supported(on(facts, day)), facts.status(day).party
    assert ("is-party" in true) == (party is True)
    assert ("is-not-party" in true) == (party is False)
    assert "is-party" not in true or "was-party" in true
    assert not {"is-party", "never-party"} <= true
    assert not {"was-party", "never-party"} <= true


@SETTINGS
@given(number=ANY, which=ANY)
def test_who_left_was_inside_and_is_outside(view: View, number: int, which: int) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    day = days[which % len(days)]
    true = supported(on(facts, day))
    if true & {"leaves", "has-withdrawn"}:
        assert facts.status(day - DAY).party is not False
        assert facts.status(day).party is False
    if "joins" in true:
        assert facts.status(day).party is True
    if "rejoins" in true:
        assert any(each.value in BOUND for each in facts.derivation.of(facts.actor) if each.valid_from < day)


@SETTINGS
@given(number=ANY, which=ANY)
def test_what_happened_on_a_day_happened_in_its_month_and_year(view: View, number: int, which: int) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    day = days[which % len(days)]
    month = Span(day.replace(day=1), (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY)
    for verb, judgement in on(facts, day).items():
        if judgement.verdict == "supported" and judgement.occurrence is not None:
            for wider in (month, Span(date(day.year, 1, 1), date(day.year, 12, 31))):
                assert judge(facts, verb, wider).verdict == "supported", (verb, wider)


@SETTINGS
@given(number=ANY, which=ANY, late=st.integers(0, 900))
def test_what_became_known_later_changes_no_verdict(view: View, number: int, which: int, late: int) -> None:
    whole = pick(view, number)
    days = telling_days(whole)
    day = days[which % len(days)]
    known = max(date(1945, 1, 1), min(day + late * DAY, KNOWN))
    facts = facts_of(view, whole.actor, whole.derivation.treaty, known)
    heard = replace(facts, acts=[act for act in facts.acts if act.known <= known])
    for verb, judgement in on(facts, day).items():
        assert judge(heard, verb, Span(day, day)) == judgement
        assert {act for each in judgement.history for act in each.acts} <= {
            act.id for each in view.treaties for act in view.acts(each) if act.known <= known
        }


@SETTINGS
@given(number=ANY, which=ANY)
def test_nothing_is_contradicted_on_a_day_of_which_nothing_is_recorded(
    view: View, number: int, which: int
) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    day = days[which % len(days)]
    over = facts.derivation.ended is not None and facts.derivation.ended.on <= day
    if facts.status(day).status is None and not over:
        verdicts = {verb: judgement.verdict for verb, judgement in on(facts, day).items()}
        assert [verb for verb, verdict in verdicts.items() if verdict == "contradicted"] == []


@pytest.mark.parametrize(
    ("state", "verb", "treaty", "said", "verdict"),
    [
        ("USA", "joins", "who-constitution", date(1948, 6, 21), "no-basis-recorded"),  # no clause is held
        ("SEN", "joins", "refugee-convention", date(1960, 6, 20), "no-basis-recorded"),  # by succession
        ("SEN", "joins", "refugee-convention", date(1963, 5, 2), "no-basis-recorded"),  # its notification
        ("SEN", "joins", "refugee-convention", None, "supported"),  # a party, whatever the first day
        ("GBR", "joins", "ctbt", date(1998, 4, 6), "imprecise"),  # consented, and not in force
    ],
)
def test_who_consented_without_a_day_of_effect(
    view: View, state: str, verb: str, treaty: str, said: date | None, verdict: str
) -> None:
    span = Span(said, said) if said else None
    assert judge(facts_of(view, state, treaty), verb, span).verdict == verdict


@pytest.mark.parametrize(
    ("state", "verb", "treaty", "on_", "words"),
    [
        ("Russia", "withdrew", "New START", None, "suspended on 28 February 2023, which ended nothing"),
        ("Russia", "withdrew", "New START", None, "until the treaty itself ended on 5 February 2026"),
        ("Russia", "withdraws", "Council of Europe", "2022-03-15", "by expulsion on 16 March 2022"),
        ("USA", "joined", "WHO", "1948-06-21", "from which day that has effect is not recorded"),
        ("Palestine", "is a party to", "ICC", None, "The State of Palestine is a party"),
    ],
)
def test_the_wording_says_what_explains_it(
    view: View, state: str, verb: str, treaty: str, on_: str | None, words: str
) -> None:
    answer = verify_answer(view, Headline(state, verb, treaty, on_), KNOWN)
    assert words in answer["wording"]
    assert answer["would_change"]


@SETTINGS
@given(number=ANY, which=ANY)
def test_where_the_status_is_known_it_is_known_whether_it_left(view: View, number: int, which: int) -> None:
    facts = pick(view, number)
    days = telling_days(facts)
    day = days[which % len(days)]
    status = facts.status(day)
    if status.party is not None and status.as_of is None:
        for verb in ("has-withdrawn", "leaves"):
            assert judge(facts, verb, Span(day, day)).ground != "record-does-not-reach", verb


@pytest.mark.parametrize(
    ("state", "verb", "treaty", "on_", "known", "change"),
    [
        ("Hungary", "left", "ICC", "2026", KNOWN, "(VCLT 68, by analogy)"),
        ("Hungary", "left", "ICC", "2026", date(2026, 5, 1), "before 2 June 2026 (VCLT 68, by analogy)"),
        ("Malaysia", "joins", "ICC", "2019", date(2019, 4, 1), "taken back before 1 June 2019"),
        ("United States", "unsigned", "ICC", "2002", KNOWN, "the law of treaties has none"),
        ("Burundi", "was never a party to", "ICC", None, KNOWN, "never took effect"),
        ("Russia", "withdrew", "Energy Charter Treaty", "2009-10-18", KNOWN, "evidence of a consent"),
    ],
)
def test_what_would_change_the_verdict(
    view: View, state: str, verb: str, treaty: str, on_: str | None, known: date, change: str
) -> None:
    answer = verify_answer(view, Headline(state, verb, treaty, on_), known)
    assert any(change in each for each in answer["would_change"]), answer["would_change"]


def test_a_notice_that_is_suspended_is_no_suspension_of_the_treaty(view: View) -> None:
    answer = verify_answer(view, Headline("North Korea", "suspended", "NPT", "1993"), KNOWN)
    assert answer["verdict"] == "imprecise"
    assert "suspended its notice of withdrawal" in answer["wording"]
