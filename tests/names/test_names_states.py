"""Which state a name means, without a day; and that nothing is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownName
from graph.names import Names, normalised
from graph.records import State
from tests.names.conftest import NAMES, STATES

WHEN_WARM = settings(deadline=None)  # whichever example comes first reads ontology, schema or CLDR


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RU", "RUS"),
        ("rus", "RUS"),
        ("643", "RUS"),
        ("Russia", "RUS"),
        ("RUSSIAN FEDERATION", "RUS"),
        ("Fédération de Russie", "RUS"),
        ("federation de russie", "RUS"),
        ("La Russie", "RUS"),
        ("Россия", "RUS"),
        ("Rusia", "RUS"),
        ("روسيا", "RUS"),
        ("俄罗斯", "RUS"),
        ("Russland", "RUS"),
        ("Q159", "RUS"),
        ("http://www.wikidata.org/entity/Q159", "RUS"),
        ("https://w3id.org/depositary/id/state/RUS", "RUS"),
        ("Gambia", "GMB"),
        ("The Gambia", "GMB"),
        ("  the   gambia ", "GMB"),
        ("USSR", "SUN"),
        ("URSS", "SUN"),
        ("СССР", "SUN"),
        ("Soviet Union", "SUN"),
        ("U.S.A.", "USA"),
        ("United States of America", "USA"),
        ("UK", "GBR"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("DRC", "COD"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Yemen", "YEM"),
        ("Democratic Yemen", "YMD"),
        ("Serbia and Montenegro", "SCG"),
        ("Viet Nam", "VNM"),
        ("Republic of Viet-Nam", "RVN"),
        ("St. Lucia", "LCA"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("European Union", "EU"),
        ("https://w3id.org/depositary/id/organisation/eu", "EU"),
        ("Greenland", "GRL"),
        ("Holy See", "VAT"),
    ],
)
def test_a_state_by_any_clear_name(text: str, code: str) -> None:
    assert NAMES.state(text) == code


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Korea", {"KOR (South Korea)", "PRK (North Korea)"}),
        ("Yugoslavia", {"YUG (Socialist Federal Republic of Yugoslavia)"}),
        ("Macedonia", {"MKD (North Macedonia)"}),
        ("Rusia Federation", {"RUS (Russian Federation)"}),
        ("Nigera", {"NER (Niger)", "NGA (Nigeria)"}),
        ("RSU", {"RUS (Russian Federation)"}),
        ("Saint-Martin", {"SXM (Sint Maarten (Dutch part))"}),
    ],
)
def test_a_name_that_is_not_clear_is_answered_with_candidates(text: str, candidates: set[str]) -> None:
    with pytest.raises(UnknownName) as raised:
        NAMES.state(text)
    assert candidates <= set(raised.value.candidates)
    assert len(raised.value.candidates) <= 5
    assert (raised.value.what, raised.value.name) == ("state", text)


@pytest.mark.parametrize("text", ["", "   ", "?!", "XAA", "qqqqqqqq", "x" * 100_000])
def test_what_resembles_nothing_has_no_candidates(text: str) -> None:
    with pytest.raises(UnknownName) as raised:
        NAMES.state(text)
    assert raised.value.candidates == []


@pytest.mark.parametrize("text", ["Vatican City", "Palestinian Territories", "Territoires palestiniens"])
def test_where_it_is_contested_what_a_code_stands_for_only_the_table_decides(text: str) -> None:
    with pytest.raises(UnknownName):
        NAMES.state(text)


def test_a_name_of_two_states_is_nobody() -> None:
    names = Names([State("AAA", "state", "Ruritania"), State("BBB", "state", "Ruritania")], [])
    with pytest.raises(UnknownName) as raised:
        names.state("ruritania")
    assert raised.value.candidates == ["AAA (Ruritania)", "BBB (Ruritania)"]


def test_a_code_wins_over_a_name_and_a_name_of_the_table_over_other_names() -> None:
    names = Names([State("ABC", "state", "Xyland"), State("XYZ", "state", "ABC", iso_alpha2="FR")], [])
    assert names.state("abc") == "ABC"
    taken = Names([State("XYZ", "state", "France"), State("FRA", "state", "Gaul", iso_alpha2="FR")], [])
    assert taken.state("France") == "XYZ"


def test_former_states_need_their_own_name() -> None:
    without = Names([state for state in STATES if state.kind != "former-state"], [])
    with pytest.raises(UnknownName):
        without.state("Soviet Union")
    with pytest.raises(UnknownName):
        without.state("USSR")


@WHEN_WARM
@given(st.sampled_from(STATES), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_every_code_and_english_name_finds_its_state(state: State, change: type[str]) -> None:
    assert NAMES.state(state.code) == state.code
    assert NAMES.state(change(state.name_en)) == state.code


@WHEN_WARM
@given(st.text(max_size=40))
def test_any_text_is_a_state_or_unknown(text: str) -> None:
    try:
        assert NAMES.state(text) in {state.code for state in STATES}
    except UnknownName as error:
        assert len(error.candidates) <= 5  # noqa: PT017 - both outcomes are right


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("U.S.S.R.", "ussr"),
        ("The Gambia", "gambia"),
        ("St. Kitts & Nevis", "saint kitts nevis"),
        ("ST", "st"),
        ("刚果（金）", "刚果 金"),
    ],
)
def test_normalised(text: str, key: str) -> None:
    assert normalised(text) == key


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Republic of South Korea", ("KOR (South Korea)", "PRK (North Korea)")),
        ("Egypt and Syria", ("EGY (Egypt)", "SYR (Syria)")),
        ("Kinshasa", ("COD (Congo, The Democratic Republic of the)",)),
        ("Washington", ()),
        ("RSU", ("RUS (Russian Federation)", "SUR (Suriname)")),
        ("", ()),
    ],
)
def test_candidates_are_those_whose_telling_words_are_in_the_text(
    text: str, candidates: tuple[str, ...]
) -> None:
    found = NAMES.meaning(text)
    assert (found.code, found.kind) == ("", "unknown")
    assert found.candidates == candidates


def test_a_row_of_the_data_set_is_one_whatever_the_packaged_tables_say() -> None:
    names = Names([State("ABK", "state", "Abkhazia"), State("GEO", "state", "Georgia")], [])
    assert (names.meaning("Abkhazia").code, names.meaning("Abkhazia").kind) == ("ABK", "state")
    assert names.meaning("South Ossetia").kind == "contested"


@pytest.mark.parametrize(
    "name", ["Rhodesia", "Yugoslavia", "USSR", "Korea", "cow 365", "Suomi", "Vatican City", "=x"]
)
def test_without_states_nobody_is_meant(name: str) -> None:
    found = Names([], []).meaning(name)
    assert (found.code, found.candidates) == ("", ())
