"""What loaders read and the law works on: frozen records that know nothing of RDF.

Field names are those of the three formats: acts v1, rules v1, chain v1. Days are `datetime.date`,
here `Day`; an absent value is `None` or an empty tuple. `graph.triples` turns records into quads and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a field is called date
from typing import Any, Literal, TypeAlias

from graph.faults import Origin

Verification = Literal["verified", "single-source", "unverified"]
Basis = Literal["stated", "claimed"]


@dataclass(frozen=True, slots=True)
class State:
    """A row of the table of states: states and former ones, observers, territories, organisations."""

    code: str
    kind: str
    name_en: str
    name_fr: str = ""
    name_ru: str = ""
    iso_alpha2: str = ""
    iso_alpha3: str = ""
    iso_numeric: str = ""
    exists_from: Day | None = None
    exists_until: Day | None = None
    continues: tuple[str, ...] = ()
    successor_of: tuple[str, ...] = ()
    date_of_succession: Day | None = None
    date_source: str = ""
    un_member_since: Day | None = None
    un_member_until: Day | None = None
    wikidata: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts, decides or says: an organ, court, office, person, organisation, medium."""

    id: str
    kind: str
    label: str
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read, and what it is complete for.

    `published_on` is an ISO 8601 day, month or year, as precise as it is known.
    """

    id: str
    title: str
    publisher: str
    tier: str
    url: str = ""
    published_on: str = ""
    read_on: Day | None = None
    licence: str = ""
    complete_for: str = ""
    complete_as_of: Day | None = None
    includes_withdrawals: bool = False
    includes_former_states: bool = False
    note: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act with respect to one treaty (acts format v1).

    `sources` are the ids of the documents that report it. `actor` and `affected` are codes of the table of
    states or ids of agents; `ALL` stands for all parties.
    """

    id: str
    treaty: str
    actor: str
    kind: str
    affected: tuple[str, ...] = ()
    date: Day | None = None
    received_on: Day | None = None
    known_on: Day | None = None
    requested_effective_on: Day | None = None
    recorded_effective_on: Day | None = None
    target: str | None = None
    provision: str = ""
    territory: tuple[str, ...] = ()
    scope_from: Day | None = None
    scope_until: Day | None = None
    opposes_entry_into_force: bool | None = None
    depositary: str = ""
    addressee: tuple[str, ...] = ()
    acted_as: str = ""
    document: str = ""
    verification: Verification = "unverified"
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def day(self) -> Day:
        """The day on which the act works: of receipt (VCLT 78(b)), else the day of the act itself."""
        day = self.received_on or self.date or self.recorded_effective_on
        if day is None:
            raise ValueError(f"{self.id} has no day")  # a loader refuses such a row
        return day

    @property
    def known(self) -> Day:
        """The day from which the act is known: `known_on`, else the day on which it works."""
        return self.known_on or self.day


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source: verbatim words, or the reason why they are not held."""

    source: str
    quote: str | None = None
    language: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act changes in law, on the domestic or the international plane."""

    plane: Literal["domestic", "international"]
    on: Day | None
    what: str


@dataclass(frozen=True, slots=True)
class ChainAct:
    """An act of a decision chain. `document` may be `act:<id>`: then it is that act of the register."""

    id: str
    kind: str
    label: str
    date: Day | None
    date_edtf: str | None
    actors: tuple[tuple[str, str], ...]  # (agent, role)
    concerns: tuple[tuple[str, str | None], ...]  # (treaty, provision)
    document: str | None
    effects: tuple[Effect, ...]
    verification: Verification
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """Who says otherwise about a claimed link."""

    holder: str
    says: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two acts: stated by a text, or claimed by somebody."""

    source_act: str
    relation: str
    target_act: str
    basis: Basis
    claimed_by: tuple[str, ...]
    passages: tuple[Passage, ...]
    confidence: float | None
    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says, kept whether true or not; `assessment` and `reason` are Depositary's."""

    id: str
    holder: str
    said_on: Day | None
    subject: str
    predicate: str
    object: str
    modality: str
    passages: tuple[Passage, ...]
    contradicts: tuple[str, ...]
    assessment: str
    reason: str


@dataclass(frozen=True, slots=True)
class TreatyRules:
    """The final clauses of one treaty (rules format v1), as checked JSON; `graph.law.rules` types them."""

    id: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StateCode:
    """The number of a state in a scheme of political science, for a time (`[valid_from, valid_until)`).

    An absent first day is before the scheme begins; an absent last one is open at the end of the list.
    """

    code: str
    scheme: str
    number: int
    valid_from: Day | None = None
    valid_until: Day | None = None
    source: str = ""
    note: str = ""


Record: TypeAlias = State | StateCode | Agent | Source | Act | TreatyRules | ChainAct | Link | Claim


@dataclass(frozen=True, slots=True)
class Read:
    """A record and the place that it was read from."""

    record: Record
    origin: Origin
