"""Faults in data are values: collected, reported together, never raised one by one."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refused", "warning"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a file something stands: a line of a CSV file, or a path in a JSON document."""

    file: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line is not None else ""
        return f"{self.file}{place}{f', {self.path}' if self.path else ''}"


STORE = Origin("the store")  # where a fault is whose subject was not read just now


@dataclass(frozen=True, slots=True)
class Left:
    """A row, or one field of it, that a loader did not use, and why.

    `field` is empty where the whole row is left. The same cause has the same `reason`, word for word, so that
    a report can count; what differs from row to row stands in `value`.
    """

    origin: Origin
    field: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        where = f"{self.origin}{f', field {self.field}' if self.field else ''}"
        return f"{where}: {self.reason}{f' (“{self.value}”)' if self.value else ''}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field of one record.

    `shape` is the name of the SHACL shape in `ontology/shapes.ttl` that the record breaks, and `law` the
    article behind it; both are empty where the file itself is malformed.
    """

    origin: Origin
    field: str
    message: str
    shape: str = ""
    law: str = ""
    severity: Severity = "refused"

    def __str__(self) -> str:
        where = f"{self.origin}{f', field {self.field}' if self.field else ''}"
        basis = "; ".join(part for part in (self.shape and f"shape {self.shape}", self.law) if part)
        return f"{where}: {self.message}{f' [{basis}]' if basis else ''}"
