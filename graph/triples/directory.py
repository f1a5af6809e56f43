"""Codes and IRIs of whoever acts: `RUS`, `EU`, `icc-registrar`, `state:GBR`, and the IRI of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from graph import iri
from graph.records import Agent, Record, State
from ontology.terms import DEP

ALL = "ALL"
ALL_PARTIES = iri.IDS + "all-parties"


@dataclass(frozen=True)
class Directory:
    """Who is known, in both directions.

    Where an organisation stands in the table of states and among the agents, it is one resource with two
    codes (`UN`, `un`); the code of the table of states is the one that is read back.
    """

    iris: Mapping[str, str]
    codes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index by IRI; capitals sort first."""
        ordered = sorted(self.iris, reverse=True)
        object.__setattr__(self, "codes", {self.iris[code]: code for code in ordered} | {ALL_PARTIES: ALL})

    def iri(self, code: str) -> str:
        """IRI of a code or id; `ALL` is all parties, `state:GBR` that state."""
        return ALL_PARTIES if code == ALL else self.iris[code.removeprefix("state:")]

    def code(self, node: str) -> str:
        """Code or id of an IRI."""
        return self.codes[node]

    def holder(self, name: str) -> str:
        """IRI of who makes a claim: an agent, or a policy (`policy:…`)."""
        return iri.policy(name.removeprefix("policy:")) if name.startswith("policy:") else self.iri(name)

    def with_records(self, records: Iterable[Record]) -> "Directory":
        """The same, with the states and agents among the records."""
        return Directory({**self.iris, **dict(_entries(records))})


def _entries(records: Iterable[Record]) -> Iterable[tuple[str, str]]:
    for record in records:
        if isinstance(record, State):
            yield record.code, iri.state(record.code, record.kind)
        elif isinstance(record, Agent) and record.kind != "state":
            yield record.id, iri.agent(record.id, record.kind)


def read_directory(store: Store) -> Directory:
    """Everyone who has a code in the store."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.code), None, None)
    return Directory({
        quad.object.value: quad.subject.value
        for quad in quads
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    })  # fmt: skip
