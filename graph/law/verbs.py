"""What each verb of headlines says in law: what has to have happened, or which status has to hold.

The verbs, their forms and their meaning in words are in the vocabulary `headline-verb`; here is the predicate
of each, by its name. `near` is what a headline can mean and says imprecisely; `answers` is what shows that it
did not happen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from graph.errors import BadRequest
from graph.law import occurrences as o
from graph.law.case import CONSENTS
from graph.law.timeline import BOUND, Status
from graph.names import normalised
from ontology.headlines import headline_verbs

Group = Literal["enter", "exit", "other"]
Days = Literal["every", "some", "ever"]
NEAR_ENOUGH, SUGGESTED = 70, 3
AFTER_A_VERB = frozenset({"from", "to", "of", "by", "the", "out"})

_ENDS = frozenset({o.WITHDRAWN, o.EXPELLED, o.LOST, o.ENDED_WITH_TREATY, o.ENDED})
_TAKEN_BACK = "consent-withdrawn-before-force-works"
_STAYS = frozenset({o.REVOKED_NOTICE, o.IDLE_NOTICE, o.STANDING_NOTICE, _TAKEN_BACK})
_NO_EXIT = _ENDS | _STAYS | {"no-intent-communication-works", "suspension-notification"}
_CONSENTS = frozenset(CONSENTS)
_NO_PARTY: frozenset[Status] = frozenset(
    {"notParty", "signatory", "signatoryObligationEnded", "contractingNotInForce", "formerParty"}
)


@dataclass(frozen=True, slots=True)
class Event:
    """A verb that says that something happened: by one of the names `means`.

    `exit`: only a party can do it, so that whoever is none is asked whether it ever was one. `completed`: it
    is done only once its effect has come. `on_record`: whether it would stand in a record of treaty actions.
    """

    means: frozenset[str]
    near: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    group: Group = "other"
    completed: bool = False
    on_record: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """A verb that says that something holds: one of the statuses `means`, on every day or on some day.

    `ever`: on every day up to the last one said.
    """

    means: frozenset[Status]
    near: frozenset[Status] = frozenset()
    days: Days = "every"


def _consent(kind: str) -> Event:
    """Deposit of one kind of instrument; the other kinds are near, for they bind in the same way."""
    return Event(frozenset({kind}), (_CONSENTS | {"consent"}) - {kind}, frozenset({"signed"}), "enter")


def _exit(means: set[str], near: set[str], *, completed: bool = False) -> Event:
    return Event(frozenset(means), frozenset(near), _NO_EXIT, "exit", completed)


VERBS: Mapping[str, Event | State] = {
    "signs": Event(frozenset({"signed"}), frozenset({o.DEPOSIT}), frozenset(), "enter"),
    "ratifies": _consent("ratification"),
    "accepts": _consent("acceptance"),
    "approves": _consent("approval"),
    "accedes": _consent("accession"),
    "succeeds": _consent("succession"),
    "confirms-formally": _consent("formal-confirmation"),
    "joins": Event(
        frozenset({o.JOINED}),
        frozenset({o.DEPOSIT}),
        frozenset({o.TAKEN_BACK, "signed"}),
        "enter",
        completed=True,
    ),
    "rejoins": Event(
        frozenset({o.REJOINED}),
        frozenset({o.AGAIN, "withdrawal-revocation-works"}),
        frozenset({o.JOINED, *_ENDS}),
        "enter",
    ),
    "accepts-jurisdiction": Event(frozenset({"jurisdiction-acceptance"})),
    "will-not-ratify": Event(
        frozenset({"no-intent-communication-works"}),
        frozenset({_TAKEN_BACK}),
        _CONSENTS,
    ),
    "unsigns": Event(frozenset(), frozenset({"no-intent-communication-works"}), _CONSENTS),
    "revokes-ratification": Event(
        frozenset({_TAKEN_BACK}), frozenset({o.STANDING_NOTICE}), frozenset({o.JOINED})
    ),
    "announces-withdrawal": Event(frozenset(), frozenset({o.NOTICE}), on_record=False),
    "gives-notice": _exit({o.NOTICE}, set()),
    "withdraws": _exit({o.STANDING_NOTICE, o.WITHDRAWN}, {o.REVOKED_NOTICE, o.LOST, o.EXPELLED}),
    "has-withdrawn": _exit(
        {o.WITHDRAWN}, {o.STANDING_NOTICE, o.REVOKED_NOTICE, o.LOST, o.EXPELLED}, completed=True
    ),
    "leaves": _exit(
        {o.WITHDRAWN, o.EXPELLED, o.LOST}, {o.STANDING_NOTICE, o.ENDED_WITH_TREATY}, completed=True
    ),
    "is-expelled": Event(
        frozenset({"expulsion-works", o.EXPELLED}), frozenset({o.LOST, o.WITHDRAWN}), group="exit"
    ),
    "suspends": Event(
        frozenset({"suspension-notification-works"}),
        frozenset({o.CONTESTED_SUSPENSION, "notice-suspended"}),
        _ENDS,
    ),
    "resumes": Event(
        frozenset({"resumption-notification-works"}), frozenset({"resumption-notification-contested"}), _ENDS
    ),
    "revokes-withdrawal": Event(
        frozenset({"withdrawal-revocation-works"}),
        frozenset({"notice-suspended"}),
        frozenset({o.WITHDRAWN, "withdrawal-revocation-without-effect"}),
    ),
    "is-party": State(frozenset(BOUND), frozenset({"contractingNotInForce"})),
    "was-party": State(frozenset(BOUND), frozenset({"contractingNotInForce"}), "some"),
    "is-not-party": State(_NO_PARTY),
    "never-party": State(_NO_PARTY - {"formerParty"}, days="ever"),
    "is-bound": State(
        frozenset({"party", "partyWithdrawalPending"}),
        frozenset({"operationSuspended", "contractingNotInForce"}),
    ),
    "is-not-bound": State(_NO_PARTY, frozenset({"operationSuspended"})),
    "is-signatory": State(
        frozenset({"signatory"}), frozenset(BOUND | {"signatoryObligationEnded", "contractingNotInForce"})
    ),
}  # fmt: skip


def verb_named(text: str) -> str:
    """The name of the verb that a text is a form of, such as `withdraws` for “is withdrawing from”.

    Raises `BadRequest` with the nearest forms and the list of verbs.
    """
    forms = dict(_forms())
    name = forms.get(_key(text))
    if name is not None:
        return name
    choices = {form: _key(form) for verb in headline_verbs().values() for form in (verb.label, *verb.forms)}
    found = process.extract(
        _key(text), choices, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=NEAR_ENOUGH
    )
    nearest = " or ".join(f"“{form}”" for _, _, form in found)
    hint = f" Did you mean {nearest}?" if nearest else ""
    listed = ", ".join(f"{verb.name} (“{verb.label}”)" for verb in headline_verbs().values())
    raise BadRequest(f"“{text[:100]}” is no verb that can be checked.{hint} The verbs are: {listed}.")


def _forms() -> Iterator[tuple[str, str]]:
    for verb in headline_verbs().values():
        for form in (verb.name, verb.label, *verb.forms, *verb.hidden):
            yield _key(form), verb.name


def _key(form: str) -> str:
    """A form without what only joins it to the name of a treaty, such as “from the”."""
    words = normalised(form).split()
    while len(words) > 1 and words[-1] in AFTER_A_VERB:
        words.pop()
    return " ".join(words)
