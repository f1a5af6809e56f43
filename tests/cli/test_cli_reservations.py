"""The command about reservations."""

import json
from collections.abc import Callable

Ask = Callable[..., str]


def test_two_parties_in_words(ask: Ask) -> None:
    told = ask("reservations", "Genocide Convention", "--on", "1980-01-01", "--state", "ALB", "--with", "NLD")
    assert "Albania and Netherlands: not in force between them." in told
    assert "VCLT 20(4)(b), as custom" in told
    assert "3,160 other pairs" in told


def test_the_answer_as_json(ask: Ask) -> None:
    told = json.loads(ask("reservations", "rome-statute", "--on", "2020-01-01", "--json"))
    assert (told["permitted"]["provision"], told["reservations"]) == ("120", [])


def test_where_nothing_is_recorded(ask: Ask) -> None:
    assert "none recorded" in ask("reservations", "NPT", "--on", "2000-01-01")
