"""Reservations, objections, and who is bound to whom (VCLT 19 to 23)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers.reservations import situation_of
from graph.law.between import history, told
from graph.law.case import Case
from graph.law.doubts import doubts, permission
from graph.law.qualifiers import qualifiers
from graph.law.relations import Matrix, article, matrix
from graph.law.rules import Expulsion, Rules
from graph.law.situation import Situation
from graph.law.timeline import Period
from graph.law.vienna import PartyPeriods
from graph.records import Act
from graph.view import View

TREATY, BOUND = "some-convention", date(2000, 1, 1)
DAY = timedelta(days=1)
CODES = ("AAA", "BBB", "CCC", "DDD")
DAYS = st.dates(BOUND, date(2010, 12, 31))
ALWAYS: Mapping[str, tuple[Period, ...]] = dict.fromkeys(CODES, ((BOUND, None),))


def act(actor: str, kind: str, day: date, target: Act | None = None, **fields: object) -> Act:
    made = Act(f"{TREATY}/{actor}/{day}/{kind}", TREATY, actor, kind, received_on=day)
    return replace(made, target=target.id if target else None, **fields)  # type: ignore[arg-type]


CONSENTS = tuple(act(code, "ratification", BOUND) for code in CODES)
RESERVATION = act("AAA", "reservation", BOUND, provision="9")
OPPOSES = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=True)
OBJECTS = act("CCC", "objection", date(2000, 7, 1), RESERVATION, opposes_entry_into_force=False)


def situation(
    *acts: Act,
    on: date = date(2005, 1, 1),
    periods: Mapping[str, tuple[Period, ...]] = ALWAYS,
    rules: Rules | None = None,
) -> Situation:
    return Situation([*CONSENTS, *acts], PartyPeriods(periods), Case(TREATY, rules), on)


def effects(found: Matrix) -> dict[tuple[str, str], str]:
    return {relation.between: relation.effect for relation in found.relations}


def state_of(asked: Situation) -> str:
    (found,) = matrix(asked).reservations
    return found.state


# --- acceptance and objection ---------------------------------------------------------------------------


def test_silence_for_twelve_months_accepts() -> None:
    last = date(2001, 1, 1)
    before = matrix(situation(RESERVATION, on=last))
    assert effects(before) == {("AAA", code): "not-accepted-yet" for code in CODES[1:]}
    assert {ground.accepted_on for each in before.relations for ground in each.grounds} == {last}
    assert {each.until for each in before.relations} == {last + DAY}
    after = matrix(situation(RESERVATION, on=last + DAY))
    assert effects(after) == {("AAA", code): "modified" for code in CODES[1:]}
    assert {each.since for each in after.relations} == {last + DAY}
    assert after.otherwise == 3


def test_who_consents_later_may_object_until_it_does() -> None:
    """VCLT 20(5): twelve months, or the day of its own consent, whichever is later."""
    late = date(2004, 3, 1)
    consent = act("EEE", "accession", late)
    periods = {**ALWAYS, "EEE": ((late + timedelta(days=90), None),)}
    said = act("EEE", "objection", late, RESERVATION)
    found = matrix(situation(RESERVATION, consent, said, periods=periods))
    assert effects(found)["AAA", "EEE"] == "without-provisions"
    silent = matrix(situation(RESERVATION, consent, periods=periods), "AAA", "EEE")
    assert silent.relations[0].grounds[0].accepted_on == late


@pytest.mark.parametrize(
    ("opposes", "effect", "words"),
    [
        (True, "not-in-force", "not in force between them"),
        (False, "without-provisions", "in force without article 9, to the extent of the reservation"),
        (None, "without-provisions", "in force without article 9, to the extent of the reservation"),
    ],
)
def test_an_objection_works_between_the_two_only(opposes: bool | None, effect: str, words: str) -> None:  # noqa: FBT001
    objection = act("BBB", "objection", date(2000, 6, 1), RESERVATION, opposes_entry_into_force=opposes)
    found = matrix(situation(RESERVATION, objection))
    assert effects(found) == {("AAA", "BBB"): effect, ("AAA", "CCC"): "modified", ("AAA", "DDD"): "modified"}
    assert [told(each) for each in found.relations][:2] == [  # the strongest effect comes first
        words,
        "in force as modified in article 9, to the extent of the reservation",
    ]


def test_an_objection_after_the_time_is_shown_and_has_no_effect() -> None:
    late = act("BBB", "objection", date(2001, 1, 2), RESERVATION, opposes_entry_into_force=True)
    asked = situation(RESERVATION, late)
    found = matrix(asked)
    assert [each.state for each in found.objections] == ["late"]
    assert effects(found)["AAA", "BBB"] == "modified"
    (doubt,) = doubts(asked, found)
    assert (doubt.kind, doubt.law, doubt.severity) == ("late-objection", "VCLT 20(5), as custom", "note")
    assert "notified is not recorded" in doubt.text


def test_an_objection_that_is_withdrawn_leaves_the_reservation() -> None:
    withdrawal = act("BBB", "objection-withdrawal", date(2003, 6, 1), OPPOSES)
    (found,) = matrix(situation(RESERVATION, OPPOSES, withdrawal), "AAA", "BBB").relations
    assert (found.effect, found.since) == ("modified", date(2003, 6, 1))
    assert "is recorded, so" not in found.grounds[0].text
    assert "22(3)(b)" in found.grounds[0].provision
    before = situation(RESERVATION, OPPOSES, withdrawal, on=date(2003, 5, 31))
    assert effects(matrix(before))["AAA", "BBB"] == "not-in-force"


def test_two_reservations_of_two_parties_meet_in_one_relation() -> None:
    other = act("BBB", "reservation", BOUND, provision="IX")
    (found,) = matrix(situation(RESERVATION, other, on=date(2001, 6, 1)), "BBB", "AAA").relations
    assert told(found) == "in force as modified in articles 9 and IX, to the extent of the reservations"
    said = act("AAA", "objection", date(2000, 2, 1), other)
    (found,) = matrix(situation(RESERVATION, other, said), "AAA", "BBB").relations
    words = "in force without article IX and as modified in article 9, to the extent of the reservations"
    assert told(found) == words


# --- what became of a reservation -----------------------------------------------------------------------


def test_a_reservation_made_when_signing_must_be_confirmed() -> None:
    """VCLT 23(2): confirmed, it counts from the confirmation."""
    signing = act("AAA", "reservation", BOUND - 9 * DAY, provision="9")
    assert state_of(situation(signing)) == "not-confirmed"
    assert matrix(situation(signing)).relations == ()
    (found,) = matrix(situation(signing, RESERVATION)).reservations
    assert (found.state, found.act, found.made) == ("stands", RESERVATION, (signing.id, RESERVATION.id))


def test_an_objection_before_the_confirmation_needs_none() -> None:
    """VCLT 23(3)."""
    signing = act("AAA", "reservation", BOUND - 9 * DAY, provision="9")
    said = act("BBB", "objection", BOUND - 2 * DAY, signing, opposes_entry_into_force=True)
    found = matrix(situation(signing, RESERVATION, said))
    assert effects(found)["AAA", "BBB"] == "not-in-force"


def test_a_reservation_withdrawn_in_part_works_until_it_is_withdrawn_as_a_whole() -> None:
    part = act("AAA", "reservation-withdrawal", date(2003, 1, 1), RESERVATION, provision="9(2)")
    whole = act("AAA", "reservation-withdrawal", date(2004, 1, 1), RESERVATION)
    assert state_of(situation(RESERVATION, part, whole, on=date(2003, 6, 1))) == "withdrawn-in-part"
    assert matrix(situation(RESERVATION, part, whole, on=date(2003, 6, 1))).relations
    (found,) = matrix(situation(RESERVATION, part, whole)).reservations
    assert (found.state, found.until) == ("withdrawn", date(2004, 1, 1))
    assert matrix(situation(RESERVATION, part, whole)).relations == ()


def test_the_status_is_qualified_until_the_reservation_is_withdrawn_as_a_whole() -> None:
    part = act("AAA", "reservation-withdrawal", date(2003, 1, 1), RESERVATION, provision="9(2)")
    whole = act("AAA", "reservation-withdrawal", date(2004, 1, 1), RESERVATION)
    case = Case(TREATY, None)
    (found,) = qualifiers([RESERVATION, part, whole], [], case, None)
    assert (found.valid_until, found.acts) == (whole.day, (RESERVATION.id, whole.id))
    (found,) = qualifiers([RESERVATION, part], [], case, None)
    assert (found.valid_until, "withdrawn in part" in found.text) == (None, True)


def test_what_is_withdrawn_in_part_is_no_longer_told_of_the_pair() -> None:
    """VCLT 22(1); two withdrawals of a part each are one of the whole."""
    both = act("AAA", "reservation", BOUND, provision="9, 12")
    one = act("AAA", "reservation-withdrawal", date(2003, 1, 1), both, provision="12")
    asked = situation(both, one)
    assert [(each.state, each.provision) for each in matrix(asked).reservations] == [
        ("withdrawn-in-part", "9")
    ]
    assert (
        told(matrix(asked).relations[0])
        == "in force as modified in article 9, to the extent of the reservation"
    )
    two = act("AAA", "reservation-withdrawal", date(2004, 1, 1), both, provision="9")
    found = matrix(situation(both, one, two))
    assert [(each.state, each.until) for each in found.reservations] == [("withdrawn", date(2004, 1, 1))]
    assert found.relations == ()


def test_a_withdrawal_that_names_more_withdraws_the_whole() -> None:
    more = act("AAA", "reservation-withdrawal", date(2003, 1, 1), RESERVATION, provision="9; 12")
    assert state_of(situation(RESERVATION, more)) == "withdrawn"


def test_an_objection_to_a_part_leaves_the_rest_to_silence() -> None:
    """VCLT 21(3): the provisions do not apply to the extent of what is objected to."""
    both = act("AAA", "reservation", BOUND, provision="9, 12")
    said = act("BBB", "objection", date(2000, 6, 1), both, provision="12", opposes_entry_into_force=False)
    (found,) = matrix(situation(both, said), "AAA", "BBB").relations
    words = "in force without article 12 and as modified in article 9, to the extent of the reservations"
    assert told(found) == words
    opposes = replace(said, opposes_entry_into_force=True)
    (found,) = matrix(situation(both, opposes), "AAA", "BBB").relations
    assert told(found) == "not in force between them"


def test_what_never_worked_has_no_days() -> None:
    """A reservation withdrawn, and an objection withdrawn, before its author was a party; one in question."""
    bound = date(2002, 1, 1)
    made = act("EEE", "reservation", BOUND, provision="9")
    said = act("EEE", "objection", date(2000, 6, 1), RESERVATION)
    acts = (
        act("EEE", "ratification", BOUND),
        *(made, act("EEE", "reservation-withdrawal", date(2000, 2, 1), made)),
        *(said, act("EEE", "objection-withdrawal", date(2000, 8, 1), said)),
    )
    found = matrix(situation(RESERVATION, *acts, periods={**ALWAYS, "EEE": ((bound, None),)}), "AAA", "EEE")
    days = [(each.state, each.since, each.until) for each in found.reservations]
    assert days == [("stands", BOUND, None), ("withdrawn", None, None)]
    days_of_objections = [(each.state, each.since, each.until) for each in found.objections]
    assert days_of_objections == [("withdrawn", None, None)]
    assert [(each.effect, each.since) for each in found.relations] == [("modified", bound)]
    (asked,) = matrix(situation(act("AAA", "reservation", BOUND - 9 * DAY, provision="9"))).reservations
    assert (asked.state, asked.since, asked.until) == ("not-confirmed", None, None)


def test_nobody_else_withdraws_a_reservation() -> None:
    foreign = act("BBB", "reservation-withdrawal", date(2003, 1, 1), RESERVATION)
    asked = situation(RESERVATION, foreign)
    assert state_of(asked) == "stands"
    assert [each.kind for each in doubts(asked, matrix(asked))] == ["not-its-author"]


@pytest.mark.parametrize(
    ("on", "objects", "state", "pairs"),
    [
        (date(2003, 6, 1), False, "not-established", 0),
        (date(2004, 3, 1), False, "not-established", 0),
        (date(2004, 3, 2), False, "stands", 3),
        (date(2005, 1, 1), True, "not-established", 0),
    ],
)
def test_a_late_reservation_needs_that_nobody_objects(
    on: date,
    objects: bool,  # noqa: FBT001
    state: str,
    pairs: int,
) -> None:
    late = act("AAA", "reservation", date(2003, 3, 1), provision="9")
    said = [act("BBB", "objection", date(2003, 9, 1), late)] if objects else []
    found = matrix(situation(late, *said, on=on))
    assert ([each.state for each in found.reservations], len(found.relations)) == ([state], pairs)
    assert "depositary practice" in found.reservations[0].law


@pytest.mark.parametrize(("consented", "state"), [(None, "stands"), (date(2003, 6, 1), "not-established")])
def test_only_a_contracting_state_keeps_a_late_reservation_from_being_established(
    consented: date | None, state: str
) -> None:
    late = act("AAA", "reservation", date(2003, 3, 1), provision="9")
    said = act("EEE", "objection", date(2003, 9, 1), late)
    consent = [act("EEE", "accession", consented)] if consented else []
    periods = {**ALWAYS, "EEE": ((date(2003, 12, 1), None),)} if consented else ALWAYS
    assert state_of(situation(late, said, *consent, periods=periods)) == state


def test_who_leaves_and_comes_back_without_the_reservation_has_none() -> None:
    left, back = date(2002, 1, 1), date(2004, 1, 1)
    again = act("AAA", "accession", back)
    periods = {**ALWAYS, "AAA": ((BOUND, left), (back, None))}
    found = matrix(situation(RESERVATION, OPPOSES, again, periods=periods))
    assert [each.state for each in found.reservations] == ["author-no-party"]
    assert "with its new consent" in found.reservations[0].words
    assert found.relations == ()
    anew = act("AAA", "reservation", back, provision="9")
    found = matrix(situation(RESERVATION, OPPOSES, again, anew, periods=periods))
    assert effects(found)["AAA", "BBB"] == "not-accepted-yet"
    later = situation(RESERVATION, OPPOSES, again, anew, periods=periods, on=date(2005, 1, 2))
    assert effects(matrix(later))["AAA", "BBB"] == "modified"


def test_what_the_treaty_prohibits_is_a_question_and_not_applied(rules: Mapping[str, Rules]) -> None:
    asked = situation(RESERVATION, OPPOSES, rules=rules["rome-statute"])
    found = matrix(asked)
    assert state_of(asked) == "not-permitted"
    assert found.reservations[0].law == "120; VCLT 19(a), as custom"
    assert (found.relations, [each.state for each in found.objections]) == ((), ["without-object"])
    assert [each.kind for each in doubts(asked, found)] == ["not-permitted"]


@pytest.mark.parametrize("slug", ["inf", "coe-statute"])
def test_silence_accepts_nothing_between_two_sides_or_in_an_organisation(
    slug: str, rules: Mapping[str, Rules]
) -> None:
    """VCLT 20(2), 20(3)."""
    asked = situation(RESERVATION, rules=rules[slug])
    assert state_of(asked) == "acceptance-not-recorded"
    assert matrix(asked).relations == ()
    assert rules[slug].bilateral or isinstance(rules[slug].expulsion, Expulsion)


def test_a_successor_may_maintain_what_its_predecessor_reserved() -> None:
    """VCSST 20(1): told, and not applied."""
    ended, notified = date(2002, 1, 1), date(2003, 1, 1)
    succession = act("EEE", "succession", notified)
    periods = {**ALWAYS, "AAA": ((BOUND, ended),), "EEE": ((ended, None),)}
    asked = situation(RESERVATION, succession, periods=periods)
    asked = replace(asked, predecessors={"EEE": ("AAA",)}, called=lambda code: f"State {code}")
    (doubt,) = doubts(asked, matrix(asked))
    assert (doubt.kind, doubt.law) == ("successors", "VCSST 20(1)")
    assert doubt.text.startswith("State EEE succeeded")
    assert matrix(asked).relations == ()


# --- faults in the data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (
            act("BBB", "objection", date(2000, 2, 1), CONSENTS[0], opposes_entry_into_force=True),
            "no-reservation",
        ),
        (act("BBB", "objection", date(2000, 2, 1), opposes_entry_into_force=True), "no-reservation"),
        (
            act("AAA", "objection", date(2000, 2, 1), RESERVATION, opposes_entry_into_force=True),
            "own-reservation",
        ),
        (act("AAA", "reservation-withdrawal", BOUND - DAY, RESERVATION), "earlier-than-reservation"),
        (act("BBB", "objection-withdrawal", BOUND - DAY, OPPOSES), "earlier-than-objection"),
        (act("BBB", "objection-withdrawal", date(2001, 2, 1), RESERVATION), "no-objection"),
        (act("CCC", "objection-withdrawal", date(2001, 2, 1), OPPOSES), "not-its-author"),
    ],
)
def test_bad_data_is_flagged_and_changes_nothing(wrong: Act, kind: str) -> None:
    asked, without = situation(RESERVATION, OPPOSES, wrong), situation(RESERVATION, OPPOSES)
    assert [(each.kind, each.severity) for each in doubts(asked, matrix(asked))] == [(kind, "warning")]
    assert matrix(asked) == matrix(without)


@pytest.mark.parametrize(
    ("fields", "kind", "severity"),
    [
        ({"affected": ("DDD",)}, "other-author", "warning"),
        ({"provision": "5"}, "other-provisions", "note"),
    ],
)
def test_an_objection_that_names_something_else_is_flagged(
    fields: Mapping[str, object], kind: str, severity: str
) -> None:
    asked = situation(RESERVATION, replace(OPPOSES, **fields))  # type: ignore[arg-type]
    assert [(each.kind, each.severity) for each in doubts(asked, matrix(asked))] == [(kind, severity)]
    assert effects(matrix(asked))["AAA", "BBB"] == "not-in-force"


def test_an_objection_made_in_advance_works_once_the_reservation_is_made() -> None:
    early = act("BBB", "objection", BOUND - DAY, RESERVATION, opposes_entry_into_force=True)
    asked = situation(RESERVATION, early)
    assert [(each.kind, each.severity) for each in doubts(asked, matrix(asked))] == [
        ("earlier-than-reservation", "note")
    ]
    (relation,) = matrix(asked, "AAA", "BBB").relations
    assert (relation.effect, relation.since) == ("not-in-force", BOUND)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("rome-statute", "permits no reservations (120)"),
        ("cedaw", "limits which reservations may be made (28(2))"),
        ("genocide-convention", "VCLT 19(c)"),
    ],
)
def test_what_the_treaty_says(slug: str, words: str, rules: Mapping[str, Rules]) -> None:
    assert words in permission(rules[slug])
    assert "not recorded" in permission(None)


@pytest.mark.parametrize(
    ("provision", "words"),
    [
        ("IX", "article IX"),
        ("9(2)", "article 9(2)"),
        ("28(1), 30", "articles 28(1), 30"),
        ("Annex I", "Annex I"),
    ],
)
def test_how_a_provision_is_named(provision: str, words: str) -> None:
    assert article(provision) == words


# --- the Genocide Convention and Albania ----------------------------------------------------------------

GENOCIDE, NOW = "genocide-convention", date(2026, 1, 1)


@pytest.mark.parametrize(
    ("other", "on", "effect", "words"),
    [
        ("NLD", date(1966, 9, 18), "not-in-force", "not in force between them"),
        ("NLD", date(1999, 7, 18), "not-in-force", "not in force between them"),
        ("NLD", date(1999, 7, 19), "modified", "in force as modified in article XII"),
        ("GBR", date(1980, 1, 1), "without-provisions", "in force without articles IX and XII"),
        ("GBR", date(1999, 7, 19), "without-provisions", "in force without article XII"),
        (
            "FRA",
            date(1955, 9, 1),
            "not-accepted-yet",
            "no reaction yet to the reservation to articles IX and",
        ),
        ("FRA", date(1980, 1, 1), "modified", "in force as modified in articles IX and XII"),
    ],
)
def test_albania(other: str, on: date, effect: str, words: str, view: View) -> None:
    """The Netherlands opposed entry into force until the reservation to IX was withdrawn in 1999."""
    asked = situation_of(view, GENOCIDE, on, NOW)
    (relation,) = matrix(asked, "ALB", other).relations
    assert (relation.effect, told(relation)[: len(words)]) == (effect, words)
    assert all(each.provision.endswith("as custom") for each in relation.grounds)
    assert asked.parties.contains("ALB", on)


def test_who_is_no_party_is_not_in_the_matrix(view: View) -> None:
    """The Netherlands acceded on 20 June 1966 and was bound ninety days later."""
    found = matrix(situation_of(view, GENOCIDE, date(1966, 9, 17), NOW))
    assert [each.state for each in found.objections] == ["objector-no-party"]
    assert all("NLD" not in each.between for each in found.relations)
    assert matrix(situation_of(view, GENOCIDE, date(1966, 9, 17), NOW), "ALB", "NLD").relations == ()


def test_the_history_of_albania_and_the_netherlands(view: View) -> None:
    eras = history(situation_of(view, GENOCIDE, NOW, NOW), ("ALB", "NLD"))
    assert [(each.since, each.until, each.relation.effect) for each in eras] == [
        (date(1966, 9, 18), date(1999, 7, 19), "not-in-force"),
        (date(1999, 7, 19), None, "modified"),
    ]


def test_an_objection_withdrawn_by_the_united_kingdom(view: View) -> None:
    """An invented act: no certain real one was at hand."""
    asked = situation_of(view, GENOCIDE, date(2021, 1, 1), NOW)
    target = next(each for each in asked.acts if each.actor == "GBR" and each.provision == "XII")
    ends = Act(
        f"{GENOCIDE}/GBR/2020-01-15/objection-withdrawal", GENOCIDE, "GBR", "objection-withdrawal",
        received_on=date(2020, 1, 15), target=target.id,
    )  # fmt: skip
    (relation,) = matrix(replace(asked, acts=[*asked.acts, ends]), "ALB", "GBR").relations
    assert (relation.effect, relation.since) == ("modified", date(2020, 1, 15))


@given(known=st.dates(date(1955, 1, 1), date(2001, 1, 1)), on=st.dates(date(1955, 1, 1), date(2001, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_what_becomes_known_later_changes_nothing(known: date, on: date, view: View) -> None:
    """Acts known only after the knowledge day are as if they had not been."""
    asked = situation_of(view, GENOCIDE, on, known)
    assert all(act.known <= known for act in asked.acts)
    found = matrix(asked)
    rests_on = {act for each in found.reservations for act in each.acts}
    rests_on |= {act for each in found.objections for act in each.acts}
    rests_on |= {act for each in found.relations for ground in each.grounds for act in ground.acts}
    assert rests_on <= {act.id for act in asked.acts}


# --- properties -----------------------------------------------------------------------------------------


@given(DAYS, DAYS)
def test_withdrawing_a_reservation_restores_full_relations(withdrawn: date, on: date) -> None:
    whole = act("AAA", "reservation-withdrawal", withdrawn, RESERVATION)
    found = matrix(situation(RESERVATION, OPPOSES, whole, on=on))
    assert bool(found.relations) == (on < withdrawn)
    assert found.otherwise + len(found.relations) == 6


@given(st.permutations(range(4)), DAYS)
def test_the_order_of_acts_changes_nothing(order: list[int], on: date) -> None:
    acts = (RESERVATION, OPPOSES, OBJECTS, act("BBB", "objection-withdrawal", date(2004, 1, 1), OPPOSES))
    assert matrix(situation(*(acts[at] for at in order), on=on)) == matrix(situation(*acts, on=on))


@given(DAYS, DAYS)
def test_an_objection_works_only_once_its_author_is_a_party(party_from: date, on: date) -> None:
    periods = {**ALWAYS, "BBB": ((party_from, None),)}
    found = matrix(situation(RESERVATION, OPPOSES, on=on, periods=periods))
    works = [each.act.actor for each in found.objections if each.state == "works"]
    assert works == (["BBB"] if on >= max(party_from, OPPOSES.day) else [])
    assert ("BBB" in {code for pair in effects(found) for code in pair}) == (on >= party_from)


@given(DAYS, DAYS, DAYS, DAYS)
def test_what_works_works_for_a_time(made: date, withdrawn: date, objected: date, on: date) -> None:
    """No period ends before it begins, in whatever order the acts come."""
    own = act("AAA", "reservation", made, provision="9")
    said = act("BBB", "objection", objected, own, opposes_entry_into_force=False)
    ends = act("BBB", "objection-withdrawal", withdrawn, said)
    found = matrix(situation(own, said, ends, act("AAA", "reservation-withdrawal", withdrawn, own), on=on))
    periods = [(each.since, each.until) for each in found.reservations]
    periods += [(each.since, each.until) for each in found.objections]
    periods += [(each.since, each.until) for each in found.relations]
    assert all(until is None or (since is not None and since < until) for since, until in periods)
    assert all(each.since is not None and each.since <= on for each in found.relations)


@given(DAYS, st.sampled_from(CODES))
def test_a_row_says_what_the_matrix_says(on: date, of: str) -> None:
    asked = situation(RESERVATION, OPPOSES, OBJECTS, on=on)
    row = {pair: effect for pair, effect in effects(matrix(asked, of)).items() if effect != "as-it-stands"}
    assert row == {pair: effect for pair, effect in effects(matrix(asked)).items() if of in pair}
    assert len(matrix(asked, of).relations) == len(CODES) - 1


@given(DAYS, DAYS, DAYS)
def test_the_history_of_two_parties_says_of_each_day_what_the_matrix_says(
    objected: date, withdrawn: date, on: date
) -> None:
    said = act("BBB", "objection", objected, RESERVATION, opposes_entry_into_force=True)
    acts = (RESERVATION, said, act("AAA", "reservation-withdrawal", withdrawn, RESERVATION))
    asked = situation(*acts, on=on)
    eras = history(asked, ("AAA", "BBB"))
    (era,) = (each for each in eras if each.since <= on and (each.until is None or on < each.until))
    (found,) = matrix(asked, "AAA", "BBB").relations
    assert told(era.relation) == told(found)
    assert all(one.until == two.since for one, two in pairwise(eras))
