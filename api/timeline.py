"""The timeline of a treaty, as JSON, a page, or CSV."""

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import HTML, JSON, Asking, Json, calendar_day, today
from api.negotiate import Offer
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize
from api.status import NAMED, Known
from graph.answers.dated import Days
from graph.answers.timeline import COLUMNS, timeline_answer

router = APIRouter(tags=["calendar"])

CSV = Offer("text/csv")
From = Annotated[str | None, Query(alias="from", description="First day, included (default: open)")]
Until = Annotated[str | None, Query(description="Last day, included (default: open)")]
Actor = Annotated[str | None, Query(description="Who acts, or is affected", examples=["GMB"])]
Kind = Annotated[
    str | None,
    Query(
        description="A kind of event, or one of treaty, status, act, qualifier",
        examples=["withdrawal-notification"],
    ),
]


@router.get("/treaties/{treaty}/timeline", summary="Everything that happened under a treaty", responses=NAMED)
def timeline(  # noqa: PLR0913 - each is a parameter of the address
    asking: Asking,
    treaty: str,
    *,
    first: From = None,
    until: Until = None,
    known: Known = None,
    actor: Actor = None,
    kind: Kind = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """Acts, what takes effect, and the days of the treaty itself; with the number of parties after each.

    With `Accept: text/csv` all events come as one table.
    """
    slug, known_on = asking.view.names.treaty(treaty), calendar_day("known", known) or today()
    days = Days(calendar_day("from", first), calendar_day("until", until))

    def compute() -> Json:
        return timeline_answer(asking.view, slug, known_on, days, actor or None, kind or None)

    if asking.choose((JSON, HTML, CSV)) == CSV:
        return asking.unchanged(CSV) or asking.reply(_table(compute()), CSV)
    return asking.answer_list("timeline.html", "events", Page(page, size), compute)


def _table(answer: Json) -> bytes:
    """The events as CSV (RFC 4180) in UTF-8; several values of one field are joined by semicolons."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in event.items()} for event in answer["events"])
    return text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(value) if isinstance(value, list) else value
