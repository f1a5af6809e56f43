"""Each act once, whatever the sources say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations

from graph.law.register import Contradiction, merge
from graph.records import Act

ActMaker = Callable[..., Act]
TIERS = {"depositary": 0, "gazette": 1, "press": 6}


def notice(make: ActMaker, source: str, **fields: object) -> Act:
    sources = (source,) if source else ()
    return make("rome-statute/GMB/2016-11-10/withdrawal-notification", sources=sources, **fields)


def test_sources_are_united_the_best_first(make: ActMaker) -> None:
    reports = [notice(make, source) for source in ("unknown", "press", "depositary", "press")]
    register = merge(reports, TIERS)
    assert [act.sources for act in register.acts] == [("depositary", "press", "unknown")]
    assert register.contradictions == ()


def test_the_better_source_wins_and_the_other_value_is_kept(make: ActMaker) -> None:
    press = notice(make, "press", date=date(2016, 11, 8), verification="verified")
    gazette = notice(make, "gazette", date=date(2016, 11, 10), verification="single-source")
    register = merge([press, gazette], TIERS)
    assert register.acts[0].date == date(2016, 11, 10)
    assert register.contradictions == (
        Contradiction(gazette.id, "date", "2016-11-10", "2016-11-08", ("gazette",), ("press",)),
    )


def test_an_empty_field_contradicts_nothing_and_is_filled(make: ActMaker) -> None:
    depositary = notice(make, "depositary")
    press = notice(
        make, "press", provision="127(1)", territory=("GRL", "FRO"), opposes_entry_into_force=False
    )
    register = merge([depositary, press], TIERS)
    assert register.contradictions == ()
    act = register.acts[0]
    assert (act.provision, act.territory, act.opposes_entry_into_force) == ("127(1)", ("GRL", "FRO"), False)


def test_verified_comes_before_single_source_within_a_tier(make: ActMaker) -> None:
    one = notice(make, "press", document="a", verification="single-source")
    other = notice(make, "press", document="b", verification="verified")
    register = merge([one, other], TIERS)
    assert (register.acts[0].document, register.acts[0].verification) == ("b", "verified")
    assert register.contradictions[0].other == "a"


def test_values_are_told_as_text(make: ActMaker) -> None:
    depositary = notice(make, "depositary", territory=("GRL",), opposes_entry_into_force=True)
    press = notice(make, "press", territory=("GRL", "FRO"), opposes_entry_into_force=False)
    found = {each.field: (each.kept, each.other) for each in merge([press, depositary], TIERS).contradictions}
    assert found == {"territory": ("GRL", "GRL;FRO"), "opposes_entry_into_force": ("true", "false")}


def test_the_order_of_reports_changes_nothing(make: ActMaker) -> None:
    reports = [
        notice(make, "press", document="a", note="first"),
        notice(make, "press", document="b"),
        notice(make, "gazette", document="c"),
        notice(make, "", document="d"),
        make("rome-statute/BDI/2016-10-27/withdrawal-notification", sources=("press",)),
    ]
    assert len({merge(order, TIERS) for order in permutations(reports)}) == 1


def test_notes_and_marks_of_verification_do_not_contradict(make: ActMaker) -> None:
    one = notice(make, "depositary", note="in one's own words", verification="verified")
    other = replace(one, sources=("press",), note="in other words", verification="unverified")
    register = merge([one, other], TIERS)
    assert register.contradictions == ()
    assert register.acts[0].note == "in one's own words"


def test_nothing_makes_an_empty_register() -> None:
    assert merge([], TIERS).acts == ()


def test_a_consent_without_its_means_contradicts_none_and_takes_the_means_of_the_other(
    make: ActMaker,
) -> None:
    known = make("rome-statute/GMB/2002-06-28/ratification", sources=("press",))
    unnamed = replace(known, kind="consent-to-be-bound", sources=("depositary",))
    register = merge([unnamed, known], TIERS)
    assert [(act.kind, act.sources) for act in register.acts] == [("ratification", ("depositary", "press"))]
    assert register.contradictions == ()
    assert merge([unnamed], TIERS).acts[0].kind == "consent-to-be-bound"
