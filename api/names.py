"""Who is meant by names on a day: codes, names in many languages, former names, spellings of publishers."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import Asking, calendar_day
from api.status import ANSWER
from graph.answers.names import names_answer
from graph.errors import BadRequest

router = APIRouter(tags=["names"])

NamesAsked = Annotated[
    list[str] | None,
    Query(
        alias="name", description="Names; repeat it for several", examples=[["Burma", "CONGO (LEOPOLDVILLE)"]]
    ),
]
NameDay = Annotated[
    str | None,
    Query(
        description="The day on which the names were used (default: none, today's bearer)",
        examples=["1965-02-10"],
    ),
]


@router.get("/names", summary="Who is meant by names on a day", responses=ANSWER)
def names(asking: Asking, *, names_asked: NamesAsked = None, on: NameDay = None) -> Response:
    """The code of each, as what and under which name it acted, or the candidates; nothing is guessed.

    A name that means nobody, or several, is answered too: it stands in `unresolved`. Without a name, a
    browser gets the form.
    """
    asked = [name for name in names_asked or [] if name]
    if asking.by_browser and not asked:
        return asking.page("names.html", {"answer": None})
    day = calendar_day("on", on)
    if not asked:
        raise BadRequest("The parameter “name” is missing; give it as in name=Burma.")
    return asking.answer(
        "names.html", lambda: names_answer(asking.view, [(name, None) for name in asked], day)
    )
