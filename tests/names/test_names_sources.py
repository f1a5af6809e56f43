"""Every name in the files of publishers, where these are at hand: how many are understood, and none wrongly.

What is right comes from elsewhere: codes and labels of the authority table of the European Union, and codes
of the lists of states of Many Treaties (GGO), Gleditsch and Ward, and Correlates of War.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.names.conftest import NAMES, STATES, meant

CODES = {state.code for state in STATES}
SKOS = "{http://www.w3.org/2004/02/skos/core#}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
AUTHORITY = "{http://publications.europa.eu/ontology/authority/}"

# The code of the table for a code of the authority table, where it is another one: a predecessor's is that of
# the legal person, YUG is the Federal Republic of Yugoslavia there, and YMD the north of Yemen.
OF_THE_UNION = {
    "SUN": "RUS", "BYS": "BLR", "SCG": "SRB", "YUG": "SRB", "1A0": "XKX", "EUR": "EU", "BUR": "MMR",
    "HVO": "BFA", "ZR0": "COD", "DHY": "BEN", "TMP": "TLS", "VDR": "VNM", "YMD": "YEM",
}  # fmt: skip
ERRORS_OF_THE_UNION = {  # labels of the authority table that are those of another one
    ("DMA", "ja"), ("VDR", "pt"), ("MAF", "ar"),
}  # fmt: skip
OF_GGO = {"ALG": "DZA", "EAZ": "ZNZ", "YAR": "YEM", "YPR": "YMD", "EUE": "EU", "KOS": "XKX"}
DIFFERENT = {  # (code in the list, name): the list and the table of states mean two things by it
    ("KUB", "Kuba"), ("YUG", "Yugoslavia"), ("CZE", "Czechoslovakia"), ("YEM", "Yemen, People's Republic Of"),
}  # fmt: skip
VOTE = re.compile(r"(?:AN|[AYNXaynx]) +(.+)")
DAY = re.compile(r"(\d{1,2}) (\w{3})\w* (\d{4})")
Named = tuple[str, date]


@pytest.fixture(scope="module")
def labels(sources: Path) -> Mapping[tuple[str, str], list[tuple[str, date | None]]]:
    """Labels of the authority table by code and language, each with the last day of its use."""
    tree = ET.parse(sources / "eu-authority" / "countries-skos.rdf")  # noqa: S314 - a file that we hold
    found: dict[tuple[str, str], list[tuple[str, date | None]]] = {}
    for concept in tree.iter(f"{SKOS}Concept"):
        code = concept.attrib[f"{RDF}about"].rpartition("/")[2]
        end = concept.findtext(f"{AUTHORITY}end.use")
        for label in concept.iter(f"{SKOS}prefLabel"):
            day = date.fromisoformat(end) if end else None
            found.setdefault((code, label.attrib[LANGUAGE]), []).append((label.text or "", day))
    return found


def test_labels_of_the_authority_table_mean_their_state_or_nobody(
    labels: Mapping[tuple[str, str], list[tuple[str, date | None]]],
) -> None:
    wrong, understood, count = set(), 0, 0
    for (code, language), names in labels.items():
        expected = OF_THE_UNION.get(code, code)
        for name, day in names:
            found = NAMES.meaning(name, day).code
            count += expected in CODES
            understood += found == expected
            if found not in {"", expected if expected in CODES else ""}:
                wrong.add((code, language))
    assert wrong <= ERRORS_OF_THE_UNION
    assert understood > 0.93 * count


def test_names_in_votes_of_the_united_nations(sources: Path) -> None:
    votes = Counter(_votes(sources / "undl-votes" / "undl_votes_1946_2024.jsonl.gz"))
    unresolved = {named: count for named, count in votes.items() if not NAMES.meaning(*named).code}
    assert len({name for name, _ in votes}) == 244
    assert {name for name, _ in unresolved} == {
        "UNITED ARAB EMIRATES"
    }  # a vote two months before its first day
    assert sum(unresolved.values()) == 1
    guessed = {name for name, day in votes if NAMES.meaning(name, day).how in {"similar", "translation"}}
    assert guessed == set()


def test_participants_of_the_united_nations_treaty_collection(sources: Path) -> None:
    rows = [each for path in sorted((sources / "untc" / "treaties").glob("*.csv")) for each in _acts(path)]
    states = [(name, day) for name, day in rows if NAMES.meaning(name, day).kind != "organisation"]
    unresolved = Counter(name for name, day in states if not NAMES.meaning(name, day).code)
    assert sum(unresolved.values()) < 0.02 * len(states)
    assert all(NAMES.meaning(name).kind != "unknown" for name, _ in rows)


def test_english_names_of_publishers_have_the_code_of_the_authority_table(
    sources: Path, labels: Mapping[tuple[str, str], list[tuple[str, date | None]]]
) -> None:
    codes = {
        name.casefold(): OF_THE_UNION.get(code, code)
        for (code, language), names in labels.items()
        if language == "en" and code != "YUG"
        for name, _ in names
    }
    votes = set(_votes(sources / "undl-votes" / "undl_votes_1946_2024.jsonl.gz"))
    acts = {each for path in (sources / "untc" / "treaties").glob("*.csv") for each in _acts(path)}
    compared = [each for each in votes | acts if codes.get(each[0].casefold()) in CODES]
    wrong = {
        (name, found)
        for name, day in compared
        if (found := NAMES.meaning(name, day).code) not in {"", codes[name.casefold()]}
    }
    assert wrong == set()
    assert len({name for name, _ in compared}) > 300


def test_contracting_parties_of_the_treaties_of_wipo(sources: Path) -> None:
    with (sources / "wipo" / "membership-to-copyright-treaties.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = ("Signature Date", "Instrument Date", "Entry Into Force Date")
    named = [
        (row["Contracting Party"], date.fromisoformat(row[day])) for row in rows for day in days if row[day]
    ]
    found = [NAMES.meaning(*each) for each in named]
    assert sum(not each.code and each.kind != "organisation" for each in found) < 0.01 * len(found)
    assert all(meant(name).kind not in {"unknown", "ambiguous"} for name, _ in named)


@pytest.mark.parametrize("file", ["states_GGO.csv", "states_GW.csv"])
def test_names_in_lists_of_states_have_the_code_of_the_list(sources: Path, file: str) -> None:
    with (sources / "states" / file).open(encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if (row["End"][:4] >= "1945")]
    wrong = set()
    for row in rows:
        end = min(row["End"][:10], "2017-01-01")
        found = NAMES.meaning(row["StateName"], date.fromisoformat(end)).code
        if found not in {"", OF_GGO.get(row["stateID"], row["stateID"]), _person(row["stateID"])}:
            wrong.add((row["stateID"], row["StateName"]))
    assert wrong <= DIFFERENT


def test_names_in_the_list_of_correlates_of_war_have_their_number(sources: Path) -> None:
    with (sources / "states" / "cow_states.csv").open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    for row in rows:
        last = date(*(int(float(row[key])) for key in ("endyear", "endmonth", "endday")))
        by_name, by_number = (
            NAMES.meaning(text, last).code for text in (row["statenme"], f"cow {float(row['ccode']):.0f}")
        )
        assert not (by_name and by_number) or by_name == by_number, row


def _person(code: str) -> str:
    return next((state.code for state in STATES if code in state.continues), code)


def _votes(path: Path) -> Iterator[Named]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            resolution = json.loads(line)
            for vote in resolution["votes"]:
                if vote != "N/A":
                    found = VOTE.fullmatch(vote)
                    yield (found[1] if found else vote), date.fromisoformat(resolution["date"])


def _acts(path: Path) -> Iterator[Named]:
    with path.open(encoding="utf-8", errors="replace", newline="") as text:
        for name, *cells in csv.reader(text):
            for cell in cells:
                day = _day(cell)
                if day and name != "Participant":
                    yield name, day


def _day(cell: str) -> date | None:
    found = DAY.search(cell)
    try:
        return datetime.strptime(" ".join(found.groups()), "%d %b %Y").date() if found else None  # noqa: DTZ007
    except ValueError:
        return None
