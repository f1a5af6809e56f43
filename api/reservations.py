"""Reservations to a treaty, objections, and what they change between two parties."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import Asking, days_of
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize
from api.status import NAMED, Known, On
from graph.answers.reservations import reservations_answer

router = APIRouter(tags=["status"])

Party = Annotated[
    str | None, Query(description="The relations of one party with each other one", examples=["ALB"])
]
Other = Annotated[
    str | None, Query(alias="with", description="Only those with this other party", examples=["NLD"])
]


@router.get(
    "/treaties/{treaty}/reservations", summary="Who is bound to whom, with which provisions", responses=NAMED
)
def reservations(  # noqa: PLR0913 - each is a parameter of the address
    asking: Asking,
    treaty: str,
    *,
    on: On = None,
    known: Known = None,
    state: Party = None,
    other: Other = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """Reservations and objections on a day, and the pairs of parties between which they change something.

    All other pairs are counted in `otherwise`: between them the treaty is in force as it stands (VCLT 19-23).
    With `state`, its relations with each other party; with `with` too, what it was between the two when.
    """
    slug = asking.view.names.treaty(treaty)
    days = days_of(on, known)
    return asking.answer_list(
        "reservations.html",
        "relations",
        Page(page, size),
        lambda: reservations_answer(asking.view, slug, *days, state or None, other or None),
    )
