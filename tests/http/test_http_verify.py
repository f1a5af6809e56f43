"""Is the headline right, over HTTP: JSON, pages, and what is refused."""

from typing import Any

import httpx
import pytest

KEYS = {
    "claim", "verdict", "verdict_label", "wording", "because", "acts", "claims", "sources", "would_change",
    "on", "known", "projected", "version",
}  # fmt: skip
KNOWN = "2026-11-24"
PAGE = {"Accept": "text/html"}


def asked(http: httpx.Client, **parameters: str) -> Any:
    response = http.get("/verify", params={"known": KNOWN, **parameters})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_headline_of_november_2016(http: httpx.Client) -> None:
    answer = asked(http, state="RUS", verb="withdraws", treaty="rome-statute", on="2016-11-16")
    assert set(answer) >= KEYS
    assert answer["verdict"] == "contradicted"
    assert (answer["on"], answer["known"], answer["projected"]) == ("2016-11-16", KNOWN, False)
    assert "has never been a party" in answer["wording"]
    assert [step["provision"] for step in answer["because"]] == [
        "127(1); VCLT 54",
        "VCLT 18(a)",
        "VCLT 18(a)",
    ]
    assert answer["because"][0]["quote"]
    assert {act["kind"] for act in answer["acts"]} == {"signature", "no-intent-communication"}
    assert answer["sources"]
    assert answer["version"] == http.get("/status?state=RUS&treaty=rome-statute").json()["version"]


def test_a_year_and_an_institution(http: httpx.Client) -> None:
    answer = asked(http, state="Hungary", verb="left", treaty="ICC", on="2026")
    assert answer["verdict"] == "contradicted"
    assert (answer["from"], answer["until"]) == ("2026-01-01", "2026-12-31")
    assert answer["claim"]["treaty"] == "rome-statute"


def test_what_lies_ahead_of_the_knowledge_day(http: httpx.Client) -> None:
    answer = asked(http, state="HUN", verb="left", treaty="ICC", on="2026-06-02", known="2026-05-01")
    assert (answer["verdict"], answer["projected"]) == ("supported", True)


def test_a_claim_of_the_graph(http: httpx.Client) -> None:
    answer = asked(http, claim="headline-withdraw")
    assert (answer["claim"]["holder"], answer["on"]) == ("The Moscow Times", "2016-11-16")
    assert asked(http, claim=answer["claim"]["iri"]) == answer


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"verb": "withdraws", "treaty": "ICC"}, "state=RUS"),
        ({"state": "RUS", "treaty": "ICC"}, "verb=withdraws"),
        ({"state": "RUS", "verb": "withdrawes", "treaty": "ICC"}, "Did you mean “withdraws from”"),
        ({"state": "RUS", "verb": "withdraws", "treaty": "ICD"}, "No treaty is called"),
        ({"state": "RUS", "verb": "withdraws", "treaty": "ICC", "on": "2016-13"}, "2021-03"),
        ({"state": "RUS", "verb": "withdraws", "treaty": "ICC", "known": "2016"}, "known"),
        ({"claim": "headline-withdraw", "state": "RUS"}, "not both"),
        ({"claim": "headline-lef"}, "headline-left"),
        ({"claim": "a-decree"}, "can be checked are"),
        ({"claim": "not an iri <>"}, "No claim is called"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_what_to_do(
    http: httpx.Client, parameters: dict[str, str], told: str
) -> None:
    response = http.get("/verify", params=parameters)
    assert response.status_code == 400
    assert told in response.json()["detail"]


def test_a_browser_gets_the_form_and_the_verdict(http: httpx.Client) -> None:
    form = http.get("/verify", headers=PAGE).text
    assert '<option value="withdraws" selected>withdraws from</option>' in form
    address = "/verify?state=Gambia&verb=withdrew&treaty=ICC&on=2016-11&known="
    page = http.get(address, headers=PAGE).text
    assert "Imprecise" in page
    assert "revoked it on 10 February 2017" in page
    assert "(for “<bdi>ICC</bdi>”)" in page
    assert '<option value="has-withdrawn" selected>' in page


def test_a_browser_is_told_what_is_wrong(http: httpx.Client) -> None:
    page = http.get("/verify?state=RUS&verb=frobs&treaty=ICC", headers=PAGE)
    assert page.status_code == 400
    assert "is no verb that can be checked" in page.text


def test_a_claim_has_a_page(http: httpx.Client) -> None:
    page = http.get("/verify?claim=headline-left", headers=PAGE).text
    assert "Karpatnews" in page
    assert "Contradicted" in page


def test_the_start_page_leads_there(http: httpx.Client) -> None:
    assert '<a href="/verify">Is the headline right?</a>' in http.get("/", headers=PAGE).text


def test_markup_in_a_name_stays_text(http: httpx.Client) -> None:
    page = http.get("/verify?state=RUS&verb=<b>withdraws&treaty=ICC", headers=PAGE).text
    assert "<b>withdraws" not in page
