"""Who is no state: organisations, territories, and what is contested, each as somebody's claim."""

import pytest

from tests.names.conftest import meant


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Universal Postal Union", "organisation"),
        ("World Health Organization", "organisation"),
        ("IAEA", "organisation"),
        ("African Union", "organisation"),
        ("International Telecommunication Union", "organisation"),
        ("European Patent Organisation (EPO)", "organisation"),
        ("Euratom", "organisation"),
        ("Palestine Liberation Organization", "organisation"),
        ("Sovereign Military Order of Malta", "organisation"),
        ("Netherlands Antilles", "territory"),
        ("American Samoa", "territory"),
        ("Southern Rhodesia", "territory"),
        ("South West Africa", "territory"),
        ("British Honduras", "territory"),
        ("Gold Coast", "territory"),
        ("Belgian Congo", "territory"),
        ("French Sudan", "territory"),
        ("East Pakistan", "territory"),
        ("England", "territory"),
        ("Scotland", "territory"),
        ("Texas", "territory"),
        ("Abkhazia", "contested"),
        ("South Ossetia", "contested"),
        ("Transnistria", "contested"),
        ("Northern Cyprus", "contested"),
        ("Somaliland", "contested"),
        ("Western Sahara", "contested"),
        ("SADR", "contested"),
        ("Donetsk People's Republic", "contested"),
        ("Crimea", "contested"),
        ("Tibet", "contested"),
        ("Ottoman Empire", "former-state"),
        ("Austria-Hungary", "former-state"),
        ("Prussia", "former-state"),
        ("Newfoundland", "former-state"),
        ("Russian Empire", "former-state"),
        ("Mali Federation", "former-state"),
        ("Polynesia", "unknown"),
    ],
)
def test_what_is_no_state_says_what_it_is(name: str, kind: str) -> None:
    found = meant(name)
    assert (found.code, found.kind) == ("", kind)
    assert found.note


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("European Union", "EU", "organisation"),
        ("United Nations", "UN", "organisation"),
        ("Council of Europe", "COE", "organisation"),
        ("Hong Kong, China", "HKG", "territory"),
        ("Macao", "MAC", "territory"),
        ("Aruba", "ABW", "territory"),
        ("Greenland", "GRL", "territory"),
        ("Cook Islands", "COK", "state"),
        ("Holy See", "VAT", "observer"),
    ],
)
def test_who_has_a_row_has_its_code(name: str, code: str, kind: str) -> None:
    assert (meant(name).code, meant(name).kind) == (code, kind)


@pytest.mark.parametrize(
    ("name", "holders"),
    [
        ("Taiwan", ("Republic of China in Taipei claims", "People's Republic of China claims")),
        ("Kosovo", ("Kosovo declared", "Serbia claims")),
        ("Palestine", ("Israel and others deny",)),
        ("Abkhazia", ("Claims to be a state", "Georgia claims")),
        ("Crimea", ("Ukraine claims", "Russia claims")),
        ("Western Sahara", ("Sahrawi Arab Democratic Republic claims", "Morocco claims")),
    ],
)
def test_what_is_contested_is_told_as_somebodys_claim(name: str, holders: tuple[str, ...]) -> None:
    assert all(holder in meant(name).note for holder in holders)


@pytest.mark.parametrize(
    ("on", "kind"), [("1960-01-01", "territory"), ("1970-01-01", "contested"), ("1985-01-01", "territory")]
)
def test_rhodesia_claimed_to_be_a_state_for_a_time(on: str, kind: str) -> None:
    found = meant("Rhodesia", on)
    assert (found.code, found.kind) == ("", kind)
    assert found.candidates == ("ZWE (Zimbabwe)",)
