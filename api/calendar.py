"""The calendar: what takes effect and what can still be taken back, as JSON, a page, or iCalendar."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.answering import HTML, JSON, Asked, Asking, Json, calendar_day, today
from api.calendar_file import calendar_file
from api.negotiate import Offer
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize
from api.status import ANSWER, Known, StateName, TreatyName
from graph.answers.calendar import Wanted, calendar_answer, calendar_kinds
from graph.answers.dated import Days

router = APIRouter(tags=["calendar"])

ICALENDAR = Offer("text/calendar")
FILE: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/calendar": {}}, "description": "The calendar in iCalendar (RFC 5545)"},
    304: {"description": "The client has this calendar already"},
    400: {"description": "A name that means nothing or several things, or no day of the calendar"},
}
From = Annotated[
    str | None, Query(alias="from", description="First day, included (default: the knowledge day)")
]
Until = Annotated[str | None, Query(description="Last day, included (default: open)")]
Kind = Annotated[str | None, Query(description="One kind of entry", examples=["withdrawal-takes-effect"])]


@router.get("/calendar", summary="What takes effect, and what can still be taken back", responses=ANSWER)
def calendar(  # noqa: PLR0913 - each is a parameter of the address
    asking: Asking,
    *,
    treaty: TreatyName = None,
    state: StateName = None,
    first: From = None,
    until: Until = None,
    known: Known = None,
    kind: Kind = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """Over all treaties, or one treaty, state or kind; from the knowledge day on, with an open end.

    With `Accept: text/calendar` the whole calendar comes as a file, as under `/calendar.ics`.
    """
    wanted = _wanted(treaty, state, kind, known, first, until)
    if asking.choose((JSON, HTML, ICALENDAR)) == ICALENDAR:
        return _file(asking, wanted)
    return asking.answer_list(
        "calendar.html",
        "entries",
        Page(page, size),
        lambda: calendar_answer(asking.view, wanted),
        lambda answer: {"kinds": calendar_kinds(), "subscription": _subscription(answer)},
    )


@router.get(
    "/calendar.ics", summary="The same in iCalendar, to subscribe to", responses=FILE, response_class=Response
)
def calendar_ics(
    asking: Asking,
    treaty: TreatyName = None,
    state: StateName = None,
    first: From = None,
    until: Until = None,
    known: Known = None,
    kind: Kind = None,
) -> Response:
    """The calendar as a file, whatever the client says that it accepts: programs for calendars say little."""
    return _file(asking, _wanted(treaty, state, kind, known, first, until))


def _wanted(
    treaty: str | None,
    state: str | None,
    kind: str | None,
    known: str | None,
    first: str | None,
    until: str | None,
) -> Wanted:
    known_on = calendar_day("known", known) or today()
    days = Days(calendar_day("from", first) or known_on, calendar_day("until", until))
    return Wanted(known_on, days, treaty or None, state or None, kind or None)


def _file(asking: Asked, wanted: Wanted) -> Response:
    if unchanged := asking.unchanged(ICALENDAR):
        return unchanged
    base, known = str(asking.request.base_url), asking.request.query_params.get("known")
    return asking.reply(calendar_file(calendar_answer(asking.view, wanted), base, known), ICALENDAR)


def _subscription(answer: Json) -> str:
    """Path and query of the same calendar as a file that goes with the days."""
    chosen = {name: answer[name] for name in ("treaty", "state", "kind") if answer[name]}
    return f"/calendar.ics{'?' if chosen else ''}{urlencode(chosen)}"
