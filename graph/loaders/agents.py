"""Loader of the table of agents: organs, courts, offices, persons, organisations, media."""

import re
from collections.abc import Iterator

from graph.faults import Fault
from graph.loaders.files import InputFile
from graph.loaders.rows import Columns, Once, Row, read_rows
from graph.records import Agent, Read

COLUMNS = Columns(known=("id", "label", "kind", "part_of"), required=("id", "label", "kind"))
KINDS = ("government", "organisation", "organ", "court", "prosecutor-office", "office", "person", "media")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
SHAPE = "ActorShape"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield an `Agent` for every sound row of a table of agents, and every fault."""
    once = Once()

    def record(row: Row) -> Agent:
        agent = Agent(
            id=row.matching("id", ID, "an id of letters, digits and hyphens", SHAPE),
            kind=row.among("kind", KINDS, SHAPE),
            label=row.needed("label", SHAPE),
            part_of=row.text("part_of") or None,
        )
        _check(agent, row)
        once.check(row, "id", agent.id, SHAPE)
        return agent

    return read_rows(file, COLUMNS, record)


def _check(agent: Agent, row: Row) -> None:
    if not agent.id:
        row.refuse("id", "“id” is empty; it is required.", SHAPE)
    if agent.part_of == agent.id:
        row.refuse("part_of", f"{agent.id} is part of itself.", SHAPE)
