"""What is known already, when new records are checked: a small view of the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Protocol

from graph.loaders.nearest import shortened
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
    """Codes of states and ids of agents with their kinds, ids of sources, slugs of treaties, acts by id.

    `minted` are the ids of acts that stay as they are: those of the store, and those that name their own day.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    treaties: frozenset[str] = frozenset()
    acts: Mapping[str, KnownAct] = field(default_factory=dict)
    minted: frozenset[str] = frozenset()

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
            self.minted | {r.id for r in kept if isinstance(r, Act) and names_its_day(r)},
        )

    def names(self, code: str) -> bool:
        """Return whether a code or id is a state, an organisation or an agent."""
        return code in self.states or code in self.agents

    def all_names(self) -> list[str]:
        """Return every code and id, to find the nearest."""
        return [*self.states, *self.agents]


def names_its_day(act: Act) -> bool:
    """Return whether the id of an act names the day on which the act works."""
    return act.id.startswith(f"{act.treaty}/{act.actor}/{act.day.isoformat()}/")


def misfit(act: Act) -> str:
    """Return what is wrong with an id that does not say the same as the fields."""
    stem = f"{act.treaty}/{act.actor}/{act.day.isoformat()}/{act.kind}"
    return (
        f"“{shortened(act.id)}” does not fit treaty/actor/day/kind: {stem}, then /2 where it repeats. Only "
        "an act that is known already keeps an id of another day."
    )
