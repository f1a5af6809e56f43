"""Whether what a headline says of a state and a treaty is right, by acts and final clauses, on two clocks.

Supported is only what is on record exactly as said. Imprecise is what has one thing wrong: the day, or what
is said to have happened. What the record does not reach is neither: no basis is recorded. Nothing that became
known after the knowledge day is looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from graph.law import occurrences as o
from graph.law.answer import StatusAnswer
from graph.law.judgement import Facts, Ground, Judgement, Span, Verdict
from graph.law.occurrences import Occurrence, occurrences
from graph.law.timeline import BOUND, Status
from graph.law.verbs import VERBS, Event, State

Reading = tuple[Verdict, Ground, Occurrence | None]
BY_NOTICE = frozenset({o.STANDING_NOTICE, o.WITHDRAWN})  # what a notice does, if it does
ENTERS = frozenset({o.JOINED})
ENDS = frozenset({o.WITHDRAWN, o.EXPELLED, o.LOST, o.ENDED_WITH_TREATY, o.ENDED})
TURNS = ENTERS | ENDS | {o.DECLINED}


def judge(facts: Facts, verb: str, said: Span | None) -> Judgement:
    """The verdict on a verb (a name of the vocabulary) and the days said; `None`: any day up to `known`.

    A verb that says what holds speaks of the knowledge day where no day is said.
    """
    history = occurrences(facts.derivation, facts.actor, facts.acts)
    meaning = VERBS[verb]
    if isinstance(meaning, State):
        return _state(facts, meaning, said, history)
    return _event(facts, meaning, said, history)


def _event(facts: Facts, verb: Event, said: Span | None, history: tuple[Occurrence, ...]) -> Judgement:
    """In this order: as said; contested; no day of effect known; another act; another day; not so."""
    span = said or Span(None, facts.known)
    status = facts.status(min(span.last, max(facts.known, span.first or facts.known)))

    for reading in _readings(facts, verb, said, span, history):
        verdict, ground, occurrence = reading
        if occurrence is not None:
            return Judgement(verdict, ground, status, occurrence, history)
    verdict, ground, occurrence = _not_so(facts, verb, span, history)
    return Judgement(verdict, ground, status, occurrence, history)


def _readings(
    facts: Facts, verb: Event, said: Span | None, span: Span, history: Sequence[Occurrence]
) -> Iterator[Reading]:
    """What the headline can mean, the first that something is on record for decides."""
    inside = [each for each in history if each.on in span]
    yield "supported", "as-said", _last(each for each in inside if each.called(verb.means))
    if verb.means & BY_NOTICE:
        yield "not-decidable", "contested", _contested(history, span)
    if verb.completed:
        undated = _undated(history, verb, span)
        if verb.group == "enter" and said is None and facts.status(span.last).party:
            yield "supported", "as-said", undated
        yield "no-basis-recorded", "day-of-effect-not-recorded", undated
    yield "imprecise", "other-act", _last(each for each in inside if each.called(verb.near))
    if said:
        come = _come(history, facts.known, span)
        yield "imprecise", "other-day", _nearest(come, verb.means, span)


def _not_so(
    facts: Facts,
    verb: Event,
    span: Span,
    history: Sequence[Occurrence],
) -> Reading:
    """Contradicted where an act answers it, or where the record reaches the days said; else no basis."""
    if not verb.on_record:
        return "no-basis-recorded", "never-on-record", None
    answer = _answer(history, verb.answers, span)
    reached = span.first is not None and any(each.on >= span.first for each in history)
    ended = facts.derivation.ended is not None and facts.derivation.ended.on <= span.last
    if not ended and any(facts.status(day).status is None for day in (span.first or span.last, span.last)):
        return "no-basis-recorded", "record-does-not-reach", None
    complete = facts.reaches is not None and span.last <= facts.reaches and _listed(facts, verb, history)
    settled = verb.group == "exit" and _settled(facts.status(span.last))
    if not (reached or ended or complete or settled or (answer and span.first is None)):
        return "no-basis-recorded", "record-does-not-reach", None
    ground: Ground = "answered-otherwise" if answer else "not-in-a-record-that-reaches"
    return "contradicted", ground, answer


def _settled(status: StatusAnswer) -> bool:
    """Whether it is known of the day itself that somebody is a party, or is none: nobody left on it."""
    return status.party is not None and status.as_of is None


def _listed(facts: Facts, verb: Event, history: Sequence[Occurrence]) -> bool:
    """Whether the list would show it: one without those who had left does not show who left before."""
    without = facts.coverage is not None and not facts.coverage.includes_withdrawals
    return bool(history) or verb.group == "enter" or not without


def _contested(history: Iterable[Occurrence], span: Span) -> Occurrence | None:
    """The last notice up to the days said whose effect is a matter of claims."""
    return _last(each for each in history if o.CONTESTED_NOTICE in each.names and each.on <= span.last)


def _undated(history: Sequence[Occurrence], verb: Event, span: Span) -> Occurrence | None:
    """The consent or notice that stands by the days said, and whose day of effect is not recorded.

    A succession works back, so that it may be the days before its notification that are meant.
    """
    acted = o.DEPOSIT if verb.group == "enter" else o.STANDING_NOTICE
    standing = (each for each in history if {acted, o.UNDATED} <= each.names)
    return _last(each for each in standing if each.on <= span.last or each.kind == "succession")


def _answer(history: Sequence[Occurrence], names: frozenset[str], span: Span) -> Occurrence | None:
    """What shows that it did not happen: in the days said, else the nearest before, else after them."""
    answers = [each for each in history if each.called(names)]
    inside = _last(each for each in answers if each.on in span)
    return inside or _last(each for each in answers if each.on <= span.last) or next(iter(answers), None)


def _come(history: Sequence[Occurrence], known: date, span: Span) -> Iterator[Occurrence]:
    """What has happened, or lies ahead of a headline on days ahead, with no turn back until the days said."""
    for each in history:
        first, last = sorted((each.on, span.last))
        between = [one for one in history if first < one.on <= last and one is not each]
        goes = each.called(BY_NOTICE | ENDS)
        turned = any(one.called(ENTERS if goes else ENDS) for one in between)
        if (each.on <= known or span.last > known) and not (
            turned and each.called(BY_NOTICE | ENDS | ENTERS)
        ):
            yield each


def _nearest(history: Iterable[Occurrence], names: frozenset[str], span: Span) -> Occurrence | None:
    """What is as said, but on another day: the one nearest to the days said, the later of two."""
    first = span.first or span.last

    def distance(each: Occurrence) -> tuple[int, int]:
        days = (each.on - span.last).days if each.on > span.last else (first - each.on).days
        return abs(days), -each.on.toordinal()

    return min((each for each in history if each.called(names)), key=distance, default=None)


def _last(found: Iterable[Occurrence]) -> Occurrence | None:
    return max(found, key=lambda each: (each.on, each.kind), default=None)


def _state(facts: Facts, verb: State, said: Span | None, history: tuple[Occurrence, ...]) -> Judgement:
    """In this order: as said; once otherwise; undetermined; on some of the days; near; not recorded."""
    answers = [facts.status(day) for day in _days(facts, verb, said)]
    true, false = _split(answers, verb.means)
    last = said.last if said else facts.known

    def found(
        verdict: Verdict, ground: Ground, status: StatusAnswer, turn: Occurrence | None = None
    ) -> Judgement:
        return Judgement(verdict, ground, status, turn, history)

    if not false or (true and verb.days == "some"):
        return found("supported", "as-said", facts.status(true[0].on if verb.days == "some" else last))
    if verb.days == "ever" and (been := _split(false, BOUND | {"formerParty"})[0]):
        return found("contradicted", "other-status", been[0])
    unclear, sure = _split(false, frozenset({"undetermined"}))
    if open_ := [each for each in unclear if _disputed(facts, each)]:
        return found("not-decidable", "contested", open_[-1])
    if true and sure and verb.days == "every":
        turns = (each for each in history if said and each.on in said and each.called(TURNS))
        return found("imprecise", "part-of-the-period", sure[-1], _last(turns))
    return _otherwise(verb, false, found)


def _otherwise(
    verb: State,
    false: Sequence[StatusAnswer],
    found: Callable[[Verdict, Ground, StatusAnswer], Judgement],
) -> Judgement:
    """Near to what is said; not recorded; or another status, which contradicts it."""
    if near := _split(false, verb.near)[0]:
        return found("imprecise", "other-status", near[-1])
    if unknown := [each for each in false if each.status in (None, "undetermined")]:
        return found("no-basis-recorded", "record-does-not-reach", unknown[-1])
    return found("contradicted", "other-status", false[0])


def _split(
    answers: Sequence[StatusAnswer], values: frozenset[Status]
) -> tuple[list[StatusAnswer], list[StatusAnswer]]:
    return (
        [each for each in answers if each.status in values],
        [each for each in answers if each.status not in values],
    )


def _days(facts: Facts, verb: State, said: Span | None) -> tuple[date, ...]:
    """One day of every status in the days said: the first of them, and each on which another one begins."""
    own = facts.derivation.of(facts.actor)
    span = said or Span(facts.known if verb.days == "every" else None, facts.known)
    begins = min((each.valid_from for each in own), default=span.last)
    first = min(begins, span.last) if verb.days == "ever" or span.first is None else span.first
    later = (each.valid_from for each in own if first < each.valid_from <= span.last)
    return first, *later


def _disputed(facts: Facts, answer: StatusAnswer) -> bool:
    """Whether holders contradict each other; where data are missing, nobody does."""
    contested = {each.act for each in facts.derivation.remarks if each.kind == o.CONTESTED}
    return bool(contested & set(answer.acts))
