"""The panel of states, treaties and years, as CSV, Parquet, JSON, or a page; and its code book."""

import csv
import io
import json
import re
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, cast

from fastapi import APIRouter, Query, Response

from api.answering import HTML, JSON, Asked, Asking, calendar_day, today
from api.negotiate import Offer, named
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize, addresses, links
from api.problems import shown
from api.status import ANSWER, Known
from graph.answers.panel import codebook_answer, panel_answer
from graph.errors import BadRequest
from graph.panel.columns import COLUMNS
from graph.panel.files import LICENCE, write_csv, write_parquet
from graph.panel.table import Panel
from graph.panel.wanted import DEFAULT_DAY, Wanted

router = APIRouter(tags=["panel"])

CSV = Offer("text/csv", names=("csv",))
PARQUET = Offer("application/vnd.apache.parquet", names=("parquet",))
NAMED_JSON = Offer(JSON.media_type, names=("json",))
_YEAR = re.compile(r"[0-9]{1,4}")
_IN_MEMORY = 2**22  # bytes of a file; what is larger lies on disk until it is sent
_ABOUT = f'</panel/codebook>; rel="describedby", <{LICENCE}>; rel="license"'

PANEL: dict[int | str, dict[str, Any]] = ANSWER | {
    200: {
        "content": {"application/json": {}, "text/html": {}, CSV.media_type: {}, PARQUET.media_type: {}},
        "description": "All rows as a file, or a page of them as JSON or HTML",
    }
}
Treaties = Annotated[
    list[str] | None, Query(alias="treaty", description="Treaties; repeat it for several (default: all)")
]
States = Annotated[
    list[str] | None, Query(alias="state", description="States; repeat it for several (default: all)")
]
First = Annotated[
    str | None, Query(alias="from", description="First year (default: that of the oldest treaty)")
]
Last = Annotated[str | None, Query(alias="until", description="Last year (default: that of `known`)")]
DayOfYear = Annotated[str, Query(alias="day", description="The day of which the rows speak, as 12-31")]
Format = Annotated[
    str | None, Query(alias="format", description="csv, parquet or json; otherwise the Accept header decides")
]


@router.get("/panel", summary="One row for each state, treaty and year", responses=PANEL)
def panel(  # noqa: PLR0913 - each is a parameter of the address
    asking: Asking,
    *,
    treaties: Treaties = None,
    states: States = None,
    first: First = None,
    last: Last = None,
    known: Known = None,
    day: DayOfYear = DEFAULT_DAY,
    format_: Format = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """CSV and Parquet hold all rows, JSON and the page come in pages.

    The code book under `/panel/codebook` says what each column means.
    """
    now = today()
    wanted = Wanted(
        calendar_day("known", known) or now,
        now,
        _given(treaties),
        _given(states),
        _year("from", first),
        _year("until", last),
        day or DEFAULT_DAY,
    )
    offer = _offer(asking, format_)
    if unchanged := asking.unchanged(offer):
        return unchanged
    found = Panel(asking.view, wanted)
    response = (
        _file(asking, found, offer)
        if offer in (CSV, PARQUET)
        else _page(asking, found, offer, Page(page, size))
    )
    response.headers["Link"] = ", ".join(filter(None, (response.headers.get("Link"), _ABOUT)))
    return response


@router.get("/panel/codebook", summary="What each column of the panel means", responses=PANEL)
def codebook(asking: Asking, format_: Format = None) -> Response:
    """Name, type, values, meaning, what an empty field means, the rule behind it, and how it is counted."""
    offer = _offer(asking, format_, (NAMED_JSON, HTML, CSV))
    if offer == CSV:
        return asking.unchanged(CSV) or asking.reply(
            _codebook_table(codebook_answer(asking.view)["columns"]), CSV
        )
    if offer == NAMED_JSON:
        return asking.unchanged(JSON) or asking.reply(_encoded(codebook_answer(asking.view)), JSON)
    return asking.unchanged(HTML) or asking.page("codebook.html", {"answer": codebook_answer(asking.view)})


def _given(names: list[str] | None) -> tuple[str, ...]:
    """The names that are given; a form sends empty fields too."""
    return tuple(name for name in names or () if name.strip())


def _year(name: str, text: str | None) -> int | None:
    """A year; `None` where it is absent or empty (as forms send it)."""
    if not text:
        return None
    if not _YEAR.fullmatch(text):
        raise BadRequest(f"{name}: “{shown(text)}” is no year; write it as 2016.")
    return int(text)


def _offer(
    asked: Asked, format_: str | None, offers: tuple[Offer, ...] = (NAMED_JSON, HTML, CSV, PARQUET)
) -> Offer:
    """The format that is named, else the one that the client prefers."""
    if not format_:
        return asked.choose(offers)
    offer = named([format_], offers)
    if offer is None:
        names = ", ".join(name for each in offers for name in each.names)
        raise BadRequest(f"There is no format “{shown(format_)}” here; there are {names}.")
    return offer


def _file(asked: Asked, found: Panel, offer: Offer) -> Response:
    """All rows: written before the first byte leaves, so that what fails leaves as an error."""
    file = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - it is closed when it is sent
    try:
        (write_parquet if offer == PARQUET else write_csv)(found, file)
    except BaseException:
        file.close()
        raise
    response = asked.file(file, offer, f"depositary-panel-{asked.view.version}.{offer.names[0]}")
    if offer == CSV:
        response.headers["Content-Type"] = f"{CSV.content_type}; header=present"  # RFC 4180, 3
    return response


def _page(asked: Asked, found: Panel, offer: Offer, page: Page) -> Response:
    url, answer = asked.request.url, page.of(panel_answer(found), "rows")
    if offer == HTML:
        response = asked.page(
            "panel.html", {"answer": answer, "pager": addresses(url, answer), **_form(asked, found)}
        )
    else:
        response = asked.reply(_encoded(answer), JSON)
    response.headers["Link"] = links(url, answer)
    return response


def _form(asked: Asked, found: Panel) -> dict[str, Any]:
    """What the form of the page offers, and the same panel as files."""
    url, view = asked.request.url.remove_query_params(("page", "size", "format")), found.view
    files = {name: url.include_query_params(format=name) for name in ("csv", "parquet")}
    return {
        "treaties": [(slug, view.english.treaty(slug)) for slug in view.treaties],
        "chosen": asked.request.query_params.getlist("treaty"),
        "states": asked.request.query_params.getlist("state"),
        "files": {name: f"{address.path}?{address.query}" for name, address in files.items()},
        "meanings": {column.name: column.meaning for column in COLUMNS},
    }


def _codebook_table(columns: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns[0]))
    writer.writeheader()
    writer.writerows(columns)
    return text.getvalue().encode()


def _encoded(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()
