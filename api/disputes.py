"""Where sources, clauses and holders disagree, and what each policy makes of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import Asking, calendar_day, today
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize
from api.status import ANSWER, Known, StateName, TreatyName
from graph.answers.disputes import DEFAULT_POLICY, Wanted, disputes_answer

router = APIRouter(tags=["disputes"])

PolicyName = Annotated[
    str | None,
    Query(description="depositary-first (default), primary-only, or all", examples=["primary-only"]),
]
OnDay = Annotated[
    str | None, Query(description="Only what is a matter on that day of legal time (default: everything)")
]


@router.get("/disputes", summary="Contradictions, and the policy that decides them", responses=ANSWER)
def disputes(  # noqa: PLR0913 - each is a parameter of the address
    asking: Asking,
    *,
    policy: PolicyName = None,
    treaty: TreatyName = None,
    state: StateName = None,
    on: OnDay = None,
    known: Known = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """Every value stays visible with who gives it; `decided` is what the policy makes of it, or null."""
    wanted = Wanted(
        calendar_day("known", known) or today(),
        policy or DEFAULT_POLICY,
        treaty or None,
        state or None,
        calendar_day("on", on),
    )
    return asking.answer_list(
        "disputes.html", "disputes", Page(page, size), lambda: disputes_answer(asking.view, wanted)
    )
