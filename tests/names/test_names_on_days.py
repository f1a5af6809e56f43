"""Who is meant by a name on a day: legal persons, their former names, days on which nobody was there."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import State
from tests.names.conftest import NAMES, STATES, meant, table

USSR = "Union of Soviet Socialist Republics"
FRY = "Federal Republic of Yugoslavia"
BSSR, UKRAINIAN = "Byelorussian Soviet Socialist Republic", "Ukrainian Soviet Socialist Republic"
COUNCIL = "United Nations Council for Namibia"


@pytest.mark.parametrize(
    ("name", "on", "code", "acted_as"),
    [
        ("USSR", "1946-01-25", "RUS", USSR),
        ("USSR", "1991-12-31", "RUS", USSR),
        ("Soviet Union", None, "RUS", USSR),
        ("SUN", "1980-01-01", "RUS", USSR),
        ("Russian Federation", "1922-12-30", "RUS", USSR),
        ("Russian Federation", "1991-12-25", "RUS", USSR),
        ("Russian Federation", "1991-12-26", "RUS", ""),
        ("BYELORUSSIAN SSR", "1946-01-26", "BLR", BSSR),
        ("Belarus", "1991-09-18", "BLR", BSSR),
        ("Belarus", "1991-09-19", "BLR", ""),
        ("Ukraine", "1991-08-23", "UKR", UKRAINIAN),
        ("UKRAINE", "1991-08-24", "UKR", ""),
        ("Germany", "1951-11-19", "DEU", "Federal Republic of Germany"),
        ("GERMANY, FEDERAL REPUBLIC OF", "1973-10-26", "DEU", "Federal Republic of Germany"),
        ("Germany", "1990-10-03", "DEU", ""),
        ("Germany", "1887-12-05", "DEU", "German Empire"),
        ("GERMAN DEMOCRATIC REPUBLIC", "1980-01-01", "DDR", ""),
        ("Serbia", "1995-01-01", "SRB", FRY),
        ("Serbia", "2003-02-04", "SRB", "Serbia and Montenegro"),
        ("Serbia", "2006-06-03", "SRB", ""),
        ("YUGOSLAVIA", "1980-01-01", "YUG", ""),
        ("YUGOSLAVIA", "1992-04-26", "YUG", ""),
        ("YUGOSLAVIA", "1992-04-27", "SRB", FRY),
        ("YUGOSLAVIA", "2002-12-20", "SRB", FRY),
        ("Yugoslavia", "1948-12-11", "YUG", "Federal People's Republic of Yugoslavia"),
        (
            "Kingdom of Serbs, Croats and Slovenes",
            "1925-01-01",
            "YUG",
            "Kingdom of Serbs, Croats and Slovenes",
        ),
        ("YUG", "1995-01-01", "SRB", FRY),
        ("China", "1949-07-20", "CHN", "Republic of China"),
        ("CHINA", "1971-10-24", "CHN", "Republic of China"),
        ("China", "1971-10-25", "CHN", ""),
        ("Republic of China", "1960-01-01", "CHN", "Republic of China"),
        ("People's Republic of China", "1956-12-28", "CHN", "People's Republic of China"),
        ("Egypt", "1966-09-28", "EGY", "United Arab Republic"),
        ("UNITED ARAB REPUBLIC", "1958-09-23", "EGY", "United Arab Republic"),
        ("Egypt", "1971-09-02", "EGY", ""),
        ("YEMEN", "1980-01-18", "YEM", "Yemen Arab Republic"),
        ("Yemen", "1990-05-22", "YEM", ""),
        ("Democratic Yemen", "1987-07-21", "YMD", ""),
        ("Southern Yemen", "1968-01-01", "YMD", ""),
        ("People's Democratic Republic of Yemen", "1980-01-01", "YMD", ""),
        ("CONGO (LEOPOLDVILLE)", "1960-10-08", "COD", ""),
        ("Congo (Kinshasa)", "1968-01-01", "COD", ""),
        ("CONGO (DEMOCRATIC REPUBLIC OF)", "1967-07-04", "COD", ""),
        ("ZAIRE", "1971-11-09", "COD", ""),
        ("CONGO (BRAZZAVILLE)", "1960-10-08", "COG", ""),
        ("People's Republic of the Congo", "1980-01-01", "COG", ""),
        ("CONGO", "1971-11-09", "COG", ""),
        ("Republic of Viet-Nam", "1965-01-01", "RVN", ""),
        ("Democratic Republic of Viet-Nam", "1965-01-01", "VNM", "Democratic Republic of Viet-Nam"),
        ("Viet Nam", "1977-10-28", "VNM", ""),
        ("TANGANYIKA", "1962-01-01", "TGK", ""),
        ("United Republic of Tanzania", "1962-01-01", "TZA", "Tanganyika"),
        ("ZANZIBAR", "1963-12-17", "ZNZ", ""),
        ("Czechoslovakia", "1992-12-22", "CSK", ""),
        ("Namibia", "1982-11-11", "NAM", COUNCIL),
        ("United Nations Council for Namibia", "1983-04-18", "NAM", COUNCIL),
        ("FEDERATION OF MALAYA", "1957-09-24", "MYS", "Federation of Malaya"),
        ("European Union", "1984-12-07", "EU", "European Economic Community"),
        ("EEC", "1984-12-07", "EU", "European Economic Community"),
        ("European Union", "2007-03-30", "EU", "European Community"),
        ("European Union", "2010-01-01", "EU", ""),
        ("India", "1945-10-30", "IND", ""),
        ("PHILIPPINE REPUBLIC", "1946-01-26", "PHL", ""),
        ("Lebanon", "1945-10-24", "LBN", ""),
        ("Syria", "1946-01-26", "SYR", ""),
        ("Burma", "2010-01-01", "MMR", ""),
        ("Sri Lanka", "1960-01-26", "LKA", ""),
        ("SIAM", "1947-05-05", "THA", ""),
        ("Macedonia", "2000-01-01", "MKD", ""),
        ("cow 365", "1980-01-01", "RUS", USSR),
        ("gw:345", "1980-01-01", "YUG", ""),
    ],
)
def test_who_is_meant(name: str, on: str | None, code: str, acted_as: str) -> None:
    found = meant(name, on)
    assert (found.code, found.acted_as, found.name) == (code, acted_as, name)
    assert found.kind not in {"unknown", "ambiguous"}
    assert found.how


@pytest.mark.parametrize(
    ("name", "on", "candidate"),
    [
        ("USSR", "1992-01-01", "RUS"),
        ("USSR", "1922-12-29", "RUS"),
        ("Russia", "1909-11-27", "RUS"),
        ("Turkey", "1909-01-01", "TUR"),
        ("Czechia", "1980-01-01", "CSK"),
        ("Slovakia", "1992-12-31", "CSK"),
        ("Czechoslovakia", "1993-01-01", "CZE"),
        ("German Democratic Republic", "1995-01-01", "DDR"),
        ("Slovenia", "1970-01-01", "YUG"),
        ("Serbia", "1985-01-01", "YUG"),
        ("Montenegro", "1995-01-01", "SRB"),
        ("Serbia and Montenegro", "2007-01-01", "SRB"),
        ("Yugoslavia", "2010-01-01", "SRB"),
        ("Armenia", "1970-01-01", "RUS"),
        ("Belarus", "1930-01-01", "RUS"),
        ("Bangladesh", "1970-01-01", "PAK"),
        ("South Sudan", "2005-01-01", "SDN"),
        ("Zimbabwe", "1970-01-01", "GBR"),
        ("Democratic Yemen", "1995-01-01", "YEM"),
        ("Yemen Arab Republic", "1995-01-01", "YEM"),
        ("United Arab Republic", "1990-01-01", "EGY"),
        ("European Union", "1950-01-01", "EU"),
        ("Kosovo", "2000-01-01", "SRB"),
    ],
)
def test_who_was_not_there_is_not_meant(name: str, on: str, candidate: str) -> None:
    found = meant(name, on)
    assert (found.code, found.kind) == ("", "unknown")
    assert candidate in {each[:3].strip() for each in found.candidates}
    assert found.note


@pytest.mark.parametrize(
    ("name", "on", "candidates"),
    [
        ("Congo", "1965-01-01", {"COD", "COG"}),
        ("Republic of the Congo", "1962-01-01", {"COD", "COG"}),
        ("Viet-Nam", "1965-01-01", {"VNM", "RVN"}),
        ("Korea", None, {"KOR", "PRK"}),
        ("Korea", "1960-01-01", {"KOR", "PRK"}),
        ("Yugoslavia", None, {"YUG", "SRB"}),
        ("Macedonia", None, {"MKD"}),
        ("Macedonia", "2020-01-01", {"MKD"}),
        ("Vatican City", None, {"VAT"}),
        ("America", None, {"USA"}),
        ("Timor", None, {"TLS", "IDN"}),
    ],
)
def test_of_several_none_is_chosen(name: str, on: str | None, candidates: set[str]) -> None:
    found = meant(name, on)
    assert (found.code, found.kind) == ("", "ambiguous")
    assert {each[:3] for each in found.candidates} == candidates


@pytest.mark.parametrize(
    ("name", "on", "kind"),
    [
        ("Palestine", "1990-01-01", "contested"),
        ("Palestine", "2012-11-28", "contested"),
        ("State of Palestine", "2012-11-29", "observer"),
        ("PSE", None, "observer"),
        ("Holy See", "1990-01-01", "observer"),
        ("Taiwan", "1980-01-01", "contested"),
        ("Republic of China", "1971-10-25", "contested"),
        ("Kosovo", "2008-02-17", "contested"),
        ("Estonia", "1960-01-01", "contested"),
        ("Estonia", "1930-01-01", "state"),
        ("Hong Kong", "1990-01-01", "territory"),
        ("Namibia", "1985-01-01", "territory"),
        ("Czechoslovakia", "1980-01-01", "former-state"),
        ("USSR", "1980-01-01", "state"),
        ("Council of Europe", "1987-01-01", "organisation"),
    ],
)
def test_what_the_one_meant_was_on_that_day(name: str, on: str | None, kind: str) -> None:
    found = meant(name, on)
    assert found.kind == kind
    assert found.code
    assert found.note or kind not in {"contested", "territory"}


def test_the_seat_of_yugoslavia_is_told() -> None:
    note = meant("Yugoslavia", "1995-01-01").note
    assert "2000-10-31" in note
    assert "2000-11-01" in note


def test_the_bare_name_of_yemen_says_that_a_table_of_treaties_may_mean_either() -> None:
    assert "either of the two states" in meant("Yemen", "1987-01-01").note


@settings(deadline=None)
@given(st.sampled_from(STATES), st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_a_code_means_its_person_or_nobody(state: State, day: date) -> None:
    code = state.code
    person = next((each.code for each in STATES if code in each.continues), code)
    assert NAMES.meaning(code, day).code in {person, "", "SRB" if code == "YUG" else ""}


@settings(deadline=None)
@given(st.sampled_from(STATES), st.dates(date(1800, 1, 1), date(2030, 1, 1)))
def test_a_meaning_is_the_same_until_the_tables_have_another_day(state: State, day: date) -> None:
    name = state.name_en
    tomorrow = day + timedelta(days=1)
    known = {row[key] for row in _dated_rows() for key in ("from", "until")}
    known |= {str(each) for s in STATES for each in (s.exists_from, s.exists_until)}
    if tomorrow.isoformat() not in known:
        assert NAMES.meaning(name, day) == NAMES.meaning(name, tomorrow)


def _dated_rows() -> list[dict[str, str]]:
    files = ("other_names.csv", "names_on_days.csv", "not_states.csv", "persons_on_days.csv")
    return [dict(row) for file in files for row in table(file)]
