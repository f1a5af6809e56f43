"""The checks of the gate that compare acts with each other, with states and treaties, in a whole load."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from graph.errors import LoadRefused
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.packaged import build_empty, rules
from graph.store.generations import Generations

HEADER = "id,treaty,actor,kind,date,received_on,depositary,acted_as,target\n"
STATES = (
    "code,name_en,name_fr,name_ru,iso_alpha2,iso_alpha3,iso_numeric,kind,from,until,continues,successor_of,"
    "date_of_succession,date_source,un_member_since,un_member_until,wikidata,note\n"
    "XAA,Aland,,,,,,state,1990-05-22,,,,,,,,,\n"
    "XAB,Bland,,,,,,former-state,1900-01-01,1992-04-27,,,,,,,,\n"
)
AGENTS = "id,label,kind,part_of\nun-secretary-general,Secretary-General,organ,\n"
Loader = Callable[..., Sequence[str]]


def row(kind: str, day: str, actor: str = "XAA", **fields: str) -> str:
    id_ = f"vclt/{actor}/{day}/{kind}"
    values: Mapping[str, str] = {"treaty": "vclt", "actor": actor, "kind": kind, "received_on": day, **fields}
    return ",".join([id_, *(values.get(name, "") for name in HEADER.strip().split(",")[1:])]) + "\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Loader:
    """Load rows of acts into a store with two states and the rules of two treaties; warnings come back."""
    generations = Generations(tmp_path / "store")
    build_empty(generations)
    treaties = [dict(each.document) for each in rules().values() if each.id in ("vclt", "rome-statute")]
    (tmp_path / "rules.json").write_text(json.dumps({"treaties": treaties}), "utf-8")
    (tmp_path / "states.csv").write_text(STATES, "utf-8")
    (tmp_path / "agents.csv").write_text(AGENTS, "utf-8")
    files = (("states", "states.csv"), ("agents", "agents.csv"), ("rules", "rules.json"))
    load(generations, [Input(format_, tmp_path / name) for format_, name in files])

    def run(*rows: str) -> Sequence[str]:
        (tmp_path / "acts.csv").write_text(HEADER + "".join(rows), "utf-8")
        report = load(generations, [Input("acts", tmp_path / "acts.csv")])
        return [str(fault) for fault in report.warnings]

    return run


def refused(loaded: Loader, *rows: str) -> str:
    with pytest.raises(LoadRefused) as caught:
        loaded(*rows)
    return str(caught.value)


def test_two_consents_of_one_day(loaded: Loader) -> None:
    told = refused(loaded, row("ratification", "1995-01-01"), row("accession", "1995-01-01"))
    assert "acts.csv, line" in told
    assert "field kind" in told
    assert "received on the same day" in told
    assert loaded(row("succession-to-signature", "1995-01-01"), row("ratification", "1995-01-01")) == []


def test_a_deposit_with_another_depositary_is_no_second_consent(loaded: Loader) -> None:
    first = row("accession", "1991-01-01", depositary="state:XAA")
    second = row("accession", "1991-01-01", depositary="state:XAB").replace("accession,", "accession/2,", 1)
    assert "same day" in refused(loaded, first, second.replace("state:XAB", "state:XAA"))
    assert not [told for told in loaded(first, second) if "same day" in told]


def test_an_act_of_a_state_that_did_not_exist_yet(loaded: Loader) -> None:
    (told,) = loaded(row("accession", "1990-05-21"))
    assert "acts.csv, line 2, field actor: vclt/XAA/1990-05-21/accession" in told
    assert "name in acted_as who acted then" in told


def test_a_predecessor_that_is_named_may_have_acted(loaded: Loader) -> None:
    assert loaded(row("accession", "1990-05-21", acted_as="Old Aland")) == []
    assert loaded(row("declaration", "1990-05-22")) == []


def test_an_act_of_a_state_that_had_ended(loaded: Loader) -> None:
    assert "had ended" in refused(loaded, row("accession", "1992-04-27", "XAB"))


@pytest.mark.parametrize(("kind", "day"), [("accession", "1969-05-22"), ("reservation", "1969-05-21")])
def test_an_act_before_there_was_a_treaty(loaded: Loader, kind: str, day: str) -> None:
    assert "there was no treaty yet" in refused(loaded, row(kind, day, "XAB"))


def test_a_declaration_may_be_of_the_day_of_adoption(loaded: Loader) -> None:
    assert loaded(row("declaration", "1969-05-22", "XAB")) == []


def test_a_revocation_of_nothing_and_a_target_of_another_kind(loaded: Loader) -> None:
    consent, nothing = row("accession", "1991-01-01"), "vclt/XAA/1991-01-01/withdrawal-notification"
    told = refused(loaded, consent, row("withdrawal-revocation", "1992-01-01", target=nothing))
    assert "No act has the id" in told
    other = refused(
        loaded, consent, row("withdrawal-revocation", "1992-01-01", target="vclt/XAA/1991-01-01/accession")
    )
    assert "targets a withdrawal-notification" in other
    assert "names its target" in refused(loaded, row("withdrawal-revocation", "1992-01-01"))
