"""What made each generation of a store: when, by what and by whom, and how much was added and removed.

A line of JSON for each, written before the generation becomes current: what a killed writer noted and did not
publish is passed over, and written again by the next one.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["load", "derive", "update", "graph-store", "restore"]


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of quads."""

    added: int = 0
    removed: int = 0

    def __add__(self, other: "Change") -> "Change":
        """Return one change after the other."""
        return Change(self.added + other.added, self.removed + other.removed)


@dataclass(frozen=True, slots=True)
class Made:
    """How a change was made: `at` in UTC (RFC 3339), `by` the name of a token, or the command.

    `graphs` are the named graphs that were written, with the quads added to and removed from each; "" is the
    unnamed graph. What was derived from it is not among them. For a load it is empty.
    """

    kind: Kind
    at: str
    by: str
    graphs: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: the number and version of the generation that it made, and all quads, with derived ones."""

    generation: int
    version: str
    added: int
    removed: int
    made: Made


class Changes:
    """The file of changes of a store."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, changed: Changed) -> None:
        """Add a change, durably."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(changed), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def until(self, generation: int) -> list[Changed]:
        """The changes up to a generation, newest first; the last word on each counts."""
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").splitlines()
        found = {changed.generation: changed for changed in map(_read, lines) if changed}
        return [found[number] for number in sorted(found, reverse=True) if number <= generation]


def _read(line: str) -> Changed | None:
    """A change; none where a killed writer left half a line."""
    try:
        told = json.loads(line)
        made = told["made"]
        graphs = {graph: Change(**change) for graph, change in made["graphs"].items()}
        return Changed(**(told | {"made": Made(**(made | {"graphs": graphs}))}))
    except (ValueError, TypeError, KeyError):
        return None
