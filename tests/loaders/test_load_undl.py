"""Resolutions with votes, and vetoes: what a mark says, who is meant on that day, and what was not used."""

import json
from collections import Counter
from typing import Any

import pytest

from graph.loaders import undl, vetoes
from graph.published.entry import Item
from graph.published.votes import UnitedNationsResolution, VetoedDraft, Vote
from tests.loaders.publisher_files import broken, faults, left, lines, read, records, source_files, unnamed

RESOLUTION = {
    "record": "767565",
    "url": "https://digitallibrary.un.org/record/767565",
    "symbol": "A/RES/68/262",
    "title": "Territorial integrity of Ukraine : resolution / adopted by the General Assembly",
    "date": "2014-03-27",
    "meeting": ["A/68/PV.80"],
    "agenda": ["33b"],
    "committee_report": ["N/A"],
    "votes": ["Y UKRAINE", "N RUSSIAN FEDERATION", "A CHINA", "ISRAEL"],
}


def line(**changes: Any) -> str:
    return json.dumps(RESOLUTION | changes, ensure_ascii=False) + "\n"


def votes(*said: str, date: str = "2014-03-27") -> list[Vote]:
    (found,) = records(read("undl", line(votes=list(said), date=date)))
    assert isinstance(found, UnitedNationsResolution)
    return list(found.votes)


@pytest.mark.parametrize(
    ("said", "date", "expected"),
    [
        ("Y UKRAINE", "2014-03-27", Vote("UKR", "yes", "UKRAINE")),
        ("N CUBA", "2014-03-27", Vote("CUB", "no", "CUBA")),
        ("A CHINA", "2014-03-27", Vote("CHN", "abstain", "CHINA")),
        ("EL SALVADOR", "2014-03-27", Vote("SLV", "not-voting", "EL SALVADOR")),
        ("a NEPAL", "2014-03-27", Vote("NPL", "not-voting", "NEPAL", intent="abstain")),
        ("y SERBIA", "2014-03-27", Vote("SRB", "not-voting", "SERBIA", intent="yes")),
    ],
)
def test_the_first_letter_is_the_vote(said: str, date: str, expected: Vote) -> None:
    assert votes(said, date=date) == [expected]


@pytest.mark.parametrize(
    ("name", "date", "code", "acted_as"),
    [
        ("USSR", "1991-12-31", "RUS", "Union of Soviet Socialist Republics"),
        ("RUSSIAN FEDERATION", "1992-01-01", "RUS", ""),
        ("YUGOSLAVIA", "1980-12-15", "YUG", ""),
        ("YUGOSLAVIA", "2001-12-19", "SRB", "Federal Republic of Yugoslavia"),
        ("GERMANY, FEDERAL REPUBLIC OF", "1980-12-15", "DEU", "Federal Republic of Germany"),
        ("GERMAN DEMOCRATIC REPUBLIC", "1980-12-15", "DDR", ""),
        ("YEMEN", "1980-12-15", "YEM", "Yemen Arab Republic"),
        ("DEMOCRATIC YEMEN", "1980-12-15", "YMD", ""),
        ("CONGO (LEOPOLDVILLE)", "1965-12-15", "COD", ""),
        ("CONGO (BRAZZAVILLE)", "1965-12-15", "COG", ""),
        ("ZAIRE", "1980-12-15", "COD", ""),
        ("BURMA", "1980-12-15", "MMR", ""),
        ("CEYLON", "1970-12-15", "LKA", ""),
        ("TÜRKİYE", "2022-12-15", "TUR", ""),
        ("SWAZILAND", "2010-12-15", "SWZ", ""),
    ],
)
def test_a_name_means_who_bore_it_then(name: str, date: str, code: str, acted_as: str) -> None:
    assert votes(f"Y {name}", date=date) == [Vote(code, "yes", name, acted_as)]


def test_what_is_no_vote_is_left_with_its_reason() -> None:
    found = read("undl", line(votes=["AN PAKISTAN", "Y FRANCE", "N FRANCE", "Y NARNIA", "N/A"]))
    assert left(found) == {
        ("votes", "the mark AN stands in no legend"): 1,
        ("votes", "the same member votes twice"): 1,
    }
    assert unnamed(found) == ["NARNIA"]


def test_a_resolution_without_a_day_is_left_and_a_new_field_is_named() -> None:
    assert left(read("undl", line(date="N/A"))) == {("", "the day of adoption is no day (YYYY-MM-DD)"): 1}
    assert left(read("undl", line(draft="A/68/L.39"))) == {("draft", "the format has no such field"): 1}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<html>\n", "The line is no JSON"),
        ("[1]\n", "The line is no JSON object"),
        (line(votes="Y FRANCE"), "“votes” is missing or no list of texts"),
        (line(symbol=""), "“symbol” is missing or no text"),
    ],
)
def test_a_broken_line_refuses_the_file(content: str, says: str) -> None:
    (fault,) = faults(read("undl", line() + content))
    assert says in fault
    assert "line 2" in fault


@pytest.mark.parametrize("how", ["cut off", "UTF-16", "Latin-1", "a spreadsheet"])
@pytest.mark.parametrize("format_", ["undl", "vetoes"])
def test_a_damaged_file_is_refused(format_: str, how: str) -> None:
    assert faults(read(format_, broken(format_)[how]))


def test_the_counts_stand_on_the_resolution() -> None:
    found = lines(read("undl", line()))
    resolution = "<https://w3id.org/depositary/id/decision/A/RES/68/262>"
    for count in ("voteFor", "voteAgainst", "voteAbstain", "notVoting"):
        (counted,) = [each for each in found if each.startswith(resolution) and f"#{count}>" in each]
        assert '"1"^^' in counted
    assert len([each for each in found if each.startswith(resolution[:-1] + "/vote/")]) == 16


def test_a_resolution_without_a_vote_has_no_counts() -> None:
    assert not [each for each in lines(read("undl", line(votes=["N/A"]))) if "voteFor" in each]


VETOES = "year,date,draft,meeting_record,agenda_item,member_veto1,member_veto2,member_veto3\n"


def drafts(items: list[Item]) -> list[VetoedDraft]:
    return [record for record in records(items) if isinstance(record, VetoedDraft)]


def test_a_veto_is_a_vote_against_a_draft_on_its_day() -> None:
    found = read("vetoes", VETOES + "1956,10/30/1956,S/3710,S/PV.749,Egypt,France,UK,\n")
    (draft,) = drafts(found)
    assert draft.voted_on.isoformat() == "1956-10-30"
    assert [vote.voter for vote in draft.vetoes] == ["FRA", "GBR"]
    assert left(found) == {("year", "a column without use in the graph"): 1}


def test_the_symbol_of_a_meeting_is_no_key() -> None:
    row = "1946,6/26/1946,S/PV.49,S/PV.49,The Spanish question,USSR,,\n"
    found = drafts(read("vetoes", VETOES + row * 3))
    assert [draft.number for draft in found] == [1, 2, 3]
    assert {vote.acted_as for draft in found for vote in draft.vetoes} == {
        "Union of Soviet Socialist Republics"
    }


def test_a_row_without_day_or_veto_is_left() -> None:
    rows = "1946,26/13/1946,S/1,S/PV.1,A,USSR,,\n1946,2/16/1946,S/2,S/PV.2,B,,,\n"
    causes = left(read("vetoes", VETOES + rows))
    assert (causes["", vetoes.NO_DAY], causes["", vetoes.NOBODY]) == (1, 1)


def test_the_real_votes_come_to_the_known_results() -> None:
    (path,) = source_files("undl-votes", "*.jsonl.gz")
    known = {"A/RES/68/262": (100, 11, 58), "A/RES/ES-11/1": (141, 5, 35), "S/RES/1593(2005)": (11, 0, 4)}
    found = read("undl", path)
    assert sum(isinstance(record, UnitedNationsResolution) for record in records(found)) == 9932
    for record in records(found):
        if isinstance(record, UnitedNationsResolution) and record.symbol in known:
            counts = Counter(vote.choice for vote in record.votes)
            assert (counts["yes"], counts["no"], counts["abstain"]) == known[record.symbol]
    assert set(unnamed(found)) <= {"UNITED ARAB EMIRATES"}  # two months before it existed


def test_the_real_vetoes_are_all_used() -> None:
    (path,) = source_files("unsc-vetoes", "*.csv")
    found = read("vetoes", path)
    assert len(drafts(found)) == 214
    assert not unnamed(found)


def test_the_formats_know_their_files() -> None:
    assert undl.recognises(line().encode())
    assert vetoes.recognises(VETOES.encode())
    assert not undl.recognises(VETOES.encode())
