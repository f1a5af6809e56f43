"""The final clauses of a treaty as typed records (rules format v1): field by field the JSON schema.

The day that results from a withdrawal is always the first day outside, also where the treaty says "on 30
June".
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.law.decode import decode
from graph.law.delays import Delay
from graph.records import TreatyRules

NotBefore = Literal["treaty-eif"]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Names in other registers."""

    untc: str | None
    unts: str | None
    cets: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class SignatureWindow:
    """First and last day for signature, both inclusive."""

    from_: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must have happened before the treaty enters into force."""

    instruments: int | None
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """Entry into force of the treaty itself (VCLT 24(1)); `recorded_on` governs."""

    provision: str
    condition: Condition
    delay: Delay
    trigger_on: date | None
    recorded_on: date | None
    checked: bool
    checked_by: str | None


@dataclass(frozen=True, slots=True)
class ConsentEffect:
    """From which day one state's consent binds it (VCLT 24(3)). `for_` names the instruments it governs."""

    provision: str
    for_: Literal["after-nth", "after-eif", "all"]
    delay: Delay
    not_before: NotBefore | None
    several_depositaries: Literal["first-deposit"] | None


@dataclass(frozen=True, slots=True)
class SuccessionEffect:
    """From which day a notification of succession binds."""

    provision: str | None
    effective: Literal["date-of-succession", "none"]
    not_before: NotBefore | None


@dataclass(frozen=True, slots=True)
class SignatureEffect:
    """What a signature alone does, and whether as Vienna Convention or as custom."""

    effect: Literal["interim-obligation", "none"]
    basis: Literal["vclt", "custom"]


@dataclass(frozen=True, slots=True)
class Earliest:
    """A bar in time: on the notice itself, or on its effect only."""

    after: Literal["state-eif", "treaty-eif"]
    period: Delay
    governs: Literal["notice", "effect"]


@dataclass(frozen=True, slots=True)
class FixedDate:
    """Effect on one day of the year (MM-DD); `notice_by` is the last day in time in the same year."""

    month_day: str
    notice_by: str


@dataclass(frozen=True, slots=True)
class PeriodEndWindow:
    """The treaty runs in periods, and one may leave at the end of each."""

    first_period_years: int
    period_years: int
    notice_months: int


@dataclass(frozen=True, slots=True)
class EndOfYear:
    """Effect on 31 December of the same or the following year; from `late_from` (MM-DD) a notice is late."""

    which: Literal["same", "following"]
    late_from: str | None
    late_which: Literal["same", "following"] | None


@dataclass(frozen=True, slots=True)
class Saving:
    """What goes on binding or running after a withdrawal."""

    provision: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How a party leaves by its own act: by `notice`, or in one of three calendar forms."""

    provision: str | None
    permitted: Literal["yes", "no", "by-default-vclt-56"]
    earliest: Earliest | None
    notice: Delay | None
    counted_from: Literal["receipt", "notification"] | None
    fixed_date: FixedDate | None
    period_end_window: PeriodEndWindow | None
    end_of_year: EndOfYear | None
    later_day_may_be_named: bool
    reasons_required: bool
    addressees: tuple[str, ...]
    depositary_practice_offset_days: int
    blocked_while: tuple[str, ...]
    survives: tuple[Saving, ...]


@dataclass(frozen=True, slots=True)
class SpecialWithdrawal:
    """Another way out, bound to an event."""

    provision: str
    on: str
    notice_within: Delay
    effect: Literal["same-day", "as-the-other"]


@dataclass(frozen=True, slots=True)
class Revocation:
    """Taking back a notice before it has taken effect."""

    provision: str | None
    basis: Literal["treaty", "vclt-68-by-analogy"]
    until: Literal["before-effect"]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Suspension of operation by one party."""

    provision: str | None
    permitted: Literal["yes", "no", "by-default-vclt-57-to-63"]


@dataclass(frozen=True, slots=True)
class Cascade:
    """What leaving this treaty does to another one."""

    to: str
    provision: str
    on: tuple[Literal["withdrawal", "expulsion"], ...]
    effect: Delay | Literal["same-day"]


@dataclass(frozen=True, slots=True)
class Expulsion:
    """End of participation by decision of others."""

    provision: str
    decided_by: str
    effect: Literal["named-in-decision", "same-day"]


@dataclass(frozen=True, slots=True)
class End:
    """An end of the treaty as such; `on` is the first day on which it is no longer in force."""

    kind: Literal["expiry", "termination", "superseded"]
    on: date | None
    provision: str | None
    parties_below: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class RegionalOrganisations:
    """Organisations of states as parties."""

    may_join: bool
    counted_in_addition: bool
    provision: str | None


@dataclass(frozen=True, slots=True)
class Reservations:
    """Whether reservations are permitted."""

    permitted: Literal["yes", "no", "partly"]
    provision: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision on which the rules rest, in its own words where they are held."""

    provision: str
    quote: str | None
    quote_language: str | None
    text_held: bool
    source: str | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The final clauses of one treaty."""

    id: str
    title: str
    identifiers: Identifiers
    depositaries: tuple[str, ...]
    dated_on: date
    adopted_on: date | None
    opened_for_signature: SignatureWindow | None
    entry_into_force: EntryIntoForce
    consent_effect: ConsentEffect | None
    succession_effect: SuccessionEffect
    signature_effect: SignatureEffect
    withdrawal: Withdrawal
    special_withdrawals: tuple[SpecialWithdrawal, ...]
    revocation: Revocation
    suspension: Suspension
    cascade: tuple[Cascade, ...]
    expulsion: Expulsion | None
    ends: tuple[End, ...]
    bilateral: bool
    regional_organisations: RegionalOrganisations
    parent: str | None
    amends: str | None
    reservations: Reservations
    remark: str | None
    clauses: tuple[Clause, ...]


def held(rules: Rules | None) -> frozenset[str]:
    """The short names of the rules that a treaty has; repeated ones are numbered (`cascade-1`)."""
    if rules is None:
        return frozenset()
    single = {
        "entry-into-force": rules.entry_into_force, "consent-effect": rules.consent_effect,
        "succession-effect": rules.succession_effect, "signature-effect": rules.signature_effect,
        "withdrawal": rules.withdrawal, "revocation": rules.revocation, "suspension": rules.suspension,
        "expulsion": rules.expulsion, "reservations": rules.reservations,
        "regional-organisations": rules.regional_organisations,
    }  # fmt: skip
    repeated = {"special-withdrawal": rules.special_withdrawals, "cascade": rules.cascade, "end": rules.ends}
    names = {name for name, rule in single.items() if rule is not None}
    return frozenset(names | {f"{name}-{n + 1}" for name, each in repeated.items() for n in range(len(each))})


def parse(rules: TreatyRules) -> Rules:
    """The rules of one treaty, typed; `BadRequest` where the document does not follow the format."""
    return decode(Rules, rules.document, rules.id)
