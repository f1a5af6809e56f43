"""The timeline of a treaty over HTTP."""

import csv
import io
from typing import Any

import httpx
import pytest

PATH = "/treaties/rome-statute/timeline"


def answer(http: httpx.Client, **parameters: Any) -> Any:
    response = http.get(PATH, params={"size": 1000, **parameters})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_promised_keys(http: httpx.Client) -> None:
    found = answer(http, known="2020-01-01")
    assert {"treaty", "known", "from", "until", "events", "total", "page", "pages", "size", "version"} <= set(
        found
    )
    keys = {
        "on",
        "kind",
        "actor",
        "what",
        "act",
        "rule",
        "provision",
        "status_before",
        "status_after",
        "parties",
    }
    assert all(keys | {"projected", "sources", "verification"} <= set(event) for event in found["events"])
    days = [event["on"] for event in found["events"]]
    assert days == sorted(days)


def test_the_count_of_parties_is_that_of_the_list_of_parties(http: httpx.Client) -> None:
    by_day = {event["on"]: event["parties"] for event in answer(http, known="2020-01-01")["events"]}
    for day in ("2002-07-01", "2005-12-01", "2017-10-27", "2019-03-17"):
        last = max(each for each in by_day if each <= day)
        found = http.get("/treaties/rome-statute/parties", params={"on": day, "known": "2020-01-01"}).json()
        assert by_day[last] == found["count"], day


def test_the_exit_of_burundi_event_by_event(http: httpx.Client) -> None:
    found = answer(http, actor="Burundi", known="2020-01-01")
    assert found["actor"] == "BDI"
    assert [(e["on"], e["kind"], e["status_after"]) for e in found["events"]] == [
        ("1999-01-13", "signature", "signatory"),
        ("2004-09-21", "ratification", "contractingNotInForce"),
        ("2004-12-01", "consent-takes-effect", "party"),
        ("2016-10-27", "withdrawal-notification", "partyWithdrawalPending"),
        ("2017-10-27", "withdrawal-takes-effect", "formerParty"),
    ]
    notice, effect = found["events"][3:]
    assert effect["act"] == notice["act"]
    assert effect["parties"] == notice["parties"] - found_between(http, "2016-10-28", "2017-10-27")
    assert (effect["provision"], effect["effective_on"]) == ("127(1)", "2017-10-27")
    assert notice["depositary"] == "un-secretary-general"


def found_between(http: httpx.Client, first: str, last: str) -> int:
    """By how many the number of parties fell in these days."""
    found = answer(http, **{"from": first, "until": last, "known": "2020-01-01"})["events"]
    bound = {"party", "partyWithdrawalPending", "operationSuspended"}
    return sum(
        (e["status_before"] in bound) - (e["status_after"] in bound) for e in found if e["actor"] is not None
    )


def test_what_lies_later_than_the_knowledge_day_is_projected(http: httpx.Client) -> None:
    early = answer(http, actor="HUN", known="2026-05-01")["events"]
    assert [(e["on"], e["projected"]) for e in early if e["kind"] == "withdrawal-takes-effect"] == [
        ("2026-06-02", True)
    ]
    late = answer(http, actor="HUN", known="2026-06-30")["events"]
    assert [e["kind"] for e in late][-1] == "withdrawal-revocation"
    assert not any(e["projected"] for e in late)


def test_the_days_are_included_and_the_kinds_chosen(http: httpx.Client) -> None:
    day = {"from": "2016-11-10", "until": "2016-11-10"}
    found = answer(http, kind="withdrawal-notification", known="2020-01-01", **day)
    assert [event["actor"] for event in found["events"]] == ["GMB"]
    assert {e["category"] for e in answer(http, kind="treaty", known="2020-01-01")["events"]} == {"treaty"}
    assert answer(http, kind="treaty", known="2020-01-01")["events"][-1]["kind"] == "entry-into-force"


def test_pages_hold_the_whole_once(http: httpx.Client) -> None:
    whole = answer(http, known="2020-01-01")
    pages = [
        answer(http, known="2020-01-01", size=100, page=number)
        for number in range(1, 1 + -(-whole["total"] // 100))
    ]
    assert [event for page in pages for event in page["events"]] == whole["events"]
    first = http.get(PATH, params={"known": "2020-01-01", "size": 100})
    assert 'rel="next"' in first.headers["link"]


def test_csv_is_the_whole_timeline(http: httpx.Client) -> None:
    response = http.get(PATH, params={"known": "2020-01-01"}, headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["on"] for row in rows] == [e["on"] for e in answer(http, known="2020-01-01")["events"]]
    assert {row["projected"] for row in rows} <= {"true", "false"}


def test_the_page_shows_the_same_events(http: httpx.Client) -> None:
    parameters = {"actor": "HUN", "known": "2026-05-01"}
    page = http.get(PATH, params=parameters, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Withdrawal takes effect" in page.text
    assert "projected" in page.text
    assert 'datetime="2026-06-02"' in page.text


def test_pages_for_readers_lead_to_each_other(http: httpx.Client) -> None:
    parameters = {"known": "2020-01-01", "size": "100"}
    first = http.get(PATH, params=parameters, headers={"Accept": "text/html"})
    assert (first.status_code, "Next" in first.text, "Previous" in first.text) == (200, True, False)
    second = http.get(PATH, params={**parameters, "page": "2"}, headers={"Accept": "text/html"})
    assert (second.status_code, "Previous" in second.text) == (200, True)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"from": "2020-01-02", "until": "2020-01-01"}, "exchange them"),
        ({"kind": "withdrawl"}, "withdrawal-notification"),
        ({"actor": "Atlantis"}, "Atlantis"),
        ({"known": "tomorrow"}, "2016-11-16"),
        ({"page": "999"}, "999"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    http: httpx.Client, parameters: dict[str, str], says: str
) -> None:
    response = http.get(PATH, params=parameters)
    assert response.status_code == 400
    assert says in response.json()["detail"]


def test_an_unknown_treaty_in_the_path_is_not_found(http: httpx.Client) -> None:
    assert http.get("/treaties/no-such-treaty/timeline").status_code == 404
