"""From which day an act works: one function for each way in and out, with the arithmetic in words.

An instrument works by deposit (VCLT 16), a signature by signing, a notice by receipt (VCLT 78(b)). Whether
it is the day of effect that a depositary recorded which governs is decided by the caller; these functions
only compute.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.law.delays import Delay, after, ordinal, spoken
from graph.law.rules import Cascade, ConsentEffect, EntryIntoForce, Expulsion, Rules

OutcomeKind = Literal["effective", "without-effect", "too-early", "not-in-force", "blocked", "undetermined"]
DEPOSITARY_PRACTICE = "depositary practice"
SUCCESSION_PRACTICE = "VCSST 22-23, by analogy, as depositary practice"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of an act: the day of effect (where `effective`), and why, as a clause without a full stop.

    `rule` is the short name of the rule in the treaty's rules, `provision` its place in the treaty or in
    general law.
    """

    kind: OutcomeKind
    day: date | None
    words: str
    rule: str
    provision: str


def consent_effect(rules: Rules, deposited: date, in_force: date | None) -> Outcome:
    """From which day an instrument binds; `in_force` is the treaty's own entry into force, as known.

    VCLT 24(3): for a state that consents after the treaty has entered into force, as the treaty provides;
    never before the treaty is in force itself.
    """
    entry, effect = rules.entry_into_force, rules.consent_effect
    received = f"received {spoken(deposited)}"
    if in_force is None:
        words = (
            f"{received}; the treaty is not in force, so the consent makes a contracting state, not a party"
        )
        return Outcome("not-in-force", None, words, "entry-into-force", entry.provision)
    if (over := ended_by(rules, deposited)) is not None:
        words = f"{received}; the treaty had ended on {spoken(over)}"
        return Outcome("not-in-force", None, words, "entry-into-force", entry.provision)
    if effect is not None and _delayed(rules, effect, deposited, in_force):
        return _after_deposit(effect, deposited, in_force)
    if deposited > in_force and effect is None:
        words = f"{received}; the treaty is in force and provides for no delay, so it binds on the same day"
        return Outcome("effective", deposited, words, "entry-into-force", "VCLT 24(3)")
    words = f"so it binds from the treaty's own entry into force, {spoken(in_force)}"
    words = f"{received}; {_own_entry(entry)}{words}"
    return Outcome("effective", in_force, words, "entry-into-force", entry.provision)


def ended_by(rules: Rules, day: date) -> date | None:
    """The recorded end of the treaty, where it lies on or before a day."""
    return min((end.on for end in rules.ends if end.on is not None and end.on <= day), default=None)


def _own_entry(entry: EntryIntoForce) -> str:
    """The arithmetic of the treaty's own entry into force, from the day on which its condition was met."""
    number, met = entry.condition.instruments, entry.trigger_on
    if met is None:
        return ""
    counted = number is not None and not entry.condition.extra
    event = f"the {ordinal(number)} instrument was deposited" if counted and number else ""
    what = f"{event or f'the condition of {entry.provision} was met'} on {spoken(met)}"
    counted_from = after(entry.delay, met)
    return f"{what}; " if counted_from.day == met else f"{what}; {counted_from.words}; "


def _delayed(rules: Rules, effect: ConsentEffect, deposited: date, in_force: date) -> bool:
    if effect.for_ == "after-nth":
        return deposited > (rules.entry_into_force.trigger_on or in_force)
    return effect.for_ == "all" or deposited >= in_force


def _after_deposit(effect: ConsentEffect, deposited: date, in_force: date) -> Outcome:
    computed = after(effect.delay, deposited)
    day, words = computed.day, f"received {spoken(deposited)}; {computed.words}"
    if day < in_force:
        day, words = in_force, f"{words}; but not before the treaty itself is in force, on {spoken(in_force)}"
    return Outcome("effective", day, words, "consent-effect", effect.provision)


def succession_effect(
    rules: Rules, notified: date, in_force: date | None, succession: date | None
) -> Outcome:
    """From which day a notification of succession binds: never the day of notification.

    It works back to the date of succession, and no further than the treaty itself (VCSST 22, 23).
    """
    effect = rules.succession_effect
    provision, received = effect.provision or SUCCESSION_PRACTICE, f"received {spoken(notified)}"
    if effect.effective == "none":
        words = f"{received}; this treaty is not entered by succession"
        return Outcome("without-effect", None, words, "succession-effect", provision)
    if in_force is None:
        words = (
            f"{received}; the treaty is not in force, so the successor is a contracting state, not a party"
        )
        return Outcome("not-in-force", None, words, "entry-into-force", rules.entry_into_force.provision)
    if succession is None:
        words = (
            f"{received}; the date of succession is not recorded, so the first day of consent is not known"
        )
        return Outcome("undetermined", None, words, "succession-effect", provision)
    words = f"{received}; it works back to the date of succession, {spoken(succession)}"
    if succession < in_force:
        words = f"{words}, but not to before the treaty itself is in force, on {spoken(in_force)}"
    return Outcome("effective", max(succession, in_force), words, "succession-effect", provision)


def withdrawn_consent_effect(received: date, binding_from: date | None) -> Outcome:
    """What taking an instrument back does: it works on receipt, if the consent does not bind yet."""
    if binding_from is not None and received >= binding_from:
        words = (
            f"received {spoken(received)}; the treaty binds the State since {spoken(binding_from)}, so the "
            "consent can no longer be taken back"
        )
        return Outcome("without-effect", None, words, "consent-effect", DEPOSITARY_PRACTICE)
    words = "; no day on which the consent took effect is known"
    if binding_from is not None:
        words = f", before the consent would have taken effect on {spoken(binding_from)}"
    words = f"received {spoken(received)}{words}"
    return Outcome("effective", received, words, "consent-effect", DEPOSITARY_PRACTICE)


def revocation_effect(rules: Rules | None, received: date, withdrawal_on: date | None) -> Outcome:
    """What revoking a notice does: it works if received before the day of effect (VCLT 68)."""
    own = rules is not None and rules.revocation.basis == "treaty"
    provision = (rules.revocation.provision if rules and own else None) or "VCLT 68, by analogy"
    if withdrawal_on is not None and received >= withdrawal_on:
        words = (
            f"received {spoken(received)}; the withdrawal took effect on {spoken(withdrawal_on)}, so it is "
            "too late to revoke the notice"
        )
        return Outcome("without-effect", None, words, "revocation", provision)
    words = "; no day on which the withdrawal took effect is known"
    if withdrawal_on is not None:
        words = f", before the withdrawal would have taken effect on {spoken(withdrawal_on)}"
    words = f"received {spoken(received)}{words}"
    return Outcome("effective", received, words, "revocation", provision)


def expulsion_effect(expulsion: Expulsion | None, decided: date, named: date | None) -> Outcome:
    """From which day an expelled member is out: the day that the decision names, or that of the decision."""
    if expulsion is None:
        words = f"decided {spoken(decided)}; no rule on expulsion is recorded for this treaty"
        return Outcome("undetermined", None, words, "expulsion", "")
    if expulsion.effect == "same-day":
        words = f"decided {spoken(decided)}; it takes effect with the decision, on the same day"
        return Outcome("effective", decided, words, "expulsion", expulsion.provision)
    if named is None:
        words = f"decided {spoken(decided)}; the day that the decision names is not recorded"
        return Outcome("undetermined", None, words, "expulsion", expulsion.provision)
    words = f"decided {spoken(decided)}; the decision names {spoken(named)}"
    return Outcome("effective", named, words, "expulsion", expulsion.provision)


def cascade_effect(cascade: Cascade, left_on: date) -> Outcome:
    """From which day leaving one treaty ends participation in another one."""
    if not isinstance(cascade.effect, Delay):
        words = f"out of it on {spoken(left_on)}; no delay applies, so on the same day"
        return Outcome("effective", left_on, words, "cascade", cascade.provision)
    computed = after(cascade.effect, left_on)
    words = f"out of it on {spoken(left_on)}; {computed.words}"
    return Outcome("effective", computed.day, words, "cascade", cascade.provision)
