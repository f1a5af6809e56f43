"""Treaties and memberships of the GGO data: statements of the source, and acts only where a day is exact."""

import gzip
import tracemalloc
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812
from pathlib import Path

import pytest

from graph.faults import Fault, Left
from graph.loaders import ggo
from graph.loaders.files import InputFile
from graph.published.entry import Entry, Item, Unnamed
from graph.published.memberships import Membership, SourceEntity
from graph.published.publication import Treaty
from graph.records import Act
from graph.triples.memberships import entity_lines, membership_lines
from tests.conftest import PACKAGED, SHARED
from tests.loaders.published import faults, items_of, left, names, place, records, unnamed, unused

PARTIES = (
    "stateID,treatyID,Title,Signature,StateSignature,StateRatification,Force,StateForce,Term,StateEnd,Coder"
)
PACT = "Pact On Rivers"


def parties(*rows: str) -> list[Item]:
    return items_of(ggo.read, "parties.csv", "\n".join((PARTIES, *rows, "")))


def row(  # noqa: PLR0913 - the columns of the table
    state: str,
    signed: str = "",
    consented: str = "",
    in_force: str = "",
    ended: str = "",
    *,
    treaty: str = "PACTRV_1970A",
    treaty_signed: str = "1970-05-01",
    title: str = PACT,
) -> str:
    return f"{state},{treaty},{title},{treaty_signed},{signed},{consented},,{in_force},,{ended},Coder"


def acts(*rows: str) -> list[tuple[str, str, Day | None]]:
    return [(act.actor, act.kind, act.date) for act in records(parties(*rows), Act)]


def test_a_row_is_a_statement_and_its_exact_days_are_acts() -> None:
    items = parties(row("NOR", "1970-05-01", "1971-02-03", "1971-03-05", "9999-12-31"))
    assert records(items, Treaty) == [
        Treaty("ggo-pactrv-1970a", PACT, local="PACTRV_1970A", signed_on="1970-05-01")
    ]
    assert records(items, Membership) == [
        Membership(
            "ggo", "NOR", "ggo-pactrv-1970a", "NOR", treaty_signed="1970-05-01", signed="1970-05-01",
            consented="1971-02-03", in_force="1971-03-05", ended="..",
        )
    ]  # fmt: skip
    signature, consent = records(items, Act)
    assert signature.id == "ggo-pactrv-1970a/NOR/1970-05-01/signature"
    assert (consent.kind, consent.date) == ("consent-to-be-bound", Day(1971, 2, 3))
    assert (consent.recorded_effective_on, consent.received_on) == (Day(1971, 3, 5), None)
    assert {(act.sources, act.verification) for act in (signature, consent)} == {(("test",), "unverified")}
    assert unused(items) == ["Term", "Coder"]


@pytest.mark.parametrize(
    "date", ["1971-05", "1971", "1970-06..1971-12", "1971-05-01?", "9999-12-31", "1971-XX-01"]
)
def test_what_is_partial_uncertain_or_open_is_no_act(date: str) -> None:
    items = parties(row("NOR", date, date))
    assert records(items, Act) == []
    (said,) = records(items, Membership)
    assert said.signed == ("" if date == "9999-12-31" else date.replace("..", "/"))


def test_a_date_that_no_calendar_has_is_left_and_the_statement_stays() -> None:
    items = parties(row("NOR", "1970-05-01", "0001-01-01", "", "2020-99-99"))
    assert ("StateRatification", "no date by ISO 8601, or one that stands for none", "0001-01-01") in left(
        items
    )
    assert ("StateEnd", "no date by ISO 8601, or one that stands for none", "2020-99-99") in left(items)
    assert records(items, Membership)[0].ended == ""


def test_an_end_is_no_act() -> None:
    assert [kind for _, kind, _ in acts(row("NOR", "1970-05-01", "1971-01-01", "", "1992-12-31"))] == [
        "signature",
        "consent-to-be-bound",
    ]


def test_a_row_that_contradicts_itself_makes_no_act() -> None:
    items = parties(
        row("NOR", "1973-01-01", "1972-01-01"),  # a signature after the consent
        row("DNK", "1969-01-01"),  # before the treaty
        row("SWE", "", "1969-01-01"),
        row("FIN", "", "1972-01-01", "1971-01-01"),  # in force before the consent
    )
    assert [(act.actor, act.kind) for act in records(items, Act)] == [
        ("NOR", "consent-to-be-bound"),
        ("FIN", "consent-to-be-bound"),
    ]
    assert records(items, Act)[1].recorded_effective_on is None
    assert [field for field, *_ in left(items)] == [
        "StateSignature",
        "StateSignature",
        "StateRatification",
        "StateForce",
    ]
    assert len(records(items, Membership)) == 4


def test_the_day_on_which_a_state_began_is_that_of_no_signature() -> None:
    items = parties(row("SVK", "1993-01-01", "1993-01-01"))
    assert [act.kind for act in records(items, Act)] == ["consent-to-be-bound"]
    assert "began" in left(items)[0][1]


@pytest.mark.parametrize(
    ("identifier", "day", "code", "acted_as"),
    [
        ("RUS", "1975-01-01", "RUS", "Union of Soviet Socialist Republics"),
        ("RUS", "1991-12-25", "RUS", "Union of Soviet Socialist Republics"),
        ("RUS", "1991-12-26", "RUS", ""),
        ("YUG", "1975-01-01", "YUG", ""),
        ("YUG", "1995-01-01", "SRB", "Federal Republic of Yugoslavia"),
        ("CZE", "1975-01-01", "CSK", ""),
        ("CZE", "1995-01-01", "CZE", ""),
        ("DDR", "1975-01-01", "DDR", ""),
        ("GDR", "1975-01-01", "DDR", ""),
        ("DEU", "1975-01-01", "DEU", "Federal Republic of Germany"),
        ("ALG", "1975-01-01", "DZA", ""),
        ("YPR", "1975-01-01", "YMD", ""),
        ("EUE", "2015-01-01", "EU", ""),
        ("KOS", "2015-01-01", "XKX", ""),
        ("UKR", "1975-01-01", "UKR", "Ukrainian Soviet Socialist Republic"),
    ],
)
def test_an_identifier_means_somebody_on_a_day(identifier: str, day: str, code: str, acted_as: str) -> None:
    (act,) = records(parties(row(identifier, day, treaty_signed="1800-01-01")), Act)
    assert (act.actor, act.acted_as) == (code, acted_as)


@pytest.mark.parametrize(
    ("identifier", "day"),
    [
        ("RUS", "1905-01-01"),  # the Russian Empire
        ("YEM", "1975-01-01"),  # either of two states
        ("VNM", "1960-01-01"),
        ("CHN", "1960-01-01"),
        ("SRB", "1952-01-01"),
        ("DEU", "1857-01-01"),
        ("EST", "1960-01-01"),
        ("UGA", "1902-01-01"),
        ("BAV", "1867-01-01"),
        ("YUG", "2008-01-01"),
        ("GRL", "2008-01-01"),  # a territory, which is a member by the source, and makes no act
        ("IO-IAEA", "2008-01-01"),
        ("LES", "1972-01-01"),  # a slip of the pen, which nobody guesses
        ("VAE", "1976-01-01"),  # an abbreviation in German, which is no identifier
        ("ESP", "1351-01-01"),  # Castile
        ("NOR", "1751-01-01"),  # in union with Denmark
    ],
)
def test_who_is_not_certain_makes_no_act_and_is_reported(identifier: str, day: str) -> None:
    items = parties(row(identifier, day, day, treaty_signed="1300-01-01"))
    assert records(items, Act) == []
    assert unnamed(items)[identifier] >= 1
    (said,) = records(items, Membership)
    if said.member != "GRL":
        assert said.member == ""
        assert records(items, SourceEntity) == [SourceEntity("ggo", identifier)]


def test_on_the_days_of_a_row_an_identifier_may_mean_several_persons() -> None:
    items = parties(row("CZE", "1992-01-01", "1994-01-01"))
    assert records(items, Membership)[0].member == ""
    assert [(act.actor, act.kind) for act in records(items, Act)] == [
        ("CSK", "signature"),
        ("CZE", "consent-to-be-bound"),
    ]


def test_a_row_without_a_day_of_the_state_is_asked_for_the_day_of_the_treaty() -> None:
    (said,) = records(parties(row("RUS", treaty_signed="1965")), Membership)
    assert (said.member, said.acted_as) == ("RUS", "Union of Soviet Socialist Republics")
    items = parties(row("NOR", treaty_signed=""))
    assert records(items, Membership)[0].member == ""
    assert unnamed(items) == {"NOR": 1}


def test_duplicates_are_told_apart() -> None:
    plain = row("NOR", "1970-05-01", "1971-02-03", "1971-03-05")
    items = parties(
        plain,
        plain,  # word for word
        plain.replace("Coder", "Other"),  # the same statement
        row("NOR", "1970-05-01", "1971-02-03", "1971-04-05"),  # another day of entry into force
        row("NOR", "1970-05-02", "1971-02-03", "1971-03-05"),  # another day of signature
    )
    assert len(records(items, Membership)) == 3
    assert len(records(items, Act)) == 2
    assert [reason.partition(" ")[0] + " " + field for field, reason, _ in left(items)] == [
        "the ",
        "an ",
        "an StateForce",
        "an StateSignature",
    ]


def test_who_has_left_may_come_back() -> None:
    first = row("NOR", "1970-05-01", "1971-02-03", "", "1980-01-01")
    again = row("NOR", "", "1990-02-03")
    assert len(acts(first, again)) == len(acts(again, first)) == 3
    without_end = row("NOR", "1970-05-01", "1971-02-03")
    assert len(acts(without_end, again)) == 2


def test_an_identifier_is_no_key_of_agreements() -> None:
    items = parties(row("NOR", "1970-05-01"), row("NOR", "1970-09-01", treaty_signed="1970-09-01"))
    assert len(records(items, Treaty)) == 1
    assert len(records(items, Membership)) == 2
    assert any("whose title or dates differ" in reason for _, reason, _ in left(items))


GENOCIDE = "Convention On The Prevention And Punishment Of The Crime Of Genocide"


@pytest.mark.parametrize(
    ("title", "signed", "slug"),
    [
        (GENOCIDE, "1948-12-09", "genocide-convention"),
        (f"{GENOCIDE} (CPPCG)", "1948-12-09", "genocide-convention"),
        (GENOCIDE, "1948-12-10", "ggo-pactrv-1970a"),
        (GENOCIDE, "1948", "ggo-pactrv-1970a"),
        (f"Amendment To The {GENOCIDE}", "1948-12-09", "ggo-pactrv-1970a"),
        ("ICC", "1998-07-17", "ggo-pactrv-1970a"),
    ],
)
def test_a_treaty_is_ours_only_by_its_whole_title_and_its_day(title: str, signed: str, slug: str) -> None:
    (treaty,) = records(parties(row("NOR", title=title, treaty_signed=signed)), Treaty)
    assert (treaty.slug, treaty.named_elsewhere) == (slug, not slug.startswith("ggo-"))


def test_for_a_treaty_that_we_know_the_day_of_effect_stays_a_statement() -> None:
    items = parties(row("FJI", "", "1973-01-11", "1973-04-11", title=GENOCIDE, treaty_signed="1948-12-09"))
    assert [act.recorded_effective_on for act in records(items, Act)] == [None]
    assert records(items, Membership)[0].in_force == "1973-04-11"


def test_other_versions_of_the_table_name_fewer_columns() -> None:
    table = "stateID,treatyID,StateSignature,StateRat\nNOR,X_1970A,1970-05-01,NA\nDNK,X_1970A,NA,1971-01-02\n"
    assert ggo.recognises(table.encode())
    items = items_of(ggo.read, "parties.csv", table)
    assert [act.kind for act in records(items, Act)] == ["signature", "consent-to-be-bound"]
    assert left(items) == []


def test_identifiers_become_slugs_and_none_is_left() -> None:
    treaty = "CHE-FRA_1891P:CHE-FRA_1880A"
    assert records(parties(row("NOR", treaty=treaty)), Treaty)[0].slug == "ggo-che-fra-1891p-che-fra-1880a"
    for bad in ("", "___", "条約", "x" * 500):
        items = parties(row("NOR", treaty=bad))
        assert records(items, Membership) == []
        assert left(items)[0][0] == ""


def test_agreements_are_read_alone_and_have_the_same_slugs() -> None:
    table = (
        "treatyID,Title,Begin,End,Signature,Force,TypeAgree,TypeAmbit,TextURL\n"
        "PACTRV_1970A,Pact On Rivers,1970-05-01,9999-12-31,1970-05-01,1972,Agreement,Bilateral,https://example.org/1\n"
        "PACTRV_1970A,Pact On Lakes,1970-05-01,,1970-05-01,,,,\n"
        "PACTRV_1970A,Pact On Lakes,1970-05-01,,1970-05-01,,,,\n"
        "OTHER_1989M,Memo,1998-01..1998-12,1976-06-31,1998-01..1998-12,,MOU,,\n"
    )
    items = items_of(ggo.read, "agreements.csv", table)
    first, second = records(items, Treaty)
    assert first == Treaty(
        "ggo-pactrv-1970a", PACT, local="PACTRV_1970A", signed_on="1970-05-01", in_force_on="1972",
        url="https://example.org/1", note="Kind in the source: Agreement, Bilateral.",
    )  # fmt: skip
    assert (second.signed_on, second.ended_on) == ("1998-01/1998-12", "")
    assert [field for field, *_ in left(items)] == ["End", "", "", "End"]
    assert unused(items) == ["Begin"]


def test_lines_say_who_and_when_and_are_no_acts() -> None:
    (said,) = records(parties(row("RUS", "1970-05-01", "1971", "", "9999-12-31")), Membership)
    text = b"".join(membership_lines(said, place())).decode()
    assert "id/state/RUS>" in text
    assert "Union of Soviet Socialist Republics" in text
    assert '"1971"^^<http://www.w3.org/2001/XMLSchema#gYear>' in text
    assert "ontology#endIsOpen" in text
    assert "9999" not in text
    assert "ontology#treaty>" not in text  # by which acts are found, and status with them
    assert "_:" not in text
    unknown = b"".join(membership_lines(Membership("ggo", "BAV", "ggo-x"), place())).decode()
    entity = b"".join(entity_lines(SourceEntity("ggo", "BAV"), place())).decode()
    assert "source-entity/ggo/BAV>" in unknown
    assert entity.startswith("<https://w3id.org/depositary/id/source-entity/ggo/BAV>")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"stateID,treaty\nNOR,X\n", "is missing"),
        (PARTIES.encode() + b"\nNOR,X\n", "The row has 2 fields"),
        (PARTIES.encode() + b"\n\xe9" + row("NOR").encode(), "not UTF-8"),
        (gzip.compress((PARTIES + "\n" + row("NOR") * 500).encode())[:60], "breaks off"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (PARTIES.encode() + b'\n"NOR,X', "never closed"),
    ],
)
def test_a_broken_file_is_refused(content: bytes, said: str) -> None:
    found = faults(items_of(ggo.read, "parties.csv.gz", content))
    assert found
    assert said in " ".join(found)


def test_ten_thousand_columns_and_formulas_are_reported_shortly() -> None:
    wide = PARTIES + "".join(f",c{number}" for number in range(10_000))
    items = items_of(ggo.read, "parties.csv", f"{wide}\n{row('=NOR()', '1970-05-01')}{',' * 10_000}\n")
    assert len(unused(items)) < 30
    assert records(items, Membership) == []


def test_a_hundred_thousand_identical_rows_take_no_memory() -> None:
    def lines() -> Iterator[str]:
        yield PARTIES
        yield from (row("NOR", "1970-05-01", "1971-02-03") for _ in range(100_000))

    content = gzip.compress("\n".join(lines()).encode())
    assert sum(1 for _ in ggo.read(InputFile("warm.csv", b"x", names=names()))) > 0
    tracemalloc.start()
    kinds = [type(item) for item in ggo.read(InputFile("p.csv.gz", content, names=names()))]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds.count(Left) == 100_001  # 99,999 rows, and two columns without use
    assert peak < 8_000_000


def test_the_example_shows_the_format() -> None:
    content = (PACKAGED / "examples" / "ggo.csv").read_bytes()
    assert ggo.recognises(content)
    items = items_of(ggo.read, "ggo.csv", content)
    assert not faults(items)
    assert {type(record) for record in records(items, object)} == {Act, Membership, SourceEntity, Treaty}


@pytest.mark.parametrize("name", ["agreements_GGO", "parties_GGO"])
def test_the_real_files_are_read_whole(name: str) -> None:
    path = SHARED / "sources" / "manytreaties" / f"{name}.csv.gz"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    file = InputFile.at(path, names(), "test")
    assert ggo.recognises(file.head())
    spoken, used, broken = set[int](), 0, list[Fault]()
    for item in ggo.read(file):
        if isinstance(item, Fault):
            broken.append(item)
        elif isinstance(item, Entry | Left | Unnamed) and item.origin.line:
            spoken.add(item.origin.line)
            used += isinstance(item, Entry)
    with gzip.open(path, "rb") as stream:
        rows = sum(1 for _ in stream) - 1
    assert not broken
    assert len(spoken - {1}) == rows
    assert used > 4_000


def test_the_real_folder_holds_nothing_that_other_formats_take() -> None:
    ours = {"agreements_GGO.csv.gz", "parties_GGO.csv.gz"}
    folder: Path = SHARED / "sources"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files if ggo.recognises(InputFile.at(path).head())} == ours
