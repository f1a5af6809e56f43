"""Who is meant by names, over HTTP: JSON, a page, what is refused, and what may be kept."""

import httpx
import pytest

KEYS = {"name", "on", "code", "kind", "acted_as", "how", "candidates", "note", "iri"}
PAGE = {"Accept": "text/html"}


def test_names_on_a_day(http: httpx.Client) -> None:
    names = ["USSR", "CONGO (LEOPOLDVILLE)", "Congo", "Abkhazia", "European Union"]
    response = http.get("/names", params={"name": names, "on": "1965-02-10"})
    assert response.status_code == 200, response.text
    answer = response.json()
    assert set(answer) == {"on", "names", "unresolved", "version"}
    assert [set(each) for each in answer["names"]] == [KEYS] * len(names)
    assert [each["name"] for each in answer["names"]] == names
    assert [each["code"] for each in answer["names"]] == ["RUS", "COD", "", "", "EU"]
    assert (answer["on"], answer["unresolved"]) == ("1965-02-10", ["Congo"])
    ussr, _, congo, abkhazia, union = answer["names"]
    assert ussr["acted_as"] == "Union of Soviet Socialist Republics"
    assert ussr["iri"] == "https://w3id.org/depositary/id/state/RUS"
    assert union["iri"] == "https://w3id.org/depositary/id/organisation/eu"
    assert len(congo["candidates"]) == 2
    assert (abkhazia["kind"], abkhazia["iri"]) == ("contested", None)
    assert "Georgia claims" in abkhazia["note"]


def test_without_a_day_who_bears_the_name_today(http: httpx.Client) -> None:
    answer = http.get("/names?name=Burma").json()
    assert (answer["on"], answer["names"][0]["on"], answer["names"][0]["code"]) == (None, None, "MMR")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/names", "name=Burma"),
        ("/names?name=", "name=Burma"),
        ("/names?name=Burma&on=1965", "no day of the calendar"),
        ("/names?name=Burma&day=1965-02-10", "no parameter “day”"),
        ("/names?name=Burma&on=1965-02-10&on=1966-02-10", "2 times"),
    ],
)
def test_what_is_refused(http: httpx.Client, address: str, told: str) -> None:
    response = http.get(address)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_an_answer_may_be_kept_until_it_changes(http: httpx.Client) -> None:
    first = http.get("/names?name=Burma")
    again = http.get("/names?name=Burma", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Vary"] == "Accept"


def test_a_page_with_a_form(http: httpx.Client) -> None:
    form = http.get("/names", headers=PAGE)
    assert (form.status_code, form.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    page = http.get("/names?name=Burma&name=Congo&on=1965-02-10", headers=PAGE).text
    assert "MMR" in page
    assert "Not resolved:" in page
    assert 'href="/names"' in http.get("/states", headers=PAGE).text


def test_a_name_is_never_part_of_the_page(http: httpx.Client) -> None:
    page = http.get("/names", params={"name": "<script>x</script>"}, headers=PAGE).text
    assert "<script>x" not in page


def test_it_is_in_the_openapi_document(http: httpx.Client) -> None:
    operation = http.get("/openapi.json").json()["paths"]["/names"]["get"]
    assert {each["name"] for each in operation["parameters"]} == {"name", "on"}
    assert set(operation["responses"]) >= {"200", "304", "400"}
