"""Reservations over HTTP: the answer, its pages, and what is refused."""

import httpx
import pytest

PATH = "/treaties/genocide-convention/reservations"
ACTS = "https://w3id.org/depositary/id/act/"


def test_the_promised_keys(http: httpx.Client) -> None:
    found = http.get(PATH, params={"on": "1980-01-01"}).json()
    keys = {"treaty", "on", "known", "permitted", "reservations", "objections", "relations", "otherwise"}
    assert keys | {"version", "acts", "sources", "total", "page", "pages", "remarks"} <= set(found)
    assert found["permitted"]["value"] == "yes"
    assert {each["author"] for each in found["reservations"]} == {"ALB"}
    assert found["otherwise"]["text"].startswith("otherwise: in force as it stands between 3,160 pairs")
    assert "may exist" in found["complete"]["text"]
    assert found["otherwise"]["pairs"] + found["total"] == found["parties"] * (found["parties"] - 1) // 2


def test_two_parties(http: httpx.Client) -> None:
    asked = {"on": "1980-01-01", "state": "Albania", "with": "Netherlands"}
    found = http.get(PATH, params=asked).json()
    (relation,) = found["relations"]
    assert (relation["between"], relation["effect"]) == (["ALB", "NLD"], "not-in-force")
    (step,) = relation["because"][0]["explanation"]
    assert (step["provision"], step["verification"]) == ("VCLT 20(4)(b), as custom", "single-source")
    assert all(act.startswith(ACTS) for act in step["acts"])
    assert [(era["since"], era["until"]) for era in found["history"]] == [
        ("1966-09-18", "1999-07-19"),
        ("1999-07-19", None),
    ]


def test_a_row_has_every_other_party(http: httpx.Client) -> None:
    found = http.get(PATH, params={"on": "1980-01-01", "state": "FRA", "size": 1000}).json()
    assert len(found["relations"]) == found["parties"] - 1
    special = [each["between"] for each in found["relations"] if each["effect"] != "as-it-stands"]
    assert (special, found["otherwise"], found["history"]) == ([["ALB", "FRA"]], None, [])


def test_who_is_no_party_is_told(http: httpx.Client) -> None:
    found = http.get(PATH, params={"on": "1980-01-01", "state": "USA"}).json()
    assert (found["relations"], [who["state"] for who in found["not_party"]]) == ([], ["USA"])


def test_whose_status_is_undetermined_is_in_no_pair(http: httpx.Client) -> None:
    found = http.get("/treaties/npt/reservations", params={"on": "2010-01-01", "state": "GBR", "size": 1000})
    assert [who["state"] for who in found.json()["undetermined"]] == ["PRK"]
    assert all("PRK" not in each["between"] for each in found.json()["relations"])


def test_what_was_withdrawn_stays_in_the_list(http: httpx.Client) -> None:
    found = http.get(PATH, params={"on": "2000-01-01"}).json()
    assert {each["provision"]: each["state"] for each in found["reservations"]} == {
        "IX": "withdrawn",
        "XII": "stands",
    }


def test_relations_come_in_pages(http: httpx.Client) -> None:
    first = http.get(PATH, params={"on": "1980-01-01", "size": 10})
    assert len(first.json()["relations"]) == 10
    assert 'rel="next"' in first.headers["Link"]


def test_a_treaty_that_permits_none(http: httpx.Client) -> None:
    found = http.get("/treaties/rome-statute/reservations").json()
    assert found["permitted"]["value"] == "no"
    assert found["permitted"]["quote"] == "No reservations may be made to this Statute."
    assert found["relations"] == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"on": "1980-01-01"}, "in force without articles IX and XII, to the extent of the reservations"),
        ({"on": "1980-01-01", "state": "NLD", "with": "ALB"}, "What it was when"),
        ({"on": "2000-01-01"}, "those days are not recorded"),
        ({"on": "1980-01-01", "state": "USA"}, "no party on this day"),
    ],
)
def test_the_page(asked: dict[str, str], words: str, http: httpx.Client) -> None:
    page = http.get(PATH, params=asked, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert words in page.text


def test_the_treaty_leads_to_it(http: httpx.Client) -> None:
    page = http.get("/treaties/genocide-convention", headers={"Accept": "text/html"})
    assert f'href="{PATH}"' in page.text


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({"with": "NLD"}, "state=ALB&with=NLD"),
        ({"state": "Albania", "with": "ALB"}, "name another party"),
        ({"state": "Atlantis"}, "Atlantis"),
    ],
)
def test_what_is_refused(asked: dict[str, str], detail: str, http: httpx.Client) -> None:
    refused = http.get(PATH, params=asked)
    assert refused.status_code == 400
    assert detail in refused.json()["detail"]
