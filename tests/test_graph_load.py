"""Loading: all or nothing, the same in any order; contradictions told; only what is touched derived."""

import csv
import json
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph.chains.nodes import read_node
from graph.errors import LoadRefused
from graph.loading.inputs import Input
from graph.loading.load import Report, load, rederive_all
from graph.packaged import build
from graph.store import Generations, Store
from graph.store.changes import Made
from graph.triples.base import LABEL
from graph.view import View
from ontology.terms import DEP
from queries.catalogue import query

MADE = Made("load", "2026-01-01T00:00:00+00:00", "a test")

DATA = Path(__file__).parents[1] / "graph" / "data"
FILES = (
    ("states", "states.csv"),
    ("agents", "agents.csv"),
    ("sources", "sources.csv"),
    ("rules", "treaty_rules.json"),
    ("acts", "acts_rome_statute.csv"),
    ("chain", "chain_russia_icc.json"),
)
INPUTS = tuple(Input(format_, DATA / name) for format_, name in FILES)
NOTICE = "rome-statute/GMB/2016-11-10/withdrawal-notification"
Snapshot = Callable[[Path], Mapping[str, str]]
WriteActs = Callable[..., Path]
WriteRules = Callable[..., Path]


def put(path: Path, *inputs: Input, **options: Any) -> Report:
    return load(Generations(path), inputs, **options)


def faults(path: Path, *inputs: Input) -> list[str]:
    with pytest.raises(LoadRefused) as refused:
        put(path, *inputs)
    return [str(fault) for fault in refused.value.faults]


def version(path: Path) -> str:
    return Store.open(path).version


def derived(path: Path) -> set[str]:
    """Every quad of the register and the statuses."""
    store = Store.open(path).oxigraph
    graphs = (NamedNode(iri.REGISTER), NamedNode(iri.STATUS))
    return {str(quad) for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}


def rows(path: Path, name: str, **values: str) -> list[dict[str, str]]:
    terms = {key: NamedNode(iri.treaty(value)) for key, value in values.items()}
    found = Store.open(path).select(query(name), terms)
    names = [variable.value for variable in found.variables]
    return [{key: term.value for key in names if (term := row[key])} for row in found]


def rewritten(
    source: Path, target: Path, change: Callable[[list[dict[str, str]]], Iterable[dict[str, str]]]
) -> Path:
    """A copy of a table, with its rows changed."""
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        content, columns = list(reader), reader.fieldnames or ()
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(change(content))
    return target


@pytest.fixture(scope="module")
def in_one_go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("one") / "store"
    put(path, *INPUTS)
    return path


# ------------------------------------------------------------ the same facts, the same store


def test_the_packaged_facts_again_change_nothing(store_path: Path, snapshot: Snapshot) -> None:
    found = snapshot(store_path)
    report = build(Generations(store_path))
    assert (report.new, report.replaced, report.changed) == (0, 0, False)
    assert report.unchanged > 1000
    assert report.version == version(store_path)
    assert snapshot(store_path) == found


def test_file_by_file_gives_the_same_store_as_all_in_one_go(in_one_go: Path, tmp_path: Path) -> None:
    for item in INPUTS:
        put(tmp_path / "store", item)
    assert version(tmp_path / "store") == version(in_one_go)


def test_rules_that_come_after_the_acts_give_the_same_store(in_one_go: Path, tmp_path: Path) -> None:
    states, agents, sources, rules, acts, chain = INPUTS
    put(tmp_path / "store", states, sources, agents, acts)
    put(tmp_path / "store", rules, chain)
    assert version(tmp_path / "store") == version(in_one_go)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(seed: int, in_one_go: Path, tmp_path: Path) -> None:
    def shuffled(content: list[dict[str, str]]) -> list[dict[str, str]]:
        return random.Random(seed).sample(content, len(content))  # noqa: S311 - no secret

    tables = {"states", "agents", "sources", "acts"}
    inputs = [
        replace(item, path=rewritten(item.path, tmp_path / item.path.name, shuffled))
        if item.format in tables
        else item
        for item in INPUTS
    ]
    put(tmp_path / "store", *inputs)
    assert version(tmp_path / "store") == version(in_one_go)


def test_one_file_or_two_give_the_same_register(in_one_go: Path, tmp_path: Path) -> None:
    path, (*before, acts, chain) = tmp_path / "store", INPUTS
    on_others = rewritten(acts.path, tmp_path / "b.csv", lambda rows: [row for row in rows if row["target"]])
    alone = rewritten(acts.path, tmp_path / "a.csv", lambda rows: [row for row in rows if not row["target"]])
    put(path, *before, Input("acts", alone))
    put(path, Input("acts", on_others), chain)
    assert derived(path) == derived(in_one_go)


def test_deriving_again_from_nothing_gives_the_same_version(store_path: Path) -> None:
    before = version(store_path)
    assert not rederive_all(Generations(store_path)).changed
    generations = Generations(store_path)
    with generations.write() as candidate:
        for graph in (iri.REGISTER, iri.STATUS):
            candidate.clear(NamedNode(graph))
        candidate.add([
            Quad(NamedNode(iri.act("x")), LABEL, Literal("typed by hand"), NamedNode(iri.REGISTER))
        ])  # fmt: skip
        generations.publish(candidate, MADE)
    assert version(store_path) != before
    assert rederive_all(Generations(store_path)).version == before
    assert version(store_path) == before


# ------------------------------------------------------------ what depends on what


def derivations(path: Path, *inputs: Input, **options: Any) -> list[str]:
    """Treaties that a load derives again; and what it leaves is what deriving everything again gives."""
    lines: list[str] = []
    put(path, *inputs, progress=lines.append, **options)
    assert not rederive_all(Generations(path)).changed
    return [line.split()[4] for line in lines if line.startswith("derived ")]


@pytest.fixture
def two_treaties(few_acts: Path, write_rules: WriteRules, write_acts: WriteActs) -> Path:
    """The packaged facts, and an invented treaty with an act."""
    act = {
        "treaty": "invented-convention",
        "actor": "FRA",
        "kind": "ratification",
        "received_on": "2010-03-01",
    }
    rules = Input("rules", write_rules(id="invented-convention", title="Invented Convention"))
    put(few_acts, rules, Input("acts", write_acts(act, name="first.csv")))
    return few_acts


def test_only_the_treaty_that_is_touched_is_derived_again(two_treaties: Path, write_acts: WriteActs) -> None:
    act = {
        "treaty": "invented-convention",
        "actor": "DEU",
        "kind": "ratification",
        "received_on": "2010-03-01",
    }
    file = Input("acts", write_acts(act))
    assert derivations(two_treaties, file) == ["invented-convention"]
    assert derivations(two_treaties, file) == []


def test_known_sources_beside_acts_touch_nothing_else(two_treaties: Path, write_acts: WriteActs) -> None:
    act = {
        "treaty": "invented-convention",
        "actor": "DEU",
        "kind": "ratification",
        "received_on": "2010-03-01",
    }
    inputs = (Input("sources", DATA / "sources.csv"), Input("acts", write_acts(act)))
    assert derivations(two_treaties, *inputs) == ["invented-convention"]


@pytest.mark.parametrize(
    ("table", "format_", "id_", "column", "value"),
    [
        ("states.csv", "states", "GMB", "name_en", "The Gambia"),
        ("sources.csv", "sources", "wikipedia-rome-statute", "tier", "depositary"),
    ],
)
def test_what_all_treaties_share_touches_all(
    table: str, format_: str, id_: str, column: str, value: str, two_treaties: Path, tmp_path: Path
) -> None:
    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {column: value} if id_ in (row.get("code"), row.get("id")) else row for row in rows]

    file = Input(format_, rewritten(DATA / table, tmp_path / table, change))
    assert derivations(two_treaties, file, replace=True) == ["invented-convention", "rome-statute"]


# ------------------------------------------------------------ contradictions


def gambia(**fields: str) -> dict[str, str]:
    """The notice of the Gambia as the depositary's record, with other fields."""
    notice = {"actor": "GMB", "kind": "withdrawal-notification", "received_on": "2016-11-10"}
    return notice | {"sources": "pga-country-pages"} | fields


def test_a_source_that_contradicts_itself_is_refused_and_both_values_are_named(
    few_acts: Path, write_acts: WriteActs, snapshot: Snapshot
) -> None:
    put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"))))
    found = snapshot(few_acts)
    (fault,) = faults(few_acts, Input("acts", write_acts(gambia(date="2016-11-09"))))
    assert "acts.csv, line 2, field date: " in fault
    assert f"{NOTICE} is in the store with “2016-11-08”, here it is “2016-11-09”" in fault
    assert "--replace" in fault
    assert snapshot(few_acts) == found


def test_what_is_replaced_is_replaced_and_reported(few_acts: Path, write_acts: WriteActs) -> None:
    put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"))))
    report = put(few_acts, Input("acts", write_acts(gambia(date="2016-11-09"))), replace=True)
    assert (report.replaced, report.new) == (1, 0)
    assert report.changed
    assert [act.date for act in View(Store.open(few_acts)).acts("rome-statute") if act.id == NOTICE] == [
        date(2016, 11, 9)
    ]


def test_what_a_newer_file_leaves_out_is_withdrawn_unless_another_file_has_it(
    few_acts: Path, write_acts: WriteActs
) -> None:
    chad, fiji = (
        {"actor": code, "kind": "signature", "received_on": "1999-10-20"} for code in ("TCD", "FJI")
    )
    ids = {f"rome-statute/{code}/1999-10-20/signature" for code in ("TCD", "FJI")}
    put(few_acts, Input("acts", write_acts(chad, fiji)), Input("acts", write_acts(fiji, name="other.csv")))
    assert ids <= {act.id for act in View(Store.open(few_acts)).acts("rome-statute")}

    report = put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"))), replace=True)
    assert report.withdrawn == 2
    found = {act.id for act in View(Store.open(few_acts)).acts("rome-statute")}
    assert ids & found == {"rome-statute/FJI/1999-10-20/signature"}

    report = put(few_acts, Input("acts", write_acts(chad, name="other.csv")), replace=True)
    assert ids & {act.id for act in View(Store.open(few_acts)).acts("rome-statute")} == {
        "rome-statute/TCD/1999-10-20/signature"
    }


def test_without_replace_nothing_is_withdrawn(few_acts: Path, write_acts: WriteActs) -> None:
    chad = {"actor": "TCD", "kind": "signature", "received_on": "1999-10-20"}
    put(few_acts, Input("acts", write_acts(chad)))
    put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"))))
    acts = {act.id for act in View(Store.open(few_acts)).acts("rome-statute")}
    assert "rome-statute/TCD/1999-10-20/signature" in acts


def test_the_better_source_is_kept_and_the_other_value_stays_as_its_claim(
    few_acts: Path, write_acts: WriteActs
) -> None:
    worse = gambia(date="2016-11-09", sources="scoop-2003-05-15")
    put(few_acts, Input("acts", write_acts(worse, name="worse.csv")))
    put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"), name="better.csv")))
    (row,) = rows(few_acts, "sources-that-disagree", treaty="rome-statute")
    assert row["act"] == iri.act(NOTICE)
    assert row["document"] == iri.document("scoop-2003-05-15")
    assert row["predicate"] == str(DEP.date)
    assert row["says"] == "2016-11-09"
    assert "“2016-11-08”" in row["note"]


@pytest.mark.parametrize("name", ["aaa.csv", "zzz.csv"])
def test_what_only_a_file_says_gives_way_to_sources_and_stays_as_its_claim(
    name: str, few_acts: Path, write_acts: WriteActs
) -> None:
    bare = gambia(date="2016-11-07", verification="", sources="")
    put(few_acts, Input("acts", write_acts(bare, name=name)))
    put(few_acts, Input("acts", write_acts(gambia(date="2016-11-08"), name="mmm.csv")))
    (row,) = rows(few_acts, "sources-that-disagree")
    assert row["document"] == iri.document(f"file/{name[:3]}")
    assert row["says"] == "2016-11-07"
    (act,) = (act for act in View(Store.open(few_acts)).acts("rome-statute") if act.id == NOTICE)
    assert act.date == date(2016, 11, 8)
    assert act.verification == "verified"
    assert not any(source.startswith("file/") for source in act.sources)


def test_an_act_without_a_source_has_none(few_acts: Path, write_acts: WriteActs) -> None:
    bare = {
        "actor": "CHN",
        "kind": "signature",
        "received_on": "1999-01-01",
        "verification": "",
        "sources": "",
    }
    put(few_acts, Input("acts", write_acts(bare)))
    (act,) = (act for act in View(Store.open(few_acts)).acts("rome-statute") if act.actor == "CHN")
    assert (act.verification, act.sources) == ("unverified", ())
    subjects = {row["act"] for row in rows(few_acts, "acts-without-source")}
    assert iri.act("rome-statute/CHN/1999-01-01/signature") in subjects


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("untc-xviii-10-2015.csv", "file/untc-xviii-10-2015"),  # also the id of a source
        ("Ратификации 2016.csv", "file/ратификации-2016"),
        ("--.csv", "file/unnamed"),
    ],
)
def test_a_file_is_a_source_of_its_own(name: str, id_: str, few_acts: Path, write_acts: WriteActs) -> None:
    act = {"actor": "CHN", "kind": "signature", "received_on": "1999-01-01", "sources": "untc-xviii-10-2015"}
    before = View(Store.open(few_acts)).documents
    put(few_acts, Input("acts", write_acts(act, name=name)))
    after = View(Store.open(few_acts)).documents
    assert after.keys() - before.keys() == {id_}
    assert {key: after[key] for key in before} == before
    (found,) = (each for each in View(Store.open(few_acts)).acts("rome-statute") if each.actor == "CHN")
    assert found.sources == ("untc-xviii-10-2015",)


def test_rules_that_are_replaced_leave_nothing_behind(
    few_acts: Path, tmp_path: Path, write_rules: WriteRules
) -> None:
    document = json.loads((DATA / "treaty_rules.json").read_text(encoding="utf-8"))
    shorter = write_rules(
        special_withdrawals=[],
        clauses=[clause for clause in document["treaties"][0]["clauses"] if clause["provision"] != "121(6)"],
    )
    (fault, *_) = faults(few_acts, Input("rules", shorter))
    assert "--replace" in fault
    put(few_acts, Input("rules", shorter), replace=True)
    put(tmp_path / "fresh", *INPUTS[:3], Input("rules", shorter))
    graph = iri.rule_graph("rome-statute")
    assert content(few_acts, graph) == content(tmp_path / "fresh", graph)


def content(path: Path, graph: str) -> set[str]:
    found = Store.open(path).oxigraph.quads_for_pattern(None, None, None, NamedNode(graph))
    return {str(quad) for quad in found}


# ------------------------------------------------------------ the gate


def test_what_is_refused_names_the_row_though_it_is_found_in_the_graph(
    few_acts: Path, write_acts: WriteActs, snapshot: Snapshot
) -> None:
    found = snapshot(few_acts)
    signed = {"actor": "CHN", "kind": "signature", "received_on": "1999-01-01"}
    left = {"actor": "CHN", "kind": "withdrawal-notification", "received_on": "2017-01-02"}
    (fault,) = faults(few_acts, Input("acts", write_acts(signed, left)))
    assert "acts.csv, line 3, field kind: rome-statute/CHN/2017-01-02/withdrawal-notification: " in fault
    assert "only a party can withdraw" in fault
    assert "a signatory that will not become a party sends a no-intent-communication" in fault
    assert fault.endswith("[shape WithdrawalShape; VCLT 54; rome-statute 127(1)]")
    assert snapshot(few_acts) == found


def test_a_late_revocation_loads_with_one_warning_and_has_no_effect(
    few_acts: Path, write_acts: WriteActs
) -> None:
    late = {"actor": "BDI", "kind": "withdrawal-revocation", "received_on": "2017-10-27"}
    target = {"target": "rome-statute/BDI/2016-10-27/withdrawal-notification"}
    report = put(few_acts, Input("acts", write_acts(late | target)))
    (warning,) = report.warnings
    assert (warning.origin.line, warning.field, warning.shape) == (2, "received_on", "RevocationShape")
    assert "without effect" in warning.message
    assert report.changed
    view = View(Store.open(few_acts))
    answer = view.status("BDI", "rome-statute", date(2018, 1, 1), date(2018, 1, 1))
    assert answer.status == "formerParty"


def test_warnings_of_former_loads_are_not_told_again(few_acts: Path, write_acts: WriteActs) -> None:
    late = {"actor": "BDI", "kind": "withdrawal-revocation", "received_on": "2017-10-27"}
    target = {"target": "rome-statute/BDI/2016-10-27/withdrawal-notification"}
    put(few_acts, Input("acts", write_acts(late | target, name="late.csv")))
    signed = {"actor": "CHN", "kind": "signature", "received_on": "1999-01-01"}
    report = put(few_acts, Input("acts", write_acts(signed)))
    assert not [warning for warning in report.warnings if warning.origin.line is not None]


def test_a_dry_run_tells_what_would_come_and_changes_nothing(
    few_acts: Path, tmp_path: Path, write_acts: WriteActs, snapshot: Snapshot
) -> None:
    file = Input("acts", write_acts({"actor": "CHN", "kind": "signature", "received_on": "1999-01-01"}))
    found = snapshot(few_acts)
    would = put(few_acts, file, dry_run=True)
    assert snapshot(few_acts) == found
    put(tmp_path / "none", INPUTS[0], dry_run=True)
    assert not (tmp_path / "none").exists()
    assert put(few_acts, file) == would
    assert version(few_acts) == would.version


def test_a_treaty_of_ones_own_has_statuses(
    few_acts: Path, write_rules: WriteRules, write_acts: WriteActs
) -> None:
    document = json.loads((DATA / "treaty_rules.json").read_text(encoding="utf-8"))
    statute = document["treaties"][0]
    rules = write_rules(
        id="invented-convention",
        title="Invented Convention on Names",
        consent_effect=statute["consent_effect"] | {"delay": {"days": 30}, "for": "all"},
        withdrawal=statute["withdrawal"] | {"notice": {"months": 6}},
    )
    ours = {"treaty": "invented-convention", "actor": "FRA"}
    acts = write_acts(
        ours | {"kind": "signature", "received_on": "2005-01-01"},
        ours | {"kind": "ratification", "received_on": "2010-03-01"},
        ours | {"kind": "withdrawal-notification", "received_on": "2020-01-31"},
    )
    report = put(few_acts, Input("rules", rules), Input("acts", acts))
    assert report.acts == 3
    view = View(Store.open(few_acts))
    days = ("2004-12-31", "2005-01-01", "2010-03-30", "2010-03-31", "2020-02-01", "2020-07-31")
    treaty = view.names.treaty("Invented Convention on Names")
    found = [view.status("FRA", treaty, date.fromisoformat(day), date(2026, 1, 1)).status for day in days]
    assert found == [
        "notParty", "signatory", "contractingNotInForce", "party", "partyWithdrawalPending", "formerParty",
    ]  # fmt: skip


# ------------------------------------------------------------ chains that use the same id


def reused(target: Path, day: str, kind: str = "presidential-order") -> Input:
    """A second chain, of another source, with the id of an act of the packaged one."""
    document = json.loads((DATA / "chain_russia_icc.json").read_text(encoding="utf-8"))
    act = next(act for act in document["acts"] if act["id"] == "rus-order-2016-361-rp")
    used = {passage["source"] for passage in act["passages"]}
    other = next(source for source in document["sources"] if source not in used)
    passages = [{**act["passages"][0], "source": other}]
    again = {**act, "date": day, "kind": kind, "passages": passages, "verification": "unverified"}
    content = {**document, "sources": [other], "acts": [again], "links": [], "claims": []}
    target.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return Input("chain", target)


@pytest.mark.parametrize(("day", "kind"), [("2016-11-17", "presidential-order"), ("2016-11-16", "decree")])
def test_a_second_chain_does_not_rewrite_an_act(
    day: str, kind: str, store_path: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    before = snapshot(store_path)
    (fault,) = faults(store_path, reused(tmp_path / "second.json", day, kind))
    assert "second.json, line" in fault
    assert "$.acts[0], field id: decision/rus-order-2016-361-rp: ids of acts are shared by all" in fault
    assert "shape TreatyActionShape" in fault
    assert snapshot(store_path) == before


def test_of_two_chains_the_better_verification_is_shown(store_path: Path, tmp_path: Path) -> None:
    order = iri.chain_act("rus-order-2016-361-rp", "presidential-order", None)
    before = read_node(Store.open(store_path).oxigraph, order)
    put(store_path, reused(tmp_path / "second.json", "2016-11-16"))
    after = read_node(Store.open(store_path).oxigraph, order)
    assert before.verification == after.verification != "unverified"


def test_the_paris_agreement_and_its_acts(few_acts: Path, tmp_path: Path, facts: Path) -> None:
    document = json.loads((facts / "treaty_rules.json").read_text(encoding="utf-8"))
    treaties = [each for each in document["treaties"] if each["id"] == "paris-agreement"]
    rules = tmp_path / "paris.json"
    rules.write_text(json.dumps(document | {"treaties": treaties}), encoding="utf-8")
    report = put(
        few_acts,
        Input("sources", facts / "sources.csv"),
        Input("rules", rules),
        Input("acts", facts / "acts_paris_agreement.csv"),
    )
    assert report.acts == 394
    view = View(Store.open(few_acts))
    known = date(2023, 1, 1)
    days = ("2016-11-04", "2020-11-03", "2020-11-04", "2021-01-20", "2021-02-19")
    found = [view.status("USA", "paris-agreement", date.fromisoformat(day), known).status for day in days]
    assert found == ["party", "partyWithdrawalPending", "formerParty", "contractingNotInForce", "party"]


def test_the_vienna_convention_binds_its_parties_from_when_that_is_known(
    store_path: Path, write_acts: WriteActs
) -> None:
    accession = {
        "id": "vclt/RUS/1986-04-29/accession",
        "treaty": "vclt",
        "actor": "RUS",
        "kind": "accession",
        "received_on": "1986-04-29",
        "known_on": "2027-06-01",  # later than all acts of the Rome Statute
    }
    load(Generations(store_path), [Input("acts", write_acts(accession))])
    view = View(Store.open(store_path))

    def cited(known: date) -> str:
        return view.status("RUS", "rome-statute", date(2016, 11, 20), known).explanation[0].provision

    assert cited(date(2027, 5, 31)) == "VCLT 18(a), as custom"
    assert cited(date(2027, 6, 1)) == "VCLT 18(a)"
