"""What was read and written of a load before anything is derived."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.faults import Fault, Origin
from graph.loading.tally import FileReport
from graph.loading.writing import Written


@dataclass(frozen=True, slots=True)
class Staged:
    """What was read and written, and what the derivation needs of it."""

    records: int
    written: Written
    touched: frozenset[str]
    origins: Mapping[str, Origin]
    warnings: tuple[Fault, ...]
    files: tuple[FileReport, ...] = ()
