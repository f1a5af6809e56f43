"""Suspension: of a notice of withdrawal, whose clock stands still, and of the operation of the treaty."""

from dataclasses import replace
from datetime import date

from graph.law.case import Case
from graph.law.delays import spoken
from graph.law.effects import Outcome
from graph.law.leaving import presumed_bound, taken_back
from graph.law.standing import Standing, sentence
from graph.law.timeline import Step, value_on
from graph.records import Act


def suspend(standing: Standing, act: Act, case: Case) -> Standing:
    """Suspension of a notice stops its clock; suspension of the treaty is derived only under a clause.

    VCLT 57-60, 65, 67; for a notice VCLT 68 by analogy. A suspension on the grounds of general law is a
    claim.
    """
    standing = standing.settled(act.day)
    if act.target is not None:
        return _suspend_notice(standing, act, case)
    standing = presumed_bound(standing, act, case)
    clause = case.rules.suspension if case.rules else None
    permitted = clause.permitted if clause else "by-default-vclt-57-to-63"
    provision = (clause.provision if clause else None) or case.cite("57-60", act, standing.actor)
    if permitted != "yes" or standing.value(act.day) != "party":
        words = (
            "a suspension without a clause that allows it, or by no party, is a claim of whoever declares it"
        )
        outcome = Outcome("undetermined", None, words, "suspension", provision)
        standing = standing.concluded(act, outcome, "stands-beside")
        return standing.remarked(act, "contested", f"{sentence(words)}.", "note")
    outcome = Outcome("effective", act.day, "the treaty allows suspension", "suspension", provision)
    standing = standing.concluded(act, outcome)
    day = standing.last_effect.governing or act.day
    step = Step(f"Operation suspended from {spoken(day)}; still a party.", "suspension", provision, (act.id,))
    return standing.stepped(step).at(day, "operationSuspended", _party_from(standing, day))


def _suspend_notice(standing: Standing, act: Act, case: Case) -> Standing:
    notice = standing.exit
    if notice is None or notice.act != act.target:
        return standing.remarked(act, "without-effect", "There is no such notice that could be suspended.")
    words = "the clock of the notice stands still, the treaty goes on binding"
    outcome = Outcome("effective", act.day, words, "revocation", case.by_analogy("68", standing.actor))
    text = f"The notice of withdrawal was suspended on {spoken(act.day)}: {words}."
    step = Step(text, outcome.rule, outcome.provision, (act.id, notice.act))
    standing = standing.concluded(act, outcome, "stands-beside").undone(notice.act)
    standing = replace(standing, exit=replace(notice, on=None, suspended=True))
    return taken_back(standing.stepped(step), act, notice)


def resume(standing: Standing, act: Act, case: Case) -> Standing:
    """The end of a suspension (VCLT 72(2))."""
    standing = standing.settled(act.day)
    if standing.value(act.day) != "operationSuspended":
        return standing.remarked(act, "contested", "No suspension that was derived ends: no change.", "note")
    step = Step(
        f"Operation resumed on {spoken(act.day)}.",
        "suspension",
        case.cite("72", act, standing.actor),
        (act.id,),
    )
    outcome = Outcome("effective", act.day, "the suspension ends", "suspension", step.provision)
    standing = standing.concluded(act, outcome, "stands-beside").stepped(step)
    return standing.at(act.day, "party", _party_from(standing, act.day))


def _party_from(standing: Standing, day: date) -> date | None:
    point = value_on(standing.points, day)
    return point.party_from if point else None
