"""The calendar as a file in iCalendar (RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986).

The same answer always gives the same bytes: names of entries come from canonical IRIs, and DTSTAMP, which in
a published calendar says when the entry was last revised (RFC 5545, 3.8.7.2), is the day since when it can
be known. No clock is asked.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText
from icalendar.enums import STATUS, TRANSP

from graph.law.delays import spoken
from ontology.lists import labels
from ontology.terms import ROOT

_PRODUCT = "-//Depositary//Depositary//EN"
_REFRESH = timedelta(days=1)  # statuses change by the day


def calendar_file(answer: Mapping[str, Any], base: str | None = None, known: str | None = None) -> bytes:
    """The entries of `graph.answers.calendar.calendar_answer` as all-day events.

    `base` is the address of the server, with a slash at its end: then each event leads to its page there, as
    known on the day `known` where that was asked for, else to its canonical IRI. What is projected is
    tentative; nothing blocks anybody's time.
    """
    name = _name(answer)
    calendar = Calendar.new(
        prodid=_PRODUCT,
        refresh_interval=_REFRESH,
        uid=str(uuid5(NAMESPACE_URL, f"{ROOT}calendar/{name}")),
        subcomponents=[_event(entry, base, known) for entry in answer["entries"]],
    )
    for key in ("NAME", "X-WR-CALNAME"):  # RFC 7986, and what programs read that are older
        calendar.add(key, vText(name))  # as text, whose commas are escaped; `Calendar.new(name=)` leaves them
    content: bytes = calendar.to_ical()
    return content


def _name(answer: Mapping[str, Any]) -> str:
    """What the calendar is of, in words."""
    of = [part for part in (answer["state_name"], answer["treaty_title"]) if part]
    return f"Depositary: {', '.join(of) or 'all treaties'}"


def _event(entry: Mapping[str, Any], base: str | None, known: str | None) -> Event:
    known_on = date.fromisoformat(entry["known_on"])
    return Event.new(
        uid=entry["uid"],
        start=date.fromisoformat(entry["on"]),
        stamp=datetime.combine(known_on, time(), UTC),
        summary=entry["summary"],
        description="\n".join(_description(entry)),
        url=f"{base}{_page(entry, known)}" if base else entry["iri"],
        categories=[entry["kind"].replace("-", " "), entry["treaty_title"]],
        status=STATUS.TENTATIVE if entry["projected"] else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
    )


def _description(entry: Mapping[str, Any]) -> Iterator[str]:
    """The arithmetic, the article, how sure it is, and who says so."""
    if entry["explanation"]:
        yield entry["explanation"]
    if entry["provision"]:
        yield f"Provision: {entry['provision']}"
    if entry["recorded_effective_on"] and entry["recorded_effective_on"] != entry["computed_effective_on"]:
        yield f"The day that is recorded: {_day(entry['recorded_effective_on'])}"
        if entry["computed_effective_on"]:
            yield f"The day that the clauses give: {_day(entry['computed_effective_on'])}"
    sure = labels("verification").get(entry["verification"] or "", "")
    yield f"Certainty: {entry['certainty']}{f'; acts: {sure}' if sure else ''}"
    if entry["sources"]:
        yield f"Sources: {', '.join(entry['sources'])}"


def _page(entry: Mapping[str, Any], known: str | None) -> str:
    """Path and query of the page about an entry, without a slash at its beginning."""
    asked = {"known": known} if known else {}
    if entry["state"] in (None, "ALL"):
        return f"treaties/{quote(entry['treaty'])}/timeline{'?' if asked else ''}{urlencode(asked)}"
    about = {"state": entry["state"], "treaty": entry["treaty"], "on": entry["on"]}
    return f"status?{urlencode(about | asked)}"


def _day(text: str) -> str:
    return spoken(date.fromisoformat(text))
