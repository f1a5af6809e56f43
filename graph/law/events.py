"""What happened under a treaty, and what lies ahead, as dated events in the order of legal time.

A change of status on a day belongs to the act of that actor that brings it on that day; where there is no
such act (a consent or a withdrawal that takes effect, the end of the treaty), it is an event of its own. So
each change stands once, and the events, counted from the first, give the parties on any day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal

from graph.law.case import ActEffect
from graph.law.delays import spoken
from graph.law.derive import ORDER, Derivation
from graph.law.qualifiers import Qualifier
from graph.law.rules import Rules
from graph.law.standing import sentence
from graph.law.timeline import BOUND, PERHAPS_BOUND, Interval, Status, Step
from graph.law.treaty_events import NAMED_BY_THE_TEXT, TreatyEvent, treaty_events
from graph.records import Act

Category = Literal["treaty", "status", "act", "qualifier"]
CATEGORIES: tuple[Category, ...] = ("treaty", "status", "act", "qualifier")
LEAVING = {
    "withdrawal-notification": "withdrawal-takes-effect",
    "expulsion": "expulsion-takes-effect",
}
STATUS_KINDS = ("consent-takes-effect", *LEAVING.values(), "participation-ends", "status-changes")


@dataclass(frozen=True, slots=True)
class Event:
    """What happens on one day of legal time under one treaty.

    `kind` is the kind of the act, or what takes effect, begins or ends; `actor` is empty for what happens to
    the treaty itself. `act` is the id of the act that this is, or whose effect it is, `target` that of the
    act that it is about. `before` and `after` are the status of the actor (`None`: nothing is
    recorded of it); both are the same where the event changes nothing. `recorded` and `computed` are the day
    of effect of the act by the depositary and by the clauses.
    """

    on: date
    category: Category
    kind: str
    actor: str
    steps: tuple[Step, ...]
    act: str = ""
    target: str = ""
    affected: tuple[str, ...] = ()
    territory: str = ""
    before: Status | None = None
    after: Status | None = None
    effect: ActEffect | None = None
    recorded: date | None = None
    computed: date | None = None

    @property
    def acts(self) -> tuple[str, ...]:
        """Ids of the acts that the event rests on, of other treaties too; first the act that it is about."""
        return tuple(dict.fromkeys(id_ for id_ in (self.act, *acts_behind(self.steps)) if id_))

    def projected(self, known: date) -> bool:
        """Whether it lies later than `known`, and rests on what has not happened by then."""
        return self.on > known and self.kind not in NAMED_BY_THE_TEXT


@dataclass(frozen=True, slots=True)
class Counted:
    """An event, and how many states and organisations are parties once it has happened."""

    event: Event
    states: int
    organisations: int


@dataclass(frozen=True, slots=True)
class _Change:
    """One interval begins where another one ended, or nothing was recorded before."""

    interval: Interval
    previous: Interval | None

    @property
    def new_acts(self) -> Collection[str]:
        """Ids of the acts that this interval rests on, and the one before it does not."""
        return set(self.interval.acts) - set(self.previous.acts if self.previous else ())


def events(derivation: Derivation, acts: Iterable[Act], rules: Rules | None) -> tuple[Event, ...]:
    """The events of one treaty in order, as known on the day of the derivation.

    `acts` and `rules` are those that were derived from. On one day comes first what happens to the treaty,
    then what takes effect, then the acts in the order in which they work.
    """
    known = derivation.known
    heard = [act for act in acts if known is None or act.known <= known]
    changes = {(change.interval.actor, change.interval.valid_from): change for change in _changes(derivation)}
    brought = _brought(heard, changes)
    effects = {(effect.act, effect.actor): effect for effect in derivation.effects}
    kinds = {act.id: act.kind for act in heard}
    found = [
        *(_of_treaty(each) for each in treaty_events(derivation, rules)),
        *(_of_change(each, derivation, kinds) for key, each in changes.items() if key not in brought),
        *(_of_act(act, brought.get((act.actor, act.day)), effects) for act in heard),
        *(event for each in derivation.qualifiers for event in _of_qualifier(each, heard)),
    ]
    return tuple(_with_status(sorted(found, key=_order)))


def counted(found: Iterable[Event], organisations: Collection[str] = ()) -> Iterator[Counted]:
    """The events with the number of parties after each one; `found` are all events of a treaty, in order.

    `organisations` are the codes of actors that are no states.
    """
    bound: tuple[set[str], set[str]] = (set(), set())
    for event in found:
        if event.actor:
            side = bound[event.actor in organisations]
            (side.add if event.after in BOUND else side.discard)(event.actor)
        yield Counted(event, len(bound[0]), len(bound[1]))


def acts_behind(steps: Iterable[Step]) -> Iterator[str]:
    """Ids of the acts that steps rest on, in their order."""
    return (act for step in steps for act in step.acts)


def _changes(derivation: Derivation) -> Iterator[_Change]:
    for _, own in groupby(derivation.intervals, key=lambda interval: interval.actor):
        previous: Interval | None = None
        for interval in own:
            yield _Change(interval, previous)
            previous = interval


def _brought(
    acts: Sequence[Act], changes: Mapping[tuple[str, date], _Change]
) -> Mapping[tuple[str, date], tuple[str, _Change]]:
    """By actor and day: the act of that actor which brings the change of the day, the last of several."""
    found = {}
    for act in sorted(acts, key=_working_order):
        change = changes.get((act.actor, act.day))
        if change is not None and act.id in change.new_acts:
            found[act.actor, act.day] = (act.id, change)
    return found


def _working_order(act: Act) -> tuple[date, int, str]:
    return act.day, ORDER.get(act.kind, len(ORDER)), act.id


def _order(event: Event) -> tuple[date, int, int, str, str, str]:
    rank = ORDER.get(event.kind, len(ORDER)) if event.category == "act" else 0
    return event.on, CATEGORIES.index(event.category), rank, event.actor, event.act, event.kind


def _of_treaty(event: TreatyEvent) -> Event:
    return Event(
        event.on,
        "treaty",
        event.kind,
        "",
        (event.step,),
        recorded=event.recorded,
        computed=event.computed,
    )


def _of_change(change: _Change, derivation: Derivation, kinds: Mapping[str, str]) -> Event:
    """A change that no act of that actor brings on the day: what takes effect, or follows from others."""
    interval = change.interval
    effect = _taking_effect(interval, derivation)
    return Event(
        on=interval.valid_from,
        category="status",
        kind=_status_kind(change, kinds.get(effect.act, "") if effect else ""),
        actor=interval.actor,
        steps=_grounds(change, effect),
        act=effect.act if effect else "",
        after=interval.value,
        effect=effect,
        recorded=effect.recorded if effect else None,
        computed=effect.computed if effect else None,
    )


def _taking_effect(interval: Interval, derivation: Derivation) -> ActEffect | None:
    """The effect whose day has come: of the last act behind the interval that works on that day."""
    own = [effect for effect in derivation.effects if effect.actor == interval.actor]
    due = (e for e in reversed(own) if e.governing == interval.valid_from and e.act in interval.acts)
    return next(due, None)


def _status_kind(change: _Change, act_kind: str) -> str:
    return kind_of_change(change.previous.value if change.previous else None, change.interval.value, act_kind)


def kind_of_change(before: Status | None, after: Status | None, act_kind: str) -> str:
    """What a change of status is called, by the status before and after it, and the kind of act behind it."""
    if after in BOUND and before not in BOUND:
        return "consent-takes-effect"
    if after in PERHAPS_BOUND or before not in PERHAPS_BOUND:
        return "status-changes"
    return LEAVING.get(act_kind, "participation-ends")


def _grounds(change: _Change, effect: ActEffect | None) -> tuple[Step, ...]:
    """The steps behind a change: those of the act that takes effect, else the new ones, else the last."""
    steps = change.interval.steps
    before = change.previous.steps if change.previous else ()
    of_act = tuple(step for step in steps if effect is not None and effect.act in step.acts)
    return of_act or tuple(step for step in steps if step not in before) or steps[-1:]


def _of_act(
    act: Act,
    brought: tuple[str, _Change] | None,
    effects: Mapping[tuple[str, str], ActEffect],
) -> Event:
    change = brought[1] if brought is not None and brought[0] == act.id else None
    subject = act.affected[0] if act.kind == "expulsion" and len(act.affected) == 1 else act.actor
    effect = effects.get((act.id, subject))
    return Event(
        on=act.day,
        category="act",
        kind=act.kind,
        actor=act.actor,
        steps=_steps_of_act(act, change, effect),
        act=act.id,
        target=act.target or "",
        affected=act.affected,
        after=change.interval.value if change else None,
        effect=effect,
        recorded=act.recorded_effective_on,
        computed=effect.computed if effect else None,
    )


def _steps_of_act(act: Act, change: _Change | None, effect: ActEffect | None) -> tuple[Step, ...]:
    if change is not None:
        return tuple(step for step in change.interval.steps if act.id in step.acts)
    if effect is not None:
        return (Step(f"{sentence(effect.words)}.", effect.rule, effect.provision, (act.id,)),)
    if act.kind == "treaty-extension" and act.scope_until is not None:
        text = f"{spoken(act.scope_until)} is the last day of the extended term."
        return (Step(text, "", act.provision, (act.id,)),)
    return (Step("", "", act.provision, (act.id,)),) if act.provision else ()


def _of_qualifier(qualifier: Qualifier, acts: Sequence[Act]) -> Iterator[Event]:
    """Where what qualifies a status begins or ends on a day that is not that of the act behind it."""
    days = {act.day for act in acts if act.id in qualifier.acts}
    step = Step(qualifier.text, "", qualifier.provision, qualifier.acts)
    event = Event(
        qualifier.valid_from, "qualifier", f"{qualifier.kind}-begins", qualifier.actor, (step,),
        act=qualifier.acts[0], territory=qualifier.territory,
    )  # fmt: skip
    if qualifier.valid_from not in days:
        yield event
    if qualifier.valid_until is not None and qualifier.valid_until not in days:
        yield replace(event, on=qualifier.valid_until, kind=f"{qualifier.kind}-ends")


def _with_status(found: Iterable[Event]) -> Iterator[Event]:
    """The events with the status of their actor before and after each of them."""
    standing: dict[str, Status] = {}
    for event in found:
        before = standing.get(event.actor)
        after = event.after or before
        if after is not None:
            standing[event.actor] = after
        yield replace(event, before=before, after=after)
