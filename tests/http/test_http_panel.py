"""The panel and its code book over HTTP, as other programs read them."""

import csv
import io
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

SMALL = {"treaty": "rome-statute", "from": "2015", "until": "2018", "known": "2020-01-01"}
PARQUET = "application/vnd.apache.parquet"


def table(http: httpx.Client, **parameters: Any) -> list[dict[str, str]]:
    response = http.get("/panel", params={**SMALL, **parameters}, headers={"Accept": "text/csv"})
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline=""), strict=True))


def test_csv_is_as_rfc_4180_has_it(http: httpx.Client) -> None:
    response = http.get("/panel", params=SMALL, headers={"Accept": "text/csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.content.count(b"\r\n") == len(table(http)) + 1
    assert {len(row) for row in table(http)} == {29}


def test_the_rows_of_the_gambia(http: httpx.Client) -> None:
    found = {row["year"]: row for row in table(http, state="Gambia")}
    assert list(found) == ["2015", "2016", "2017", "2018"]
    assert [row["status"] for row in found.values()] == ["party", "partyWithdrawalPending", "party", "party"]
    assert {row["party"] for row in found.values()} == {"1"}
    assert (found["2016"]["cow_code"], found["2016"]["gw_code"], found["2016"]["iso_numeric"]) == (
        "420",
        "420",
        "270",
    )
    assert {row["version"] for row in found.values()} == {http.get("/health").headers["Depositary-Version"]}


def test_the_day_of_the_year_is_chosen(http: httpx.Client) -> None:
    (found,) = table(http, state="GMB", **{"from": "2016", "until": "2016", "day": "06-30"})
    assert (found["day"], found["status"]) == ("2016-06-30", "party")


def test_treaties_and_states_may_be_repeated(http: httpx.Client) -> None:
    parameters = [("state", "RUS"), ("state", "Burundi"), ("treaty", "rome-statute"), ("treaty", "vclt")]
    response = http.get(
        "/panel", params=[*parameters, ("from", "2015"), ("until", "2015"), ("format", "json")]
    )
    found = response.json()
    assert [(row["state"], row["treaty"]) for row in found["rows"]] == [
        ("BDI", "rome-statute"),
        ("BDI", "vclt"),
        ("RUS", "rome-statute"),
        ("RUS", "vclt"),
    ]


def test_parquet_has_types_and_tells_what_it_is(http: httpx.Client) -> None:
    response = http.get("/panel", params=SMALL, headers={"Accept": PARQUET})
    assert response.headers["Content-Type"] == PARQUET
    found = pq.read_table(io.BytesIO(response.content))
    types = {field.name: field.type for field in found.schema}
    assert types["day"] == types["party_from"] == pa.date32()
    assert types["party"] == pa.int8()
    assert pa.types.is_dictionary(types["status"])
    rows = found.to_pylist()
    as_text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert as_text == table(http)
    metadata = {key.decode(): value.decode() for key, value in found.schema.metadata.items()}
    assert {"version", "known", "licence", "citation", "codebook"} <= set(metadata)
    assert (metadata["known"], metadata["version"]) == ("2020-01-01", rows[0]["version"])


def test_json_comes_in_pages_that_hold_the_whole_once(http: httpx.Client) -> None:
    whole, address = [], "/panel?treaty=rome-statute&from=2015&until=2018&known=2020-01-01&size=300"
    while address:
        response = http.get(address)
        whole += response.json()["rows"]
        address = response.links["next"]["url"] if "next" in response.links else ""
    assert len(whole) == response.json()["total"] == len(table(http))
    assert response.links["describedby"]["url"] == "/panel/codebook"


def test_what_is_known_already_costs_nothing(http: httpx.Client) -> None:
    first = http.get("/panel", params={**SMALL, "format": "csv"})
    again = http.get(
        "/panel", params={**SMALL, "format": "csv"}, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert http.head("/panel", params={**SMALL, "format": "csv"}).status_code == 200


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"format": "xlsx"}, "json, csv, parquet"),
        ({"from": "then"}, "no year"),
        ({"day": "02-30"}, "no day of every year"),
        ({"state": "Soviet Union"}, "same legal person as RUS"),
        ({"treaty": "nothing-of-the-kind"}, "No treaty is called"),
        ({"years": "2016"}, "no parameter “years”"),
    ],
)
def test_what_is_wrong_says_what_to_do(http: httpx.Client, parameters: dict[str, str], words: str) -> None:
    response = http.get("/panel", params=parameters)
    assert response.status_code == 400
    assert words in response.json()["detail"]


def test_the_page_shows_rows_and_leads_to_the_files(http: httpx.Client) -> None:
    response = http.get("/panel", params={**SMALL, "state": ""}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "format=parquet" in response.text
    assert 'href="/panel/codebook"' in response.text
    assert http.get("/", headers={"Accept": "text/html"}).text.count('href="/panel"') >= 1


def test_the_code_book_in_three_forms(http: httpx.Client) -> None:
    columns = http.get("/panel/codebook").json()["columns"]
    as_csv = list(csv.DictReader(io.StringIO(http.get("/panel/codebook?format=csv").text, newline="")))
    assert [column["name"] for column in columns] == [row["name"] for row in as_csv] == list(table(http)[0])
    page = http.get("/panel/codebook", headers={"Accept": "text/html"}).text
    assert all(f'id="{column["name"]}"' in page for column in columns)


def test_codes_are_shown_with_the_state(http: httpx.Client) -> None:
    found = http.get("/states/SRB").json()["codes"]
    assert [(code["scheme"], code["number"], code["from"], code["until"]) for code in found] == [
        ("cow", 345, "1992-04-27", None),
        ("gw", 345, "1992-04-27", "2006-06-05"),
        ("gw", 340, "2006-06-05", None),
    ]
    assert "Gleditsch-Ward" in http.get("/states/SRB", headers={"Accept": "text/html"}).text


def test_codes_are_in_the_graph(http: httpx.Client) -> None:
    query = """
        PREFIX dep: <https://w3id.org/depositary/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?number WHERE {
          ?code a dep:StateCode ; skos:notation ?number ;
            dep:codeOf <https://w3id.org/depositary/id/state/GMB> ;
            dep:codeScheme <https://w3id.org/depositary/vocab/code-scheme/cow> }"""
    response = http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert response.text.split() == ["number", "420"]


def test_the_treaties_of_a_state_say_why(http: httpx.Client) -> None:
    found = http.get("/states/GMB/treaties", params={"on": "2016-12-01", "known": "2020-01-01"}).json()
    (statute,) = [each for each in found["treaties"] if each["treaty"] == "rome-statute"]
    assert (statute["status"], statute["from"], statute["until"]) == (
        "partyWithdrawalPending",
        "2002-09-01",
        None,
    )
    assert (statute["status_from"], statute["status_until"]) == ("2016-11-10", "2017-02-10")
    assert "127" in statute["provision"]
    assert statute["why"]
    assert found["count"] == sum(each["party"] is True for each in found["treaties"])
    page = http.get("/states/GMB", headers={"Accept": "text/html"}).text
    assert "<caption>Bound (" in page
