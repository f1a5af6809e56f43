"""What holds beside a status: territory, opt-outs, reservations, provisional application, suspensions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from graph.law.derive import derive
from graph.law.rules import Rules, Suspension
from graph.records import Act

ActMaker = Callable[..., Act]
Spans = list[tuple[str, str, str, str | None]]


def spans(acts: Sequence[Act], rules: Rules | None, known: date | None = None) -> Spans:
    return [
        (each.kind, each.territory, each.valid_from.isoformat(), iso(each.valid_until))
        for each in derive(acts, rules, known=known).qualifiers
    ]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def test_denmark_without_and_with_its_territories(make: ActMaker, rome: Rules) -> None:
    exclusion = make("rome-statute/DNK/2001-06-21/territorial-exclusion", territory=("GRL", "FRO"))
    acts = [
        make("rome-statute/DNK/2001-06-21/ratification"),
        exclusion,
        make("rome-statute/DNK/2004-11-17/territorial-application", territory=("GRL",), target=exclusion.id,
             recorded_effective_on=date(2004, 10, 1)),
        make("rome-statute/DNK/2006-11-20/territorial-application", territory=("FRO",), target=exclusion.id,
             recorded_effective_on=date(2006, 10, 1)),
    ]  # fmt: skip
    assert spans(acts, rome) == [
        ("territorial-exclusion", "FRO", "2001-06-21", "2006-10-01"),
        ("territorial-exclusion", "GRL", "2001-06-21", "2004-10-01"),
        ("territorial-application", "GRL", "2004-10-01", None),
        ("territorial-application", "FRO", "2006-10-01", None),
    ]
    assert spans(acts, rome, known=date(2004, 11, 16)) == [
        ("territorial-exclusion", "FRO", "2001-06-21", None),
        ("territorial-exclusion", "GRL", "2001-06-21", None),
    ]
    assert derive(acts, rome).qualifiers[0].provision == "VCLT 29, as custom"
    assert derive(acts, rome).of("DNK") == derive(acts[:1], rome).of("DNK")


def test_an_extension_without_an_exclusion(make: ActMaker, rome: Rules) -> None:
    acts = [make("rome-statute/GBR/2013-02-01/territorial-application", territory=("IMN",))]
    assert spans(acts, rome) == [("territorial-application", "IMN", "2013-02-01", None)]


def opt_out(make: ActMaker, actor: str, last: str) -> Act:
    return make(
        f"rome-statute/{actor}/2002-08-05/opt-out-declaration",
        provision="124",
        scope_from=date(2002, 11, 1),
        scope_until=date.fromisoformat(last),
    )


def test_an_opt_out_lapses_or_is_withdrawn_with_effect_from_an_earlier_day(
    make: ActMaker, rome: Rules
) -> None:
    colombia, france = opt_out(make, "COL", "2009-10-31"), opt_out(make, "FRA", "2009-06-30")
    withdrawn = make(
        "rome-statute/FRA/2008-08-13/declaration-withdrawal",
        target=france.id,
        requested_effective_on=date(2008, 6, 15),
    )
    assert spans([colombia, france, withdrawn], rome) == [
        ("opt-out", "", "2002-11-01", "2009-11-01"),
        ("opt-out", "", "2002-11-01", "2008-06-15"),
    ]
    before = spans([colombia, france, withdrawn], rome, known=date(2008, 8, 12))
    assert before[1] == ("opt-out", "", "2002-11-01", "2009-07-01")
    found = derive([france, withdrawn], rome).qualifiers[0]
    assert (found.provision, found.acts) == ("124", (france.id, withdrawn.id))


def test_provisional_application_ends_by_notice_or_with_force(make: ActMaker, rome: Rules) -> None:
    begun = make("rome-statute/RUS/1999-12-17/provisional-application", provision="45(1)")
    ended = make(
        "rome-statute/RUS/2009-08-20/provisional-application-end",
        target=begun.id,
        requested_effective_on=date(2009, 10, 18),
    )
    assert spans([begun, ended], rome) == [("provisional-application", "", "1999-12-17", "2009-10-18")]
    consent = make("rome-statute/RUS/2000-06-30/ratification")
    assert spans([begun, ended, consent], rome) == [
        ("provisional-application", "", "1999-12-17", "2002-07-01")
    ]


def test_reservations_stand_until_withdrawn_as_a_whole(make: ActMaker, rome: Rules) -> None:
    ninth = make("rome-statute/ALB/2003-01-31/reservation", provision="IX")
    twelfth = make("rome-statute/ALB/2003-01-31/reservation/2", provision="XII")
    whole = make("rome-statute/ALB/2010-07-19/reservation-withdrawal", target=ninth.id, provision="IX")
    in_part = make(
        "rome-statute/ALB/2010-07-19/reservation-withdrawal/2", target=twelfth.id, provision="XII(2)"
    )
    assert spans([ninth, twelfth, whole, in_part], rome) == [
        ("reservation", "", "2003-01-31", "2010-07-19"),
        ("reservation", "", "2003-01-31", None),
    ]


def test_jurisdiction_for_a_time(make: ActMaker, rome: Rules) -> None:
    acts = [
        make("rome-statute/UKR/2014-04-17/jurisdiction-acceptance", provision="12(3)",
             scope_from=date(2013, 11, 21), scope_until=date(2014, 2, 22)),
        make("rome-statute/UKR/2015-09-08/jurisdiction-acceptance", provision="12(3)",
             scope_from=date(2014, 2, 20)),
    ]  # fmt: skip
    assert spans(acts, rome) == [
        ("jurisdiction-acceptance", "", "2013-11-21", "2014-02-23"),
        ("jurisdiction-acceptance", "", "2014-02-20", None),
    ]
    assert derive(acts, rome).intervals == ()


def test_a_suspension_is_contested_where_no_clause_allows_it(make: ActMaker, rome: Rules) -> None:
    consent = make("rome-statute/RUS/2003-02-10/accession")
    suspended = make("rome-statute/RUS/2023-02-28/suspension-notification")
    resumed = make("rome-statute/RUS/2024-02-28/resumption-notification", target=suspended.id)
    end = make("rome-statute/ALL/2026-02-05/treaty-expiry")
    assert spans([consent, suspended], rome) == [("contested-suspension", "", "2023-02-28", None)]
    assert spans([consent, suspended, resumed], rome) == [
        ("contested-suspension", "", "2023-02-28", "2024-02-28")
    ]
    assert spans([consent, suspended, end], rome) == [
        ("contested-suspension", "", "2023-02-28", "2026-02-05")
    ]
    assert spans([consent, suspended], replace(rome, suspension=Suspension("9", "yes"))) == []


def test_the_suspension_of_a_notice_is_none_of_the_treaty(make: ActMaker, rome: Rules) -> None:
    notice = make("rome-statute/PRK/2010-03-12/withdrawal-notification")
    suspended = make("rome-statute/PRK/2010-06-11/suspension-notification", target=notice.id)
    assert spans([make("rome-statute/PRK/2003-02-10/accession"), notice, suspended], rome) == []
