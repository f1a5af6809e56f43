"""The day of effect that the clauses give for a kind of act, a day and further circumstances."""

from collections.abc import Mapping
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
from graph.law.vienna import of_organisations
from graph.law.withdrawal import Circumstances, withdrawal_effect

CASCADE = "cascade:"
OTHER_SIDE = "end-by-other-side"
KINDS = (
    *CONSENTS, "consent-withdrawn-before-force", "withdrawal-notification", "withdrawal-revocation",
    "expulsion", OTHER_SIDE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """Further inputs; each may be left out.

    `state_in_force` is the first day of the party period, `succession` the date of succession, `requested`
    the day that a notice names, `named` the day that a decision names, `effect` when the notice that is
    revoked would take effect, `armed_conflict_until` the first day after an armed conflict.
    `entry_into_force` is when the consent that is taken back would bind; for a treaty that is not in force,
    the day on which it would be.
    """

    state_in_force: date | None = None
    succession: date | None = None
    requested: date | None = None
    named: date | None = None
    effect: date | None = None
    entry_into_force: date | None = None
    armed_conflict_until: date | Literal["ongoing"] | None = None


def outcome_of(
    rules: Mapping[str, Rules], treaty: str, kind: str, received: date, given: Given = Given()
) -> Outcome:
    """What comes of an act of this kind under a treaty (slug), by the rules of all treaties.

    Beside the kinds of `day_of_effect`: `cascade:<treaty>`, where `received` is the day on which that other
    treaty was left. Raises `BadRequest` for every other kind.
    """
    if not kind.startswith(CASCADE):
        return day_of_effect(rules[treaty], kind, received, given)
    left = kind.removeprefix(CASCADE)
    if left not in rules:
        raise BadRequest(f"No rules of a treaty “{left}” are known; there are {', '.join(sorted(rules))}.")
    return cascade_to(rules[left], treaty, received)


def day_of_effect(rules: Rules, kind: str, received: date, given: Given = Given()) -> Outcome:
    """What comes of an act of this kind under these rules, received (decided, for an expulsion) on a day.

    Kinds: each kind of consent, `consent-withdrawn-before-force`, `withdrawal-notification`,
    `withdrawal-revocation`, `expulsion`, and `end-by-other-side`: the notice of the other side of a
    bilateral treaty.
    Raises `BadRequest` for every other kind.
    """
    outcome = _outcome(rules, kind, received, given)
    custom = rules.signature_effect.basis == "custom" and "," not in outcome.provision
    if custom and outcome.provision.startswith("VCLT "):  # the treaty is older than the Convention (VCLT 4)
        return replace(outcome, provision=f"{outcome.provision}, as custom")
    return outcome


def _outcome(rules: Rules, kind: str, received: date, given: Given) -> Outcome:
    in_force = rules.entry_into_force.recorded_on or given.entry_into_force
    match kind:
        case "succession":
            return succession_effect(rules, received, in_force, given.succession)
        case "consent-withdrawn-before-force":
            return withdrawn_consent_effect(received, given.entry_into_force)
        case "withdrawal-revocation":
            return revocation_effect(rules, received, given.effect)
        case "expulsion":
            return expulsion_effect(rules.expulsion, received, given.named)
        case "withdrawal-notification" | "end-by-other-side":
            return _withdrawal(rules, kind, received, in_force, given)
        case _ if kind in CONSENTS:
            return _consent(rules, kind, received, in_force)
    kinds = ", ".join((*KINDS, f"{CASCADE}<treaty>"))
    raise BadRequest(f"No day of effect is computed for the kind “{kind}”. Kinds are {kinds}.")


def _withdrawal(rules: Rules, kind: str, received: date, in_force: date | None, given: Given) -> Outcome:
    if kind == OTHER_SIDE and not rules.bilateral:
        raise BadRequest(f"{rules.id} is no bilateral treaty: the other parties stay when one leaves.")
    circumstances = Circumstances(in_force, given.state_in_force, given.requested, given.armed_conflict_until)
    outcome = withdrawal_effect(rules, received, circumstances)
    if kind == OTHER_SIDE and outcome.day is not None:
        words = f"{outcome.words}; a treaty between two ends for both when one side leaves it"
        return replace(outcome, words=words)
    return outcome


def _consent(rules: Rules, kind: str, received: date, in_force: date | None) -> Outcome:
    """Formal confirmation is the act of an organisation, for which the Convention of 1986 is cited."""
    outcome = consent_effect(rules, received, in_force)
    if kind != "formal-confirmation":
        return outcome
    return replace(outcome, provision=of_organisations(outcome.provision))


def cascade_to(left: Rules, treaty: str, left_on: date) -> Outcome:
    """What leaving a treaty does under another one; `BadRequest` where the rules know of no such effect."""
    for number, cascade in enumerate(left.cascade, start=1):
        if cascade.to == treaty:
            outcome = cascade_effect(cascade, left_on)
            words = f"{left.title}: {outcome.words}"
            return replace(outcome, rule=f"cascade-{number}", words=words)
    raise BadRequest(f"Leaving {left.id} has no recorded effect under {treaty}.")
