"""Files of the UN Treaty Collection: legends and cells, numbers of treaties, who acted, what stays unused."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import iri
from graph.faults import Fault, Left
from graph.loaders import LOADERS, InputFile, untc, untc_legend
from graph.loaders.grounds import consents
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.names import Names, TreatyName
from graph.published.entry import Entry, Item, Unnamed
from graph.published.publication import Publication, Treaty
from graph.published.statements import TreatyStatement
from graph.records import Act, Read, State, TreatyRules
from graph.store import Generations, Store
from graph.triples.directory import Directory
from graph.triples.place import Place
from graph.triples.published import published_lines
from graph.view import View
from ontology.terms import DEP
from tests.conftest import PACKAGED, SHARED

TODAY = date(2026, 11, 24)
OTHER = "consent-to-be-bound"
USUAL = '"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"'
INDEX = "chapter_no,treaty_no,treaty_name,url,chapter_url,chapter_name\n"
ADDRESS = "http://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no={}&chapter=1&lang=en"


def packaged(format_: str, name: str) -> Iterator[object]:
    content = (PACKAGED / name).read_bytes()
    return (read.record for read in LOADERS[format_].read(InputFile(name, content)) if isinstance(read, Read))


@cache
def names() -> Names:
    rules = [each for each in packaged("rules", "treaty_rules.json") if isinstance(each, TreatyRules)]
    states = [each for each in packaged("states", "states.csv") if isinstance(each, State)]
    return Names(
        states,
        [
            TreatyName(
                each.id, each.document["title"], tuple(filter(None, each.document["identifiers"].values()))
            )
            for each in rules
        ],
    )


def read(content: str | bytes | Path, name: str = "4-1.csv") -> list[Item]:
    data = content.encode() if isinstance(content, str) else content
    called = str(content) if isinstance(content, Path) else name
    return list(untc.read(InputFile(called, data, TODAY, names(), "test")))


def table(*rows: str, columns: str = f"Signature,{USUAL}", name: str = "4-1.csv") -> list[Item]:
    return read("\n".join((f"Participant,{columns}", *rows)) + "\n", name)


def acts(items: list[Item]) -> list[Act]:
    return [item.record for item in items if isinstance(item, Entry) and isinstance(item.record, Act)]


def kinds(items: list[Item]) -> list[str]:
    return [act.kind for act in acts(items)]


def treaty(items: list[Item]) -> Treaty:
    (found,) = [item.record for item in items if isinstance(item, Entry) and isinstance(item.record, Treaty)]
    return found


def left(items: list[Item]) -> list[tuple[str, str, str]]:
    """What was left, but for the index that is not beside a file in memory."""
    found = [(item.field, item.reason, item.value) for item in items if isinstance(item, Left)]
    return [each for each in found if "index.csv" not in each[1]]


def faults(items: list[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Fault)]


def unnamed(items: list[Item]) -> list[str]:
    return [item.meaning.name for item in items if isinstance(item, Unnamed)]


def lines(items: list[Item]) -> list[str]:
    place = Place(
        iri.source_graph("test"), "test", Directory({"ALB": iri.state("ALB"), "RUS": iri.state("RUS")})
    )
    records = [item.record for item in items if isinstance(item, Entry)]
    described = (each for each in records if isinstance(each, Treaty | TreatyStatement))
    found = [line.decode() for each in described for line in published_lines(each, place)]
    assert len(set(found)) == len(found)
    return found


def test_a_row_of_two_acts() -> None:
    items = table("Norway,11 Dec 1948,22 Jul 1949")
    assert acts(items) == [
        Act(
            id="genocide-convention/NOR/1948-12-11/signature",
            treaty="genocide-convention",
            actor="NOR",
            kind="signature",
            date=date(1948, 12, 11),
            received_on=date(1948, 12, 11),
            depositary="un-secretary-general",
            verification="single-source",
            sources=("test",),
        ),
        Act(
            id="genocide-convention/NOR/1949-07-22/ratification",
            treaty="genocide-convention",
            actor="NOR",
            kind="ratification",
            received_on=date(1949, 7, 22),
            depositary="un-secretary-general",
            verification="single-source",
            sources=("test",),
        ),
    ]
    assert left(items) == []


@pytest.mark.parametrize(
    ("columns", "cell", "kind"),
    [
        (USUAL, "22 Jul 1993", "ratification"),
        (USUAL, "22 Jul 1993 a", "accession"),
        (USUAL, "22 Jul 1993 A", "acceptance"),
        (USUAL, "22 Jul 1993 AA", "approval"),
        (USUAL, "22 Jul 1993 d", "succession"),
        ('"Definitive signature(s), Acceptance(A)"', "1 May 1970 s", "definitive-signature"),
        ("Definitive signature(s)", "1 May 1970 s", "definitive-signature"),
        ('"Formal confirmation(c), Accession(a), Ratification"', "1 May 1990 c", "formal-confirmation"),
        ('"Signature, Succession to signature(d)"', "1 May 1970", "signature"),
        ('"Signature, Succession to signature(d)"', "1 May 1970 d", "succession-to-signature"),
        ("Provisional application(n)", "1 May 1970 n", "provisional-application"),
        ("Provisional application under article 23(n)", "1 May 1970 n", "provisional-application"),
        ("Definitive acceptance", "1 May 1970", "acceptance"),
        ('"Consent to be bound(P), Succession(d)"', "1 May 2000 P", OTHER),
        ('"Simplified procedure(p), Consent to be bound(P)"', "28 Jul 1995 p", OTHER),
        ('"Ratification, Participation under articles 3 (2) and (3)(P)"', "1 May 1970 P", OTHER),
        ('"Participation by virtue of accession or succession to the Protocol"', "1 May 1975", OTHER),
        ("Application", "1 May 1970", OTHER),
        ('"Definitive signature of the Protocol, Acceptance of the Protocol"', "1 May 1950", OTHER),
        ('"Ratification of the Convention as amended by the Protocol"', "1 May 1950", "ratification"),
        ('"Accession to the Convention as amended(a), Succession(d)"', "1 May 1950 a", "accession"),
        ('"Definitive signature(s), Confirmation of signature"', "1 May 1990", OTHER),
        ("Signature by non-regional members under Section 3 (c) (i)", "1 May 1982", "signature"),
    ],
)  # fmt: skip
def test_the_legend_in_the_header_types_the_act(columns: str, cell: str, kind: str) -> None:
    items = table(f"Norway,{cell}", columns=columns)
    assert kinds(items) == [kind]
    assert kind in consents() | {"signature", "succession-to-signature", "provisional-application"}
    assert left(items) == []


@pytest.mark.parametrize(
    ("columns", "cell", "reason"),
    [
        ("Acceptance(A)", "22 Jul 1993", untc_legend.UNMARKED),
        ("Succession(d)", "22 Jul 1993", untc_legend.UNMARKED),
        ("Provisional application(n)", "22 Jul 1993", untc_legend.UNMARKED),
        ("Signature ad referendum (s)", "22 Jul 1993", untc_legend.UNMARKED),
        ("Acceptance(A)", "22 Jul 1993 a", untc_legend.UNKNOWN_MARK),
        ('"Ratification, Accession(a)"', "22 Jul 1993 P", untc_legend.UNKNOWN_MARK),
        ("Signature", "22 Jul 1993 s", untc_legend.UNKNOWN_MARK),
        ("Ratification", "1481 (XV)", untc_legend.NO_DAY),
        ("Ratification", "N/A", untc_legend.NO_DAY),
        ("Ratification", "31 Jun 1993", untc_legend.NO_DAY),
        ("Ratification", "Jul 1993", untc_legend.NO_DAY),
        ("Ratification", "22 Foo 1993", untc_legend.NO_DAY),
        ("Ratification", "22 Jul 1993 / 1 Aug 1994", untc_legend.NO_DAY),
        ("Notification under article 21 (1)", "22 Jul 1993", untc_legend.NO_KIND),
        ("Provisional acceptance", "22 Jul 1993", untc_legend.NO_KIND),
        ("Provisional acceptance/accession", "22 Jul 1993", untc_legend.NO_KIND),
        ("Confirmation of signature ad referendum(C)", "22 Jul 1993 C", untc_legend.NO_KIND),
        ("Notification of what is not under article 7 (1) (b)", "22 Jul 1993", untc_legend.NO_KIND),
        ("Extension", "22 Jul 1993", untc_legend.NO_KIND),
        ('"Signature, Ratification"', "22 Jul 1993", untc_legend.NOT_DECIDED),
    ],
)  # fmt: skip
def test_what_a_cell_does_not_say_is_left(columns: str, cell: str, reason: str) -> None:
    items = table(f"Norway,{cell}", columns=columns)
    assert acts(items) == []
    assert [(why, value) for _, why, value in left(items)] == [(reason, cell)]


@pytest.mark.parametrize(
    "cell",
    [
        "9 Sep 2000", "9 Sept 2000", "9 September 2000", "09 Sep 2000", "9 Sep. 2000", "9  Sep 2000",
        "9 SEP 2000", "2000-09-09",
    ],
)  # fmt: skip
def test_a_day_is_written_in_several_ways(cell: str) -> None:
    assert [act.received_on for act in acts(table(f"Norway,{cell} ,"))] == [date(2000, 9, 9)]


@given(st.dates(date(1860, 1, 1), date(2026, 1, 1)), st.sampled_from(["", " a", "a", " AA", " P"]))
def test_every_day_and_mark_is_read_back(day: date, mark: str) -> None:
    cell = f"{day.day} {day.strftime('%b')} {day.year}{mark}"
    assert untc_legend.day_and_mark(cell) == (day, mark.strip())


ENTRIES = {
    "Ratification": ("", "ratification"),
    "Acceptance(A)": ("A", "acceptance"),
    "Approval(AA)": ("AA", "approval"),
    "Accession(a)": ("a", "accession"),
    "Succession(d)": ("d", "succession"),
    "Definitive signature(s)": ("s", "definitive-signature"),
    "Formal confirmation(c)": ("c", "formal-confirmation"),
    "Consent to be bound(P)": ("P", "consent-to-be-bound"),
    "Simplified procedure(p)": ("p", "consent-to-be-bound"),
}


@settings(deadline=None)  # the first example reads the ontology
@given(st.lists(st.sampled_from(sorted(ENTRIES)), min_size=1, unique=True))
def test_the_order_of_a_legend_changes_nothing(entries: list[str]) -> None:
    legend = untc_legend.column(", ".join(entries))
    wanted = dict(ENTRIES[entry] for entry in entries)
    for mark in ("", "A", "AA", "a", "d", "s", "c", "P", "p", "z"):
        sense = legend.sense(mark)
        assert (sense.kind if isinstance(sense, untc_legend.Sense) else None) == wanted.get(mark)


def test_words_of_a_header_that_say_more_are_kept() -> None:
    (act,) = acts(table("Norway,1 May 1990 P", columns='"Participation under article XI of the Protocol(P)"'))
    assert act.note == "In the table: Participation under article XI of the Protocol."


@pytest.mark.parametrize(
    ("row", "actor", "acted_as"),
    [
        ("Russian Federation,16 Dec 1949,", "RUS", "Union of Soviet Socialist Republics"),
        ("Ukraine,16 Dec 1949,", "UKR", "Ukrainian Soviet Socialist Republic"),
        ("Serbia,,12 Mar 2001 a", "SRB", "Federal Republic of Yugoslavia"),
        ("Turkey,,31 Jul 1950 a", "TUR", ""),
        ("The former Yugoslav Republic of Macedonia,,18 Jan 1994 d", "MKD", ""),
        ("State of Palestine,,2 Apr 2014 a", "PSE", ""),
        ("European Union,30 Mar 2010,", "EU", ""),
        ("Congo,,15 Oct 1962 d", "COG", ""),
        ("Democratic Republic of the Congo,,31 May 1962 d", "COD", ""),
        ("Yemen,,9 Feb 1987 a", "YEM", ""),
        ("Namibia,,11 Nov 1982 a", "NAM", "United Nations Council for Namibia"),
        ("Syrian Arab Republic,,19 Oct 1945", "SYR", ""),
    ],
)
def test_who_acted_and_under_which_name(row: str, actor: str, acted_as: str) -> None:
    items = table(row)
    assert [(act.actor, act.acted_as) for act in acts(items)] == [(actor, acted_as)]
    assert unnamed(items) == []


def test_a_note_tells_what_the_participant_was_then() -> None:
    (yemen,) = acts(table("Yemen,,9 Feb 1987 a"))
    assert "either" in yemen.note
    (syria,) = acts(table("Syrian Arab Republic,,19 Oct 1945"))
    assert "mandate" in syria.note


@pytest.mark.parametrize(
    "name", ["Universal Postal Union", "Andean Community", "Viet Nam", "Atlantis", "Kenya"]
)
def test_a_name_that_is_not_clear_is_reported(name: str) -> None:
    items = table(f"{name},,31 Jan 1956 a")
    assert (acts(items), unnamed(items)) == ([], [name])


@pytest.mark.parametrize("name", ["Hong Kong", "British Virgin Islands"])
def test_for_a_territory_its_state_acts(name: str) -> None:
    items = table(f"{name},,27 Mar 1969")
    assert acts(items) == []
    assert [(field, value) for field, _, value in left(items)] == [("Participant", name)]


@pytest.mark.parametrize(
    ("name", "number", "slug"),
    [
        ("4-1.csv", "IV-1", "genocide-convention"),
        ("IV-1.csv.gz", "IV-1", "genocide-convention"),
        ("iv_1.csv", "IV-1", "genocide-convention"),
        ("untc-23-1.csv", "XXIII-1", "vclt"),
        ("27-7-d.csv", "XXVII-7-d", "paris-agreement"),
        ("9-1-e.csv", "IX-1-e", "untc-ix-1-e"),
        ("3-2-12a.csv", "III-2-12a", "untc-iii-2-12a"),
        ("3-2-12A.csv", "III-2-12a", "untc-iii-2-12a"),
        ("XI-A-16.csv", "XI-A-16", "untc-xi-a-16"),
        ("11-b-16-100.csv", "XI-B-16-100", "untc-xi-b-16-100"),
    ],
)
def test_the_name_of_a_file_is_the_number(name: str, number: str, slug: str) -> None:
    found = treaty(table("Norway,,1 May 2000", name=name))
    assert (found.untc, found.slug, found.title) == (number, slug, number)
    assert found.named_elsewhere == (not slug.startswith("untc-"))


@pytest.mark.parametrize("name", ["table.csv", "0-1.csv", "30-1.csv", "IIII-1.csv", "4.csv", "4-1b-.csv", ""])
def test_a_name_that_is_no_number_is_refused(name: str) -> None:
    items = table("Norway,,1 May 2000", name=name)
    assert len(items) == 1
    assert "Name it by the number: 4-1.csv" in faults(items)[0]


def test_chapter_eleven_has_parts() -> None:
    assert "XI-A-16.csv" in faults(table("Norway,,1 May 2000", name="11-16.csv"))[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as the compilation has it: the index above, the tables in a folder of their own."""
    two_days = "Amendments to Articles. London, 14 November 1975 and 9 November 1977"
    elsewhere = "Charter (deposited in the archives of the Government of X). San Francisco, 26 June 1945"
    rows = (
        ("11,16", "Customs Convention (TIR). Geneva, 14 November 1975", ADDRESS.format("XI-A-16")),
        ("12,1.a", two_days, ADDRESS.format("XII-1-a")),
        ("19,25", "International Coffee Agreement, 1994*. London", ADDRESS.format("XIX-25")),
        ("1,1", elsewhere, ADDRESS.format("I-1")),
        ("4,5", "Optional Protocol. New York, 16 December 1966", ""),
    )
    written = [f'{number},"{title}",{address},,\n' for number, title, address in rows]
    (tmp_path / "index.csv").write_text(INDEX + "".join(written), "utf-8")
    (tmp_path / "treaties").mkdir()
    return tmp_path


def beside(folder: Path, name: str) -> list[Item]:
    path = folder / "treaties" / name
    path.write_text("Participant,Ratification\nNorway,1 May 2000\n", "utf-8")
    return list(untc.read(InputFile.at(path, names(), "test")))


@pytest.mark.parametrize(
    ("name", "number", "title", "day"),
    [
        ("11-16.csv", "XI-A-16", "Customs Convention (TIR)", "1975-11-14"),
        ("XI-A-16.csv", "XI-A-16", "Customs Convention (TIR)", "1975-11-14"),
        ("12-1-a.csv", "XII-1-a", "Amendments to Articles", ""),
        ("19-25.csv", "XIX-25", "International Coffee Agreement, 1994*. London", ""),
        ("4-5.csv", "IV-5", "Optional Protocol", "1966-12-16"),
    ],
)
def test_the_index_beside_a_table_describes_the_treaty(
    folder: Path, name: str, number: str, title: str, day: str
) -> None:
    items = beside(folder, name)
    found = treaty(items)
    assert (found.untc, found.title, found.signed_on) == (number, title, day)
    assert not [item for item in items if isinstance(item, Left)]


def test_what_was_deposited_elsewhere_has_no_depositary(folder: Path) -> None:
    assert [act.depositary for act in acts(beside(folder, "1-1.csv"))] == [""]
    assert [act.depositary for act in acts(beside(folder, "4-5.csv"))] == ["un-secretary-general"]


def test_an_index_without_the_treaty_or_broken_is_told(folder: Path) -> None:
    (absent,) = [item for item in beside(folder, "4-1.csv") if isinstance(item, Left)]
    assert (absent.reason, absent.value) == (
        "no index.csv beside the file has the treaty: its title, address and day are not known",
        "IV-1",
    )
    (folder / "index.csv").write_bytes(INDEX.encode() + b"4,1,\xff\n")
    reasons = [item.reason for item in beside(folder, "4-1.csv") if isinstance(item, Left)]
    assert reasons[0] == "the index beside the file cannot be read"


def test_the_index_itself_gives_treaties_only(folder: Path) -> None:
    path = folder / "index.csv"
    path.write_text(
        path.read_text("utf-8") + '4,5,"Optional Protocol",,,\n99,x,"Nothing",,,\n4,6,,,,\n', "utf-8"
    )
    items = list(untc.read(InputFile.at(path, names(), "test")))
    found = [item.record for item in items if isinstance(item, Entry)]
    assert [each.slug for each in found if isinstance(each, Treaty)] == [
        "untc-xi-a-16", "untc-xii-1-a", "untc-xix-25", "untc-i-1", "untc-iv-5",
    ]  # fmt: skip
    assert len(found) == 5
    assert Counter(reason for _, reason, _ in left(items)) == {
        "the same treaty stands twice": 1,
        "the row has no number or no name of a treaty": 2,
    }


def test_a_table_tells_nothing_of_the_day_for_which_it_is_complete() -> None:
    (about,) = [
        item.record
        for item in table("Norway,,1 May 2000")
        if isinstance(item, Entry) and isinstance(item.record, Publication)
    ]
    assert (about.complete_for, about.complete_as_of, about.includes_withdrawals) == ("", None, False)


def test_an_act_that_stands_twice() -> None:
    again = table("Norway,1 May 2000,", "Norway,1 May 2000,")
    assert [act.id for act in acts(again)] == ["genocide-convention/NOR/2000-05-01/signature"]
    assert [reason for _, reason, _ in left(again)] == ["the same act of the same participant stands twice"]
    columns = "Signature,Signature by non-regional members"
    assert [act.id for act in acts(table("Norway,1 May 2000,1 May 2000", columns=columns))] == [
        "genocide-convention/NOR/2000-05-01/signature",
        "genocide-convention/NOR/2000-05-01/signature/2",
    ]


def test_a_day_in_the_future_is_left() -> None:
    items = table("Norway,,1 May 2105")
    assert acts(items) == []
    assert "future" in left(items)[0][1]


def test_participants_without_acts() -> None:
    items = read("Participant\nNorway\n", "1-4.csv")
    assert left(items) == [("", "the row names a participant and no act", "Norway")]
    assert left(table("Norway,,")) == [("", "the row names a participant and no act", "Norway")]
    assert left(table(",,1 May 2000")) == [("Participant", "the row names no participant", "")]


def test_admissions_to_the_united_nations_are_no_acts_of_members() -> None:
    columns = "Resolution,Date of Adoption,Registration Date,Registration Number,UNTS Volume,UNTS Page"
    items = table("Malta,2 (XIX),1 Dec 1964,1 Dec 1964,7496,519,5", columns=columns, name="1-2.csv")
    assert acts(items) == []
    assert Counter(reason for _, reason, _ in left(items)) == {
        untc_legend.NO_DAY: 4,
        untc_legend.NO_KIND: 2,
    }


DECLARATIONS = """#Albania
As regards article XII: Albania declares that it is not in agreement.

It has more to say.

#Finland


#Yugoslavia (Socialist Federal Republic of)
The Government reserves the right.

#Montserrat
Words of a territory.

#Atlantis
Words of nobody.
"""


def statements(items: list[Item]) -> list[TreatyStatement]:
    records = (item.record for item in items if isinstance(item, Entry))
    return [record for record in records if isinstance(record, TreatyStatement)]


def test_declarations_are_words_and_no_acts() -> None:
    items = read(DECLARATIONS, "4-1.txt")
    assert acts(items) == []
    assert [(each.participant, each.named, each.position) for each in statements(items)] == [
        ("ALB", "Albania", 1),
        ("YUG", "Yugoslavia (Socialist Federal Republic of)", 3),
        ("", "Montserrat", 4),
        ("", "Atlantis", 5),
    ]
    assert statements(items)[0].text == (
        "As regards article XII: Albania declares that it is not in agreement.\nIt has more to say."
    )
    assert left(items)[0] == ("", "the heading of a participant without words below it", "Finland")
    assert left(items)[1][2] == "Montserrat"
    assert unnamed(items) == ["Atlantis"]


def test_words_that_nobody_is_named_for_are_left() -> None:
    items = read("#not a heading\nWords.\n#Albania\nWords.\n", "4-1.txt")
    assert [each.named for each in statements(items)] == ["Albania"]
    assert left(items)[0][1] == "text before the first heading: nothing tells who declares it"


def test_words_without_end_are_no_declaration() -> None:
    items = read("#Albania\n" + "Words and words.\n" * 100_000, "4-1.txt")
    assert "More than 1,000,000 characters below one heading" in faults(items)[0]
    assert statements(items) == []


def test_a_treaty_and_statements_as_lines(folder: Path) -> None:
    found = "".join(lines(beside(folder, "4-5.csv")))
    assert "<https://w3id.org/depositary/id/treaty/untc-iv-5>" in found
    assert 'ontology#untcNumber> "IV-5"' in found
    assert 'ontology#slug> "untc-iv-5"' in found
    assert 'date_document> "1966-12-16"^^<http://www.w3.org/2001/XMLSchema#date>' in found
    assert 'rdf-schema#label> "Optional Protocol"@en' in found
    said = "".join(lines(read(DECLARATIONS.partition("#Yugoslavia")[0], "4-1.txt")))
    assert "rdf-schema#label" in said
    assert "ontology#slug" not in said, "it has its name where its rules are"
    assert "ontology#treaty>" not in said, "whatever has dep:treaty is an act"
    assert "creator> <https://w3id.org/depositary/id/state/ALB>" in said
    assert "schema.org/about> <https://w3id.org/depositary/id/treaty/genocide-convention>" in said


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"Participant,Signature,{USUAL}\n", True),
        ("\ufeffParticipant,Application\n", True),
        ("Participant\nAustralia\n", True),
        ("Participant,Resolution,Date of Adoption\n", True),
        (INDEX, True),
        (DECLARATIONS, True),
        ("Participant,Points,Goals\n", False),
        ("Contracting Party,Treaty,Instrument Type\n", False),
        ("# A comment of Turtle\n@prefix a: <b> .\n", False),
        ("#Heading\n#Another\nWords\n", False),
        ("id,treaty,actor\n", False),
        ("", False),
        ("\x00\x01", False),
    ],
)
def test_what_is_recognised(head: str, *, expected: bool) -> None:
    assert untc.recognises(head.encode()) is expected


def test_a_name_that_is_cut_in_a_letter_is_recognised() -> None:
    head = DECLARATIONS.replace("Finland", "Côte d'Ivoire").encode()
    assert untc.recognises(head[: head.index("ô".encode()) + 1])
    table_ = "Participant,Ratification\nCôte d'Ivoire,1 May 2000\n".encode()
    assert untc.recognises(table_[: table_.index("ô".encode()) + 1])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Participant,Signature\n\xff\xfe\n",
        "Participant,Signature\nNorway,1 May 2000\n".encode("utf-16"),
        b"\x1f\x8b\x08\x00broken",
        b"PK\x03\x04",
        b"Participant,Signature\nNorway\n",
        b"Participant,Signature\nNorway,1 May 2000,more\n",
        b'Participant,Signature\n"Norway,1 May 2000\n',
        b"Name,Signature\nNorway,1 May 2000\n",
        b"Participant,Signature,Signature\nNorway,1 May 2000,2 May 2000\n",
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    assert len(faults(read(content))) == 1


def test_formulas_of_spreadsheets_are_left() -> None:
    items = table('"=HYPERLINK(""x"")",,1 May 2000', "Norway,=NOW(),1 May 2000")
    assert left(items)[0][1] == "a formula of a spreadsheet, not a value"
    assert kinds(items) == ["ratification"]


def test_ten_thousand_columns() -> None:
    names_ = ",".join(f"c{number}" for number in range(10_000))
    items = table(f"Norway,1 May 2000,{',' * 9_999}", columns=f"Signature,{names_}")
    assert kinds(items) == ["signature"]
    assert len(items) < 50


def test_many_rows_that_are_the_same_take_no_memory() -> None:
    rows = "Participant,Ratification\n" + "Norway,1 May 2000\n" * 50_000
    file = InputFile("4-1.csv", rows.encode(), TODAY, names(), "test")
    list(untc.read(InputFile("4-1.csv", rows[:200].encode(), TODAY, names(), "test")))
    tracemalloc.start()
    counted = Counter(type(item).__name__ for item in untc.read(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counted == {"Entry": 3, "Left": 50_000}
    assert peak < 4_000_000


def test_the_example_is_read_without_rest() -> None:
    items = read((PACKAGED / "examples" / "untc-4-1.csv").read_bytes(), "untc-4-1.csv")
    assert kinds(items) == [
        "succession", "accession", "signature", "ratification", "signature", "ratification", "accession",
    ]  # fmt: skip
    assert left(items) == []


def test_a_treaty_of_a_source_is_found_by_number_and_title(store_path: Path, folder: Path) -> None:
    path = folder / "treaties" / "4-5.csv"
    path.write_text("Participant,Signature\nNorway,20 Mar 1968\n", "utf-8")
    load(Generations(store_path), [Input("untc", path), Input("untc", folder / "index.csv")])
    view = View(Store.open(store_path))
    for text in ("IV-5", "untc-iv-5", "UNTC IV-5", "Optional Protocol"):
        assert view.names.treaty(text) == "untc-iv-5"
    assert view.names.treaty("IV-1") == "genocide-convention"
    assert [act.id for act in view.acts("untc-iv-5")] == ["untc-iv-5/NOR/1968-03-20/signature"]
    assert {"untc-iv-5", "untc-xi-a-16"} <= set(view.treaties)
    again = load(Generations(store_path), [Input("untc", path)])
    assert (again.files[0].added, again.files[0].removed) == (0, 0)


def test_a_table_and_the_declarations_are_two_sources(store_path: Path, tmp_path: Path) -> None:
    table_, declared = tmp_path / "4-2.csv", tmp_path / "4-2.txt"
    table_.write_text("Participant,Ratification\nNorway,6 Aug 1970\n", "utf-8")
    declared.write_text("#Albania\nIt declares.\n", "utf-8")
    report = load(Generations(store_path), [Input("untc", table_), Input("untc", declared)])
    assert [file.source for file in report.files] == ["untc-4-2", "untc-declarations-4-2"]
    store = Store.open(store_path).oxigraph
    asked = (
        f"ASK {{ GRAPH <{iri.source_graph('untc-declarations-4-2')}> {{ ?s a <{DEP.TreatyStatement}> }} }}"
    )
    assert store.query(asked)
    assert View(Store.open(store_path)).act("icerd/NOR/1970-08-06/ratification").sources


# The real files


def real(pattern: str) -> list[Path]:
    path = SHARED / "sources" / "untc"
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return sorted(path.glob(pattern))


def test_every_file_of_the_collection_is_recognised_and_read() -> None:
    found: Counter[str] = Counter()
    unused: Counter[str] = Counter()
    for path in [*real("treaties/*.csv"), *real("declarations/*.txt"), *real("index.csv")]:
        assert untc.recognises(path.read_bytes()[: 64 * 1024]), path
        for item in read(path):
            assert not isinstance(item, Fault), item
            found[type(item.record if isinstance(item, Entry) else item).__name__] += 1
            if isinstance(item, Left):
                unused[item.reason] += 1
    assert (found["Act"], found["TreatyStatement"], found["Treaty"]) == (30_879, 1_261, 787)
    assert unused[untc_legend.NO_DAY] == 571
    assert unused[untc_legend.UNKNOWN_MARK] == 0


def test_the_tables_tell_what_the_packaged_register_has() -> None:
    """Ids, kinds and days are the same; names under which it acted where the table can tell them."""
    chapters = {"genocide-convention": "4-1", "icerd": "4-2", "icescr": "4-3", "iccpr": "4-4", "cedaw": "4-8",
                "cat": "4-9", "crc": "4-11", "crpd": "4-15", "refugee-convention": "5-2", "unclos": "21-6",
                "vclt": "23-1", "ctbt": "26-4", "unfccc": "27-7", "rome-statute": "18-10"}  # fmt: skip
    given_acts = [*packaged("acts", "acts_un_treaties_2015.csv"), *packaged("acts", "acts_rome_statute.csv")]
    known = {
        act.id: act
        for act in given_acts
        if isinstance(act, Act) and any(source.endswith("-2015") for source in act.sources)
    }
    told = {act.id: act for slug in chapters for path in real(f"treaties/{chapters[slug]}.csv")
            for act in acts(read(path))}  # fmt: skip
    assert told.keys() == known.keys()
    assert len(told) == 3_710
    differing = {
        id_
        for id_, act in told.items()
        if (act.kind, act.date, act.received_on, act.depositary)
        != (known[id_].kind, known[id_].date, known[id_].received_on, known[id_].depositary)
    }
    assert differing == set()
    otherwise = {id_ for id_, act in told.items() if act.acted_as and act.acted_as != known[id_].acted_as}
    assert otherwise == {"unfccc/EU/1993-12-21/approval"}  # the Community had its new name since 1993-11-01
    untold = {known[id_].actor for id_, act in told.items() if known[id_].acted_as and not act.acted_as}
    assert untold == {"YEM"}
