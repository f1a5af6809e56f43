"""Checks of a chain against what is known: who acts, holds and is cited must be somebody and something."""

from collections.abc import Iterator, Sequence

from graph.faults import Fault, Origin
from graph.loaders.check_acts import unknown_sources
from graph.loaders.grounds import policy
from graph.loaders.known import Known
from graph.loaders.nearest import did_you_mean, shortened
from graph.records import ChainAct, Claim, Link, Passage
from ontology.kinds import treaty_action_kinds

UNSPECIFIC = "treaty-act"  # stands for the kinds of acts that the chain format does not name


def chain_act_faults(act: ChainAct, origin: Origin, known: Known) -> Iterator[Fault]:
    """Yield roles of nobody, passages of no source, and an act of the register that is not there."""
    for index, (agent, _) in enumerate(act.actors):
        yield from _nobody(agent, origin, f"actors[{index}].agent", "ActorShape", known)
    yield from _registered(act, origin, known)
    yield from _passages(act.passages, origin, "passages", known)


def _registered(act: ChainAct, origin: Origin, known: Known) -> Iterator[Fault]:
    """Yield an act of the register that is not there, or is of another kind."""
    document = act.document or ""
    if not document.startswith("act:"):
        yield from _unregistered(act, origin)
        return
    id_ = document.removeprefix("act:")
    found = known.acts.get(id_)
    if found is None:
        near = did_you_mean(id_, [other for other in known.acts if other.split("/")[0] == id_.split("/")[0]])
        message = f"The register has no act “{shortened(id_, 120)}”.{near}"
        yield Fault(origin, "document", message, "TreatyActionShape")
    elif act.kind not in (found.kind, UNSPECIFIC):
        message = f"“{id_}” is a {found.kind} in the register, here a {act.kind}."
        yield Fault(origin, "kind", message, "TreatyActionShape")


def _unregistered(act: ChainAct, origin: Origin) -> Iterator[Fault]:
    """Warn of an act with respect to a treaty (VCLT 16, 78) that only the chain holds: it gives no status."""
    if act.kind in treaty_action_kinds():
        message = (
            f"A {act.kind} is an act with respect to a treaty and belongs in the register: load it in the "
            "acts format, and name it here as act:treaty/actor/day/kind."
        )
        yield Fault(origin, "document", message, "TreatyActionShape", "VCLT 16, 78", "warning")


def link_faults(link: Link, origin: Origin, known: Known) -> Iterator[Fault]:
    """Yield holders who are nobody and passages of no source."""
    for index, holder in enumerate(link.claimed_by):
        yield from _nobody(holder, origin, f"claimed_by[{index}]", "ClaimShape", known)
    for index, against in enumerate(link.against):
        yield from _nobody(against.holder, origin, f"against[{index}].holder", "ClaimShape", known)
        yield from unknown_sources(
            [against.passage.source], origin, f"against[{index}].passage.source", known
        )
    yield from _passages(link.passages, origin, "passages", known)


def claim_faults(claim: Claim, origin: Origin, known: Known) -> Iterator[Fault]:
    """Yield a holder who is nobody and passages of no source."""
    yield from _nobody(claim.holder, origin, "holder", "ClaimShape", known)
    yield from _passages(claim.passages, origin, "passages", known)


def _nobody(name: str, origin: Origin, field: str, shape: str, known: Known) -> Iterator[Fault]:
    """Yield a name that is no agent or state; only a claim may be held by a policy of Depositary's."""
    if not known.names(name) and not (shape == "ClaimShape" and name.startswith("policy:")):
        message = f"No agent or state is called “{shortened(name)}”.{did_you_mean(name, known.all_names())}"
        yield Fault(origin, field, message, shape, policy(shape))


def _passages(passages: Sequence[Passage], origin: Origin, field: str, known: Known) -> Iterator[Fault]:
    for index, passage in enumerate(passages):
        yield from unknown_sources([passage.source], origin, f"{field}[{index}].source", known)
