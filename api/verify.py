"""Whether a headline about a state and a treaty is right."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import Asking, Json, calendar_day, required, today
from api.status import ANSWER, Known, StateName, TreatyName
from graph.answers.verify import Headline, verify_answer, verify_claim_answer
from graph.errors import BadRequest
from ontology.headlines import headline_verbs

router = APIRouter(tags=["verify"])

VerbName = Annotated[
    str | None,
    Query(description="What the state is said to do or to be, in any usual form", examples=["withdraws"]),
]
DaySaid = Annotated[
    str | None,
    Query(
        description="The day, month or year that the headline speaks of (default: any day up to `known`)",
        examples=["2016-11-16", "2021-03", "2026"],
    ),
]
ClaimName = Annotated[
    str | None,
    Query(
        description="A claim of the graph instead of the fields: its IRI or id",
        examples=["headline-withdraw"],
    ),
]


@router.get("/verify", summary="Whether a headline about a state and a treaty is right", responses=ANSWER)
def verify(
    asking: Asking,
    *,
    state: StateName = None,
    verb: VerbName = None,
    treaty: TreatyName = None,
    on: DaySaid = None,
    known: Known = None,
    claim: ClaimName = None,
) -> Response:
    """A verdict, the correct wording, the rule and the acts that decide, and what would change it.

    Without a state, a verb and a treaty, or a claim, a browser gets the form.
    """
    asked = {"state": state, "verb": verb, "treaty": treaty, "on": on, "known": known}
    verbs = {"verbs": headline_verbs().values()}
    if asking.by_browser and not claim and not (state and verb and treaty):
        return asking.page("verify_form.html", {"asked": asked, **verbs})
    known_on = calendar_day("known", known) or today()
    if claim:
        _alone(claim, state, verb, treaty, on)

    def compute() -> Json:
        if claim:
            return verify_claim_answer(asking.view, claim, known_on)
        headline = Headline(
            required("state", state, "RUS"),
            required("verb", verb, "withdraws"),
            required("treaty", treaty, "rome-statute"),
            on or None,
        )
        return verify_answer(asking.view, headline, known_on)

    return asking.answer("verify.html", compute, lambda answer: {"asked": _shown(answer, known), **verbs})


def _alone(claim: str, *fields: str | None) -> None:
    """A claim has its own fields: of two contradicting ones neither is chosen in silence."""
    if any(fields):
        raise BadRequest(f"Give claim={claim[:100]} alone, or state, verb, treaty and on; not both.")


def _shown(answer: Json, known: str | None) -> Json:
    """What the form of the page shows: the fields as they were given, of a claim those that it has."""
    claim = answer["claim"]
    return {
        "state": claim["state"],
        "verb": claim["verb"],
        "treaty": claim["treaty_as_given"],
        "on": claim["on"],
        "known": known,
    }
