"""Mistyped names are understood only where nobody else can be meant."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.names import normalised
from tests.names.conftest import NAMES, STATES, meant, table

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CONFUSED = [
    {"Niger", "Nigeria"}, {"Iran", "Iraq"}, {"Austria", "Australia"}, {"Gambia", "Zambia"},
    {"Iceland", "Ireland"}, {"Slovakia", "Slovenia"}, {"Mali", "Malta", "Malawi", "Malaysia"},
    {"Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"},
    {"Congo", "Democratic Republic of the Congo"}, {"Dominica", "Dominican Republic"},
    {"North Korea", "South Korea"}, {"Mauritius", "Mauritania"}, {"Libya", "Liberia"},
    {"Latvia", "Lithuania"}, {"Sweden", "Switzerland", "Swaziland"}, {"Samoa", "American Samoa"},
    {"India", "Indonesia"}, {"Paraguay", "Uruguay"}, {"Algeria", "Nigeria"}, {"Tanzania", "Tasmania"},
]  # fmt: skip
NAMES_OF_STATES = sorted(
    {state.name_en for state in STATES} | {row["name"] for row in table("other_names.csv")}
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Phillipines", "PHL"),
        ("Philipines", "PHL"),
        ("Kazahkstan", "KAZ"),
        ("Azerbajan", "AZE"),
        ("Venezuala", "VEN"),
        ("Germny", "DEU"),
        ("Ukrane", "UKR"),
        ("Zimbawe", "ZWE"),
        ("Switzerlnd", "CHE"),
        ("Lichtenstein", "LIE"),
        ("Madagasacr", "MDG"),
    ],
)
def test_a_clear_error_of_typing(text: str, code: str) -> None:
    found = meant(text)
    assert (found.code, found.how) == (code, "similar")


@pytest.mark.parametrize(
    "text",
    [
        "Australai", "Austraia", "Nigerr", "Nigerai", "Slovania", "Slovenija Republic", "Mauritious",
        "Icland", "Irelnd", "Guinae", "Equitorial Guinea Bissau", "Soth Korea", "Nouth Korea", "Gambai",
        "Prusia", "Russian", "German", "Austrian", "Argentinian", "Nigerian", "Slovak Kingdom", "Columbiaa",
        "Irann", "Malasya", "Ethiopic", "Montenegrin", "croate", "biélorusse", "Hangul",
        "Čadská republika", "Čilská republika", "Tazmania", "Amrica", "Engand", "Sudann", "Congoo",
    ],
)  # fmt: skip
def test_what_may_be_another_is_not_understood(text: str) -> None:
    found = meant(text)
    assert found.code == ""
    assert found.how != "similar"


@pytest.mark.parametrize("group", CONFUSED, ids=min)
def test_no_error_in_one_name_leads_to_one_with_which_it_is_confused(group: set[str]) -> None:
    codes = {name: meant(name).code for name in group}
    for name in group:
        for text in set(_errors(name, "aeinrst")):
            readings = NAMES._lexicon.readings(text)
            similar = {reading.code for reading in readings if reading.how == "similar"}
            assert similar <= {codes[name]}, text


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_an_error_leads_to_the_name_itself_or_to_nobody(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES_OF_STATES))
    text = data.draw(st.sampled_from(sorted(set(_errors(name)))))
    found = meant(text)
    if found.how == "similar":
        assert found.code == meant(name).code, (name, text, found)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_what_is_similar_is_the_one_nearest(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES_OF_STATES))
    twice = data.draw(st.sampled_from(sorted(set(_errors(name)))))
    text = data.draw(st.sampled_from(sorted(set(_errors(twice)))))
    found = meant(text)
    if found.how != "similar":
        return
    key = normalised(text)
    distances = {other: OSA.distance(key, normalised(other)) for other in NAMES_OF_STATES}
    least = min(distances.values())
    nearest = {meant(other).code for other, distance in distances.items() if distance == least}
    assert nearest == {found.code}, (text, found)


def _errors(name: str, letters: str = LETTERS) -> Iterator[str]:
    """Yield every text that one error of typing makes of a name."""
    for place in range(len(name) + 1):
        before, after = name[:place], name[place:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
