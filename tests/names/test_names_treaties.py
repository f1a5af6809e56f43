"""Which treaty a name means."""

import pytest

from graph.errors import UnknownName
from graph.names import Names
from graph.view import View
from tests.names.conftest import NAMES, table


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("rome-statute", "rome-statute"),
        ("Rome Statute", "rome-statute"),
        ("the rome statute", "rome-statute"),
        ("Rome Statute of the International Criminal Court", "rome-statute"),
        ("XVIII-10", "rome-statute"),
        ("xviii-10", "rome-statute"),
        ("XVIII.10", "rome-statute"),
        ("UNTC XVIII-10", "rome-statute"),
        ("UNTS No. I-38544", "rome-statute"),
        ("https://w3id.org/depositary/id/treaty/rome-statute", "rome-statute"),
        ("VCLT", "vclt"),
        ("Paris Agreement", "paris-agreement"),
        ("XXVII-7-d", "paris-agreement"),
        ("CETS 005", "echr"),
        ("ETS No. 005", "echr"),
    ],
)
def test_a_treaty_by_slug_title_or_number(text: str, slug: str) -> None:
    assert NAMES.treaty(text) == slug


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("Statute of the ICC", "rome-statute (Rome Statute of the International Criminal Court)"),
        ("Vienna Convention", "vclt (Vienna Convention on the Law of Treaties)"),
        ("Vienna Convention", "vccr (Vienna Convention on Consular Relations)"),
        ("rome-statue", "rome-statute (Rome Statute of the International Criminal Court)"),
    ],
)
def test_a_treaty_that_is_not_clear(text: str, candidate: str) -> None:
    with pytest.raises(UnknownName) as raised:
        NAMES.treaty(text)
    assert candidate in raised.value.candidates
    assert raised.value.what == "treaty"


def test_no_treaties_no_candidates() -> None:
    with pytest.raises(UnknownName) as raised:
        Names([], []).treaty("Rome Statute")
    assert str(raised.value) == "No treaty is called “Rome Statute”."


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("the ICC", "rome-statute"),
        ("Paris Agreement", "paris-agreement"),
        ("NPT", "npt"),
        ("Istanbul Convention", "istanbul-convention"),
        ("New START", "new-start"),
        ("European Convention on Human Rights", "echr"),
        ("Council of Europe", "coe-statute"),
        ("Mine Ban Treaty", "ottawa"),
        ("IV-8", "cedaw"),
        ("CETS 210", "istanbul-convention"),
    ],
)
def test_treaties_are_known_by_the_names_of_headlines(name: str, slug: str, view: View) -> None:
    assert view.names.treaty(name) == slug


def test_short_titles_are_of_treaties_that_are_packaged(view: View) -> None:
    slugs = {row["slug"] for row in table("treaty_names.csv")}
    assert slugs <= set(view.treaties)
