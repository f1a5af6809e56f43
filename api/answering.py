"""One request, the view that answers it, and the answer as JSON or as a page.

An answer depends on the version of the data, on the URL, on the day (what is projected is decided when asked)
and on the software; its entity tag is a hash of these, so that a repeated question costs nothing (RFC 9110,
8.8.3 and 13.1.2).
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version as version_of
from os import SEEK_END
from typing import Annotated, Any, BinaryIO, get_args

from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute

from api.negotiate import Offer, choose
from api.pages.rendering import Pages
from api.paging import Page, addresses, links
from api.problems import shown
from api.served import Current, Served
from graph.errors import BadRequest, NotAcceptable
from graph.view import View

Json = Mapping[str, Any]
JSON = Offer("application/json")
HTML = Offer("text/html")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # ISO 8601 has week dates too, which fromisoformat takes
_SOFTWARE = version_of("depositary")
_CHUNK = 2**18  # bytes of a file that are sent at a time


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and the generation that answers it, whatever becomes current meanwhile."""

    request: Request
    current: Current
    pages: Pages

    @property
    def view(self) -> View:
        """The view of the generation."""
        return self.current.view

    def answer(
        self, template: str, compute: Callable[[], Json], more: Callable[[Json], Json] = lambda _: {}
    ) -> Response:
        """The answer as JSON, or as a page where the client prefers one.

        `compute` gives the answer; `more` what only the page needs, from the answer.
        """
        offer = self.choose((JSON, HTML))
        if unchanged := self.unchanged(offer):
            return unchanged
        answer = compute()
        if offer == HTML:
            return self.page(template, {"answer": answer, **more(answer)})
        return self.reply(json.dumps(answer, ensure_ascii=False).encode(), JSON)

    def answer_list(
        self,
        template: str,
        key: str,
        page: Page,
        compute: Callable[[], Json],
        more: Callable[[Json], Json] = lambda _: {},
    ) -> Response:
        """The answer with one page of its list `key`, as `answer` gives it; links lead to other pages.

        A template imports `pager.html` as `paging` and writes `paging.pages(answer, pager)`.
        """
        url, paged = self.request.url, list[Json]()

        def one_page() -> Json:
            paged.append(page.of(compute(), key))
            return paged[0]

        response = self.answer(
            template, one_page, lambda answer: {"pager": addresses(url, answer), **more(answer)}
        )
        if paged:
            response.headers["Link"] = links(url, paged[0])
        return response

    def choose(self, offers: Sequence[Offer]) -> Offer:
        """The format that the client prefers; the first is the default. Raises `NotAcceptable`."""
        return choose(self.request.headers.get("accept"), offers)

    @property
    def by_browser(self) -> bool:
        """Whether the client prefers a page to data."""
        return prefers_page(self.request)

    def page(self, template: str, context: Json, status: int = 200) -> Response:
        """A page from a template."""
        words = {"labels": self.current.labels, "version": self.view.version}
        body = self.pages.render(template, {**words, **context})
        response = self.reply(body, HTML, status)
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    def reply(self, body: bytes, offer: Offer, status: int = 200) -> Response:
        """An answer that may be kept as long as asking again confirms it."""
        return Response(body, status, {**self._headers(offer), "Content-Type": offer.content_type})

    def file(self, file: BinaryIO, offer: Offer, name: str) -> Response:
        """A file that is complete, to be kept under a name; it is closed once it is sent.

        With its length told in advance, a transfer that is cut cannot look complete.
        """
        length = file.seek(0, SEEK_END)
        file.seek(0)
        headers = {"Content-Length": str(length), "Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(
            _chunks(file), headers={**self._headers(offer), **headers, "Content-Type": offer.content_type}
        )

    def unchanged(self, offer: Offer) -> Response | None:
        """304 where the client has this answer already (RFC 9110, 13.1.2: weak comparison)."""
        known = self.request.headers.get("if-none-match", "")
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        if "*" in tags or self._tag(offer) in tags:
            return Response(status_code=304, headers=self._headers(offer))
        return None

    def _headers(self, offer: Offer) -> dict[str, str]:
        return {
            "Cache-Control": "no-cache",
            "Depositary-Version": self.view.version,
            "ETag": self._tag(offer),
            "Vary": "Accept",
        }

    def _tag(self, offer: Offer) -> str:
        url = self.request.url
        parts = (self.view.version, url.path, url.query, offer.media_type, today().isoformat(), _SOFTWARE)
        return '"' + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24] + '"'


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def asked(request: Request) -> Asked:
    """What a route needs to answer, whatever its parameters."""
    served: Served = request.app.state.served
    return Asked(request, served.current, request.app.state.pages)


def asked_strictly(request: Request) -> Asked:
    """What a route needs to answer; raises `BadRequest` for parameters unknown or given twice."""
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        parameters = route.dependant.query_params
        _refuse_unknown(request, {parameter.alias for parameter in parameters})
        lists = {each.alias for each in parameters if list[str] in _types(each.field_info.annotation)}
        _refuse_repeated(request, lists)
    return asked(request)


Asking = Annotated[Asked, Depends(asked_strictly)]
AskingFreely = Annotated[Asked, Depends(asked)]


def _refuse_unknown(request: Request, known: set[str]) -> None:
    """A misspelt parameter must not be answered as if it had not been given."""
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        takes = f"this address takes {', '.join(sorted(known))}" if known else "this address takes none"
        raise BadRequest(f"There is no parameter “{shown(unknown[0])}”; {takes}.")


def _types(annotation: object) -> tuple[object, ...]:
    """The type itself, and those of which it is a union."""
    return annotation, *get_args(annotation)


def _refuse_repeated(request: Request, lists: Collection[str]) -> None:
    """Of two values one would be chosen in silence, unless the parameter takes several."""
    names = [name for name, _ in request.query_params.multi_items() if name not in lists]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadRequest(f"The parameter “{twice}” is given {names.count(twice)} times; give it once.")


def today() -> date:
    """Today by UTC: the doors ask the clock, the law never does."""
    return datetime.now(UTC).date()


def prefers_page(request: Request) -> bool:
    """Whether the client prefers a page to data, as browsers do."""
    try:
        return choose(request.headers.get("accept"), (JSON, HTML)) == HTML
    except NotAcceptable:
        return False


def calendar_day(name: str, text: str | None) -> date | None:
    """A day of the calendar from a parameter; `None` where it is absent or empty (as forms send it)."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadRequest(f"{name}: “{shown(text)}” is no day of the calendar; write it as 2016-11-16.")


def days_of(on: str | None, known: str | None) -> tuple[date, date]:
    """Legal time and knowledge time of a request; each is today where it is not given."""
    return calendar_day("on", on) or today(), calendar_day("known", known) or today()


def required(name: str, text: str | None, example: str) -> str:
    """A parameter that must be given."""
    if not text:
        raise BadRequest(f"The parameter “{name}” is missing; give it as in {name}={example}.")
    return text
