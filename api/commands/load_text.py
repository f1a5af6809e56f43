"""What a load did, in words: of each file what was used, and what was left and why; then the whole."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

from graph.loading.load import Report
from graph.loading.tally import FileReport, LeftGroup, NameGroup

SHOWN_WARNINGS = 20
SHOWN_FILES = 12
SHOWN_CAUSES = 12
SHOWN_NAMES = 20


def load_text(report: Report, unrecognised: Sequence[Path], *, dry_run: bool) -> str:
    """The report of a load for a terminal."""
    return "\n".join([
        *_warnings(report),
        *_files(report.files),
        *_shortened("no format recognises", [str(path) for path in unrecognised], SHOWN_FILES),
        *_whole(report, dry_run=dry_run),
    ])  # fmt: skip


def _warnings(report: Report) -> Iterator[str]:
    yield from (f"Warning: {fault}" for fault in report.warnings[:SHOWN_WARNINGS])
    if len(report.warnings) > SHOWN_WARNINGS:
        yield f"… and {len(report.warnings) - SHOWN_WARNINGS:,} more warnings."


def _files(files: Sequence[FileReport]) -> Iterator[str]:
    """Few files one by one; of many the sums, and what was left in all of them."""
    if len(files) <= SHOWN_FILES:
        for file in files:
            yield from _file(file)
        return
    rows, used, acts = (sum(map(attrgetter(name), files)) for name in ("rows", "used", "acts"))
    yield f"{len(files)} files: {rows:,} rows read, {used:,} used, {acts:,} acts; --json tells of each."
    yield from _left(merged_left([group for file in files for group in file.left]))
    yield from _names(merged_names([name for file in files for name in file.names]))


def _file(file: FileReport) -> Iterator[str]:
    yield f"{file.file}: source {file.source}"
    yield (
        f"  {file.rows:,} rows read, {file.used:,} used, {file.acts:,} acts; {file.quads:,} quads, "
        f"{file.added:,} new and {file.removed:,} gone"
    )
    yield from (f"    {change}" for change in file.changes)
    if (more := file.added + file.removed - len(file.changes)) > 0 and file.changes:
        yield f"    … and {more:,} more quads that came or went."
    yield from _left(file.left)
    yield from _names(file.names)


def _left(groups: Sequence[LeftGroup]) -> Iterator[str]:
    told = list(_together(groups))
    if told:
        yield "  Not used:"
    for group in told[:SHOWN_CAUSES]:
        field = f"{group.field}: " if group.field else ""
        example = f" (as in {_place(group.examples[0])})" if group.examples else ""
        yield f"    {group.count:>9,}  {field}{group.reason}{example}"
    yield from _rest(len(told) - SHOWN_CAUSES, "causes")


def _together(groups: Sequence[LeftGroup]) -> Iterator[LeftGroup]:
    """Fields that are left once each for the same reason, as the columns of a table are, in one line."""
    once: dict[str, list[str]] = {}
    for group in groups:
        if group.count == 1 and group.field:
            once.setdefault(group.reason, []).append(group.field)
    together = {reason for reason, fields in once.items() if len(fields) > 1}
    yield from (group for group in groups if not (group.count == 1 and group.reason in together))
    for reason, fields in once.items():
        if reason in together:
            yield LeftGroup(", ".join(fields), reason, len(fields), ())


def _place(example: str) -> str:
    """Where it stands, by the name of the file alone: the folder has been told."""
    file, mark, rest = example.partition(", line ")
    return f"{Path(file).name}{mark}{rest}"


def _names(names: Sequence[NameGroup]) -> Iterator[str]:
    if names:
        yield "  Names for which nobody was found who can act:"
    for name in names[:SHOWN_NAMES]:
        hint = f"; perhaps {', '.join(name.candidates)}" if name.candidates else ""
        first = f" (first in {_place(name.first)})"
        yield f"    {name.count:>9,}  {name.name}: {name.note or name.kind}{hint}{first}"
    yield from _rest(len(names) - SHOWN_NAMES, "names")


def _rest(more: int, what: str) -> Iterator[str]:
    if more > 0:
        yield f"    … and {more:,} more {what}; --json tells all."


def _shortened(what: str, items: Sequence[str], shown: int) -> Iterator[str]:
    yield from (f"{item}: {what} it" for item in items[:shown])
    if len(items) > shown:
        yield f"… and {len(items) - shown:,} more files that {what}."


def _whole(report: Report, *, dry_run: bool) -> Iterator[str]:
    yield (
        f"{report.records:,} records: {report.new:,} descriptions new, {report.replaced:,} replaced, "
        f"{report.unchanged:,} as before. {report.acts:,} acts and {report.intervals:,} intervals derived."
    )
    if report.withdrawn:
        yield f"{report.withdrawn:,} acts that the files had before, and have no more, are withdrawn."
    if report.disputed:
        yield f"{report.disputed:,} contradictions between sources; `depositary disputes` lists them."
    if dry_run:
        yield "A dry run: the store is exactly as before."
    elif not report.changed:
        yield f"Nothing new: the store stays at version {report.version}."
    else:
        yield f"The store is now at version {report.version} with {report.quads:,} quads."


def merged_left(groups: Sequence[LeftGroup]) -> list[LeftGroup]:
    """The same causes in several files, counted together, the most frequent first."""
    found: dict[tuple[str, str], LeftGroup] = {}
    for group in groups:
        cause = (group.field, group.reason)
        before = found.get(cause)
        count = group.count + (before.count if before else 0)
        examples = before.examples if before else group.examples
        found[cause] = LeftGroup(group.field, group.reason, count, examples)
    return sorted(found.values(), key=lambda group: -group.count)


def merged_names(names: Sequence[NameGroup]) -> list[NameGroup]:
    """The same names in several files, counted together, the most frequent first."""
    found: dict[str, NameGroup] = {}
    for name in names:
        before = found.get(name.name, name)
        count = name.count + (before.count if name.name in found else 0)
        found[name.name] = NameGroup(
            before.name, before.kind, before.note, before.candidates, count, before.first
        )
    return sorted(found.values(), key=lambda name: -name.count)
