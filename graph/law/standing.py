"""What the acts of one actor have led to so far: a value that each act replaces by a new one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from graph.law.case import ActEffect, Remark, RemarkKind
from graph.law.delays import spoken
from graph.law.effects import Outcome
from graph.law.timeline import BOUND, NOT_RECORDED, PERHAPS_BOUND, Point, Status, Step, value_on, written
from graph.records import Act

TAKES_EFFECT = ": the consent takes effect on that day."
DAY_OF_EFFECT = ", the day of effect."
MISSING = "Not recorded: "
Record = Literal["governs", "stands-beside", "unknown"]
Way = Literal["withdrawal", "expulsion"]


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent that stands; `binds_from` is `None` where it does not bind, or the day is not known."""

    act: Act
    binds_from: date | None
    before: Status  # what the actor was before it consented, and becomes again if it takes the consent back


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out that is under way; `on` is `None` where no day is known, or its clock stands still.

    `consent` and `restores` are what holds again if it is taken back; `act` is the id of the act behind it.
    `by_rule`: that act left another treaty, and this one is lost with it.
    """

    way: Way
    act: str
    received: date
    on: date | None
    consent: Consent
    restores: Point
    suspended: bool = False
    by_rule: bool = False

    @property
    def is_notice(self) -> bool:
        """Whether it rests on a notice of withdrawal from this very treaty."""
        return self.way == "withdrawal" and not self.by_rule


@dataclass(frozen=True, slots=True)
class Departure:
    """One actor left a treaty: in which way, by which act (received or decided on `received`), from `on`."""

    actor: str
    way: Way
    act: str
    received: date
    on: date


# How an effect is told where it comes, and where it was taken back before it came.
_NEVER_CAME = (
    (TAKES_EFFECT, ": the consent would have taken effect on that day."),
    (DAY_OF_EFFECT, ", which would have been the day of effect."),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one actor stands: points in legal time, the steps that led there, and what is still open."""

    actor: str
    points: tuple[Point, ...] = ()
    trail: tuple[Step, ...] = ()
    signature: Act | None = None
    consent: Consent | None = None
    exit: Exit | None = None
    past_exits: tuple[Exit, ...] = ()
    consented: bool = False
    effects: tuple[ActEffect, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def value(self, day: date) -> Status:
        """The value on a day."""
        point = value_on(self.points, day)
        return point.value if point else "notParty"

    def settled(self, day: date) -> "Standing":
        """The standing as a day begins: an exit that has taken effect ends consent and signature."""
        if self.exit is None or self.exit.on is None or self.exit.on > day:
            return self
        return replace(
            self, signature=None, consent=None, exit=None, past_exits=(*self.past_exits, self.exit)
        )

    @property
    def past_exit(self) -> Exit | None:
        """The way out that took effect last."""
        return self.past_exits[-1] if self.past_exits else None

    @property
    def departures(self) -> tuple[Departure, ...]:
        """Each time that it left, also if that lies ahead."""
        outside = {point.day for point in self.points if point.value == "formerParty"}
        ways = (*self.past_exits, *((self.exit,) if self.exit else ()))
        return tuple(
            Departure(self.actor, each.way, each.act, each.received, each.on)
            for each in ways
            if each.on in outside
        )

    def stepped(self, *steps: Step) -> "Standing":
        """With steps that everything later rests on."""
        return replace(self, trail=self.trail + steps)

    def not_recorded(self, day: date, what: str, outcome: Outcome, act: str) -> "Standing":
        """From `day` on no status, for data are missing: what is not recorded, and why."""
        text = f"{MISSING}{what}; {outcome.words}."
        step = Step(text, outcome.rule, outcome.provision, (act,))
        return self.stepped(step).at(day, NOT_RECORDED)

    def undone(self, act: str) -> "Standing":
        """With the effect of an act told as one that never came: it was taken back before."""
        told = (step for step in self.trail if act not in step.acts or not step.text.startswith(MISSING))
        trail = tuple(_undone(step) if act in step.acts else step for step in told)
        return replace(self, trail=trail)

    def at(self, day: date, value: Status, party_from: date | None = None) -> "Standing":
        """From `day` on this value, resting on all steps so far."""
        point = Point(day, value, self.trail, party_from if value in BOUND else None)
        return replace(self, points=written(self.points, point))

    def leaving(self, exit_: Exit) -> "Standing":
        """With a way out: outside from its day of effect, unless another one takes effect before."""
        earlier = self.exit.on if self.exit else None
        if exit_.on is None or (earlier is not None and earlier <= exit_.on):
            return self
        bound = self.value(exit_.on) in PERHAPS_BOUND
        return replace(self, exit=exit_).at(exit_.on, "formerParty" if bound else "notParty")

    def remarked(
        self, act: Act, kind: RemarkKind, text: str, severity: Literal["warning", "note"] = "warning"
    ) -> "Standing":
        """With a remark on an act."""
        remark = Remark(act.id, self.actor, act.day, kind, text, severity)
        return replace(self, remarks=(*self.remarks, remark))

    def concluded(self, act: Act, outcome: Outcome, record: Record = "governs") -> "Standing":
        """With the effect of an act.

        The day that the depositary recorded `governs`, and the computed one stands beside it. For what works
        by signing or on receipt the record `stands-beside`; it is `unknown` where it came after the knowledge
        day.
        """
        recorded = None if record == "unknown" else act.recorded_effective_on
        governing = recorded if recorded and record == "governs" else outcome.day
        effect = ActEffect(
            act.id, self.actor, outcome.kind, recorded, outcome.day, governing,
            outcome.rule, outcome.provision, outcome.words,
        )  # fmt: skip
        standing = replace(self, effects=(*self.effects, effect))
        if recorded is None or recorded == outcome.day or outcome.kind == "undetermined":
            return standing
        return standing.remarked(act, "differs-from-record", _difference(recorded, outcome, record))

    @property
    def last_effect(self) -> ActEffect:
        """The effect of the act that was concluded last."""
        return self.effects[-1]


def _undone(step: Step) -> Step:
    text = step.text
    for came, would_have in _NEVER_CAME:
        text = text.removesuffix(came) + would_have if text.endswith(came) else text
    return replace(step, text=text)


def _difference(recorded: date, outcome: Outcome, record: Record) -> str:
    computed = spoken(outcome.day) if outcome.day else "no day"
    which = "which governs" if record == "governs" else "which does not govern"
    return f"The depositary recorded {spoken(recorded)}, {which}; computed is {computed}: {outcome.words}."


def rules_not_held(rule: str) -> Outcome:
    """What can be said of an act under a treaty whose final clauses are not held: no day is computed."""
    words = "the final clauses of this treaty are not held, so no day of effect is computed"
    return Outcome("undetermined", None, words, rule, "")


def sentence(words: str) -> str:
    """A clause with a capital letter, as a sentence begins."""
    return words[:1].upper() + words[1:]
