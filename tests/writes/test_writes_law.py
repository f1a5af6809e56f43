"""Writes end in the derivation and before the gate, as loads do."""

import httpx
import pytest

from tests.writes.conftest import Server

ACT = "<https://w3id.org/depositary/id/act/rome-statute/USA/2025-05-05/ratification>"
RATIFIED = f"""INSERT DATA {{ GRAPH source:desk {{ {ACT} a dep:Ratification ; dep:treaty treaty:rome-statute ;
  dep:actor state:USA ; dep:receivedOn "2025-05-05"^^xsd:date ; dep:verification "verified" }} }}"""
TAKEN_BACK = "DELETE WHERE { GRAPH source:desk { ?s ?p ?o } }"
WITHDRAWN = """INSERT DATA { GRAPH source:desk {
  <https://w3id.org/depositary/id/act/rome-statute/CHN/2020-01-01/withdrawal-notification>
  a dep:WithdrawalNotification ; dep:treaty treaty:rome-statute ; dep:actor state:CHN ;
  dep:receivedOn "2020-01-01"^^xsd:date } }"""


def status(server: Server) -> tuple[str, str]:
    answer = server.client.get("/status?state=USA&treaty=rome-statute&on=2026-01-01").json()
    return answer["status"], answer["version"]


def test_an_act_that_is_written_changes_the_status_that_rests_on_it(packaged: Server) -> None:
    before = status(packaged)
    parties = packaged.client.get("/treaties/rome-statute/parties?on=2026-01-01").json()["count"]
    written = packaged.update(RATIFIED)
    assert (written.status_code, written.json()["added"]) == (200, 5)
    assert status(packaged) == ("party", written.json()["version"])
    assert packaged.client.get("/treaties/rome-statute/parties?on=2026-01-01").json()["count"] == parties + 1
    assert packaged.ask(f"GRAPH graph:register {{ {ACT} a dep:Ratification }}")
    change = packaged.client.get("/changes?size=1").json()["changes"][0]
    graphs = {row["graph"].rpartition("/graph/")[2]: row for row in change["graphs"]}
    assert {"register", "status"} < set(graphs)
    for number in ("added", "removed"):
        assert sum(row[number] for row in graphs.values()) == change[number]
    packaged.update(TAKEN_BACK)
    assert status(packaged) == before  # the same data have the same version


def test_what_breaks_a_rule_is_refused_with_the_report(packaged: Server) -> None:
    before = packaged.version()
    refused = packaged.update(WITHDRAWN)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/write-refused")
    fault = refused.json()["faults"][0]
    assert (fault["shape"], "VCLT 54" in fault["law"]) == ("WithdrawalShape", True)
    assert packaged.version() == before
    assert not packaged.ask("GRAPH source:desk { ?s ?p ?o }")


@pytest.mark.parametrize("graph", ["register", "status", "catalogue", "ontology"])
def test_what_is_derived_or_comes_with_the_house_cannot_be_written(packaged: Server, graph: str) -> None:
    before = packaged.version()
    name = f"https://w3id.org/depositary/graph/{graph}"
    attempts = [
        packaged.update(f"INSERT DATA {{ GRAPH graph:{graph} {{ <a:b> <a:b> 1 }} }}"),
        packaged.update(f"CLEAR GRAPH graph:{graph}"),
        packaged.graph("PUT", name, "<a:b> <a:b> 1 ."),
        packaged.graph("DELETE", name),
    ]
    assert [attempt.status_code for attempt in attempts] == [409] * 4
    assert packaged.version() == before


def test_everything_cannot_be_dropped_where_something_is_derived(packaged: Server) -> None:
    before = packaged.version()
    assert packaged.update("DROP ALL").status_code == 409
    assert packaged.version() == before


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (RATIFIED.replace("state:USA", "state:NOWHERE"), "state/NOWHERE, which is not known here"),
        (RATIFIED.replace('"2025-05-05"^^xsd:date', '"yesterday"'), "yesterday"),
    ],
)
def test_what_is_no_act_is_refused(packaged: Server, act: str, said: str) -> None:
    before = packaged.version()
    refused = packaged.update(act)
    assert (refused.status_code, said in refused.json()["detail"]) == (409, True)
    assert packaged.version() == before


def test_a_page_that_was_read_before_is_no_more_fresh(packaged: Server) -> None:
    address = "/status?state=USA&treaty=rome-statute&on=2026-01-01"
    tag = packaged.client.get(address).headers["etag"]

    def again() -> httpx.Response:
        return packaged.client.get(address, headers={"if-none-match": tag})

    assert again().status_code == 304
    packaged.update(RATIFIED)
    assert again().status_code == 200
    packaged.update(TAKEN_BACK)
