"""Checks of an act of the acts format against what is known (VCLT: each check names its article)."""

from collections.abc import Iterable, Iterator
from functools import partial

from graph.faults import Fault, Origin
from graph.loaders.grounds import Target, consents, ground, policy, target_of
from graph.loaders.known import Known, KnownAct, misfit
from graph.loaders.nearest import did_you_mean, one_of, shortened
from graph.records import Act

ALL = "ALL"
# What works from a day that cannot lie before it is received or decided. A succession can (VCSST 23).
FORWARD = (consents() - {"succession"}) | {
    "signature", "no-intent-communication", "consent-withdrawn-before-force", "withdrawal-notification",
    "withdrawal-revocation", "suspension-notification", "resumption-notification", "expulsion",
}  # fmt: skip
DEPOSITARIES = "VCLT 76"
CAPACITY = "VCLT 6"  # every State possesses capacity to conclude treaties


def act_faults(act: Act, origin: Origin, known: Known) -> Iterator[Fault]:
    """Yield every name of an act that resolves to nothing, and a target that it cannot have."""
    yield from _actor(act, origin, known)
    yield from _others(act, origin, known)
    yield from _territories(act, origin, known)
    if act.depositary and (message := unknown_depositary(act.depositary, known)):
        yield Fault(origin, "depositary", message, "TreatyActionShape", DEPOSITARIES)
    yield from unknown_sources(act.sources, origin, "sources", known)
    yield from _working_days(act, origin)
    if act.id not in known.minted:
        yield Fault(origin, "id", misfit(act), "TreatyActionShape")
    if act.target:
        yield from _target(act, act.target, origin, known)


def _working_days(act: Act, origin: Origin) -> Iterator[Fault]:
    """Yield an effect before receipt, where the law lets nothing work back, and knowledge before the act.

    A succession works back to its date, and what qualifies a status (territory, opt-outs) may say so.
    """
    effect = act.recorded_effective_on
    if effect and effect < act.day and act.kind in FORWARD:
        message = (
            f"A {act.kind} received on {act.day} cannot have taken effect earlier, on {effect}: correct one "
            "of the two days."
        )
        yield Fault(origin, "recorded_effective_on", message, "DatesShape", "VCLT 16, 24, 78(b)")
    first = min(day for day in (act.date, act.day) if day)
    if act.known_on and act.known_on < first:
        message = (
            f"It cannot be known on {act.known_on}: the act is of {first}. Leave known_on empty, or correct."
        )
        yield Fault(origin, "known_on", message, "DatesShape", policy("DatesShape"))


def unknown_sources(sources: Iterable[str], origin: Origin, field: str, known: Known) -> Iterator[Fault]:
    """Yield each source that no table of sources describes."""
    for source in sources:
        if source not in known.sources:
            message = f"No source is called “{shortened(source)}”.{did_you_mean(source, known.sources)}"
            yield Fault(
                origin, field, f"{message} Load the sources first.", "SourceShape", policy("SourceShape")
            )


def _unknown(code: str, known: Known) -> str:
    hint = did_you_mean(code, known.all_names())
    return f"No state, organisation or organ is called “{shortened(code)}”.{hint}"


def _actor(act: Act, origin: Origin, known: Known) -> Iterator[Fault]:
    if known.states.get(act.actor) == "territory":
        message = f"{act.actor} is a territory; its state acts, and names it in “territory”."
        yield Fault(origin, "actor", message, "ActorShape", CAPACITY)
    elif act.actor != ALL and not known.names(act.actor):
        yield Fault(origin, "actor", _unknown(act.actor, known), "ActorShape", CAPACITY)


def _others(act: Act, origin: Origin, known: Known) -> Iterator[Fault]:
    for field, codes in (("affected", act.affected), ("addressee", act.addressee)):
        for code in codes:
            if code != ALL and not known.names(code):
                yield Fault(origin, field, _unknown(code, known), "ActorShape")


def _territories(act: Act, origin: Origin, known: Known) -> Iterator[Fault]:
    fault = partial(Fault, origin, "territory", shape="TerritorialShape", law="VCLT 29")
    territories = (
        [code for code, kind in known.states.items() if kind == "territory"] if act.territory else []
    )
    for code in act.territory:
        if code not in known.states:
            yield fault(
                message=f"No territory is called “{shortened(code)}”.{did_you_mean(code, territories)}"
            )
        elif code not in territories:
            yield fault(message=f"{code} is no territory but of the kind {known.states[code]}.")


def unknown_depositary(name: str, known: Known) -> str:
    """Say so of a depositary that is no state, organisation or officer of one (VCLT 76(1)); else nothing."""
    code = name.removeprefix("state:")
    if name in known.agents or (code != name and known.states.get(code, "territory") != "territory"):
        return ""
    states = (f"state:{code}" for code, kind in known.states.items() if kind != "territory")
    hint = did_you_mean(name, [*known.agents, *states])
    return f"No depositary is called “{shortened(name)}”; write the id of an agent, or state:XXX.{hint}"


def _target(act: Act, target: str, origin: Origin, known: Known) -> Iterator[Fault]:
    basis = ground(act.kind)
    fault = partial(Fault, origin, "target", shape=basis.shape, law=basis.law)
    found = known.acts.get(target)
    if found is None:
        yield fault(message=_dangling(act, target, known))
        return
    allowed = target_of(act.kind)
    if allowed:
        yield from (fault(message=message) for message in _misfits(act, target, found, allowed))
    if found.day > act.day:
        yield fault(message=f"The target is of {found.day}, later than this act of {act.day}.")


def _dangling(act: Act, target: str, known: Known) -> str:
    """Say so, with a hint among the acts of one actor and treaty only: a register may hold millions."""
    stem = f"{act.treaty}/{act.actor}/"
    near = did_you_mean(target, [id_ for id_ in known.acts if id_.startswith(stem)])
    return f"No act has the id “{shortened(target, 120)}”; a {act.kind} needs an act to work on.{near}"


def _misfits(act: Act, target: str, found: KnownAct, allowed: Target) -> Iterator[str]:
    if found.kind not in allowed.kinds:
        yield f"“{target}” is a {found.kind}; a {act.kind} targets a {one_of(sorted(allowed.kinds))}."
    if found.treaty != act.treaty:
        yield f"“{target}” concerns {found.treaty}, this act {act.treaty}."
    if allowed.own and found.actor != act.actor:
        yield f"“{target}” is an act of {found.actor}; {act.actor} can only take back its own."
    if act.kind == "objection" and found.kind == "reservation" and found.actor == act.actor:
        yield f"{act.actor} objects to its own reservation; a reservation is withdrawn instead (VCLT 22(1))."
