"""Which act is meant, and what is said where none is."""

import pytest
from pyoxigraph import Store

from graph.chains import find_act
from graph.errors import BadRequest, UnknownName
from tests.chains.conftest import Pencil

ORDER = "https://w3id.org/depositary/id/decision/rus-order-2016-361-rp"
COMMUNICATION = "https://w3id.org/depositary/id/act/rome-statute/RUS/2016-11-30/no-intent-communication"
STATUS = "https://w3id.org/depositary/id/status/rome-statute/RUS/2016-11-30"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ORDER, ORDER),
        ("/id/decision/rus-order-2016-361-rp", ORDER),
        ("id/decision/rus-order-2016-361-rp", ORDER),
        ("decision/rus-order-2016-361-rp", ORDER),
        ("rus-order-2016-361-rp", ORDER),
        (" rus-order-2016-361-rp ", ORDER),
        ("http://127.0.0.1:8000/id/decision/rus-order-2016-361-rp", ORDER),
        ("rome-statute/RUS/2016-11-30/no-intent-communication", COMMUNICATION),
        ("/id/act/rome-statute/RUS/2016-11-30/no-intent-communication", COMMUNICATION),
        ("rus-communication-2016", COMMUNICATION),
        (STATUS, STATUS),
        ("status/rome-statute/RUS/2016-11-30", STATUS),
    ],
)
def test_every_way_to_name_an_act(seed: Store, text: str, found: str) -> None:
    assert find_act(seed, text) == found


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("rus-order-2016-361", "rus-order-2016-361-rp"),
        ("/id/decision/rus-ordre-2016-361-rp", "rus-order-2016-361-rp"),
        ("rome-statute/RUS/2016-11-30/no-intent", "rome-statute/RUS/2016-11-30/no-intent-communication"),
    ],
)
def test_the_nearest_acts_are_offered(seed: Store, text: str, candidate: str) -> None:
    with pytest.raises(UnknownName) as refused:
        find_act(seed, text)
    assert refused.value.candidates[0] == candidate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "::",
        "http://[",
        "<>",
        "zzzzzzzzzzzz",
        "a b c",
        "/id/",
        "\ud800",
        "x" * 100_000,
        "/id/state/RUS",
        "RUS",
    ],
)
def test_what_is_no_act_is_refused(seed: Store, text: str) -> None:
    with pytest.raises(UnknownName):
        find_act(seed, text)


def test_an_id_of_two_acts_is_refused_with_both(pencil: Pencil) -> None:
    for name in ("one", "two"):
        pencil.say(pencil.act(name), "http://purl.org/dc/terms/identifier", "same")
    with pytest.raises(BadRequest, match=r"means 2 acts.*act/one.*act/two"):
        find_act(pencil.store, "same")
