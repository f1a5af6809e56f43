"""Staging: the files of a load are read, checked and written into a candidate, which nobody sees yet."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Store

from graph import iri
from graph.derivation import treaties_with_acts
from graph.errors import LoadRefused
from graph.faults import Fault, Origin
from graph.known import read_known, read_known_names, read_resolver
from graph.loaders import LOADERS, InputFile
from graph.loaders.check import Known, check
from graph.loaders.publishers import PUBLISHERS
from graph.loading.inputs import Input, file_source
from graph.loading.pace import Pace
from graph.loading.resuming import Resumption
from graph.loading.staged import Staged
from graph.loading.streaming import stream
from graph.loading.withdrawn import withdraw_absent
from graph.loading.writing import Written, write, write_ontology
from graph.names import Names
from graph.records import Act, ChainAct, Claim, Read, Record, TreatyRules
from graph.store.candidate import Candidate
from graph.triples.directory import Directory, read_directory
from graph.triples.records import Placed, placed_blocks
from graph.triples.sources import read_source, source_blocks

Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _ReadInput:
    input: Input
    reads: tuple[Read, ...]
    warnings: tuple[Fault, ...]


def stage(
    candidate: Candidate,
    inputs: Sequence[Input],
    resumption: Resumption,
    *,
    replace: bool,
    progress: Progress,
) -> Staged:
    """Read, check and write the files; of the records nothing is kept but where they stood.

    Files in our own formats come first (`in_order`): they say who and what there is.
    """
    ours = [input_ for input_ in inputs if input_.publisher_format is None]
    staged, done = resumption.staged, resumption.done
    if staged:
        progress(f"the first {done:,} files are in from the load that was interrupted")
    else:
        staged, done = _stage_ours(candidate, ours, replace=replace, progress=progress), len(ours)
    if done < len(inputs):
        context, pace = read_context(candidate), Pace(progress)
        for number, input_ in enumerate(inputs[done:], done + 1):
            staged = _with_published(staged, candidate, input_, context, progress)
            resumption.keep(candidate, staged, number)
            file = staged.files[-1]
            pace.step(
                f"file {number:,} of {len(inputs):,}, {file.source}: {file.used:,} of {file.rows:,} rows"
            )
        pace.last()
    return staged


@dataclass(frozen=True, slots=True)
class Context:
    """In view of what the files of publishers are read: they say nothing about who there is."""

    names: Names
    known: Known
    directory: Directory


def read_context(candidate: Candidate) -> Context:
    """What the store knows once the files in our own formats are in."""
    candidate.settle()
    store = candidate.store
    return Context(read_resolver(store), read_known_names(store), read_directory(store))


def in_order(inputs: Iterable[Input]) -> list[Input]:
    """Files in our own formats first, as they come; then those of publishers."""
    return sorted(inputs, key=lambda input_: input_.publisher_format is not None)


def _stage_ours(
    candidate: Candidate, inputs: Sequence[Input], *, replace: bool, progress: Progress
) -> Staged:
    items = [_read(input_, progress) for input_ in inputs]
    reads = [read for item in items for read in item.reads]
    written, warnings = _write_all(candidate, items, replace=replace, progress=progress)
    return Staged(
        records=len(reads),
        written=written,
        touched=frozenset(_touched(candidate.store, reads, written)),
        origins=_origins(reads),
        warnings=(*(fault for item in items for fault in item.warnings), *warnings),
    )


def _with_published(
    staged: Staged, candidate: Candidate, input_: Input, context: Context, progress: Progress
) -> Staged:
    """What was staged, and a file of a publisher, which is written entry by entry."""
    format_ = PUBLISHERS[input_.format]
    file = InputFile.at(input_.path, context.names, input_.source_id)
    held = read_source(candidate.store, file.source)
    streamed = stream(candidate, file, format_, context.known, context.directory, progress)
    described = (Placed(block, Origin(file.name)) for block in source_blocks(streamed.source))
    written = write(candidate, described, replace=True)
    retiered = held is not None and held.tier != streamed.source.tier
    touched = treaties_with_acts(candidate.store) if retiered else streamed.touched
    return dataclasses.replace(
        staged,
        records=staged.records + streamed.report.used,
        written=staged.written + written,
        touched=staged.touched | touched,
        files=(*staged.files, streamed.report),
    )


def _read(input_: Input, progress: Progress) -> _ReadInput:
    """All records of a file; raises `LoadRefused` where any is malformed."""
    items = list(LOADERS[input_.format].read(InputFile.at(input_.path)))
    faults = [item for item in items if isinstance(item, Fault)]
    refuse(faults)
    reads = tuple(item for item in items if isinstance(item, Read))
    progress(f"read {input_.path.name}: {len(reads):,} records")
    return _ReadInput(input_, reads, tuple(faults))


def refuse(faults: Iterable[Fault]) -> None:
    """Raise `LoadRefused` with those that forbid to go on, if any does."""
    refused = [fault for fault in faults if fault.severity == "refused"]
    if refused:
        raise LoadRefused(refused)


def _write_all(
    candidate: Candidate, items: Sequence[_ReadInput], *, replace: bool, progress: Progress
) -> tuple[Written, list[Fault]]:
    """Check and write what each file says, in order; raises `LoadRefused` for what is forbidden."""
    acts = [read.record for item in items for read in item.reads if isinstance(read.record, Act)]
    known = read_known(candidate.store, _named(items)).with_records(acts)
    directory = read_directory(candidate.store)
    written, warnings = write_ontology(candidate), list[Fault]()
    for item in items:
        faults = list(check(item.reads, known))
        refuse(faults)
        records = [read.record for read in item.reads]
        known, directory = known.with_records(records), directory.with_records(records)
        written += write(candidate, _placed(item, directory, known), replace=replace)
        warnings += faults
        if replace and item.input.format == "acts":
            present = {record.id for record in records if isinstance(record, Act)}
            written += withdraw_absent(candidate, file_source(item.input).id, present)
        progress(f"wrote {item.input.path.name}")
    refuse(written.faults)
    candidate.settle()
    return written, [*warnings, *written.faults]


def _named(items: Sequence[_ReadInput]) -> frozenset[str] | None:
    """The treaties that acts are of, or work on; all where there is a chain, which may name any act."""
    records = [read.record for item in items for read in item.reads]
    if any(isinstance(record, ChainAct) for record in records):
        return None
    acts = [record for record in records if isinstance(record, Act)]
    return frozenset(
        {act.treaty for act in acts} | {(act.target or act.id).partition("/")[0] for act in acts}
    )


def _placed(item: _ReadInput, directory: Directory, known: Known) -> Iterator[Placed]:
    """All that a file says, and what it is as a source, unless the catalogue knows that already."""
    file = file_source(item.input)
    if file.id not in known.sources and any(isinstance(read.record, Act | ChainAct) for read in item.reads):
        yield from (Placed(block, Origin(item.input.path.name)) for block in source_blocks(file))
    yield from placed_blocks(item.reads, directory, known.treaties, file.id)


def _touched(store: Store, reads: Sequence[Read], written: Written) -> set[str]:
    """Treaties whose acts or rules were read; those that depend on them follow in the derivation.

    All where it is common to all: names and days of succession of states, names of agents, tiers of sources,
    the ontology; and where rules are replaced, whose former ones may have reached other treaties.
    """
    common = {iri.STATES, iri.AGENTS, iri.ONTOLOGY}
    replaced_rules = any(graph.startswith(iri.RULE_GRAPHS) for graph in written.replaced)
    if common & (written.added | written.replaced) or iri.CATALOGUE in written.replaced or replaced_rules:
        return treaties_with_acts(store)
    records = [read.record for read in reads] if written.changed else []
    acts = {record.treaty for record in records if isinstance(record, Act)}
    rules = {record.id for record in records if isinstance(record, TreatyRules)}
    return acts | rules | _contested(records) | written.withdrawn


def _contested(records: Sequence[Record]) -> set[str]:
    """Treaties with an act of which a claim may say that its actor lacks the capacity for it."""
    if not any(isinstance(r, Claim) and r.predicate == "capacityOfActor" for r in records):
        return set()
    documents = (record.document or "" for record in records if isinstance(record, ChainAct))
    return {d.removeprefix("act:").partition("/")[0] for d in documents if d.startswith("act:")}


def _origins(reads: Iterable[Read]) -> Mapping[str, Origin]:
    """Where each act was read, by IRI, so that a fault found in the graph names file and line.

    What a chain says of an act of the register decides nothing there, and is no place where it was read.
    """
    origins = {}
    for read in reads:
        match read.record:
            case Act(id=id_):
                origins[iri.act(id_)] = read.origin
            case ChainAct() as act if not (act.document or "").startswith("act:"):
                origins[iri.chain_act(act.id, act.kind, act.document)] = read.origin
    return origins
