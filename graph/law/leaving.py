"""Ways out: notice of withdrawal, its revocation and suspension, suspension of the treaty, expulsion."""

from dataclasses import replace
from datetime import date

from graph.law.case import ActEffect, Case, under
from graph.law.delays import spoken
from graph.law.effects import Outcome, expulsion_effect, revocation_effect
from graph.law.notice import notice_outcome
from graph.law.standing import DAY_OF_EFFECT, Consent, Exit, Standing, rules_not_held, sentence
from graph.law.timeline import BOUND, NOT_RECORDED, PERHAPS_BOUND, Point, Step, value_on
from graph.records import Act


def withdraw(standing: Standing, act: Act, case: Case) -> Standing:
    """A notice works on receipt (VCLT 78(b)): withdrawal is pending until the treaty lets it take effect."""
    standing = presumed_bound(standing.settled(act.day), act, case)
    if standing.consent is None:
        return _no_longer_party(standing, act, case)
    if standing.exit is not None:
        return _second_notice(standing, standing.exit, act, case)
    given = standing.consent
    outcome = case.grounded(notice_outcome(given, act, case), act, standing.actor)
    standing = standing.concluded(act, outcome)
    day = standing.last_effect.governing
    if day is None and outcome.kind not in ("undetermined", "blocked"):
        return standing.remarked(act, "without-effect", f"The notice is without effect: {outcome.words}.")
    if case.rules is None and day is None:
        return _without_rules(standing, given, outcome, act)
    return _pending(_with_reasons(standing, act, case), given, act, case)


def _without_rules(standing: Standing, consent: Consent, outcome: Outcome, act: Act) -> Standing:
    """From receipt on nothing is recorded: when the notice takes effect, if it does, the treaty says."""
    standing = standing.remarked(act, "rules-not-held", f"{sentence(outcome.words)}.")
    restores = value_on(standing.points, act.day) or Point(act.day, "party", standing.trail)
    standing = replace(standing, exit=Exit("withdrawal", act.id, act.day, None, consent, restores))
    text = f"Notice of withdrawal received on {spoken(act.day)}{under(act)}."
    standing = standing.stepped(Step(text, outcome.rule, outcome.provision, (act.id,)))
    what = "from which day the notice takes effect, if it does"
    return standing.not_recorded(act.day, what, rules_not_held("withdrawal"), act.id)


def _with_reasons(standing: Standing, act: Act, case: Case) -> Standing:
    """A remark where the treaty requires reasons: the register does not record whether they were stated."""
    clause = case.rules.withdrawal if case.rules else None
    if clause is None or not clause.reasons_required:
        return standing
    text = f"A notice under {clause.provision} must state its reasons; whether this one did is not recorded."
    return standing.remarked(act, "reasons-not-recorded", text)


def _pending(standing: Standing, consent: Consent, act: Act, case: Case) -> Standing:
    """The points that a notice brings: pending from receipt, outside from the day of effect."""
    start = max(act.day, consent.binds_from or act.day)
    standing, effect = standing.stepped(_notice_step(standing, act)), standing.last_effect
    day = effect.governing
    if start > act.day:
        standing = standing.remarked(act, "without-effect", "Received before the treaty binds the state.")
        if day is not None and day <= start:
            return replace(standing, consent=None).at(start, consent.before)
    restores = value_on(standing.points, start) or Point(start, "party", standing.trail)
    standing = replace(standing, exit=Exit("withdrawal", act.id, act.day, day, consent, restores))
    if effect.rule.startswith("special-withdrawal") and day is None:
        # Missing data makes nothing undetermined: it stays a party until the event is shown.
        standing = standing.remarked(act, "not-interpreted", f"{sentence(effect.words)}.")
    standing = standing.at(start, "partyWithdrawalPending", restores.party_from)
    if day is None:
        return standing
    outside = standing.stepped(*_survivals(act, case)).at(day, "formerParty")
    return replace(outside, trail=standing.trail)


def _survivals(act: Act, case: Case) -> tuple[Step, ...]:
    """What goes on binding after the withdrawal, as the treaty says (VCLT 70(1)(b))."""
    savings = case.rules.withdrawal.survives if case.rules else ()
    return tuple(
        Step(
            f"What goes on after the withdrawal: {', '.join(saving.what).replace('-', ' ')}.",
            "withdrawal", saving.provision, (act.id,),
        )
        for saving in savings
    )  # fmt: skip


def _notice_step(standing: Standing, act: Act) -> Step:
    effect = standing.last_effect
    text = f"Notice of withdrawal{under(act)}: {effect.words}"
    text = f"{text}{DAY_OF_EFFECT}" if effect.computed else f"{text}."
    if effect.recorded is not None and effect.recorded != effect.computed:
        text = f"{text} The depositary recorded {spoken(effect.recorded)}, which governs."
    return Step(text, effect.rule, effect.provision, (act.id,))


def presumed_bound(standing: Standing, act: Act, case: Case) -> Standing:
    """Who leaves or suspends was bound before; where no consent is recorded, since an unknown day."""
    if standing.consented or (case.rules and (case.in_force is None or act.day < case.in_force)):
        return standing
    text = (
        f"The act of {spoken(act.day)} presupposes consent to be bound. Not recorded: that consent, and "
        "since which day it binds."
    )
    standing = standing.remarked(act, "no-recorded-consent", text)
    step = Step(text, "consent-effect", case.cite("2(1)(g)", act, standing.actor), (act.id,))
    standing = standing.stepped(step)
    if standing.points and standing.points[0].day < act.day:
        standing = standing.at(standing.points[0].day, NOT_RECORDED)
    consent = Consent(act, None, "notParty")
    return replace(standing, consent=consent, consented=True).at(act.day, "party")


def _no_longer_party(standing: Standing, act: Act, case: Case) -> Standing:
    past = standing.past_exit
    if past is not None and past.on is not None and act.target == past.act:
        return _reopened(standing, past, past.on, act, case)
    provision = case.cite("54", act, standing.actor)
    outcome = Outcome("without-effect", None, "only a party can withdraw", "withdrawal", provision)
    standing = standing.concluded(act, outcome, "stands-beside")
    return standing.remarked(act, "without-effect", "Only a party can withdraw (VCLT 54).")


def _reopened(standing: Standing, past: Exit, left_on: date, act: Act, case: Case) -> Standing:
    """A notice that takes up an earlier one says that it had been suspended before its effect."""
    text = "presupposes that the earlier one was suspended before it took effect; that is not recorded"
    text = f"The notice of {spoken(act.day)} {text}."
    step = Step(text, "revocation", case.by_analogy("68", standing.actor), (act.id,))
    suspended = replace(past, on=None, suspended=True)
    standing = replace(
        standing.stepped(step), consent=past.consent, exit=suspended, past_exits=standing.past_exits[:-1]
    )
    standing = standing.at(left_on, past.restores.value, past.restores.party_from)
    return _second_notice(standing, suspended, act, case)


def _second_notice(standing: Standing, first: Exit, act: Act, case: Case) -> Standing:
    """A notice while another one is under way; one that ends its suspension has several readings."""
    if not first.suspended or standing.consent is None:
        text = f"A notice of {spoken(first.received)} is pending: no change."
        outcome = Outcome("without-effect", None, text.rstrip("."), "withdrawal", "")
        return standing.concluded(act, outcome, "stands-beside").remarked(act, "already-bound", text)
    computed = notice_outcome(standing.consent, act, case)
    words = "the notice ends the suspension of an earlier one, so its effect is a matter of claims"
    words = f"{words}; by the clause, {computed.words}"
    effect = ActEffect(
        act.id, standing.actor, "undetermined", act.recorded_effective_on, computed.day, None,
        computed.rule, computed.provision, words,
    )  # fmt: skip
    step = Step(f"Received on {spoken(act.day)}: {words}.", computed.rule, computed.provision, (act.id,))
    standing = replace(standing.stepped(step), effects=(*standing.effects, effect))
    return standing.remarked(act, "contested", f"{sentence(words)}.").at(act.day, "undetermined")


def revoke(standing: Standing, act: Act, case: Case) -> Standing:
    """A notice that is revoked before the day of its effect never ends the party period (VCLT 68)."""
    standing = standing.settled(act.day)
    notice = standing.exit or standing.past_exit
    if notice is None or not notice.is_notice or act.target not in (None, notice.act):
        return standing.remarked(act, "without-effect", "There is no such notice that could be revoked.")
    outcome = case.grounded(revocation_effect(case.rules, act.day, notice.on), act, standing.actor)
    standing = standing.concluded(act, outcome, "stands-beside")
    if outcome.kind != "effective":
        return standing.remarked(act, "without-effect", f"The revocation is without effect: {outcome.words}.")
    text = f"The notice was revoked on {spoken(act.day)}: {outcome.words}."
    if notice.restores.value in BOUND:
        text = f"{text} The party period is unbroken."
    step = Step(text, "revocation", outcome.provision, (act.id, notice.act))
    standing = standing.undone(notice.act).stepped(step)
    return taken_back(replace(standing, exit=None), act, notice)


def taken_back(standing: Standing, act: Act, notice: Exit) -> Standing:
    """From the day of the act on, what held before the notice; where that is not recorded, again why."""
    restores = notice.restores
    if restores.value == NOT_RECORDED:
        why = restores.steps[-1]
        others = tuple(step for step in standing.trail if step != why)
        standing = replace(standing, trail=(*others, why))
    return standing.at(max(act.day, restores.day), restores.value, restores.party_from)


def expel(standing: Standing, act: Act, case: Case) -> Standing:
    """An organ ends the participation of a member, from the day it names, or with its decision."""
    standing = presumed_bound(standing.settled(act.day), act, case)
    if standing.consent is None or standing.value(act.day) not in PERHAPS_BOUND:
        return standing.remarked(act, "without-effect", "Only a member can be expelled.")
    rule = case.rules.expulsion if case.rules else None
    named = act.recorded_effective_on or act.requested_effective_on
    outcome = expulsion_effect(rule, act.day, named)
    standing = standing.concluded(act, outcome)
    effect, consent = standing.last_effect, standing.consent
    text = f"Expelled by decision of {spoken(act.day)}: {effect.words}."
    if consent is None or effect.governing is None:
        standing = standing.remarked(act, "date-not-recorded", text)
        return standing.not_recorded(act.day, "from which day it is expelled", outcome, act.id)
    standing = standing.stepped(Step(text, "expulsion", effect.provision, (act.id,)))
    restores = value_on(standing.points, act.day) or Point(act.day, "party", standing.trail)
    return standing.leaving(Exit("expulsion", act.id, act.day, effect.governing, consent, restores))
