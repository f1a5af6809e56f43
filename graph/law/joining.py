"""Ways in: signature, and consent to be bound."""

from dataclasses import replace
from datetime import date
from typing import Literal

from graph.law.case import CONSENTS, Case, RemarkKind, under
from graph.law.delays import spoken
from graph.law.effects import (
    SUCCESSION_PRACTICE,
    Outcome,
    consent_effect,
    succession_effect,
)
from graph.law.standing import TAKES_EFFECT, Consent, Standing, rules_not_held, sentence
from graph.law.timeline import BOUND, Step, value_on
from graph.records import Act


def sign(standing: Standing, act: Act, case: Case) -> Standing:
    """A signature subject to ratification makes a signatory, with an interim obligation (VCLT 14, 18(a))."""
    standing = standing.settled(act.day)
    outcome = Outcome("effective", act.day, "a signature works by signing", "signature-effect", "VCLT 14")
    standing = standing.concluded(act, case.grounded(outcome, act, standing.actor), "stands-beside")
    standing = _in_time(standing, act, case)
    if standing.consent is not None:
        return standing.remarked(act, "already-bound", "Signed after consent to be bound: no change.", "note")
    if standing.signature is not None and standing.value(act.day) == "signatory":
        return standing.remarked(act, "already-bound", "Signed before: no change.", "note")
    step = _signature_step(standing.actor, act, case)
    return replace(standing.stepped(step), signature=act).at(act.day, "signatory")


def _in_time(standing: Standing, act: Act, case: Case) -> Standing:
    """A remark on a signature given when the treaty was not open for it."""
    window = case.rules.opened_for_signature if case.rules else None
    if window is None or act.kind != "signature":
        return standing
    if window.from_ <= act.day and (window.until is None or act.day <= window.until):
        return standing
    until = f" to {spoken(window.until)}" if window.until else ""
    text = (
        f"Signed when the treaty was not open for signature, which it was from {spoken(window.from_)}{until}."
    )
    return standing.remarked(act, "not-open-for-signature", text)


def _signature_step(actor: str, act: Act, case: Case) -> Step:
    day = f"{spoken(act.day)}{under(act)}"
    text = f"Signed on {day}, subject to ratification, acceptance or approval: a signatory"
    if act.kind == "succession-to-signature":
        text = f"Notification of succession to the signature received on {day}: a signatory"
    if case.rules is not None and case.rules.signature_effect.effect == "none":
        return Step(f"{text}.", "signature-effect", case.cite("14", act, actor), (act.id,))
    text = f"{text}, obliged not to defeat the object and purpose of the treaty."
    return Step(text, "signature-effect", case.cite("18(a)", act, actor), (act.id,))


def consent(standing: Standing, act: Act, case: Case) -> Standing:
    """Consent makes a contracting state, and a party once the treaty binds it (VCLT 2(1)(f), (g)).

    It is established by deposit (VCLT 16), or by the signature itself where that is definitive (VCLT 12).
    """
    standing = standing.settled(act.day)
    if standing.consent is not None:
        return _further_consent(standing, act, case)
    outcome = case.grounded(_consent_outcome(standing.actor, act, case), act, standing.actor)
    standing = standing.concluded(act, outcome, "unknown" if case.awaits_force else "governs")
    if outcome.kind == "without-effect" and standing.last_effect.governing is None:
        closed = outcome.rule == "regional-organisations"
        kind: RemarkKind = "not-open-to-organisations" if closed else "without-effect"
        return standing.remarked(act, kind, f"The consent is without effect: {outcome.words}.")
    given = Consent(act, standing.last_effect.governing, standing.value(act.day))
    standing = replace(standing, consent=given, consented=True)
    return in_parent_treaty(_bound(standing, act, outcome, case), act, case)


def _consent_outcome(actor: str, act: Act, case: Case) -> Outcome:
    if case.rules is None:
        return _without_rules(act)
    if case.is_organisation(actor) and not case.rules.regional_organisations.may_join:
        return _not_for_organisations(actor, act, case)
    if act.kind == "succession":
        return succession_effect(case.rules, act.day, case.in_force, case.successions.get(actor))
    return consent_effect(case.rules, act.day, case.in_force)


def _not_for_organisations(actor: str, act: Act, case: Case) -> Outcome:
    provision = case.rules.regional_organisations.provision if case.rules else None
    words = f"received {spoken(act.day)}; by its own terms the treaty is not open to organisations"
    basis = provision or case.cite("14-15", act, actor)
    return Outcome("without-effect", None, words, "regional-organisations", basis)


def _without_rules(act: Act) -> Outcome:
    if act.kind == "definitive-signature":
        words = f"the signature alone binds, from {spoken(act.day)}"
        return Outcome("effective", act.day, words, "consent-effect", "VCLT 12")
    return rules_not_held("consent-effect")


def _bound(standing: Standing, act: Act, outcome: Outcome, case: Case) -> Standing:
    """The points that a consent brings: contracting from deposit, party from the day of effect."""
    effect = standing.last_effect
    standing = standing.stepped(_consent_step(standing.actor, act, case))
    if effect.governing is None:
        return _not_binding(standing, act, outcome, case)
    standing = standing.stepped(_force_step(act, outcome, effect.governing, effect.recorded))
    if effect.governing > act.day:
        standing = standing.at(act.day, "contractingNotInForce")
    running = value_on(standing.points, effect.governing)  # a succession may work back into a party period
    since = running.party_from if running and running.value in BOUND else None
    return standing.at(effect.governing, "party", since or effect.governing)


def _not_binding(standing: Standing, act: Act, outcome: Outcome, case: Case) -> Standing:
    """A consent without a day of effect: the treaty is not in force, or the day is not known."""
    text = f"{sentence(outcome.words)}."
    if outcome.kind == "not-in-force":
        standing = standing.stepped(Step(text, outcome.rule, outcome.provision, (act.id,)))
        return standing.at(act.day, "contractingNotInForce")
    if case.rules is not None and act.kind == "succession" and case.in_force is not None:
        return _since_an_unknown_day(standing, act, outcome, case.in_force)
    kind: RemarkKind = "rules-not-held" if case.rules is None else "date-not-recorded"
    standing = standing.remarked(act, kind, text)
    return standing.not_recorded(act.day, "since which day the consent binds, if it does", outcome, act.id)


def _since_an_unknown_day(standing: Standing, act: Act, outcome: Outcome, in_force: date) -> Standing:
    """A successor is a party by its notification; only the first day is not recorded (VCSST 22, 23).

    Missing data makes nothing undetermined: from the notification on it is a party, and before it nothing is
    recorded, for the consent works back to a day that is not known.
    """
    text = (
        f"{sentence(outcome.words)}. It is a party since the date of succession, which lies before the "
        "notification; from the notification on that is certain."
    )
    standing = standing.stepped(Step(text, outcome.rule, outcome.provision, (act.id,)))
    standing = standing.remarked(act, "date-not-recorded", f"{sentence(outcome.words)}.")
    if in_force > act.day:
        return standing.at(act.day, "contractingNotInForce").at(in_force, "party", in_force)
    return standing.at(act.day, "party")


def in_parent_treaty(standing: Standing, act: Act, case: Case) -> Standing:
    """Whether the actor is a party to the parent treaty, as a party to this one must be: never in silence."""
    if case.parent is None or standing.last_effect.governing is None:
        return standing
    day, title = standing.last_effect.governing, case.parent.title or "its parent treaty"
    if case.parent.contains(standing.actor, day):
        return standing
    text = (
        f"Only a party to {title} can be a party to this treaty, and on {spoken(day)} it is not recorded as "
        "one; the deposit is taken as it was recorded."
    )
    elsewhere = standing.actor in case.parent.periods
    return standing.remarked(act, "not-in-parent-treaty", text, "warning" if elsewhere else "note")


def _consent_step(actor: str, act: Act, case: Case) -> Step:
    noun, day = CONSENTS[act.kind], f"{spoken(act.day)}{under(act)}"
    if act.kind == "definitive-signature":
        text = f"{noun} on {day}: the signature alone expresses consent to be bound."
        return Step(text, "consent-effect", case.cite("12", act, actor), (act.id,))
    if act.kind == "succession":
        return Step(f"{noun} received on {day}.", "succession-effect", SUCCESSION_PRACTICE, (act.id,))
    if act.kind == "consent-to-be-bound":
        text = f"{noun} recorded on {day}, by another means than those that the Convention names."
        return Step(text, "consent-effect", case.cite("11", act, actor), (act.id,))
    exchanged = case.rules is not None and not case.rules.depositaries
    text = f"{noun} {'exchanged' if exchanged else 'deposited'} on {day}: consent to be bound is established."
    return Step(text, "consent-effect", case.cite("16", act, actor), (act.id,))


def _force_step(act: Act, outcome: Outcome, binds_from: date, recorded: date | None) -> Step:
    text = f"{sentence(outcome.words)}{TAKES_EFFECT}"
    if recorded is not None and recorded != outcome.day:
        text = f"The depositary recorded {spoken(binds_from)} as the day of effect, which governs."
    return Step(text, outcome.rule, outcome.provision, (act.id,))


def _further_consent(standing: Standing, act: Act, case: Case) -> Standing:
    effect = case.rules.consent_effect if case.rules else None
    first = standing.consent.act if standing.consent else act
    one_of_several = effect is not None and effect.several_depositaries == "first-deposit"
    text = f"Consent is established since {spoken(first.day)}: no change."
    if one_of_several and act.kind == first.kind and act.depositary != first.depositary:
        text = f"A further deposit with another depositary; the first, of {spoken(first.day)}, counts."
        return _without_effect(standing, act, text, "note")
    return _without_effect(standing, act, text, "warning")


def _without_effect(
    standing: Standing, act: Act, text: str, severity: Literal["warning", "note"]
) -> Standing:
    outcome = Outcome("without-effect", None, text.rstrip("."), "consent-effect", "")
    standing = standing.concluded(act, outcome, "stands-beside")
    return standing.remarked(act, "already-bound", text, severity)
