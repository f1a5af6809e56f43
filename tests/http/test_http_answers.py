"""The promised answers over HTTP, and what is said where there is none."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.answers import parties_answer, state_treaties_answer, status_answer, treaty_answer
from graph.chains import find_act, to_json, trace
from graph.view import View

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
DAYS = {"on": "2017-05-01", "known": "2017-05-02"}


def answer(http: httpx.Client, path: str, **parameters: Any) -> Any:
    response = http.get(path, params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_status_has_the_promised_keys_and_values(http: httpx.Client) -> None:
    found = answer(http, "/status", state="GMB", treaty="rome-statute", **DAYS)
    promised = {
        "state": "GMB",
        "treaty": "rome-statute",
        "on": "2017-05-01",
        "known": "2017-05-02",
        "status": "party",
        "party": True,
        "from": "2002-09-01",
        "until": None,
        "status_from": "2017-02-10",
        "status_until": None,
        "projected": False,
        "as_of": None,
    }
    assert promised.items() <= found.items()
    assert {"qualifiers", "explanation", "acts", "claims", "sources", "version"} <= found.keys()
    assert all({"text", "rule", "provision", "acts"} <= step.keys() for step in found["explanation"])
    assert all({"id", "title", "tier", "url"} <= source.keys() for source in found["sources"])


def test_what_is_not_recorded_is_no_status_and_says_why(http: httpx.Client) -> None:
    asked = {"state": "USA", "treaty": "who-constitution", "on": "2000-01-01"}
    found = answer(http, "/status", **asked)
    assert (found["status"], found["party"], found["from"]) == (None, None, "1948-06-21")
    assert found["explanation"][-1]["text"].startswith("Not recorded: since which day the consent binds")
    assert [act["kind"] for act in found["acts"]] == ["acceptance", "withdrawal-notification"]
    page = http.get("/status", params=asked, headers=BROWSER).text
    assert "has no recorded status under" in page
    assert "undetermined" not in page


def test_three_readings_of_north_korea_and_none_is_the_status(http: httpx.Client) -> None:
    asked = {"state": "North Korea", "treaty": "NPT", "on": "2004-01-01"}
    found = answer(http, "/status", **asked)
    assert (found["status"], found["party"]) == ("undetermined", None)
    assert {claim["holder"] for claim in found["claims"]} == {"North Korea", "Voice of America", "Japan"}
    days = [claim["said_on"] for claim in found["claims"]]
    assert days == ["2003-01-10", "2003-04-11", "2003-04-11"]
    page = http.get("/status", params=asked, headers=BROWSER).text
    assert all(claim["object"] in page for claim in found["claims"])


@pytest.mark.parametrize("name", ["RU", "RUS", "Russia", "https://w3id.org/depositary/id/state/RUS"])
@pytest.mark.parametrize("treaty", ["XVIII-10", "Rome Statute", "rome-statute"])
def test_states_and_treaties_are_found_by_any_name(http: httpx.Client, name: str, treaty: str) -> None:
    found = answer(http, "/status", state=name, treaty=treaty, on="2016-11-20")
    assert (found["state"], found["treaty"], found["status"]) == ("RUS", "rome-statute", "signatory")


def test_http_gives_what_the_functions_give(http: httpx.Client, view: View) -> None:
    days = date(2017, 5, 1), date(2017, 5, 2)
    assert answer(http, "/status", state="GMB", treaty="rome-statute", **DAYS) == status_answer(
        view, "GMB", "rome-statute", *days
    )
    assert answer(http, "/treaties/rome-statute/parties", **DAYS) == parties_answer(
        view, "rome-statute", *days
    )
    assert answer(http, "/states/GMB/treaties", **DAYS) == state_treaties_answer(view, "GMB", *days)
    assert answer(http, "/treaties/XVIII-10") == treaty_answer(view, "rome-statute")


def test_trace_is_the_trace_of_the_chains(http: httpx.Client, view: View) -> None:
    store = view.store.oxigraph
    root = find_act(store, "rus-order-2016-361-rp")
    found = answer(http, "/trace", **{"from": "rus-order-2016-361-rp", "direction": "back", "depth": 2})
    assert found == to_json(trace(store, root, "back", 2), view.version)
    assert {"root", "nodes", "links", "warnings", "version"} <= found.keys()


def test_lists_name_every_state_and_treaty(http: httpx.Client, view: View) -> None:
    states = answer(http, "/states")["states"]
    treaties = answer(http, "/treaties")["treaties"]
    assert [row["state"] for row in states] == list(view.states)
    assert [row["treaty"] for row in treaties] == list(view.treaties)
    assert answer(http, "/states/Russia")["names"]["ru"] == "Российская Федерация"


def test_roles_tell_who_took_part(http: httpx.Client) -> None:
    found = answer(http, "/decisions/rus-order-2016-361-rp/roles")
    roles = {(role["role"], role["label"]) for role in found["roles"]}
    assert ("decider", "President of the Russian Federation") in roles


def test_the_day_is_today_where_none_is_given(http: httpx.Client) -> None:
    found = answer(http, "/status", state="GMB", treaty="rome-statute")
    assert found["on"] == found["known"]
    assert date.fromisoformat(found["on"]) >= date(2026, 1, 1)


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("/status?state=Rusia&treaty=rome-statute&on=2016-02-30", 400, "bad-request", "2016-02-30"),
        ("/status?state=RUS&treaty=rome-statute&on=2016-W46-3", 400, "bad-request", "no day of the calendar"),
        ("/status?state=RUS&treaty=rome-statute&known=yesterday", 400, "bad-request", "known"),
        ("/status?state=RUS", 400, "bad-request", "“treaty” is missing"),
        ("/status?state=RUS&treaty=rome-statute&onn=2016-11-20", 400, "bad-request", "“onn”"),
        ("/status?state=Atlantis&treaty=rome-statute", 400, "unknown-name", "Atlantis"),
        ("/treaties/rome-statute/parties?on=2016-13-01", 400, "bad-request", "2016-13-01"),
        ("/states/Korea", 404, "not-found", "Korea"),
        ("/states/XXX/treaties", 404, "not-found", "XXX"),
        ("/treaties/nope", 404, "not-found", "nope"),
        ("/treaties/nope/parties", 404, "not-found", "nope"),
        ("/status?state=RUS&treaty=rome-statute&on=2016-11-20&on=2017-11-20", 400, "bad-request", "2 times"),
        ("/trace", 400, "bad-request", "“from” is missing"),
        ("/trace?from=no-such-act", 400, "unknown-name", "no-such-act"),
        ("/trace?from=rus-order-2016-361-rp&depth=0", 400, "invalid-parameter", ""),
        ("/trace?from=rus-order-2016-361-rp&direction=sideways", 400, "invalid-parameter", ""),
        ("/decisions/no-such-decision/roles", 404, "not-found", "no-such-decision"),
        ("/queries/no-such-query", 404, "not-found", "no-such-query"),
        ("/doc/state/XXX", 404, "not-found", "says nothing"),
        ("/graph/source/no-such-source", 404, "not-found", "no graph"),
        ("/vocab/no-such-list", 404, "not-found", ""),
        ("/resource?iri=http://example.org/x", 400, "bad-request", "no IRI of Depositary"),
        ("/resource", 400, "bad-request", "“iri” is missing"),
        ("/no-such-page", 404, "not-found", "the start page"),
    ],
)
def test_errors_are_problems_with_plain_words(
    http: httpx.Client, path: str, status: int, kind: str, words: str
) -> None:
    response = http.get(path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].endswith(kind)
    assert words in response.text
    page = http.get(path, headers=BROWSER)
    if page.status_code == status:  # a form is offered where parameters are missing
        assert page.headers["content-type"].startswith("text/html")
        assert problem["title"] in page.text


def test_an_unknown_name_comes_with_candidates(http: httpx.Client) -> None:
    problem = http.get("/states/Gambya").json()
    assert any("Gambia" in candidate for candidate in problem["candidates"])


def test_an_unknown_name_in_the_path_comes_with_candidates_too(http: httpx.Client) -> None:
    response = http.get("/treaties/rome-statut/parties")
    assert response.status_code == 404
    assert any("rome-statute" in candidate for candidate in response.json()["candidates"])


@pytest.mark.parametrize(
    "path",
    ["/states/{}", "/status?state={}&treaty=rome-statute", "/status?{}=1", "/doc/state/{}", "/trace?from={}"],
)
def test_a_very_long_name_is_not_repeated(http: httpx.Client, path: str) -> None:
    response = http.get(path.format("x" * 1_500))
    assert response.status_code in {400, 404}
    assert "x" * 60 in response.text
    assert "x" * 101 not in response.text


def test_what_is_asked_in_the_wrong_way_is_told_the_right_one(http: httpx.Client) -> None:
    assert "GET" in http.post("/states").json()["detail"]


def test_a_node_of_a_trace_has_the_number_of_its_document(http: httpx.Client) -> None:
    nodes = answer(http, "/trace", **{"from": "rus-order-2016-361-rp", "depth": 1})["nodes"]
    assert any("No. 361-rp" in (node["document"] or "") for node in nodes)


@pytest.mark.parametrize("path", ["/health", "/ready", "/limits", "/openapi.json"])
def test_operations_answer_json(http: httpx.Client, path: str) -> None:
    assert answer(http, path)


def test_every_route_of_the_openapi_description_has_a_summary(http: httpx.Client) -> None:
    paths = answer(http, "/openapi.json")["paths"]
    assert {"/status", "/trace", "/doc/{path}", "/queries/{name}"} <= paths.keys()
    assert all(operation["summary"] for path in paths.values() for operation in path.values())


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (
            ("status", "Gambia", "XVIII-10", "--on", "2017-05-01"),
            "/status?state=Gambia&treaty=XVIII-10&on=2017-05-01",
        ),
        (("parties", "XVIII-10", "--on", "2016-11-16"), "/treaties/XVIII-10/parties?on=2016-11-16"),
        (("trace", "rus-order-2016-361-rp"), "/trace?from=rus-order-2016-361-rp"),
    ],
)
def test_the_command_line_says_the_same(
    http: httpx.Client, packaged_path: Path, arguments: tuple[str, ...], path: str
) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", *arguments]
    said = subprocess.run(
        [*command, "--json", "--store", str(packaged_path)], check=True, capture_output=True
    )
    assert json.loads(said.stdout) == http.get(path).json()
