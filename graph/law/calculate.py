"""The day of effect that the clauses give for a kind of act, a day and further circumstances."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from graph.errors import BadRequest
from graph.law.case import CONSENTS
from graph.law.effects import (
    Outcome,
    cascade_effect,
    consent_effect,
    expulsion_effect,
    revocation_effect,
    succession_effect,
    withdrawn_consent_effect,
)
from graph.law.rules import Rules
from graph.law.withdrawal import Circumstances, withdrawal_effect


@dataclass(frozen=True, slots=True)
class Given:
    """Further inputs; each may be left out.

    `state_in_force` is the first day of the party period, `succession` the date of succession, `requested`
    the day that a notice names, `named` the day that a decision names, `effect` when the notice that is
    revoked would take effect, `binds_from` when the consent that is taken back would bind,
    `armed_conflict_until` the first day after an armed conflict.
    """

    state_in_force: date | None = None
    succession: date | None = None
    requested: date | None = None
    named: date | None = None
    effect: date | None = None
    binds_from: date | None = None
    armed_conflict_until: date | Literal["ongoing"] | None = None


def day_of_effect(rules: Rules, kind: str, received: date, given: Given = Given()) -> Outcome:
    """What comes of an act of this kind under these rules, received (decided, for an expulsion) on a day.

    Kinds: each kind of consent, `consent-withdrawn-before-force`, `withdrawal-notification`,
    `withdrawal-revocation`, `expulsion`, and `end-by-other-side`: the notice of the other side of a
    bilateral treaty.
    Raises `BadRequest` for every other kind.
    """
    in_force = rules.entry_into_force.recorded_on
    match kind:
        case "succession":
            return succession_effect(rules, received, in_force, given.succession)
        case "consent-withdrawn-before-force":
            return withdrawn_consent_effect(received, given.binds_from)
        case "withdrawal-revocation":
            return revocation_effect(rules, received, given.effect)
        case "expulsion":
            return expulsion_effect(rules.expulsion, received, given.named)
        case "withdrawal-notification" | "end-by-other-side":
            return _withdrawal(rules, kind, received, given)
        case _ if kind in CONSENTS:
            return consent_effect(rules, received, in_force)
    raise BadRequest(f"No day of effect is computed for the kind “{kind}”.")


def _withdrawal(rules: Rules, kind: str, received: date, given: Given) -> Outcome:
    if kind == "end-by-other-side" and not rules.bilateral:
        raise BadRequest(f"{rules.id} is no bilateral treaty: the other parties stay when one leaves.")
    circumstances = Circumstances(
        rules.entry_into_force.recorded_on, given.state_in_force, given.requested, given.armed_conflict_until
    )
    outcome = withdrawal_effect(rules, received, circumstances)
    if kind == "end-by-other-side" and outcome.day is not None:
        words = f"{outcome.words}; a treaty between two ends for both when one leaves it"
        return replace(outcome, words=words)
    return outcome


def cascade_to(left: Rules, treaty: str, left_on: date) -> Outcome:
    """What leaving a treaty does under another one; `BadRequest` where the rules know of no such effect."""
    found = next((cascade for cascade in left.cascade if cascade.to == treaty), None)
    if found is None:
        raise BadRequest(f"Leaving {left.id} has no recorded effect under {treaty}.")
    return cascade_effect(found, left_on)
