"""A name is understood as publishers print it; a formula or a program never is one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import Meaning
from graph.records import State
from tests.names.conftest import NAMES, STATES, meant

CODES = {state.code for state in STATES}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serbia 3", "SRB"),
        ("China 2,3", "CHN"),
        ("China 2, 3", "CHN"),
        ("Germany¹²", "DEU"),
        ("United Kingdom 1 2", "GBR"),
        ("Samoa*", "WSM"),
        ("Cuba †", "CUB"),
        ("* Cuba", "CUB"),
        ("Kosovo*", "XKX"),
        ("Romania [4]", "ROU"),
        ("Portugal (2)", "PRT"),
        ("Denmark a/", "DNK"),
        ("Norway<sup>3</sup>", "NOR"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("GERMANY (FEDERAL REPUBLIC OF)", "DEU"),
        ("Ireland, Republic of", "IRL"),
        ("Viet-Nam, Republic of", "RVN"),
        ("Congo, People's Republic of", "COG"),
        ("Gambia (the)", "GMB"),
        ("Korea (the Democratic People's Republic of)", "PRK"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Burma (Myanmar)", "MMR"),
        ("Eswatini (formerly Swaziland)", "SWZ"),
        ("European Union (EU)", "EU"),
        ("Burma/Myanmar", "MMR"),
        ("Côte d&#39;Ivoire", "CIV"),
        ("C&ocirc;te d&rsquo;Ivoire", "CIV"),
        ("CÃ´te d'Ivoire", "CIV"),
        ("C?te d'Ivoire", "CIV"),
        ("Coted'Ivoire", "CIV"),
        ("TÜRKÝYE", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("turkiye", "TUR"),
        ("LAO PEOPLE's DEMOCRATIC REPUBLIC", "LAO"),
        ("Lao Peoples Democratic Republic", "LAO"),
        ("Viet\u00a0Nam", "VNM"),
        ("New  Zealand\t", "NZL"),
        ("Fran\u00adce", "FRA"),
        ("\ufeffFrance\u200b", "FRA"),
        ("ＦＲＡＮＣＥ", "FRA"),
        ("St. Kitts & Nevis", "KNA"),
        ("Trinidad & Tobago", "TTO"),
        ("Sao Tome & Principe", "STP"),
        ("Guinea Bissau", "GNB"),
        ("VietNam", "VNM"),
        ("1A0", "XKX"),
        ("643", "RUS"),
        ("Q159", "RUS"),
    ],
)
def test_as_publishers_print_it(text: str, code: str) -> None:
    assert meant(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "=France",
        '=HYPERLINK("http://example.org","France")',
        "+France",
        "-France",
        "@France",
        " =France",
        "France|calc",
        "{{France}}",
        "$France",
        "France=1",
    ],
)
def test_a_formula_is_no_name(text: str) -> None:
    found = meant(text)
    assert (found.code, found.kind) == ("", "unknown")
    assert found.note


@pytest.mark.parametrize(
    "text",
    ["", " ", "3", "*", "France, Germany", "France and Germany", "Italy/Spain", "Cuba (Malta)", "xx 3"],
)
def test_what_is_not_one_name(text: str) -> None:
    assert meant(text).code == ""


def test_a_text_that_is_longer_than_any_name() -> None:
    text = "France" * 1000
    assert meant(text) == Meaning(text)


@settings(deadline=None)
@given(st.text(max_size=60), st.none() | st.dates())
def test_any_text_has_a_meaning(text: str, day: date | None) -> None:
    found = NAMES.meaning(text, day)
    assert found.name == text
    assert found.code in CODES | {""}
    assert (found.kind in {"unknown", "ambiguous"}) <= (found.code == "")
    assert len(found.candidates) <= 5


@settings(deadline=None)
@given(
    st.sampled_from([state for state in STATES if state.kind == "state"]),
    st.sampled_from(["{} 3", "{}*", " {}†", "{} [1]", "{}\u00a0", "*{}", "{}  2,3"]),
)
def test_marks_of_notes_change_nothing(state: State, form: str) -> None:
    name = state.name_en
    assert meant(form.format(name)).code == meant(name).code
