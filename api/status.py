"""States, treaties, and who is bound by what on a day."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answering import Asking, days_of, required
from graph.answers import (
    parties_answer,
    state_answer,
    state_treaties_answer,
    states_answer,
    status_answer,
    treaties_answer,
    treaty_answer,
)

router = APIRouter(tags=["status"])

ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, "text/html": {}}, "description": "The answer, or a page of it"},
    304: {"description": "The client has this answer already"},
    400: {"description": "A name that means nothing or several things, or no day of the calendar"},
}
NAMED = ANSWER | {404: {"description": "The name in the path means nothing or several things"}}
On = Annotated[
    str | None, Query(description="Legal time: a day (default: today, UTC)", examples=["2016-11-20"])
]
Known = Annotated[str | None, Query(description="Knowledge time: as known on that day (default: today)")]
StateName = Annotated[
    str | None, Query(description="Any identifier or clear name", examples=["RUS", "Russia", "RU"])
]
TreatyName = Annotated[
    str | None, Query(description="Any identifier or clear title", examples=["rome-statute"])
]


@router.get("/status", summary="The status of a state with respect to a treaty on a day", responses=ANSWER)
def status(
    asking: Asking, state: StateName = None, treaty: TreatyName = None, on: On = None, known: Known = None
) -> Response:
    """Since when, until when, by which acts, under which rule, and who says so.

    Without a state and a treaty, a browser gets the form.
    """
    if asking.by_browser and not (state and treaty):
        return asking.page(
            "status_form.html", {"asked": {"state": state, "treaty": treaty, "on": on, "known": known}}
        )
    wanted = required("state", state, "RUS"), required("treaty", treaty, "rome-statute")
    days = days_of(on, known)
    return asking.answer(
        "status.html",
        lambda: status_answer(asking.view, *wanted, *days),
        lambda _: {"asked": {"known": known}},
    )


@router.get("/treaties", summary="All treaties", responses=ANSWER)
def treaties(asking: Asking) -> Response:
    """Every treaty whose final clauses are known."""
    return asking.answer("treaties.html", lambda: treaties_answer(asking.view))


@router.get("/treaties/{treaty}", summary="A treaty, its final clauses and its acts", responses=NAMED)
def one_treaty(asking: Asking, treaty: str, on: On = None, known: Known = None) -> Response:
    """What the treaty says about becoming and ceasing to be a party. `on` and `known` serve its page."""
    slug = asking.view.names.treaty(treaty)
    days = days_of(on, known)
    return asking.answer(
        "treaty.html",
        lambda: treaty_answer(asking.view, slug),
        lambda _: {"parties": parties_answer(asking.view, slug, *days)},
    )


@router.get("/treaties/{treaty}/parties", summary="The parties to a treaty on a day", responses=NAMED)
def parties(asking: Asking, treaty: str, on: On = None, known: Known = None) -> Response:
    """States are counted, organisations are listed apart; `complete` says how far the lists go."""
    slug = asking.view.names.treaty(treaty)
    days = days_of(on, known)
    return asking.answer("parties.html", lambda: parties_answer(asking.view, slug, *days))


@router.get("/states", summary="All states, former states, territories and organisations", responses=ANSWER)
def states(asking: Asking) -> Response:
    """The table of states."""
    return asking.answer("states.html", lambda: states_answer(asking.view))


@router.get("/states/{state}", summary="A state, its names and times", responses=NAMED)
def one_state(asking: Asking, state: str, on: On = None, known: Known = None) -> Response:
    """A row of the table of states. `on` and `known` serve its page, which lists its treaties."""
    code, days = asking.view.names.state(state), days_of(on, known)
    return asking.answer(
        "state.html",
        lambda: state_answer(asking.view, code),
        lambda _: {"standing": state_treaties_answer(asking.view, code, *days)},
    )


@router.get("/states/{state}/treaties", summary="The treaties of a state on a day", responses=NAMED)
def treaties_of(asking: Asking, state: str, on: On = None, known: Known = None) -> Response:
    """Its status with respect to every treaty that the graph holds."""
    code, days = asking.view.names.state(state), days_of(on, known)
    return asking.answer(
        "state.html",
        lambda: state_treaties_answer(asking.view, code, *days),
        lambda standing: {"standing": standing, "answer": state_answer(asking.view, code)},
    )
