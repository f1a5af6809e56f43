"""What is under way and has no day: a notice whose effect is not known, a treaty that is not in force yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.law.derive import Derivation
from graph.law.effects import DEPOSITARY_PRACTICE, revocation_effect
from graph.law.rules import Rules
from graph.law.standing import sentence
from graph.law.timeline import NOT_RECORDED, Interval, Step

WITHDRAWAL, ENTRY_INTO_FORCE = "withdrawal-takes-effect", "entry-into-force"


@dataclass(frozen=True, slots=True)
class Undated:
    """What takes effect on a day that is not known; `kind` is that of the event it waits for.

    `actor` is empty for a treaty itself, and `waiting` are then those who have consented to it.
    """

    kind: str
    actor: str
    step: Step
    act: str = ""
    waiting: tuple[str, ...] = ()


def undated(derivation: Derivation, rules: Rules | None) -> Iterator[Undated]:
    """What is under way under one treaty without a day, as known on the day of the derivation."""
    last = [interval for interval in derivation.intervals if interval.valid_until is None]
    for interval in last:
        if interval.value == "partyWithdrawalPending" or _rests_on_notice(interval):
            yield _notice(interval, derivation, rules)
    waiting = tuple(each.actor for each in last if each.value == "contractingNotInForce")
    if rules is not None and derivation.in_force is None and derivation.ended is None and waiting:
        yield _treaty(rules, waiting)


def _rests_on_notice(interval: Interval) -> bool:
    """Whether a notice is what nothing more is recorded of; an id is `treaty/actor/day/kind`."""
    kinds = (act.split("/")[3] for act in interval.steps[-1].acts)
    return interval.value == NOT_RECORDED and "withdrawal-notification" in kinds


def _notice(interval: Interval, derivation: Derivation, rules: Rules | None) -> Undated:
    """A pending notice may be revoked as long as it has not taken effect (VCLT 68)."""
    own = (e for e in reversed(derivation.effects) if e.actor == interval.actor and e.act in interval.acts)
    effect = next((each for each in own if each.governing is None), None)
    why = f"{sentence(effect.words)}. " if effect else ""
    text = f"No day of effect is known. {why}As long as it has not taken effect, the notice may be revoked."
    act = effect.act if effect else interval.acts[-1]
    basis = revocation_effect(rules, interval.valid_from, None).provision
    return Undated(WITHDRAWAL, interval.actor, Step(text, "revocation" if rules else "", basis, (act,)), act)


def _treaty(rules: Rules, waiting: tuple[str, ...]) -> Undated:
    entry = rules.entry_into_force
    text = (
        f"The treaty is not in force: the condition of {entry.provision} is not met, as far as is recorded. "
        f"{len(waiting)} have consented to it; each of "
        f"them can take its consent back as long as it does not bind ({DEPOSITARY_PRACTICE})."
    )
    return Undated(ENTRY_INTO_FORCE, "", Step(text, "entry-into-force", entry.provision, ()), waiting=waiting)
