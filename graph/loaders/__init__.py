"""Loaders: pure generators of records and faults, one for each format, none of which knows RDF.

A new format is one module with `read`, one line in `LOADERS`, one data file and one test.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.faults import Fault
from graph.loaders import acts, agents, chain, codes, rules, sources, states
from graph.loaders.files import InputFile
from graph.records import Read

__all__ = ["LOADERS", "InputFile", "Loader"]


@dataclass(frozen=True, slots=True)
class Loader:
    """A format that can be loaded; `example` is a file in it among the packaged facts."""

    name: str
    read: Callable[[InputFile], Iterator[Read | Fault]]
    description: str
    suffixes: tuple[str, ...]
    example: str


_ALL = (
    Loader("states", states.read, "Table of states, territories and organisations", (".csv",), "states.csv"),
    Loader(
        "agents", agents.read, "Table of organs, courts, offices, persons, media", (".csv",), "agents.csv"
    ),
    Loader(
        "sources", sources.read, "Table of sources and what they are complete for", (".csv",), "sources.csv"
    ),
    Loader(
        "codes",
        codes.read,
        "Numbers of states in the schemes of political science, each for a time",
        (".csv",),
        "state_codes.csv",
    ),
    Loader(
        "rules", rules.read, "Final clauses of treaties (rules format v1)", (".json",), "treaty_rules.json"
    ),
    Loader(
        "acts",
        acts.read,
        "Acts with respect to treaties (acts format v1)",
        (".csv",),
        "acts_rome_statute.csv",
    ),
    Loader("chain", chain.read, "A decision chain (chain format v1)", (".json",), "chain_russia_icc.json"),
)

LOADERS: Mapping[str, Loader] = MappingProxyType({loader.name: loader for loader in _ALL})
