"""Membership of treaties of WIPO: short names, instruments, days of effect, and who acted then."""

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.faults import Fault, Left
from graph.loaders import LOADERS, InputFile, wipo
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.names import Names, TreatyName
from graph.published.entry import Entry, Item, Unnamed
from graph.published.publication import Treaty
from graph.records import Act, Read, State
from graph.store import Generations, Store
from graph.view import View
from tests.conftest import PACKAGED, SHARED

HEADER = ",".join(wipo.COLUMNS)
TODAY = date(2026, 11, 24)


@cache
def states() -> tuple[State, ...]:
    content = (PACKAGED / "states.csv").read_bytes()
    reads = LOADERS["states"].read(InputFile("states.csv", content))
    return tuple(each.record for each in reads if isinstance(each, Read) and isinstance(each.record, State))


@cache
def names() -> Names:
    rules = json.loads((PACKAGED / "treaty_rules.json").read_text("utf-8"))["treaties"]
    return Names(states(), [TreatyName(each["id"], each["title"]) for each in rules])


def read(content: str | bytes | Path, known: Names | None = None) -> list[Item]:
    data = content.encode() if isinstance(content, str) else content
    return list(wipo.read(InputFile("wipo.csv", data, TODAY, known or names(), "test")))


def table(*rows: str, known: Names | None = None) -> list[Item]:
    return read("\n".join((HEADER, *rows)) + "\n", known)


def acts(items: list[Item]) -> list[Act]:
    return [item.record for item in items if isinstance(item, Entry) and isinstance(item.record, Act)]


def treaties(items: list[Item]) -> list[Treaty]:
    return [item.record for item in items if isinstance(item, Entry) and isinstance(item.record, Treaty)]


def left(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.field, item.reason, item.value) for item in items if isinstance(item, Left)]


def unnamed(items: list[Item]) -> list[str]:
    return [item.meaning.name for item in items if isinstance(item, Unnamed)]


def faults(items: list[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Fault)]


def test_a_row_of_a_signature_and_an_instrument() -> None:
    items = table("France,Singapore,2006-03-28,Ratification,2009-08-28,2009-11-28")
    signature, ratification = acts(items)
    assert signature == Act(
        id="wipo-singapore/FRA/2006-03-28/signature",
        treaty="wipo-singapore",
        actor="FRA",
        kind="signature",
        date=date(2006, 3, 28),
        received_on=date(2006, 3, 28),
        depositary="wipo-director-general",
        verification="single-source",
        sources=("test",),
    )
    assert ratification == Act(
        id="wipo-singapore/FRA/2009-08-28/ratification",
        treaty="wipo-singapore",
        actor="FRA",
        kind="ratification",
        received_on=date(2009, 8, 28),
        recorded_effective_on=date(2009, 11, 28),
        depositary="wipo-director-general",
        verification="single-source",
        sources=("test",),
    )
    assert left(items) == []


@pytest.mark.parametrize(
    ("label", "slug", "day", "depositary"),
    [
        ("Paris", "wipo-paris", "1883-03-20", ""),
        ("Berne", "wipo-berne", "1886-09-09", ""),
        ("Madrid", "wipo-madrid-indications", "1891-04-14", ""),
        ("Rome", "untc-xiv-3", "1961-10-26", "un-secretary-general"),
        ("Phonograms", "untc-xiv-4", "1971-10-29", "un-secretary-general"),
        ("Brussels", "untc-xxv-1", "1974-05-21", "un-secretary-general"),
        ("WIPO Copyright Treaty (WCT)", "wipo-wct", "1996-12-20", "wipo-director-general"),
    ],
)
def test_a_short_name_is_one_treaty(label: str, slug: str, day: str, depositary: str) -> None:
    items = table(f"Japan,{label},,Accession,2000-06-06,2001-06-06")
    (found,) = treaties(items)
    assert (found.slug, found.signed_on, found.local) == (slug, day, label)
    assert [(act.treaty, act.depositary) for act in acts(items)] == [(slug, depositary)]


def test_paris_is_not_the_paris_agreement_and_rome_not_the_statute() -> None:
    rows = ("Japan,Paris,,Accession,1899-04-18,1899-07-15", "Japan,Rome,,Accession,1989-07-26,1989-10-26")
    assert {act.treaty for act in acts(table(*rows))} == {"wipo-paris", "untc-xiv-3"}


def test_a_treaty_that_is_known_keeps_its_slug() -> None:
    rome = TreatyName("rome-convention", "Rome Convention of 1961", ("XIV-3",))
    berne = TreatyName("berne", "Berne Convention for the Protection of Literary and Artistic Works")
    items = table(
        "Japan,Rome,,Accession,1989-07-26,",
        "Japan,Berne,,Accession,1899-04-18,",
        known=Names(states(), [rome, berne]),
    )
    assert [(each.slug, each.named_elsewhere) for each in treaties(items)] == [
        ("rome-convention", True),
        ("berne", True),
    ]


@pytest.mark.parametrize(
    ("instrument", "kind"),
    [
        ("Accession", "accession"),
        ("accession", "accession"),
        ("Ratification", "ratification"),
        ("Acceptance", "acceptance"),
        ("Declaration/Notification of Succession", "succession"),
        ("Declaration of Continued Application", "succession"),
    ],
)
def test_kinds_of_instruments(instrument: str, kind: str) -> None:
    items = table(f"Croatia,Paris,,{instrument},1992-07-28,")
    assert [act.kind for act in acts(items)] == [kind]


def test_a_succession_works_back_and_nothing_else_does() -> None:
    (succession,) = acts(table("Croatia,Paris,,Declaration/Notification of Succession,1992-07-28,1991-10-08"))
    assert succession.recorded_effective_on == date(1991, 10, 8)
    items = table("Croatia,Paris,,Accession,1992-07-28,1991-10-08")
    assert [act.recorded_effective_on for act in acts(items)] == [None]
    assert left(items) == [("Entry Into Force Date", wipo.BACKWARDS, "1991-10-08")]


def test_a_day_of_effect_may_lie_ahead_and_a_deposit_not() -> None:
    (act,) = acts(table("Chile,Beijing,,Accession,2026-11-20,2027-02-20"))
    assert act.recorded_effective_on == date(2027, 2, 20)
    items = table("Chile,Beijing,2105-01-01,Accession,2106-01-01,2106-04-01")
    assert acts(items) == []
    assert Counter(reason for _, reason, _ in left(items)) == {wipo.IN_FUTURE: 2}


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("Chile,Geneva,,Accession,2001-01-01,", "Treaty", wipo.UNKNOWN_LABEL),
        ("Chile,,,Accession,2001-01-01,", "Treaty", wipo.UNKNOWN_LABEL),
        ("Chile,Paris,,,,", "", wipo.NO_ACT),
        (",Paris,,Accession,2001-01-01,", "Contracting Party", wipo.NO_PARTY),
        ("Chile,Paris,,Denunciation,2001-01-01,", "Instrument Type", wipo.NO_KIND),
        ("Chile,Paris,,Accession,2001-02-30,", "Instrument Date", wipo.NO_DAY),
        ("Chile,Paris,,Accession,20010203,", "Instrument Date", wipo.NO_DAY),
        ("Chile,Paris,3 May 2001,,,", "Signature Date", wipo.NO_DAY),
        ("Chile,Beijing,,Accession,1999-01-01,", "Instrument Date", wipo.BEFORE_TREATY),
        ("New Zealand,Madrid,,,,1931-07-29", "Entry Into Force Date", wipo.NO_INSTRUMENT),
        ("Chile,Paris,,Accession,,", "Instrument Type", wipo.NO_INSTRUMENT),
        ("Chile,Paris,,,2001-01-01,", "Instrument Date", wipo.NO_INSTRUMENT),
    ],
)
def test_what_a_row_does_not_say_is_left(row: str, field: str, reason: str) -> None:
    items = table(row)
    assert acts(items) == []
    assert [each[:2] for each in left(items)] == [(field, reason)]


def test_a_bad_day_of_effect_leaves_the_act() -> None:
    items = table("Chile,Paris,,Accession,2001-01-01,soon")
    assert [act.kind for act in acts(items)] == ["accession"]
    assert left(items) == [("Entry Into Force Date", wipo.NO_DAY, "soon")]


@pytest.mark.parametrize(
    ("row", "actor", "acted_as"),
    [
        ("Russian Federation,WPPT,1996-12-20,,,", "RUS", ""),
        ("Russian Federation,Brussels,,Accession,1988-10-20,", "RUS", "Union of Soviet Socialist Republics"),
        ("Germany,Berne,1886-09-09,,,", "DEU", "German Empire"),
        ("Türkiye,Paris,,Accession,1925-06-27,", "TUR", ""),
        ("European Union (EU),Marrakesh,2014-04-30,,,", "EU", ""),
        ("Congo,Rome,,Accession,1962-06-29,", "COG", ""),
        ("Netherlands (Kingdom of the),Paris,1883-03-20,,,", "NLD", ""),
    ],
)
def test_who_acted_and_under_which_name(row: str, actor: str, acted_as: str) -> None:
    row = row.replace("WPPT", "WIPO Performances and Phonograms Treaty (WPPT)")
    assert [(act.actor, act.acted_as) for act in acts(table(row))] == [(actor, acted_as)]


def test_a_state_that_declares_before_it_exists() -> None:
    (act,) = acts(table("Slovakia,Berne,,Declaration of Continued Application,1992-12-30,1993-01-01"))
    assert (act.actor, act.received_on, act.recorded_effective_on) == (
        "SVK", date(1992, 12, 30), date(1993, 1, 1),
    )  # fmt: skip
    assert act.note == wipo.IN_ADVANCE


@pytest.mark.parametrize("name", ["African Intellectual Property Organization (OAPI)", "Serbia", "Slovakia"])
def test_a_name_that_is_not_clear_is_reported(name: str) -> None:
    """Today's Serbia and Slovakia signed nothing in 1982: Yugoslavia and Czechoslovakia did."""
    items = table(f"{name},Nairobi,1982-12-22,,,")
    assert (acts(items), unnamed(items)) == ([], [name])


def test_the_same_act_stands_once() -> None:
    row = "Chile,Paris,,Accession,1991-03-14,1991-06-14"
    items = table(row, row)
    assert len(acts(items)) == 1
    assert left(items) == [("", wipo.AGAIN, "Chile")]


DAYS = st.dates(date(1880, 1, 1), date(2030, 1, 1)).map(date.isoformat)


ROWS = st.tuples(
    st.sampled_from(["Chile", "Russian Federation", "Hong Kong", "Atlantis", ""]),
    st.sampled_from(["Paris", "Beijing", "Rome", "Geneva", ""]),
    st.one_of(st.just(""), DAYS, st.text(alphabet="0123456789-x", max_size=10)),
    st.sampled_from([*wipo.KINDS, "Denunciation", ""]),
    st.one_of(st.just(""), DAYS),
    st.one_of(st.just(""), DAYS),
)


@settings(deadline=None)  # the first example reads the tables of names
@given(ROWS)
def test_every_row_gives_an_act_or_says_why_not(row: tuple[str, ...]) -> None:
    items = table(",".join(row))
    told = [item for item in items if not (isinstance(item, Entry) and isinstance(item.record, Treaty))]
    assert told
    assert not faults(items)
    for act in acts(items):
        assert act.received_on is not None
        assert act.kind == "succession" or not (
            act.recorded_effective_on and act.recorded_effective_on < act.received_on
        )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        f"{HEADER}\nChile,Paris,,Accession\n".encode(),
        f"{HEADER}\nChile,Paris,,\xff,,\n".encode("latin-1"),
        f"{HEADER}\n".encode("utf-16"),
        b"\x1f\x8b\x08\x00broken",
        b"Country,Treaty\nChile,Paris\n",
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    assert faults(read(content))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEADER, True),
        ("\ufeff" + HEADER, True),
        ("Treaty,Contracting Party,Instrument Type,More", True),
        ("Participant,Signature", False),
        ("Contracting Party,Treaty", False),
        ("", False),
    ],
)
def test_what_is_recognised(head: str, *, expected: bool) -> None:
    assert wipo.recognises(head.encode()) is expected


def test_a_new_column_is_named_and_a_formula_left() -> None:
    items = read(f"{HEADER},Notification\nChile,Paris,=1+1,Accession,1991-03-14,,No. 1\n")
    assert [each[1] for each in left(items)] == [
        "a column without use in the graph",
        "a formula of a spreadsheet, not a value",
    ]
    assert len(acts(items)) == 1


def test_the_table_of_treaties_is_whole() -> None:
    rows = list(csv.DictReader((PACKAGED / "wipo_treaties.csv").read_text("utf-8").splitlines()))
    agents = {row["id"] for row in csv.DictReader((PACKAGED / "agents.csv").read_text("utf-8").splitlines())}
    assert len({row["label"] for row in rows}) == len(rows)
    for row in rows:
        assert bool(row["slug"]) != bool(row["untc"])
        assert date.fromisoformat(row["signed_on"]) < TODAY
        assert row["title"]
        assert row["depositary"] in agents | {""}


def test_the_example_is_loaded(store_path: Path) -> None:
    report = load(Generations(store_path), [Input("wipo", PACKAGED / "examples" / "wipo.csv")])
    assert report.files[0].left == ()
    assert report.files[0].acts == 5
    view = View(Store.open(store_path))
    paris = view.names.treaty("Paris Convention for the Protection of Industrial Property")
    assert paris == "wipo-paris"
    assert {act.actor for act in view.acts(paris)} == {"BEL", "HRV"}
    assert view.names.treaty("Paris Agreement") == "paris-agreement"


def test_the_real_table_is_used_but_for_a_few_rows() -> None:
    path = SHARED / "sources" / "wipo" / "membership-to-copyright-treaties.csv"
    if not path.exists():
        pytest.skip(f"{path} is absent")
    items = read(path)
    assert faults(items) == []
    assert len(treaties(items)) == 17
    assert Counter(act.kind for act in acts(items)) == {
        "accession": 797, "signature": 622, "ratification": 339, "succession": 74, "acceptance": 1,
    }  # fmt: skip
    assert Counter(reason for _, reason, _ in left(items)) == {wipo.NO_INSTRUMENT: 2}
    assert len(unnamed(items)) == 9
