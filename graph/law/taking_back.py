"""What takes a consent or a signature back before the treaty binds."""

from dataclasses import replace

from graph.law.case import Case
from graph.law.delays import spoken
from graph.law.effects import Outcome, withdrawn_consent_effect
from graph.law.standing import Standing, sentence
from graph.law.timeline import Step
from graph.records import Act

POLICY_ON_RECEIPT = "vclt-18-a-on-receipt"


def withdraw_consent(standing: Standing, act: Act, case: Case) -> Standing:
    """Taking back an instrument that does not bind yet: the actor is again what it was before it consented.

    Depositary practice; the duty of VCLT 18(b) ends with it.
    """
    standing = standing.settled(act.day)
    given = standing.consent
    if given is None:
        return standing.remarked(act, "no-recorded-consent", "There is no consent that could be taken back.")
    outcome = withdrawn_consent_effect(act.day, given.binds_from)
    standing = standing.concluded(act, outcome, "stands-beside")
    if outcome.kind != "effective":
        return standing.remarked(act, "without-effect", f"{sentence(outcome.words)}.")
    text = f"Consent taken back on {spoken(act.day)}: {outcome.words}; the status is as before it."
    provision = f"{outcome.provision}; {case.cite('18(b)', act, standing.actor)}"
    step = Step(text, outcome.rule, provision, (act.id,))
    standing = standing.undone(given.act.id).stepped(step)
    return replace(standing, consent=None).at(act.day, given.before)


def decline(standing: Standing, act: Act, case: Case) -> Standing:
    """A signatory makes clear that it will not become a party: its interim obligation ends (VCLT 18(a)).

    That it ends on receipt is a policy of Depositary's; it works only where there is a signature and no
    consent.
    """
    standing = standing.settled(act.day)
    provision = case.cite("18(a)", act, standing.actor)
    reason = _why_not_declined(standing, act)
    if reason:
        outcome = Outcome("without-effect", None, reason, "signature-effect", provision)
        standing = standing.concluded(act, outcome, "stands-beside")
        return standing.remarked(act, "without-effect", f"The communication ends no obligation: {reason}.")
    outcome = Outcome("effective", act.day, "the obligation ends on receipt", "signature-effect", provision)
    step = Step(_declined(act), "signature-effect", provision, (act.id,))
    standing = standing.concluded(act, outcome, "stands-beside").stepped(step)
    return standing.at(act.day, "signatoryObligationEnded")


def _why_not_declined(standing: Standing, act: Act) -> str:
    if standing.consent is not None:
        return "consent to be bound is established"
    if standing.signature is None:
        return "no signature is recorded"
    return "" if standing.value(act.day) == "signatory" else "it had ended before"


def _declined(act: Act) -> str:
    return (
        f"The communication that it does not intend to become a party was received on {spoken(act.day)}: "
        f"the obligation of a signatory ended on receipt (policy {POLICY_ON_RECEIPT}; on another reading it "
        "ended on the day on which the intention was made clear). It is no withdrawal."
    )
