"""Loaders: pure generators of records and faults, one for each format, none of which knows RDF.

A new format is one module with `read`, one line in `LOADERS`, one data file and one test.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.faults import Fault
from graph.loaders import acts, agents, chain, codes, rules, sources, states
from graph.loaders.files import InputFile
from graph.loaders.rows import Columns
from graph.loaders.tables import header_of
from graph.records import Read

__all__ = ["LOADERS", "InputFile", "Loader"]


@dataclass(frozen=True, slots=True)
class Loader:
    """A format of ours that can be loaded; `example` is a file in it among the packaged facts.

    `recognises` tells whether a file, by its first bytes, is in this format.
    """

    name: str
    read: Callable[[InputFile], Iterator[Read | Fault]]
    recognises: Callable[[bytes], bool]
    description: str
    suffixes: tuple[str, ...]
    example: str


def _table(columns: Columns) -> Callable[[bytes], bool]:
    """Whether a file begins with a header that the format takes."""
    known, required = set(columns.known), set(columns.required)
    return lambda head: bool(header := set(header_of(head))) and required <= header <= known


def _object(*keys: bytes) -> Callable[[bytes], bool]:
    """Whether a file begins with a JSON object that has these keys."""
    return lambda head: head.lstrip().startswith(b"{") and all(b'"%s"' % key in head for key in keys)


_ALL = (
    Loader(
        "states",
        states.read,
        _table(states.COLUMNS),
        "Table of states, territories and organisations",
        (".csv",),
        "states.csv",
    ),
    Loader(
        "agents",
        agents.read,
        _table(agents.COLUMNS),
        "Table of organs, courts, offices, persons, media",
        (".csv",),
        "agents.csv",
    ),
    Loader(
        "sources",
        sources.read,
        _table(sources.COLUMNS),
        "Table of sources and what they are complete for",
        (".csv",),
        "sources.csv",
    ),
    Loader(
        "codes",
        codes.read,
        _table(codes.COLUMNS),
        "Numbers of states in the schemes of political science, each for a time",
        (".csv",),
        "state_codes.csv",
    ),
    Loader(
        "rules",
        rules.read,
        _object(b"treaties", b"entry_into_force"),
        "Final clauses of treaties (rules format v1)",
        (".json",),
        "treaty_rules.json",
    ),
    Loader(
        "acts",
        acts.read,
        _table(acts.COLUMNS),
        "Acts with respect to treaties (acts format v1)",
        (".csv",),
        "acts_rome_statute.csv",
    ),
    Loader(
        "chain",
        chain.read,
        _object(b"about", b"agents", b"acts"),
        "A decision chain (chain format v1)",
        (".json",),
        "chain_russia_icc.json",
    ),
)

LOADERS: Mapping[str, Loader] = MappingProxyType({loader.name: loader for loader in _ALL})
