"""The tables of states, agents and sources."""

from collections.abc import Callable
from datetime import date

import pytest

from graph.faults import Fault, Origin
from graph.records import Agent, Read, Source, State

ReadText = Callable[[str, str | bytes], list[Read | Fault]]
STATES = (
    "code,name_en,kind,iso_alpha2,iso_numeric,from,until,continues,un_member_since,un_member_until,wikidata\n"
)
SOURCES = (
    "id,title,publisher,tier,url,published_on,read_on,"
    "complete_for,complete_as_of,includes_withdrawals,sha256\n"
)
AGENTS = "id,label,kind,part_of\n"


def test_a_state(read_text: ReadText) -> None:
    (read,) = read_text("states", STATES + "MLI,Mali,state,ML,466,1960-06-20,,,1960-09-28,,Q912\n")
    assert isinstance(read, Read)
    assert read.record == State(
        code="MLI",
        kind="state",
        name_en="Mali",
        iso_alpha2="ML",
        iso_numeric="466",
        exists_from=date(1960, 6, 20),
        un_member_since=date(1960, 9, 28),
        wikidata="Q912",
    )


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        (",Mali,state,ML,466,,,,,,", "code", "empty"),
        ("mli,Mali,state,ML,466,,,,,,", "code", "capitals"),
        ("ALL,All,state,,,,,,,,", "code", "all parties"),
        ("MLI,,state,ML,466,,,,,,", "name_en", "empty"),
        ("MLI,Mali,sate,ML,466,,,,,,", "kind", "Did you mean state?"),
        ("AFG,Afghanistan,state,AF,4,,,,,,", "iso_numeric", "three digits"),
        ("MLI,Mali,state,mli,466,,,,,,", "iso_alpha2", "two capitals"),
        ("MLI,Mali,state,ML,466,1960-06-20,1960-06-20,,,,", "until", "not after"),
        ("MLI,Mali,state,ML,466,,,,1993-01-01,1960-01-01,", "un_member_until", "not after"),
        ("MLI,Mali,state,ML,466,,,,,,912", "wikidata", "Q159"),
    ],
)
def test_a_faulty_state(read_text: ReadText, row: str, field: str, says: str) -> None:
    (found,) = read_text("states", f"{STATES}{row}\n")
    assert isinstance(found, Fault)
    assert (found.origin, found.field) == (Origin("states.csv", 2), field)
    assert says in found.message


def test_a_source(read_text: ReadText) -> None:
    row = f"t,Table,UN,depositary,https://un.org/t,2014-07,2026-11-24,vclt,2014-07-10,true,{'a' * 64}\n"
    (read,) = read_text("sources", SOURCES + row)
    assert isinstance(read, Read)
    assert read.record == Source(
        id="t",
        title="Table",
        publisher="UN",
        tier="depositary",
        url="https://un.org/t",
        published_on="2014-07",
        read_on=date(2026, 11, 24),
        complete_for="vclt",
        complete_as_of=date(2014, 7, 10),
        includes_withdrawals=True,
        sha256="a" * 64,
    )


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("a b,T,P,press,,,,,,,", "id", "letters"),
        ("a,T,,press,,,,,,,", "publisher", "empty"),
        ("a,T,P,pres,,,,,,,", "tier", "Did you mean press?"),
        ("a,T,P,press,ftp://x,,,,,,", "url", "http"),
        ("a,T,P,press,,2016-13,,,,,", "published_on", "calendar"),
        ("a,T,P,press,,2016-02-30,,,,,", "published_on", "calendar"),
        ("a,T,P,press,,16 Nov 2016,,,,,", "published_on", "day, month or year"),
        ("a,T,P,press,,,2016-02-30,,,,", "read_on", "calendar"),
        ("a,T,P,press,,,,vclt,,,", "complete_as_of", "as of which day"),
        ("a,T,P,press,,,,,2014-07-10,,", "complete_for", "Name the treaty"),
        ("a,T,P,press,,,,,,yes,", "includes_withdrawals", "neither true nor false"),
        ("a,T,P,press,,,,,,,abc", "sha256", "64"),
    ],
)
def test_a_faulty_source(read_text: ReadText, row: str, field: str, says: str) -> None:
    (found,) = read_text("sources", f"{SOURCES}{row}\n")
    assert isinstance(found, Fault)
    assert (found.origin, found.field) == (Origin("sources.csv", 2), field)
    assert says in found.message


@pytest.mark.parametrize("published", ["2016", "2016-11", "2016-11-16", ""])
def test_a_day_of_publication_is_as_precise_as_it_is_known(read_text: ReadText, published: str) -> None:
    (read,) = read_text("sources", f"{SOURCES}a,T,P,press,,{published},,,,,\n")
    assert isinstance(read, Read)
    assert isinstance(read.record, Source)
    assert read.record.published_on == published


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        (",Court,court,", "id", "empty"),
        ("i cc,Court,court,", "id", "letters"),
        ("icc,,court,", "label", "empty"),
        ("icc,Court,state,", "kind", "no kind"),
        ("icc,Court,court,icc", "part_of", "part of itself"),
    ],
)
def test_a_faulty_agent(read_text: ReadText, row: str, field: str, says: str) -> None:
    (found,) = read_text("agents", f"{AGENTS}{row}\n")
    assert isinstance(found, Fault)
    assert (found.field, found.shape) == (field, "ActorShape")
    assert says in found.message


def test_an_agent_twice(read_text: ReadText) -> None:
    first, second = read_text("agents", f"{AGENTS}icc,Court,court,\nicc,Court,organ,UN\n")
    assert isinstance(first, Read)
    assert first.record == Agent("icc", "court", "Court")
    assert isinstance(second, Fault)
    assert (second.origin.line, second.field) == (3, "id")
