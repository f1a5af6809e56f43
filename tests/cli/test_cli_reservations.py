"""The command about reservations."""

import json
from collections.abc import Callable

Ask = Callable[..., str]


def test_two_parties_in_words(ask: Ask) -> None:
    told = ask("reservations", "Genocide Convention", "--on", "1980-01-01", "--state", "ALB", "--with", "NLD")
    assert "Albania and Netherlands: not in force between them." in told
    assert "VCLT 20(4)(b), as custom" in told
    assert "since 1966-09-18 until 1999-07-19: not in force between them" in told


def test_all_parties_in_words(ask: Ask) -> None:
    told = ask("reservations", "Genocide Convention", "--on", "1980-01-01")
    assert "in force as it stands between 3,160 pairs of parties, as far as recorded" in told
    assert "United Kingdom to the reservation of Albania to XII, made on 1970-01-30: works." in told
    assert "VCLT 19(c)" in told


def test_who_is_no_party(ask: Ask) -> None:
    told = ask("reservations", "Genocide Convention", "--on", "1980-01-01", "--state", "USA")
    assert "United States is no party on this day" in told


def test_the_answer_as_json(ask: Ask) -> None:
    told = json.loads(ask("reservations", "rome-statute", "--on", "2020-01-01", "--json"))
    assert (told["permitted"]["provision"], told["reservations"]) == ("120", [])


def test_where_nothing_is_recorded(ask: Ask) -> None:
    assert "Reservations\n  none recorded" in ask("reservations", "NPT", "--on", "2000-01-01")
