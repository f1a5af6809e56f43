"""Reservations over HTTP: the answer, its pages, and what is refused."""

import httpx

PATH = "/treaties/genocide-convention/reservations"


def test_the_promised_keys(http: httpx.Client) -> None:
    found = http.get(PATH, params={"on": "1980-01-01"}).json()
    keys = {"treaty", "on", "known", "permitted", "reservations", "objections", "relations", "otherwise"}
    assert keys | {"version", "acts", "sources", "total", "page", "pages"} <= set(found)
    assert found["permitted"]["value"] == "yes"
    assert {each["author"] for each in found["reservations"]} == {"ALB"}


def test_two_parties(http: httpx.Client) -> None:
    asked = {"on": "1980-01-01", "state": "Albania", "with": "Netherlands"}
    (relation,) = http.get(PATH, params=asked).json()["relations"]
    assert (relation["between"], relation["effect"]) == (["ALB", "NLD"], "not-in-force")
    assert all(
        act.startswith("https://w3id.org/depositary/id/act/") for act in relation["because"][0]["acts"]
    )


def test_relations_come_in_pages(http: httpx.Client) -> None:
    first = http.get(PATH, params={"on": "1980-01-01", "size": 10})
    assert len(first.json()["relations"]) == 10
    assert 'rel="next"' in first.headers["Link"]


def test_a_treaty_that_permits_none(http: httpx.Client) -> None:
    found = http.get("/treaties/rome-statute/reservations").json()
    assert found["permitted"]["value"] == "no"
    assert found["permitted"]["quote"] == "No reservations may be made to this Statute."
    assert found["relations"] == []


def test_the_page(http: httpx.Client) -> None:
    page = http.get(PATH, params={"on": "1980-01-01"}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "not in force between them" in page.text
    assert "in force without IX, XII" in page.text


def test_another_party_needs_a_first_one(http: httpx.Client) -> None:
    refused = http.get(PATH, params={"with": "NLD"})
    assert refused.status_code == 400
    assert "state=ALB&with=NLD" in refused.json()["detail"]
