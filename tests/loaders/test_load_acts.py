"""The acts format v1: every promised error with its field, shape and article."""

from collections.abc import Callable
from datetime import date

import pytest

from graph.faults import Fault, Origin
from graph.loaders import InputFile
from graph.loaders.acts import COLUMNS, read
from graph.records import Act, Read
from ontology.kinds import shape

ReadText = Callable[[str, str | bytes], list[Read | Fault]]
NOTICE = {
    "id": "rome-statute/GMB/2016-11-10/withdrawal-notification",
    "treaty": "rome-statute",
    "actor": "GMB",
    "kind": "withdrawal-notification",
    "date": "2016-11-08",
    "received_on": "2016-11-10",
    "provision": "127(1)",
    "depositary": "un-secretary-general",
    "verification": "verified",
    "sources": "un-spokesman-2017-02-17; fidh-2017-02-24",
}

OPPOSES = "opposes_entry_into_force"


def table(*fields: dict[str, str]) -> str:
    lines = [",".join(row.get(column, "") for column in COLUMNS.known) for row in fields]
    return "\n".join([",".join(COLUMNS.known), *lines, ""])


def faults(**changes: str) -> list[Fault]:
    """Faults of the good row with these fields changed; its id follows unless it is given."""
    row = {**NOTICE, **changes}
    day = row["received_on"] or row["date"] or row.get("recorded_effective_on", "")
    row["id"] = changes.get("id", f"{row['treaty']}/{row['actor']}/{day}/{row['kind']}")
    found = list(read(InputFile("acts.csv", table(row).encode())))
    assert all(item.origin == Origin("acts.csv", 2) for item in found)
    assert all(isinstance(item, Fault) for item in found)
    return [item for item in found if isinstance(item, Fault)]


def test_a_good_row_is_an_act() -> None:
    (found,) = read(InputFile("acts.csv", table(NOTICE).encode()))
    assert isinstance(found, Read)
    assert found.record == Act(
        id="rome-statute/GMB/2016-11-10/withdrawal-notification",
        treaty="rome-statute",
        actor="GMB",
        kind="withdrawal-notification",
        date=date(2016, 11, 8),
        received_on=date(2016, 11, 10),
        provision="127(1)",
        depositary="un-secretary-general",
        verification="verified",
        sources=("un-spokesman-2017-02-17", "fidh-2017-02-24"),
    )


@pytest.mark.parametrize(
    "day", ["2016-2-3", "20160203", "2016-W05-3", "3 February 2016", "02/03/2016", "٢٠١٦-٠٢-٠٣"]
)
@pytest.mark.parametrize("field", ["date", "known_on", "requested_effective_on", "scope_until"])
def test_a_day_of_the_wrong_form(field: str, day: str) -> None:
    (found,) = faults(**{field: day})
    assert (found.field, found.shape) == (field, "DatesShape")
    assert day in found.message
    assert "YYYY-MM-DD" in found.message


@pytest.mark.parametrize("day", ["2016-02-30", "2015-02-29", "2016-13-01", "0000-01-01", "2016-04-31"])
def test_an_impossible_day(day: str) -> None:
    (found,) = faults(recorded_effective_on=day)
    assert (found.field, found.shape) == ("recorded_effective_on", "DatesShape")
    assert found.message == f"There is no day {day} in the calendar."


@pytest.mark.parametrize(
    ("changes", "field", "shape_name", "law", "says"),
    [
        ({"kind": "withdrawal-notifcation"}, "kind", "TreatyActionShape", "", "Did you mean with"),
        ({"kind": "zzz"}, "kind", "TreatyActionShape", "", "It is one of signature"),
        ({"kind": "Withdrawal-Notification"}, "kind", "TreatyActionShape", "", "Did you mean with"),
        ({"treaty": "Rome Statute"}, "treaty", "TreatyActionShape", "", "slug"),
        ({"treaty": ""}, "treaty", "TreatyActionShape", "VCLT 6", "empty"),
        ({"actor": ""}, "actor", "ActorShape", "VCLT 6", "empty"),
        ({"actor": "G MB"}, "actor", "ActorShape", "", "code"),
        ({"actor": "ALL"}, "actor", "ActorShape", "", "only where the treaty itself"),
        ({"date": "2016-11-11"}, "received_on", "DatesShape", "VCLT 78(b)", "before it was made"),
        ({"scope_from": "2014-02-22", "scope_until": "2013-11-21"}, "scope_until", "DatesShape", "", "ends"),
        ({OPPOSES: "true"}, OPPOSES, "ObjectionShape", "VCLT 20(4)(b)", "Only an objection"),
        ({OPPOSES: "yes"}, OPPOSES, "", "", "neither true nor false"),
        ({"verification": "sure"}, "verification", "VerificationShape", None, "is not verified"),
        ({"verification": "unverified"}, "verification", "VerificationShape", None, "has no sources"),
        ({"verification": ""}, "verification", "VerificationShape", None, "has no sources"),
        ({"sources": ""}, "sources", "VerificationShape", None, "names its sources"),
        ({"addressee": "USA;;RUS"}, "addressee", "", "", "empty value"),
    ],
)  # fmt: skip
def test_each_fault_names_field_shape_and_article(
    changes: dict[str, str], field: str, shape_name: str, law: str | None, says: str
) -> None:
    (found,) = faults(**changes)
    assert found.field == field
    assert (found.shape, found.severity) == (shape_name, "refused")
    assert found.law == (shape(shape_name).legal_basis if law is None else law)
    assert says in found.message


@pytest.mark.parametrize(
    ("kind", "field", "shape_name", "law"),
    [
        ("withdrawal-revocation", "target", "RevocationShape", "VCLT 68"),
        ("no-intent-communication", "target", "NoIntentShape", "VCLT 18(a)"),
        ("consent-withdrawn-before-force", "target", "ConsentWithdrawalShape", "VCLT 18(b)"),
        ("resumption-notification", "target", "TargetShape", "VCLT 72"),
        ("reservation-withdrawal", "target", "TargetShape", "VCLT 22(1), 22(3)(a)"),
        ("expulsion", "affected", "ExpulsionShape", "the treaty itself (Statute of the Council of Europe 8)"),
        ("territorial-application", "territory", "TerritorialShape", "VCLT 29"),
        ("territorial-exclusion", "territory", "TerritorialShape", "VCLT 29"),
        ("objection", "target", "ObjectionShape", "VCLT 20(4)(b)"),
    ],
)
def test_a_kind_requires_its_columns(kind: str, field: str, shape_name: str, law: str) -> None:
    found = next(fault for fault in faults(kind=kind) if fault.field == field)
    assert (found.shape, found.law) == (shape_name, law)


def test_an_objection_that_does_not_say_whether_it_opposes_loads_with_a_warning() -> None:
    target = "rome-statute/ALB/2003-01-31/reservation"
    objection = {
        **NOTICE,
        "kind": "objection",
        "target": target,
        "id": "rome-statute/GMB/2016-11-10/objection",
    }
    warning, read_ = read(InputFile("acts.csv", table(objection).encode()))
    assert isinstance(warning, Fault)
    assert (warning.field, warning.shape, warning.law) == (OPPOSES, "ObjectionShape", "VCLT 20(4)(b)")
    assert warning.severity == "warning"
    assert isinstance(read_, Read)
    assert isinstance(read_.record, Act)
    assert read_.record.opposes_entry_into_force is None


@pytest.mark.parametrize("day", ["2020-02-30", "2016-2-3"])
@pytest.mark.parametrize("field", ["date", "received_on", "known_on", "recorded_effective_on", "scope_from"])
def test_an_impossible_day_is_one_fault(field: str, day: str) -> None:
    (found,) = faults(**{field: day, "id": NOTICE["id"]})
    assert (found.field, found.shape, day in found.message) == (field, "DatesShape", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "withdrawal-notifcation"),
        ("actor", ""),
        ("actor", "G MB"),
        ("treaty", ""),
        ("treaty", "Rome Statute"),
        ("treaty", "Rome\x01Statute"),
        ("id", ""),
        ("sources", ";"),
        ("verification", "sure"),
    ],
)
def test_nothing_is_told_that_rests_on_a_faulty_field(field: str, value: str) -> None:
    (found,) = faults(**{"id": NOTICE["id"], field: value})
    assert (found.field, found.severity) == (field, "refused")


def test_ids_that_are_empty_are_not_told_as_duplicates() -> None:
    rows = [{**NOTICE, "id": ""}, {**NOTICE, "id": ""}]
    found = list(read(InputFile("acts.csv", table(*rows).encode())))
    assert ["is empty" in item.message for item in found if isinstance(item, Fault)] == [True, True]


def test_an_act_has_a_day() -> None:
    found = faults(date="", received_on="", id="rome-statute/GMB//withdrawal-notification")
    assert [(fault.field, fault.shape, fault.law) for fault in found] == [
        ("received_on", "DatesShape", "VCLT 16, 78")
    ]


@pytest.mark.parametrize("tail", ["/2", "/3", "/10"])
def test_an_id_may_have_a_serial(tail: str) -> None:
    (found,) = read(InputFile("acts.csv", table({**NOTICE, "id": NOTICE["id"] + tail}).encode()))
    assert isinstance(found, Read)


@pytest.mark.parametrize(
    "id_",
    [
        "rome-statute/GMB/2016-11-8/withdrawal-notification",
        "rome-statute/RUS/2016-11-10/withdrawal-notification",
        "rome-statute/GMB/2016-11-10/accession",
        NOTICE["id"] + "/1",
        NOTICE["id"] + "/02",
        NOTICE["id"] + "x",
        "x",
    ],
)
def test_an_id_that_does_not_fit_its_row(id_: str) -> None:
    (found,) = faults(id=id_)
    assert (found.field, found.shape) == ("id", "TreatyActionShape")
    assert NOTICE["id"] in found.message


def test_a_duplicate_id_names_the_line_that_has_it() -> None:
    found = list(read(InputFile("acts.csv", table(NOTICE, NOTICE).encode())))
    assert isinstance(found[0], Read)
    assert isinstance(found[1], Fault)
    assert (found[1].origin, found[1].field) == (Origin("acts.csv", 3), "id")
    assert "already in line 2" in found[1].message


def test_an_act_in_the_future_loads_with_a_warning() -> None:
    content = table({**NOTICE, "recorded_effective_on": "2017-11-10"}).encode()
    warning, record = read(InputFile("acts.csv", content, today=date(2016, 11, 9)))
    assert isinstance(record, Read)
    assert isinstance(warning, Fault)
    assert (warning.field, warning.severity) == ("received_on", "warning")


def test_an_act_without_sources_is_unverified(read_text: ReadText) -> None:
    row = {**NOTICE, "verification": "", "sources": ""}
    (found,) = read_text("acts", table(row))
    assert isinstance(found, Read)
    assert isinstance(found.record, Act)
    assert found.record.verification == "unverified"
