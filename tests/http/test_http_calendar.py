"""The calendar over HTTP: JSON, page, and iCalendar as other programs read it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from icalendar import Calendar, Event, vText

from api.calendar_file import calendar_file

BEFORE = {"treaty": "rome-statute", "state": "Hungary", "known": "2026-05-01"}
ALL_OF_ROME = {"treaty": "rome-statute", "from": "1998-01-01", "known": "2020-01-01"}
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)


def answer(http: httpx.Client, **parameters: Any) -> Any:
    response = http.get("/calendar", params={"size": 1000, **parameters})
    assert response.status_code == 200, response.text
    return response.json()


def entries(http: httpx.Client, **parameters: Any) -> Sequence[tuple[str, str, str, str]]:
    found = answer(http, **parameters)["entries"]
    return [(entry["on"], entry["kind"], entry["state"], entry["certainty"]) for entry in found]


def file_of(http: httpx.Client, **parameters: Any) -> httpx.Response:
    response = http.get("/calendar.ics", params=parameters, headers={"Accept": "*/*"})
    assert response.status_code == 200, response.text
    return response


def events_of(response: httpx.Response) -> Sequence[Event]:
    calendar = Calendar.from_ical(response.content)
    assert isinstance(calendar, Calendar)
    assert calendar.errors == []
    return [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]


def test_the_hungarian_exit_as_known_before_and_after_its_revocation(http: httpx.Client) -> None:
    assert entries(http, **BEFORE) == [
        ("2026-06-01", "last-day-to-revoke-notice", "HUN", "computed"),
        ("2026-06-02", "withdrawal-takes-effect", "HUN", "projected"),
    ]
    assert entries(http, **BEFORE | {"known": "2026-05-29"}) == []


def test_an_entry_says_why_and_how_sure(http: httpx.Client) -> None:
    last, effect = answer(http, **BEFORE)["entries"]
    assert last["provision"] == "VCLT 68, by analogy"
    assert "received earlier than 2 June 2026" in last["explanation"]
    assert last["effective_on"] == "2026-06-02"
    assert (effect["provision"], effect["projected"], effect["verification"]) == ("127(1)", True, "verified")
    assert "one year after is 2 June 2026" in effect["explanation"]
    assert effect["acts"] == last["acts"] == [effect["iri"]]
    assert effect["sources"]


def test_a_consent_that_takes_effect_can_be_taken_back_before(http: httpx.Client) -> None:
    found = entries(http, treaty="rome-statute", state="UKR", known="2024-11-01", kind="")
    assert found == [
        ("2024-12-31", "last-day-to-withdraw-consent", "UKR", "computed"),
        ("2025-01-01", "consent-takes-effect", "UKR", "projected"),
    ]


def test_what_is_past_is_projected_no_longer(http: httpx.Client) -> None:
    found = entries(http, treaty="rome-statute", state="BDI", known="2020-01-01", **{"from": "2017-01-01"})
    assert found == [
        ("2017-10-26", "last-day-to-revoke-notice", "BDI", "computed"),
        ("2017-10-27", "withdrawal-takes-effect", "BDI", "computed"),
    ]


def test_the_days_are_included(http: httpx.Client) -> None:
    day = {"from": "2017-10-27", "until": "2017-10-27", "known": "2020-01-01", "treaty": "rome-statute"}
    assert [entry[1] for entry in entries(http, **day)] == ["withdrawal-takes-effect"]
    assert entries(http, **day, kind="last-day-to-revoke-notice") == []


def test_entries_of_all_treaties_are_in_the_order_of_days(http: httpx.Client) -> None:
    found = answer(http, known="2026-05-01")
    assert {"known", "from", "until", "entries", "total", "page", "pages", "version"} <= set(found)
    assert (found["from"], found["until"]) == ("2026-05-01", None)
    assert [entry["on"] for entry in found["entries"]] == sorted(entry["on"] for entry in found["entries"])
    assert "2026-06-02" in {entry["on"] for entry in found["entries"] if entry["state"] == "HUN"}


def test_what_happens_to_the_treaty_is_in_the_calendar_of_its_states(http: httpx.Client) -> None:
    days = {"treaty": "rome-statute", "from": "2002-06-30", "until": "2002-07-01", "known": "2002-05-01"}
    assert [(day, kind) for day, kind, _, _ in entries(http, state="FRA", **days)] == [
        ("2002-06-30", "last-day-to-withdraw-consent"),
        ("2002-07-01", "entry-into-force"),
        ("2002-07-01", "consent-takes-effect"),
        ("2002-07-01", "opt-out-begins"),
    ]
    assert "entry-into-force" not in [kind for _, kind, _, _ in entries(http, state="USA", **days)]


def test_what_has_no_day_is_listed_apart(http: httpx.Client) -> None:
    early = answer(http, treaty="rome-statute", state="FRA", known="2002-04-10", kind="entry-into-force")
    assert early["entries"] == []
    assert [(each["kind"], each["state"]) for each in early["undated"]] == [("entry-into-force", None)]
    assert answer(http, treaty="rome-statute", state="USA", known="2002-04-10")["undated"] == []
    assert answer(http, treaty="rome-statute", known="2002-04-11")["undated"] == []
    page = http.get("/calendar", params={"known": "2002-04-10"}, headers={"Accept": "text/html"}).text
    assert "Under way, without a day" in page


def test_the_file_has_an_all_day_event_for_every_entry(http: httpx.Client) -> None:
    wanted = answer(http, **ALL_OF_ROME)
    found = events_of(file_of(http, **ALL_OF_ROME))
    assert len(found) == wanted["total"] > 100
    assert [event.start.isoformat() for event in found] == [entry["on"] for entry in wanted["entries"]]
    assert [str(event["SUMMARY"]) for event in found] == [entry["summary"] for entry in wanted["entries"]]
    assert all(type(event.start) is date and "DTEND" not in event for event in found)
    assert len({str(event["UID"]) for event in found}) == len(found)


def test_an_event_carries_reason_page_and_certainty(http: httpx.Client) -> None:
    last, effect = events_of(file_of(http, **BEFORE))
    assert (last["STATUS"], effect["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert "received earlier than 2 June 2026, the day of effect" in str(last["DESCRIPTION"])
    assert "127(1)" in str(effect["DESCRIPTION"])
    assert effect.stamp == datetime(2025, 6, 2, tzinfo=UTC)
    assert effect["TRANSP"] == "TRANSPARENT"
    assert "withdrawal takes effect" in effect.categories
    page = http.get(str(effect["URL"]), headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Hungary" in page.text


def test_lines_are_folded_and_ended_as_the_format_wants(http: httpx.Client) -> None:
    body = file_of(http, **ALL_OF_ROME).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert "Côte d'Ivoire" in body.replace(b"\r\n ", b"").decode()


ENTRY = {
    "uid": "60b028d0-77ba-5566-850b-dd7ceebe46aa", "on": "2026-06-01", "known_on": "2025-06-02",
    "kind": "withdrawal-takes-effect", "explanation": "Why.", "provision": "127(1)", "certainty": "projected",
    "projected": True, "verification": "verified", "recorded_effective_on": None,
    "computed_effective_on": None, "sources": [], "state": "HUN", "treaty": "rome-statute", "iri": "https://w3id.org/depositary/id/act/x",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Денонсация вступает в силу: Венгрия; Римский статут, статья 127(1)",
        "Dénonciation par la Côte d’Ivoire, « avec effet immédiat » ; C:\\dépôt\\n",
        "多" * 100,
        "two\nlines, one name: value; another=“value”",
        "🏛" * 40,
    ],
)
def test_any_words_come_back_as_they_were(text: str) -> None:
    entry = ENTRY | {"summary": text, "treaty_title": text, "explanation": text}
    body = calendar_file({"state_name": text, "treaty_title": text, "entries": [entry]})
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    event = calendar.events[0]
    assert (str(event["SUMMARY"]), event.categories[-1]) == (text, text)
    assert str(event["DESCRIPTION"]).startswith(text)
    name = vText(f"Depositary: {text}, {text}").to_ical()
    assert b"\r\nX-WR-CALNAME:" + name + b"\r\n" in body.replace(b"\r\n ", b"")
    assert all(len(line) <= LONGEST_LINE for line in body.split(b"\r\n"))


def test_the_calendar_has_a_name_and_says_how_often_to_ask(http: httpx.Client) -> None:
    calendar = Calendar.from_ical(file_of(http, **BEFORE).content)
    assert calendar["VERSION"] == "2.0"
    assert str(calendar["X-WR-CALNAME"]).startswith("Depositary: Hungary\\, Rome Statute")  # as it is written
    assert "REFRESH-INTERVAL" in calendar
    assert "METHOD" not in calendar  # a published file, no invitation


def test_names_of_entries_stay_when_knowledge_grows(http: httpx.Client) -> None:
    early = {entry["uid"] for entry in answer(http, **BEFORE)["entries"]}
    later = {entry["uid"] for entry in answer(http, **BEFORE | {"known": "2026-05-28"})["entries"]}
    assert early == later


def test_the_same_question_has_the_same_bytes_and_tag(http: httpx.Client) -> None:
    first, second = file_of(http, **BEFORE), file_of(http, **BEFORE)
    assert first.content == second.content
    again = http.get("/calendar.ics", params=BEFORE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/calendar", "*/*", "application/json"),
        ("/calendar", "text/calendar", "text/calendar; charset=utf-8"),
        ("/calendar", "text/calendar, text/html;q=0.5", "text/calendar; charset=utf-8"),
        ("/calendar", "text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/calendar.ics", "*/*", "text/calendar; charset=utf-8"),
        ("/calendar.ics", "text/html", "text/calendar; charset=utf-8"),
    ],
)
def test_the_format_is_that_of_the_client(
    http: httpx.Client, path: str, accept: str, media_type: str
) -> None:
    response = http.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)


def test_the_page_leads_to_the_same_calendar_as_a_file(http: httpx.Client) -> None:
    page = http.get("/calendar", params=BEFORE, headers={"Accept": "text/html"}).text
    assert "Last day to revoke the notice of withdrawal" in page
    assert 'href="/calendar.ics?treaty=rome-statute&amp;state=HUN"' in page


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"from": "2026-05-02", "until": "2026-05-01"}, "exchange them"),
        ({"known": "2026-05-02", "until": "2026-05-01"}, "exchange them"),
        ({"treaty": "no-such-treaty"}, "no-such-treaty"),
        ({"state": "Atlantis"}, "Atlantis"),
        ({"kind": "birthday"}, "withdrawal-takes-effect"),
        ({"until": "2026-02-30"}, "2016-11-16"),
    ],
)
@pytest.mark.parametrize("path", ["/calendar", "/calendar.ics"])
def test_what_cannot_be_answered_says_what_to_do(
    http: httpx.Client, path: str, parameters: dict[str, str], says: str
) -> None:
    response = http.get(path, params=parameters)
    assert response.status_code == 400
    assert says in response.json()["detail"]
