"""The packaged facts: they load, each rests on its source, and they agree with what they were taken from."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from graph.faults import Fault
from graph.loaders import LOADERS, InputFile
from graph.loaders.check import Known, check
from graph.packaged import FILES
from graph.records import Act, Agent, Passage, Read, Record, Source, State, StateCode, TreatyRules

DATA = files("graph") / "data"
SHARED = Path(__file__).parent.parent.parent / "shared"
FROM_SHARED = [
    "states.csv",
    "acts_exits.csv",
    "acts_paris_agreement.csv",
    "acts_rome_statute.csv",
    "acts_un_treaties_2015.csv",
    "chain_russia_icc.json",
    "chain.schema.json",
    "treaty_rules.schema.json",
]


@cache
def packaged() -> tuple[Read | Fault, ...]:
    """Everything that is packaged, in the order in which a store is built."""
    return tuple(
        item
        for format_, name, _ in FILES
        for item in LOADERS[format_].read(InputFile(name, (DATA / name).read_bytes()))
    )


def reads() -> list[Read]:
    return [item for item in packaged() if isinstance(item, Read)]


def records() -> Iterator[Record]:
    return (read.record for read in reads())


def test_all_of_it_loads_without_a_fault() -> None:
    assert [item for item in packaged() if isinstance(item, Fault)] == []
    without_rules = "No rules of a treaty"
    assert [f for f in check(reads(), Known()) if not f.message.startswith(without_rules)] == []


def test_how_much_there_is() -> None:
    kinds = [type(record) for record in records()]
    assert {kind.__name__: kinds.count(kind) for kind in (State, Act, TreatyRules)} == {
        "State": 232,
        "Act": 4217,
        "TreatyRules": 28,
    }


def test_193_states_are_members_of_the_united_nations() -> None:
    states = [record for record in records() if isinstance(record, State)]
    assert sum(state.kind == "state" and state.un_member_since is not None for state in states) == 193


def passages() -> Iterator[Passage]:
    for record in records():
        yield from getattr(record, "passages", ())
        yield from (against.passage for against in getattr(record, "against", ()))


def used_sources() -> set[str]:
    acts = {source for record in records() if isinstance(record, Act) for source in record.sources}
    rules = [record.document for record in records() if isinstance(record, TreatyRules)]
    clauses = {clause["source"] for document in rules for clause in document["clauses"] if clause["source"]}
    chains = [name for format_, name, _ in FILES if format_ == "chain"]
    listed = {id_ for name in chains for id_ in json.loads((DATA / name).read_text("utf-8"))["sources"]}
    codes = {record.source for record in records() if isinstance(record, StateCode)}
    return acts | clauses | listed | codes | {passage.source for passage in passages()}


def test_every_source_is_used() -> None:
    """Or complete for a treaty, or one on which the table of states rests."""
    sources = {record.id: record for record in records() if isinstance(record, Source)}
    dates = {record.date_source for record in records() if isinstance(record, State)}
    unused = {id_ for id_ in sources if id_ not in used_sources() | dates}
    assert {id_ for id_ in unused if not sources[id_].complete_for} == {"untc-i-1", "untc-i-2"}
    assert used_sources() <= set(sources)


def test_an_act_is_marked_as_far_as_it_is_verified() -> None:
    acts = [record for record in records() if isinstance(record, Act)]
    assert all(bool(act.sources) != (act.verification == "unverified") for act in acts)
    unverified = {act for act in acts if act.verification == "unverified" and act.treaty == "rome-statute"}
    assert {(act.actor, act.day.year) for act in unverified} == {
        ("DNK", 2004),
        ("DNK", 2006),
        ("ISR", 2002),
        ("RUS", 2016),
        ("SDN", 2008),
        ("ZAF", 2016),
        ("ZAF", 2017),
    }


def test_clauses_are_in_the_words_of_a_described_text() -> None:
    sources = {record.id: record for record in records() if isinstance(record, Source)}
    rules = [record for record in records() if isinstance(record, TreatyRules)]
    for treaty in rules:
        for clause in treaty.document["clauses"]:
            assert clause["text_held"] == (clause["quote"] is not None) == (clause["source"] is not None)
            assert clause["source"] is None or sources[clause["source"]].licence == "CC0"


def test_an_agent_has_one_kind_and_stands_in_one_table() -> None:
    agents: dict[str, set[str]] = {}
    states = {record.code for record in records() if isinstance(record, State)}
    for record in records():
        if isinstance(record, Agent):
            agents.setdefault(record.id, set()).add(record.kind)
    assert all(len(kinds) == 1 for kinds in agents.values())
    assert {id_ for id_ in agents if id_ in states} == {"RUS", "UKR"}
    assert agents["RUS"] == agents["UKR"] == {"state"}


def test_quotes_of_the_article_stand_in_the_article() -> None:
    folder = SHARED / "seed"
    if not folder.exists():
        pytest.skip(f"{folder} is absent")
    article = "\n".join(path.read_text("utf-8") for path in folder.iterdir())
    quotes = {passage.quote for passage in passages() if passage.source == "moscow-times-2016"}
    assert len(quotes) >= 5
    assert [quote for quote in quotes if quote is None or quote not in article] == []


def test_clauses_stand_in_the_texts() -> None:
    folder = SHARED / "sources" / "treaty-texts"
    if not folder.exists():
        pytest.skip(f"{folder} is absent")
    treaties = [record for record in records() if isinstance(record, TreatyRules)]
    clauses = [clause for treaty in treaties for clause in treaty.document["clauses"] if clause["text_held"]]
    for source in {clause["source"] for clause in clauses}:
        file = folder / f"{source.removeprefix('treaty-texts-')}.json"
        text = json.dumps(json.loads(file.read_text("utf-8")), ensure_ascii=False)
        quotes = [clause["quote"] for clause in clauses if clause["source"] == source]
        assert [quote for quote in quotes if json.dumps(quote, ensure_ascii=False)[1:-1] not in text] == []


def facts() -> Path:
    folder = SHARED / "facts"
    if not folder.exists():
        pytest.skip(f"{folder} is absent")
    return folder


@pytest.mark.parametrize("name", FROM_SHARED)
def test_files_are_as_they_were_given(name: str) -> None:
    assert (DATA / name).read_bytes() == (facts() / name).read_bytes()


def table(text: str, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in csv.DictReader(text.splitlines())}


def test_sources_are_as_they_were_given() -> None:
    given = table((facts() / "sources.csv").read_text("utf-8"), "id")
    ours = table((DATA / "sources.csv").read_text("utf-8"), "id")
    added = {id_: row for id_, row in ours.items() if id_ not in given}
    codes = {"cow-states-2016", "gw-states-2017"}
    claims = {"akparti-2021-04-30", "cn-49-2015", "dfatd-00011-2021", "russianforces-2023"}
    assert {id_ for id_ in added if not id_.startswith("treaty-texts-")} == codes | claims
    assert all(row == given[id_] for id_, row in ours.items() if id_ in given)


def test_agents_are_as_they_were_given_but_for_their_kinds() -> None:
    """The chain has the more exact kinds; UN and COE stand in the table of states."""
    given = table((facts() / "agents.csv").read_text("utf-8"), "id")
    ours = table((DATA / "agents.csv").read_text("utf-8"), "id")
    assert set(given) - set(ours) == {"UN", "COE"}
    added = set(ours) - set(given)
    assert added == {"wipo", "wipo-director-general"}  # the depositary of the younger treaties of WIPO
    changed = {id_ for id_, row in ours.items() if id_ not in added and row != given[id_]}
    assert changed == {"un-secretary-general", "icc-otp"}


def test_rules_are_as_they_were_given_with_more_clauses() -> None:
    """A file may name the text of a clause by its path; it is read as the same source."""
    given = {
        read.record.id: read.record.document
        for read in given_facts(("rules", "treaty_rules.json"))
        if isinstance(read.record, TreatyRules)
    }
    for record in records():
        if isinstance(record, TreatyRules):
            assert [
                clause for clause in given[record.id]["clauses"] if clause not in record.document["clauses"]
            ] == []
            assert {**record.document, "clauses": []} == {**given[record.id], "clauses": []}


OTHER_FACTS = (
    ("sources", "sources.csv"),
    ("rules", "treaty_rules.json"),
    ("acts", "acts_rome_statute.csv"),
    ("acts", "acts_un_treaties_2015.csv"),
    ("acts", "acts_paris_agreement.csv"),
    ("acts", "acts_exits.csv"),
    ("chain", "chain_russia_icc.json"),
)


def given_facts(*inputs: tuple[str, str]) -> list[Read]:
    found = [
        item for format_, name in inputs for item in LOADERS[format_].read(InputFile(name, facts() / name))
    ]
    assert [item for item in found if isinstance(item, Fault)] == []
    return [item for item in found if isinstance(item, Read)]


def test_other_facts_in_our_formats_load() -> None:
    known = Known().with_records(records())
    for input_ in OTHER_FACTS:
        found = given_facts(input_)
        assert [fault for fault in check(found, known) if fault.severity == "refused"] == []
        known = known.with_records(read.record for read in found)
    assert len(known.acts) == 4217


def test_invented_actors_are_refused() -> None:
    known = Known().with_records(
        [*records(), *(read.record for read in given_facts(("sources", "sources.csv")))]
    )
    found = check(given_facts(("acts", "hard_cases.csv")), known)
    refused = [fault for fault in found if fault.severity == "refused"]
    assert {(fault.field, fault.shape) for fault in refused} == {("actor", "ActorShape")}
    assert {fault.message.split("“")[1].split("”")[0] for fault in refused} == {"XAA", "XAB"}
