"""What comes of one notice of withdrawal, in view of the consent, the other parties and special ways out."""

from dataclasses import replace

from graph.law.case import Case
from graph.law.delays import after, length, spoken
from graph.law.effects import Outcome
from graph.law.rules import Rules, SpecialWithdrawal
from graph.law.standing import Consent, rules_not_held
from graph.law.withdrawal import Circumstances, withdrawal_effect
from graph.records import Act


def notice_outcome(consent: Consent, act: Act, case: Case) -> Outcome:
    """What comes of a notice by a party whose consent this is; the words begin with the day of receipt."""
    received = f"received {spoken(act.day)}"
    if case.rules is None:
        unheld = rules_not_held("withdrawal")
        return replace(unheld, words=f"{received}; {unheld.words}")
    circumstances = Circumstances(case.in_force, consent.binds_from, act.requested_effective_on)
    regular = withdrawal_effect(case.rules, act.day, circumstances)
    for number, special in enumerate(case.rules.special_withdrawals, start=1):
        name = f"special-withdrawal-{number}"
        if special.on == "other-party-withdraws":
            regular = _with_the_other(regular, act, special, case.rules, case, name)
        elif special.provision == act.provision != case.rules.withdrawal.provision:
            event = special.on.replace("-", " ")
            words = f"{received}; whether the event of {special.provision} ({event}) occurred is not recorded"
            return Outcome("undetermined", None, words, name, special.provision)
    return regular


def _with_the_other(
    regular: Outcome, act: Act, special: SpecialWithdrawal, rules: Rules, case: Case, name: str
) -> Outcome:
    """The effect with that of another party's notice, which came shortly enough before to be followed.

    The period runs from the copy of that notice, which arrives no earlier than the depositary has it: what is
    in time from its receipt is in time for certain.
    """
    for other in case.notices:
        limit = after(special.notice_within, other.day).day
        if other.actor == act.actor or not other.day <= act.day <= limit:
            continue
        theirs = withdrawal_effect(rules, other.day, Circumstances(case.in_force))
        day = other.recorded_effective_on or theirs.day
        if day is not None and regular.day is not None and day < regular.day:
            words = (
                f"received {spoken(act.day)}, within {length(special.notice_within)} of the notice of "
                f"another party, received {spoken(other.day)}: effect with that one, on {spoken(day)}"
            )
            return Outcome("effective", day, words, name, special.provision)
    return regular
