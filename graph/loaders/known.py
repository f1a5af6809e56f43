"""What is known already, when new records are checked: a small view of the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Protocol

from graph.records import Act, Agent, Record, Source, State, TreatyRules


class KnownAct(Protocol):
    """What a check needs of an act; an `Act` has it, and a store may answer with less."""

    @property
    def treaty(self) -> str:
        """Slug of the treaty."""

    @property
    def actor(self) -> str:
        """Code of who acted."""

    @property
    def kind(self) -> str:
        """Kind of the acts format."""

    @property
    def day(self) -> Day:
        """Day on which the act works."""


@dataclass(frozen=True, slots=True)
class Known:
    """Codes of states and ids of agents with their kinds, ids of sources, slugs of treaties, acts by id."""

    states: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    treaties: frozenset[str] = frozenset()
    acts: Mapping[str, KnownAct] = field(default_factory=dict)

    def with_records(self, records: Iterable[Record]) -> "Known":
        """Return what is known once these records are; a kind of agent that is known already stays."""
        kept = list(records)
        agents = {r.id: r.kind for r in kept if isinstance(r, Agent) and r.kind != "state"}
        return Known(
            {**self.states, **{r.code: r.kind for r in kept if isinstance(r, State)}},
            {**agents, **self.agents},
            self.sources | {r.id for r in kept if isinstance(r, Source)},
            self.treaties | {r.id for r in kept if isinstance(r, TreatyRules)},
            {**self.acts, **{r.id: r for r in kept if isinstance(r, Act)}},
        )

    def names(self, code: str) -> bool:
        """Return whether a code or id is a state, an organisation or an agent."""
        return code in self.states or code in self.agents

    def all_names(self) -> list[str]:
        """Return every code and id, to find the nearest."""
        return [*self.states, *self.agents]
