"""Lists of the system of states, side by side, and a state of ours only where it is certain."""

import pytest

from graph import iri
from graph.faults import Fault, Left
from graph.loaders import LOADERS, state_systems
from graph.loaders.files import InputFile
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.systems import StateSpan
from graph.triples.systems import span_lines
from tests.conftest import PACKAGED, SHARED
from tests.loaders.published import faults, items_of, left, names, place, records, unused

COW = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
GW = "stateID,StateName,Begin,End,StateNameAlt,cowID,cowNR"
GGO = "stateID,StateName,Capital,Begin,End,StateNameAlt,CapitalAlt,Coder"


def read(header: str, *rows: str) -> list[Item]:
    return items_of(state_systems.read, "list.csv", "\n".join((header, *rows, "")))


def span(header: str, row: str) -> StateSpan:
    (found,) = records(read(header, row), StateSpan)
    return found


def test_the_three_lists_have_russia_as_each_has_it() -> None:
    cow = span(COW, "RUS,365.0,Russia,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0")
    gw = span(GW, "RUS,Russia,..1816-01-01,2017-12-31..,Soviet Union,RUS,365")
    ggo = [
        span(GGO, "RUS,Union of Soviet Socialist Republics,Moscow,1922-12-30,1990-06-12,,,"),
        span(GGO, "RUS,Russian Federation,Moscow,1991-12-12,9999-12-31,,,"),
        span(GGO, "RUS,Tsardom of Russia,Moscow,1547-01-16,1721-11-02,,,"),
    ]
    assert (cow.from_, cow.until, cow.number, cow.state) == ("1816-01-01", "2016-12-31", "365", "RUS")
    assert (gw.from_, gw.until, gw.state, gw.partly) == ("[..1816-01-01]", "[2017-12-31..]", "RUS", ("SUN",))
    assert [(each.from_, each.until, each.state) for each in ggo] == [
        ("1922-12-30", "1990-06-12", "RUS"),
        ("1991-12-12", "..", "RUS"),
        ("1547-01-16", "1721-11-02", ""),
    ]
    subjects = {
        iri.state_span(each.system, each.identifier, each.from_, each.until) for each in (cow, gw, *ggo)
    }
    assert len(subjects) == 5


@pytest.mark.parametrize(
    ("row", "state", "partly"),
    [
        ("YUG,345,Yugoslavia,1944,10,20,2016,12,31,2016", "", ("SCG", "SRB", "YUG")),
        ("GMY,255,Germany,1816,1,1,1945,5,8,2016", "DEU", ()),
        ("GFR,260,German Federal Republic,1955,5,5,1990,10,2,2016", "DEU", ()),
        ("YAR,678,Yemen Arab Republic,1926,9,2,1990,5,21,2016", "", ()),
        ("YPR,680,Yemen People's Republic,1967,11,30,1990,5,21,2016", "YMD", ()),
        ("CZE,315,Czechoslovakia,1918,10,28,1939,3,15,2016", "CSK", ()),
        ("DRV,816,Vietnam,1954,7,21,2016,12,31,2016", "VNM", ()),
        ("RVN,817,Republic of Vietnam,1954,6,4,1975,4,30,2016", "RVN", ()),
        ("TAZ,510,Tanzania,1961,12,9,2016,12,31,2016", "", ("TGK", "TZA")),
        ("BAV,245,Bavaria,1816,1,1,1871,1,18,2016", "", ()),
        ("SWZ,225,Switzerland,1816,1,1,2016,12,31,2016", "CHE", ()),  # SWZ is Eswatini in ISO 3166
        ("AUS,305,Austria,1955,7,27,2016,12,31,2016", "AUT", ()),
    ],
)
def test_the_packaged_numbers_say_who_is_meant(row: str, state: str, partly: tuple[str, ...]) -> None:
    found = span(COW, row)
    assert (found.state, found.partly) == (state, partly)


@pytest.mark.parametrize(
    ("row", "state", "partly"),
    [
        ("CZE,Czech Republic,Prague,1918-10-28,9999-12-31,,,", "", ("CZE",)),
        ("YUG,Yugoslavia,Belgrade,1944-10-20,1992-05-22,,,", "", ("YUG", "SRB")),
        ("ITA,Italy,Rome,-0753,9999-12-31,,,", "", ("ITA",)),
        ("ALG,Algeria,Algiers,1962-07-05,9999-12-31,,,", "DZA", ()),
        ("MAS,Massina,Hamdullahi,1820-01-01,1862-12-31,,,", "", ()),  # Mauritius in Correlates of War
        ("SXM,Saxe-Meiningen,Meiningen,1675-01-01,1867-07-01,,,", "", ()),  # a territory in ISO 3166
        ("BGR,Bulgaria,Sofia,0681-12-31,1018-12-31,,,", "", ()),
        ("CHE,Switzerland,Bern,1291-08-01,1798-03-05,,,", "", ()),
        ("VAT,Papal States,Rome,1849-07-02,1870-09-20,,,", "", ()),
        ("UGA,Buganda,Kampala,1300-01-01,1884-06-18,,,", "", ()),
        ("SRB,Bulgaria,Sofia,2006-06-05,9999-12-31,,,", "", ()),  # identifier and name disagree
        ("KOS,Kosovo,Kosovo,2008-02-17,9999-12-31,,,", "XKX", ()),
        ("EUE,European Union,Brussels,1993-11-01,9999-12-31,,,", "EU", ()),
    ],
)
def test_identifier_and_name_together_say_who_is_meant(row: str, state: str, partly: tuple[str, ...]) -> None:
    found = span(GGO, row)
    assert (found.state, found.partly) == (state, partly)


def test_other_names_and_capitals_are_kept() -> None:
    found = span(GGO, 'CHE,Switzerland,Bern,1848-09-12,9999-12-31,"Swiss Confederation, Suisse",Zurich,Tan')
    assert found.other_names == ("Swiss Confederation", "Suisse")
    assert (found.capital, found.other_capitals) == ("Bern", ("Zurich",))
    assert unused(read(GGO)) == ["Coder"]


def test_a_row_without_a_date_is_left_and_the_version_is_told() -> None:
    items = read(
        COW,
        "RUS,365,Russia,1816,1,1,2016,12,31,2016.0",
        "AAA,9,Nowhere,1816,2,30,2016,12,31,2016.0",
        "BBB,9,,1816,2,1,2016,12,31,2016.0",
        "RUS,365,Russia,1816,1,1,2016,12,31,2016.0",
    )
    assert records(items, Publication)[0].note == "Version 2016 of the list."
    assert len(records(items, StateSpan)) == 1
    assert [value for _, _, value in left(items)] == ["Nowhere 1816-02-30", "", "Russia"]
    tokelau = read(GGO, "TKL,Tokelau,Atafu,9999-12-31,9999-12-31,,,")
    assert records(tokelau, StateSpan) == []


def test_the_days_stand_inclusive_as_in_the_list() -> None:
    lines = b"".join(
        span_lines(span(COW, "GDR,265,German Democratic Republic,1954,3,25,1990,10,2,2016"), place())
    )
    text = lines.decode()
    assert '#lastDay> "1990-10-02"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert "#spanOf> <https://w3id.org/depositary/id/state/DDR>" in text
    assert "validUntil" not in text
    before = b"".join(
        span_lines(span(GW, "CHE,Switzerland,..1816-01-01,2017-12-31..,,SWZ,225"), place())
    ).decode()
    assert '"[..1816-01-01]"^^<http://id.loc.gov/datatypes/edtf/EDTF>' in before
    open_ = b"".join(span_lines(span(GGO, "ITA,Italy,Rome,-0753,9999-12-31,,,"), place())).decode()
    assert "endIsOpen" in open_
    assert "9999" not in open_


def test_our_own_table_of_states_is_another_format() -> None:
    ours = (PACKAGED / "states.csv").read_bytes()[:65536]
    assert not state_systems.recognises(ours)
    assert all(state_systems.recognises(header.encode() + b"\n") for header in (COW, GW, GGO))
    assert not state_systems.recognises(b"stateID,treatyID,Title,Signature\n")
    assert "states" in LOADERS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"stateID,StateName,Begin\nRUS,Russia,1816\n", "is missing"),
        (b"stateabb,ccode,statenme\nRUS,365,Russia\n", "is missing"),
        (COW.encode() + b"\nRUS,365\n", "The row has 2 fields"),
        (GW.encode() + b"\nRUS,Russie \xe9,1816,1900,,,365\n", "not UTF-8"),
        (b"\xff\xfes\x00", "UTF-16"),
    ],
)
def test_a_broken_list_is_refused(content: bytes, said: str) -> None:
    assert said in " ".join(faults(items_of(state_systems.read, "list.csv", content)))


def test_the_example_shows_the_format() -> None:
    content = (PACKAGED / "examples" / "states.csv").read_bytes()
    assert state_systems.recognises(content)
    items = items_of(state_systems.read, "states.csv", content)
    assert len(records(items, StateSpan)) == 5
    assert not faults(items)


@pytest.mark.parametrize(
    ("name", "rows", "spans"), [("cow_states", 243, 243), ("states_GW", 216, 216), ("states_GGO", 409, 408)]
)
def test_the_real_lists_are_read_whole(name: str, rows: int, spans: int) -> None:
    path = SHARED / "sources" / "states" / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    file = InputFile.at(path, names(), "test")
    assert state_systems.recognises(file.head())
    items = list(state_systems.read(file))
    assert not [item for item in items if isinstance(item, Fault)]
    assert len(records(items, StateSpan)) == spans
    places = {item.origin.line for item in items if isinstance(item, Entry | Left)}
    assert len(places - {1, None}) == rows
