"""Why nobody is bound where there is no act: not recorded, not possible, or no, and the list is complete.

These are different things: missing data is not an answer, and "no" is one only where somebody would know.
"""

from graph.law.delays import spoken
from graph.law.question import Question
from graph.law.timeline import BOUND, NOT_RECORDED, Interval


def not_recorded(question: Question, first: Interval | None) -> str:
    """Why nothing can be said, or nothing where something can."""
    coverage, subject = question.coverage, question.subject
    if first is not None:
        return _bound_before(question, first)
    if _impossible(question):
        return ""
    if subject.continued_by:
        same = f"{subject.continued_by}, which is the same legal person"
        return f"Not recorded under this name: the acts of {subject.name} stand under {same}."
    if coverage is None:
        return "Not recorded: no act is recorded, and no list that is complete says that there was none."
    if subject.kind == "former-state" and not coverage.includes_former_states:
        return "Not recorded: no act is recorded, and the lists leave out former states."
    return ""


def _bound_before(question: Question, first: Interval) -> str:
    since_unknown_day = first.value in BOUND and not first.party_from
    if since_unknown_day or (first.value == NOT_RECORDED and _presumed(question, first)):
        day = spoken(first.valid_from)
        return (
            f"Not recorded: {question.subject.name} was bound before {day}, since which day is not recorded."
        )
    return ""


def _presumed(question: Question, first: Interval) -> bool:
    """Whether the first act presupposes a consent that is not recorded."""
    return any(
        each.kind == "no-recorded-consent" and (each.actor, each.on) == (first.actor, first.valid_from)
        for each in question.derivation.remarks
    )


def _impossible(question: Question) -> str:
    """Why it cannot have been a party on that day, whatever is recorded."""
    subject, on, concluded = question.subject, question.on, question.derivation.concluded
    if subject.kind == "territory":
        return (
            "A territory is no party and has no status of its own; where the treaty applies to it, it does "
            "so through the state that is responsible for it (VCLT 29)."
        )
    if concluded and on < concluded:
        return f"The treaty was concluded on {spoken(concluded)}."
    if concluded and subject.exists_until and subject.exists_until <= concluded:
        ended = spoken(subject.exists_until)
        return f"{subject.name} ended on {ended}, before the treaty was concluded on {spoken(concluded)}."
    if subject.exists_from and on < subject.exists_from:
        return f"{subject.name} exists since {spoken(subject.exists_from)}."
    return ""


def no_party(question: Question, first: Interval | None) -> str:
    """Why it is no party on a day before which nothing is recorded."""
    coverage, impossible = question.coverage, _impossible(question)
    if impossible:
        return impossible
    if first is not None:
        return f"The first recorded status begins on {spoken(first.valid_from)}."
    if coverage is None or question.known < coverage.as_of:
        return f"No act was known on {spoken(question.known)}."
    text = f"No act is recorded; the list of parties is complete as of {spoken(coverage.as_of)}"
    return f"{text}." if coverage.includes_withdrawals else f"{text}, but without those who had left before."
