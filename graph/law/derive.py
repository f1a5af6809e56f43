"""From acts and rules to status: one pure function that never reads the clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from graph.law import ending, joining, leaving, suspending, taking_back, treaty_end
from graph.law.case import CONSENTS, ActEffect, Case, Remark
from graph.law.ending import Loss
from graph.law.qualifiers import Qualifier, qualifiers
from graph.law.rules import Rules, held
from graph.law.standing import Departure, Standing
from graph.law.timeline import Interval, Step, intervals
from graph.law.treaty_end import TreatyEnd
from graph.law.vienna import PartyPeriods
from graph.records import Act

__all__ = [
    "ActEffect",
    "Departure",
    "Derivation",
    "Interval",
    "Loss",
    "PartyPeriods",
    "Qualifier",
    "Remark",
    "Step",
    "derive",
]

Applied = TypeVar("Applied", Step, ActEffect)
Interpreter = Callable[[Standing, Act, Case], Standing]

INTERPRETERS: Mapping[str, Interpreter] = {
    "signature": joining.sign,
    "succession-to-signature": joining.sign,
    **dict.fromkeys(CONSENTS, joining.consent),
    "consent-withdrawn-before-force": taking_back.withdraw_consent,
    "no-intent-communication": taking_back.decline,
    "withdrawal-notification": leaving.withdraw,
    "suspension-notification": suspending.suspend,
    "resumption-notification": suspending.resume,
    "withdrawal-revocation": leaving.revoke,
    "expulsion": leaving.expel,
}
FOR_ALL = frozenset({"treaty-extension", "treaty-termination", "treaty-expiry"})
WITHOUT_EFFECT_ON_STATUS = frozenset({
    "reservation", "reservation-withdrawal", "objection", "objection-withdrawal", "declaration",
    "declaration-withdrawal", "jurisdiction-acceptance", "opt-out-declaration", "territorial-application",
    "territorial-exclusion", "provisional-application", "provisional-application-end", "continuation",
})  # fmt: skip
ORDER = {kind: rank for rank, kind in enumerate(INTERPRETERS)}


@dataclass(frozen=True, slots=True)
class Derivation:
    """What the acts of one treaty lead to, as known on `known` (`None`: with everything that is recorded).

    `intervals` are sorted by actor and day, `effects` and `remarks` by actor and order of the acts,
    `qualifiers` by actor and day. `concluded`, `in_force` and `ended` speak of the treaty itself;
    `departures` are the times that one actor left it, by actor and in order.
    """

    treaty: str
    known: date | None
    intervals: tuple[Interval, ...]
    effects: tuple[ActEffect, ...]
    remarks: tuple[Remark, ...]
    in_force: date | None
    ended: TreatyEnd | None
    qualifiers: tuple[Qualifier, ...] = ()
    concluded: date | None = None
    departures: tuple[Departure, ...] = ()

    def of(self, actor: str) -> tuple[Interval, ...]:
        """The intervals of one actor, in order."""
        return tuple(interval for interval in self.intervals if interval.actor == actor)


def derive(  # noqa: PLR0913 - each is another kind of fact, and most treaties need but a few
    acts: Sequence[Act],
    rules: Rules | None,
    *,
    known: date | None = None,
    successions: Mapping[str, date] | None = None,
    existence: Mapping[str, date] | None = None,
    organisations: frozenset[str] = frozenset(),
    vclt: PartyPeriods | None = None,
    parent: PartyPeriods | None = None,
    losses: Sequence[Loss] = (),
    contested: Mapping[str, date] | None = None,
) -> Derivation:
    """The status of each actor under one treaty, from its acts and final clauses.

    `acts` are those of one treaty, each once, in any order; `rules` is `None` where its final clauses are
    not held, and then only recorded days count. With `known`, acts that became known later are left out,
    and never change the answer. `successions` holds dates of succession by actor, `existence` the first day
    on which a state existed no longer (`graph.triples.agents.read_ends_of_existence`), `organisations` the
    codes of actors that are no states. `vclt` are the parties to the Vienna Convention (without them it is
    cited as custom), `parent` those to the parent treaty of the rules (without them nothing is said of it),
    both by `graph.law.vienna.party_periods` of the intervals as known on the same day; `losses` is what
    follows from leaving another treaty (`graph.law.cascades.losses_from`). `contested` holds the ids of acts
    whose actor is said to lack the capacity for them, with the day since which it is said.
    """
    treaty = rules.id if rules else (acts[0].treaty if acts else "")
    case = Case(treaty, rules, known, successions or {}, existence or {}, organisations, vclt, parent)
    heard = sorted((act for act in acts if act.treaty == treaty and case.knows(act.known)), key=_order)
    case = replace(case, notices=tuple(act for act in heard if act.kind == "withdrawal-notification"))
    case = replace(case, contested=contested or {})
    own_losses = [loss for loss in losses if loss.treaty == treaty]
    folded = (_fold(actor, own, own_losses, case) for actor, own in sorted(_by_actor(heard).items()))
    standings = [ending.ceased(standing, case) for standing in folded]
    end = treaty_end.treaty_end(heard, standings, case)
    if end is not None:
        standings = [ending.closed(standing, end) for standing in standings]
    return _derivation(case, heard, standings, end)


def _order(act: Act) -> tuple[date, int, str]:
    """By day; on one day a signature comes before the consent, and both before what takes them back."""
    return (act.day, ORDER.get(act.kind, len(ORDER)), act.id)


def _by_actor(acts: Sequence[Act]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        for actor in _subjects(act):
            found.setdefault(actor, []).append(act)
    return found


def _subjects(act: Act) -> tuple[str, ...]:
    """Whose status an act is about: of the expelled member, not of the organ that decides."""
    if act.kind in FOR_ALL:
        return ()
    return act.affected if act.kind == "expulsion" else (act.actor,)


def _fold(actor: str, acts: Sequence[Act], losses: Sequence[Loss], case: Case) -> Standing:
    """The standing after all acts, and all losses that follow from other treaties, in order of time."""
    standing = Standing(actor)
    waiting = sorted((loss for loss in losses if loss.actor == actor), key=lambda loss: loss.left_on)
    for act in acts:
        while waiting and waiting[0].left_on < act.day:
            standing = ending.lost(standing, waiting.pop(0))
        standing = _interpreted(standing, act, case)
    for loss in waiting:
        standing = ending.lost(standing, loss)
    return standing


def _interpreted(standing: Standing, act: Act, case: Case) -> Standing:
    interpreter = INTERPRETERS.get(act.kind)
    if interpreter is not None:
        return interpreter(standing, act, case)
    if act.kind == "reservation":
        return _reserved(standing, act, case)
    if act.kind in WITHOUT_EFFECT_ON_STATUS:
        return standing
    return standing.remarked(act, "not-interpreted", f"The kind “{act.kind}” is not interpreted.")


def _reserved(standing: Standing, act: Act, case: Case) -> Standing:
    """A reservation changes no status; one that the treaty prohibits is told (VCLT 19(a))."""
    rule = case.rules.reservations if case.rules else None
    if rule is None or rule.permitted != "no":
        return standing
    where = f" (article {rule.provision})" if rule.provision else ""
    law = case.cite("19(a)", act, act.actor)
    text = f"The treaty permits no reservations{where}: none may be made ({law})."
    return standing.remarked(act, "reservation-not-permitted", text)


def _derivation(
    case: Case, acts: Sequence[Act], standings: Sequence[Standing], end: TreatyEnd | None
) -> Derivation:
    names = held(case.rules)
    found = tuple(
        replace(interval, steps=tuple(_held(step, names) for step in interval.steps))
        for each in standings
        for interval in intervals(case.treaty, each.actor, each.points)
    )
    return Derivation(
        treaty=case.treaty,
        known=case.known,
        intervals=found,
        effects=tuple(_held(effect, names) for each in standings for effect in each.effects),
        remarks=tuple(remark for each in standings for remark in each.remarks),
        in_force=case.in_force,
        ended=end,
        qualifiers=qualifiers(acts, found, case, end.on if end else None),
        concluded=case.rules.dated_on if case.rules else None,
        departures=tuple(departure for each in standings for departure in each.departures),
    )


def _held(ground: Applied, names: frozenset[str]) -> Applied:
    """Without the name of a rule that the treaty does not have."""
    return ground if ground.rule in names else replace(ground, rule="")
