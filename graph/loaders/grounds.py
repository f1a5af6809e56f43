"""Which shape and which article stand behind what an act of a kind must have."""

from collections.abc import Mapping
from dataclasses import dataclass

from ontology.kinds import shape, target_kinds, treaty_action_kinds


@dataclass(frozen=True, slots=True)
class Ground:
    """The name of a shape of `ontology/shapes.ttl`, and the article behind it."""

    shape: str
    law: str


@dataclass(frozen=True, slots=True)
class Target:
    """What an act of some kind may target: acts of these kinds, of the same actor where the law says so."""

    kinds: frozenset[str]
    own: bool = False


GROUNDS: Mapping[str, Ground] = {
    "withdrawal-notification": Ground("WithdrawalShape", "VCLT 54, 67, 78(b)"),
    "withdrawal-revocation": Ground("RevocationShape", "VCLT 68"),
    "no-intent-communication": Ground("NoIntentShape", "VCLT 18(a)"),
    "consent-withdrawn-before-force": Ground("ConsentWithdrawalShape", "VCLT 18(b)"),
    "objection": Ground("ObjectionShape", "VCLT 20(4)(b)"),
    "expulsion": Ground("ExpulsionShape", "the treaty itself (Statute of the Council of Europe 8)"),
    "territorial-application": Ground("TerritorialShape", "VCLT 29"),
    "territorial-exclusion": Ground("TerritorialShape", "VCLT 29"),
}

# A notice is revoked by whoever gave it (VCLT 68), a signature or consent taken back by whoever gave it (VCLT
# 18). A reservation can be withdrawn by a successor (VCSST 20).
OWN_ACTS = frozenset({"withdrawal-revocation", "no-intent-communication", "consent-withdrawn-before-force"})


def policy(shape_name: str) -> str:
    """Return the policy of Depositary's behind a shape; empty where an article is, which the check names."""
    basis = shape(shape_name).legal_basis if shape_name else ""
    return basis if basis.startswith("policy of Depositary") else ""


def ground(kind: str) -> Ground:
    """Return the shape and article for the fields that a kind requires, its target above all."""
    known = treaty_action_kinds().get(kind)
    return GROUNDS.get(kind) or Ground("TargetShape", known.legal_basis if known else "")


def consents() -> frozenset[str]:
    """Return the kinds by which a state consents to be bound (VCLT 11)."""
    return frozenset(name for name, kind in treaty_action_kinds().items() if kind.consent)


def target_of(kind: str) -> Target | None:
    """Return what an act of this kind may target, as the ontology has it; None where it says nothing."""
    kinds = target_kinds(kind)
    return Target(kinds, own=kind in OWN_ACTS) if kinds else None
