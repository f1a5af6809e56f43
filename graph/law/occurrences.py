"""What happened between one actor and one treaty, under the names by which it can be called.

A notice that was revoked is called otherwise than one that stands, and ceasing to be a party otherwise by
each way out: what a headline says is true of some of these names, and near to others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from graph.law.case import CONSENTS, ActEffect
from graph.law.derive import Derivation
from graph.law.standing import sentence
from graph.law.timeline import BOUND, Interval, Step
from graph.records import Act

SIGNATURES = frozenset({"signature", "definitive-signature", "succession-to-signature"})
NOTICE = "withdrawal-notification"
WITHDRAWN, EXPELLED, LOST = "withdrawal-takes-effect", "expulsion-takes-effect", "lost-with-another-treaty"
ENDED_WITH_TREATY, ENDED = "treaty-ended", "participation-ended"
JOINED, REJOINED = "becomes-party", "becomes-party-again"
DEPOSIT, TAKEN_BACK, AGAIN = "consent-stands", "consent-taken-back", "consent-given-again"
STANDING_NOTICE, REVOKED_NOTICE = "notice-stands", "notice-revoked"
IDLE_NOTICE, CONTESTED_NOTICE = "notice-without-effect", "notice-contested"
DECLINED = "no-intent-communication-works"
WITHOUT_EFFECT, CONTESTED = "without-effect", "contested"
UNDATED, CONTESTED_SUSPENSION = "day-of-effect-not-recorded", "suspension-notification-contested"
UNDOING: Mapping[str, tuple[str, ...]] = {
    NOTICE: ("withdrawal-revocation", "suspension-notification"),
    **dict.fromkeys(CONSENTS, ("consent-withdrawn-before-force",)),
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that happened on one day: an act of the actor or of an organ about it, or what took effect.

    `names` are all names by which it can be called. `effect_on` is the day from which an act works,
    `undone_on` the day on which it was taken back; `received_on` that of the act behind what takes effect.
    """

    on: date
    kind: str
    names: frozenset[str]
    steps: tuple[Step, ...]
    acts: tuple[str, ...]
    effect_on: date | None = None
    undone_on: date | None = None
    received_on: date | None = None

    def called(self, names: frozenset[str]) -> bool:
        """Whether it can be called by one of these names."""
        return bool(self.names & names)


def occurrences(derivation: Derivation, actor: str, acts: Sequence[Act]) -> tuple[Occurrence, ...]:
    """Everything that happened between the actor and the treaty, in order, as known on the derivation's day.

    `acts` are those of the treaty. What lies ahead on that day is among them.
    """
    known = derivation.known
    heard = [act for act in acts if known is None or act.known <= known]
    own = [act for act in heard if act.actor == actor or actor in act.affected]
    fates = _Fates(derivation, actor, {act.id: act for act in own})
    found = [
        *(fates.of(act) for act in own if act.kind == "expulsion" or act.actor == actor),
        *_beginnings(derivation.of(actor)),
        *_ends(derivation, actor),
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.kind, each.acts)))


class _Fates:
    """What became of each act of one actor."""

    def __init__(self, derivation: Derivation, actor: str, acts: Mapping[str, Act]) -> None:
        self._intervals = derivation.of(actor)
        self._effects = {each.act: each for each in derivation.effects if each.actor == actor}
        self._contested = {
            each.act for each in derivation.remarks if each.actor == actor and each.kind == CONTESTED
        }
        works = (act for act in acts.values() if self._works(act.id) and act.target)
        self._undone = {(act.target, act.kind): act.day for act in works}

    def _works(self, act: str) -> bool:
        effect = self._effects.get(act)
        return effect is not None and effect.outcome == "effective"

    def of(self, act: Act) -> Occurrence:
        """The act with what became of it."""
        effect = self._effects.get(act.id)
        undone = self._undone_on(act)
        return Occurrence(
            on=act.day,
            kind=act.kind,
            names=frozenset({act.kind, *self._names(act, effect, undone)}),
            steps=self._steps(act.id, effect),
            acts=(act.id,),
            effect_on=effect.governing if effect and undone is None else None,
            undone_on=undone,
            received_on=act.day,
        )

    def _undone_on(self, act: Act) -> date | None:
        kinds = UNDOING.get(act.kind, ())
        return min((day for kind in kinds if (day := self._undone.get((act.id, kind)))), default=None)

    def _names(self, act: Act, effect: ActEffect | None, undone: date | None) -> Iterator[str]:
        idle = effect is None or (effect.outcome != "effective" and effect.governing is None)
        if act.kind in SIGNATURES:
            yield "signed"
        if effect is not None and effect.outcome == "undetermined" and effect.governing is None:
            yield UNDATED
        if act.kind in CONSENTS:
            yield TAKEN_BACK if undone else DEPOSIT
            if any(each.value == "formerParty" and each.valid_from <= act.day for each in self._intervals):
                yield AGAIN
        elif act.kind == NOTICE:
            yield self._notice(act, effect, undone)
        elif act.id in self._contested:
            yield f"{act.kind}-{CONTESTED}"
        elif act.kind == "suspension-notification" and act.target:
            yield "notice-suspended"
        else:
            yield f"{act.kind}-{WITHOUT_EFFECT if idle else 'works'}"

    def _notice(self, act: Act, effect: ActEffect | None, undone: date | None) -> str:
        if undone is not None:
            return REVOKED_NOTICE
        if act.id in self._contested:
            return CONTESTED_NOTICE
        waiting = effect is not None and effect.outcome in ("undetermined", "blocked")
        works = waiting or (effect is not None and effect.governing is not None)
        return STANDING_NOTICE if works else IDLE_NOTICE

    def _steps(self, act: str, effect: ActEffect | None) -> tuple[Step, ...]:
        for interval in reversed(self._intervals):
            if steps := tuple(step for step in interval.steps if act in step.acts):
                return steps
        if effect is None:
            return ()
        return (Step(f"{sentence(effect.words)}.", effect.rule, effect.provision, (act,)),)


def _beginnings(intervals: Sequence[Interval]) -> Iterator[Occurrence]:
    """The first days of party periods, as far as they are recorded."""
    been = False
    for before, interval in zip((None, *intervals), intervals, strict=False):
        bound = interval.value in BOUND
        if bound and interval.party_from == interval.valid_from and _outside(before):
            again = {REJOINED} if been else set()
            names = frozenset({JOINED, *again})
            yield Occurrence(interval.valid_from, JOINED, names, interval.steps[-1:], interval.acts[-1:])
        been = been or bound


def _outside(interval: Interval | None) -> bool:
    return interval is None or interval.value not in BOUND


def _ends(derivation: Derivation, actor: str) -> Iterator[Occurrence]:
    """The first days outside, each by its way out."""
    intervals = derivation.of(actor)
    for before, interval in pairwise(intervals):
        if interval.value == "formerParty" and before.value != "formerParty":
            yield _end(derivation, before, interval)


def _end(derivation: Derivation, before: Interval, after: Interval) -> Occurrence:
    left = next(
        (d for d in derivation.departures if (d.actor, d.on) == (after.actor, after.valid_from)), None
    )
    shared = set(before.steps)
    steps = tuple(step for step in after.steps if step not in shared) or after.steps[-1:]
    if left is not None:
        steps = tuple(step for step in after.steps if left.act in step.acts) or steps
    acts = tuple(dict.fromkeys(act for step in steps for act in step.acts))
    found = Occurrence(after.valid_from, ENDED, frozenset({ENDED}), steps, acts)
    if left is None:
        ended = derivation.ended
        with_treaty = ended is not None and ended.on == after.valid_from
        return _named(found, ENDED_WITH_TREATY) if with_treaty else found
    if not left.act.startswith(f"{derivation.treaty}/"):
        return _named(replace(found, received_on=left.received), LOST)
    return _named(
        replace(found, received_on=left.received), WITHDRAWN if left.way == "withdrawal" else EXPELLED
    )


def _named(occurrence: Occurrence, kind: str) -> Occurrence:
    return replace(occurrence, kind=kind, names=frozenset({kind}))
