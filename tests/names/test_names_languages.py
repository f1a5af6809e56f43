"""Names in the languages of the European Union and more; of homonyms none is chosen."""

import subprocess
import sys

import pytest

from graph.names.cldr import LANGUAGES, MORE_LANGUAGES, coded, territories
from tests.names.conftest import STATES, meant

OF_THE_UNION = {
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt",
    "nl", "pl", "pt", "ro", "sk", "sl", "sv",
}  # fmt: skip


def test_all_languages_of_the_union_are_known() -> None:
    assert {*LANGUAGES, *MORE_LANGUAGES} >= OF_THE_UNION
    assert len(OF_THE_UNION) == 24


@pytest.mark.parametrize("language", sorted({*LANGUAGES, *MORE_LANGUAGES}))
def test_a_name_of_the_cldr_means_its_state_or_several(language: str) -> None:
    names = territories(language)
    for alpha2, code in coded(STATES).items():
        found = meant(names[alpha2])
        assert found.code in {code, ""}, (names[alpha2], found)
        assert found.code == code or found.kind == "ambiguous", (names[alpha2], found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Suomi", "FIN"),
        ("Magyarország", "HUN"),
        ("MAGYARORSZAG", "HUN"),
        ("Itävalta", "AUT"),
        ("Airija", "IRL"),
        ("Ελλάδα", "GRC"),
        ("ΕΛΛΑΔΑ", "GRC"),
        ("България", "BGR"),
        ("An Ghearmáin", "DEU"),
        ("Włochy", "ITA"),
        ("Wlochy", "ITA"),
        ("Україна", "UKR"),
        ("В'єтнам", "VNM"),
        ("Kıbrıs", "CYP"),
        ("日本", "JPN"),
        ("대한민국", "KOR"),
        ("中华人民共和国", "CHN"),
        ("中華民國", "TWN"),
        ("الاتحاد الأوروبي", "EU"),
        ("ישראל", "ISR"),
        ("საქართველო", "GEO"),
        ("Հայաստան", "ARM"),
        ("Česká republika", "CZE"),
        ("Nigēra", "NER"),
        ("Rossiya", "RUS"),
        ("Zhongguo", "CHN"),
        ("Совет Европы", "COE"),
        ("Tchécoslovaquie", "CSK"),
    ],
)
def test_names_in_other_languages(name: str, code: str) -> None:
    assert meant(name).code == code


@pytest.mark.parametrize(
    "name", ["Nigera", "Nigeris", "Kongo", "Toga", "Columbia", "Islanda", "Guiana", "Ira"]
)
def test_of_homonyms_none_is_chosen(name: str) -> None:
    found = meant(name)
    assert (found.code, found.kind) == ("", "ambiguous")
    assert found.candidates


def test_a_code_wins_over_a_name_without_its_marks_only() -> None:
    assert meant("NGA").code == "NGA"
    assert meant("AT").code == "AUT"


def test_other_languages_are_read_only_when_they_are_needed() -> None:
    program = (
        "from tests.names.conftest import NAMES; from graph.names.cldr import territories;"
        "NAMES.state('Russia'); NAMES.meaning('Burma'); NAMES.meaning('CONGO (LEOPOLDVILLE)');"
        "raise SystemExit(territories.cache_info().currsize)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
