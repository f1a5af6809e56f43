"""Loader of the table of sources: what was read, and for which treaty it is complete, as of when."""

import re
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.faults import Fault
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.rows import Columns, Once, Row, read_rows
from graph.records import Read, Source

COLUMNS = Columns(
    known=(
        "id", "title", "publisher", "tier", "url", "published_on", "read_on", "licence", "complete_for",
        "complete_as_of", "includes_withdrawals", "includes_former_states", "note", "sha256",
    ),
    required=("id", "title", "publisher", "tier"),
)  # fmt: skip
TIERS = (
    "depositary", "gazette", "court", "organisation", "ministry", "agency", "press", "academic", "reference",
    "compilation",
)  # fmt: skip
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
SHA256 = re.compile(r"[0-9a-f]{64}")
PARTIAL = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?")
SHAPE = "SourceShape"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield a `Source` for every sound row of a table of sources, and every fault."""
    once = Once()

    def record(row: Row) -> Source:
        source = _source(row)
        once.check(row, "id", source.id, SHAPE)
        _check_completeness(source, row)
        return source

    return read_rows(file, COLUMNS, record)


def _source(row: Row) -> Source:
    return Source(
        id=_id(row),
        title=row.needed("title", SHAPE),
        publisher=row.needed("publisher", SHAPE),
        tier=row.among("tier", TIERS, SHAPE),
        url=row.matching("url", URL, "an address that begins with http:// or https://", SHAPE),
        published_on=_partial_day(row, "published_on"),
        read_on=row.day("read_on"),
        licence=row.text("licence"),
        complete_for=row.matching("complete_for", SLUG, "the slug of one treaty, as rome-statute", SHAPE),
        complete_as_of=row.day("complete_as_of"),
        includes_withdrawals=row.flag("includes_withdrawals") or False,
        includes_former_states=row.flag("includes_former_states") or False,
        note=row.text("note"),
        sha256=row.matching("sha256", SHA256, "64 hexadecimal digits", SHAPE),
    )


def _id(row: Row) -> str:
    value = row.matching("id", ID, "an id of letters, digits, dots, hyphens and underscores", SHAPE)
    if not value:
        row.refuse("id", "“id” is empty; it is required.", SHAPE)
    return value


def _partial_day(row: Row, field: str) -> str:
    """Pop an ISO 8601 day, month or year, as precise as it is known."""
    value = row.matching(field, PARTIAL, "a day, month or year: 2016-11-16, 2016-11 or 2016", SHAPE)
    if value and PARTIAL.fullmatch(value):
        try:
            Day.fromisoformat(f"{value}-01-01"[:10] if len(value) < len("2016-11-16") else value)
        except ValueError:
            row.refuse(field, f"There is no {shortened(value)} in the calendar.", "DatesShape")
    return value


def _check_completeness(source: Source, row: Row) -> None:
    """Refuse completeness without a treaty or a day: only as of a day does “no” mean no."""
    if source.complete_for and source.complete_as_of is None:
        row.refuse("complete_as_of", "A source that is complete for a treaty says as of which day.", SHAPE)
    claims = source.complete_as_of or source.includes_withdrawals or source.includes_former_states
    if claims and not source.complete_for:
        row.refuse("complete_for", "Name the treaty for which the source is complete.", SHAPE)
