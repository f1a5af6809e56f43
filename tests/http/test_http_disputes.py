"""Disputes over HTTP: in the packaged facts, and where a loaded source contradicts the first one."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

COMMAND = (sys.executable, "-c", "from api.cli import main; main()")
Serving = Callable[[Path], AbstractContextManager[httpx.Client]]
NOTICE = "rome-statute/GMB/2016-11-10/withdrawal-notification"
SOURCES = """id,title,publisher,tier
a-newspaper,Report on the Gambia,A newspaper,press
gmb-ministry,Press release of the Ministry of Foreign Affairs,Ministry of the Gambia,ministry
cn-862,Depositary notification,Secretary-General of the United Nations,depositary
"""
ACT = f"{NOTICE},rome-statute,GMB,withdrawal-notification,{{day}},127(1),single-source,{{source}}"
HEADER = "id,treaty,actor,kind,received_on,provision,verification,sources"


def load(store: Path, folder: Path, source: str, day: str) -> None:
    """Load one more report of the notice of the Gambia, by the public command."""
    acts, sources = folder / f"{source}.csv", folder / "sources.csv"
    acts.write_text(f"{HEADER}\n{ACT.format(day=day, source=source)}\n", encoding="utf-8")
    sources.write_text(SOURCES, encoding="utf-8")
    command = [*COMMAND, "load", "acts", str(acts), "--sources", str(sources), "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def asked(client: httpx.Client, **parameters: Any) -> Any:
    response = client.get("/disputes", params={"known": "2026-11-24", "size": 1000, **parameters})
    assert response.status_code == 200, response.text
    return response.json()


def day_of_receipt(client: httpx.Client, policy: str) -> Any:
    found = asked(client, policy=policy, state="Gambia", treaty="rome-statute")["disputes"]
    (dispute,) = [each for each in found if each["id"] == f"{NOTICE}/received_on"]
    return dispute


@pytest.fixture(scope="module")
def contradicted(
    few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory, serving: Serving
) -> Iterator[httpx.Client]:
    """A server over a store in which a newspaper and a ministry give other days than the spokesman."""
    folder = tmp_path_factory.mktemp("disputes")
    store = folder / "store"
    subprocess.run(["cp", "-r", str(few_acts_path), str(store)], check=True)
    load(store, folder, "a-newspaper", "2016-11-04")
    load(store, folder, "gmb-ministry", "2016-11-08")
    with serving(store) as client:
        yield client


def test_every_value_stays_with_who_gives_it(contradicted: httpx.Client) -> None:
    found = day_of_receipt(contradicted, "all")
    values = {value["value"]: value for value in found["values"]}
    assert list(values) == ["2016-11-10", "2016-11-08", "2016-11-04"]
    assert [value["kept"] for value in found["values"]] == [True, False, False]
    (source,) = values["2016-11-04"]["sources"]
    assert (source["id"], source["tier"], source["primary"]) == ("a-newspaper", "press", False)
    assert values["2016-11-08"]["sources"][0]["primary"]
    assert found["subject"]["act"] == f"https://w3id.org/depositary/id/act/{NOTICE}"
    assert (found["kind"], found["about"]) == ("sources-differ", "received_on")


def test_all_decides_nothing(contradicted: httpx.Client) -> None:
    found = day_of_receipt(contradicted, "all")
    assert found["decided"] is None
    assert "side by side" in found["undecided"]


def test_depositary_first_keeps_the_best_tier(contradicted: httpx.Client) -> None:
    found = day_of_receipt(contradicted, "depositary-first")
    assert found["decided"]["value"] == "2016-11-10"
    assert "“organisation”, before “ministry or government”" in found["decided"]["why"]
    status = contradicted.get(
        "/status",
        params={"state": "GMB", "treaty": "rome-statute", "on": "2016-11-09", "known": "2020-01-01"},
    ).json()
    assert status["status"] == "party"


def test_primary_only_admits_the_ministry_alone(contradicted: httpx.Client) -> None:
    found = day_of_receipt(contradicted, "primary-only")
    assert found["decided"]["value"] == "2016-11-08"
    assert found["decided"]["policy"] == "primary-only"
    assert "keeps another value" in found["decided"]["why"]


def test_a_dispute_without_a_primary_source_stays_undecided_until_one_speaks(
    few_acts: Path, tmp_path: Path, serving: Serving
) -> None:
    load(few_acts, tmp_path, "a-newspaper", "2016-11-04")
    with serving(few_acts) as client:
        assert "No primary source" in day_of_receipt(client, "primary-only")["undecided"]
        assert day_of_receipt(client, "depositary-first")["decided"]["value"] == "2016-11-10"
    load(few_acts, tmp_path, "cn-862", "2016-11-11")
    with serving(few_acts) as client:
        for policy in ("primary-only", "depositary-first"):
            assert day_of_receipt(client, policy)["decided"]["value"] == "2016-11-11"
        status = client.get(
            "/status",
            params={"state": "GMB", "treaty": "rome-statute", "on": "2016-11-10", "known": "2020-01-01"},
        ).json()
        assert status["status"] == "party"
        assert status["status_until"] == "2016-11-11"


def test_the_days_of_an_answer(contradicted: httpx.Client) -> None:
    ids = {each["id"] for each in asked(contradicted, state="GMB", on="2016-11-10")["disputes"]}
    assert f"{NOTICE}/received_on" in ids
    assert asked(contradicted, state="GMB", on="2016-11-09")["disputes"] == []
    assert asked(contradicted, state="GMB", known="2016-11-09")["disputes"] == []


def test_claims_on_the_russian_order_and_who_is_borne_out(http: httpx.Client) -> None:
    found = asked(http, state="RUS", treaty="rome-statute")["disputes"]
    (withdrawal,) = [each for each in found if any("withdraws from" in v["value"] for v in each["values"])]
    assert withdrawal["kind"] == "claims-compete"
    assert withdrawal["decided"]["value"].endswith("intention not to become a party")
    refuted = [value for value in withdrawal["values"] if value["assessment"] == "refuted"]
    assert refuted
    assert all(not value["kept"] for value in refuted)
    strict = asked(http, state="RUS", treaty="rome-statute", policy="primary-only")["disputes"]
    (same,) = [each for each in strict if each["id"] == withdrawal["id"]]
    assert same["decided"] is None


def test_claims_made_later_are_not_known_yet(http: httpx.Client) -> None:
    dated = [
        value["said_on"]
        for dispute in asked(http, known="2016-11-15")["disputes"]
        for value in dispute["values"]
        if value["said_on"]
    ]
    assert all(day <= "2016-11-15" for day in dated)


def test_an_unknown_policy_is_refused_with_those_that_there_are(http: httpx.Client) -> None:
    response = http.get("/disputes", params={"policy": "press-first"})
    assert response.status_code == 400
    assert "depositary-first, primary-only, all" in response.json()["detail"]


def test_pages_and_the_promised_keys(http: httpx.Client) -> None:
    response = http.get("/disputes", params={"size": 2, "known": "2026-11-24"})
    found = response.json()
    assert {"policy", "policies", "treaty", "state", "on", "known", "disputes", "total", "version"} <= set(
        found
    )
    assert len(found["disputes"]) == 2
    assert "next" in response.links
    keys = {"id", "kind", "subject", "about", "values", "decided", "undecided", "version"}
    assert all(keys <= set(each) for each in found["disputes"])
    assert all((each["decided"] is None) != (each["undecided"] is None) for each in found["disputes"])
    ids = [each["id"] for each in asked(http)["disputes"]]
    assert len(ids) == len(set(ids)) == found["total"]


@pytest.mark.parametrize("policy", ["depositary-first", "primary-only", "all"])
def test_the_page_explains_the_policies(contradicted: httpx.Client, policy: str) -> None:
    response = contradicted.get("/disputes", params={"policy": policy}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "Only what a primary source says is admitted" in response.text
    assert "10 November 2016" in response.text
    assert f'<option value="{policy}" selected>' in response.text
