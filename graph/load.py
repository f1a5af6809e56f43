"""Loading: records are checked, a candidate is built, derived and checked, and only then becomes visible.

    read -> check records -> build the candidate -> derive register and status -> check it -> switch

Whatever is refused on the way, the store is exactly as before.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Store

from graph import iri
from graph.candidate import Written, write, write_ontology
from graph.check import check_graph
from graph.derivation import Derived, rederive, treaties_with_acts
from graph.errors import LoadRefused
from graph.faults import Fault, Origin
from graph.known import read_known
from graph.law.derive import Remark
from graph.loaders import LOADERS, InputFile
from graph.loaders.check import Known, check
from graph.records import Act, Read, Source, State, TreatyRules
from graph.store.generations import Generations, Manifest
from graph.triples.directory import read_directory
from graph.triples.records import placed_blocks

Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to load: its format (a key of `LOADERS`) and path, and what it is as a source.

    `source` is the id under which the graph keeps what only this file says; by default the name of the file.
    """

    format: str
    path: Path
    source: str = ""
    title: str = ""
    publisher: str = "not stated"


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did. Descriptions are what one record says of one subject in one named graph."""

    records: int
    new: int
    unchanged: int
    replaced: int
    acts: int
    intervals: int
    warnings: tuple[Fault, ...]
    version: str
    quads: int
    changed: bool


@dataclass(frozen=True, slots=True)
class _ReadInput:
    input: Input
    reads: tuple[Read, ...]
    warnings: tuple[Fault, ...]


def load(
    generations: Generations,
    inputs: Sequence[Input],
    *,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> Report:
    """Load the files in order, as one step that happens as a whole or not at all.

    Raises `LoadRefused` with every fault found, `StoreLocked` where another process writes.
    """
    read_inputs = [_read(input_, progress) for input_ in inputs]
    warnings = [fault for item in read_inputs for fault in item.warnings]
    with generations.write() as candidate:
        store = candidate.store
        written = write_ontology(store)
        for item in read_inputs:
            warnings += _check_records(store, item)
            written = written + _write(store, item, replace=replace)
            progress(f"wrote {item.input.path.name}")
        _refuse(written.faults)
        derived, found = _derive(store, _touched(store, read_inputs), _origins(read_inputs), progress)
        publish = written.changed and not dry_run
        manifest = candidate.publish() if publish else candidate.manifest()
    records = sum(len(item.reads) for item in read_inputs)
    warnings += [*written.faults, *found]
    return _report(records, written, derived, warnings, manifest, changed=written.changed)


def rederive_all(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Derive every treaty of the store again from what its sources say."""
    with generations.write() as candidate:
        before = candidate.manifest().version
        derived, found = _derive(candidate.store, treaties_with_acts(candidate.store), {}, progress)
        changed = candidate.manifest().version != before
        manifest = candidate.publish() if changed else candidate.manifest()
    return _report(0, Written(), derived, found, manifest, changed=changed)


def _read(input_: Input, progress: Progress) -> _ReadInput:
    """All records of a file; raises `LoadRefused` where any is malformed."""
    items = list(LOADERS[input_.format].read(InputFile.at(input_.path)))
    faults = [item for item in items if isinstance(item, Fault)]
    _refuse(faults)
    reads = tuple(item for item in items if isinstance(item, Read))
    progress(f"read {len(reads):,} records from {input_.path.name}")
    return _ReadInput(input_, reads, tuple(faults))


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if any(fault.severity == "refused" for fault in found):
        raise LoadRefused([fault for fault in found if fault.severity == "refused"])


def _check_records(store: Store, item: _ReadInput) -> list[Fault]:
    """Warnings about records in view of what is known; raises `LoadRefused` for what is forbidden."""
    known: Known = read_known(store)
    faults = list(check(item.reads, known))
    _refuse(faults)
    return faults


def _write(store: Store, item: _ReadInput, *, replace: bool) -> Written:
    records = [read.record for read in item.reads]
    directory = read_directory(store).with_records(records)
    known = read_known(store)
    treaties = known.treaties | {record.id for record in records if isinstance(record, TreatyRules)}
    return write(
        store, placed_blocks(item.reads, directory, treaties, compilation(item.input)), replace=replace
    )


def compilation(input_: Input) -> Source:
    """The loaded file itself, as the source of what only it says."""
    id_ = input_.source or re.sub(r"[^a-z0-9]+", "-", input_.path.stem.lower()).strip("-")
    return Source(
        id=id_,
        title=input_.title or f"{input_.path.name}, a file in the format “{input_.format}”",
        publisher=input_.publisher,
        tier="compilation",
        sha256=hashlib.sha256(input_.path.read_bytes()).hexdigest(),
        note="A file that was loaded. Its graph holds what only the file says; what it reports from named "
        "sources stands in their graphs.",
    )


def _derive(
    store: Store, treaties: Iterable[str], origins: Mapping[str, Origin], progress: Progress
) -> tuple[list[Derived], list[Fault]]:
    """Derive the treaties again, and check the whole; raises `LoadRefused`."""
    derived = []
    for result in rederive(store, treaties):
        progress(f"derived {result.intervals:,} intervals of {result.treaty} from {result.acts:,} acts")
        derived.append(result)
    found = [
        _fault(remark, origins) for result in derived for remark in result.remarks if _is_warning(remark)
    ]
    found += check_graph(store, origins)
    _refuse(found)
    progress("checked the derived graphs")
    return derived, found


def _is_warning(remark: Remark) -> bool:
    """Whether a remark is a fault in the data; withdrawals without consent are judged by a check query."""
    return remark.severity == "warning" and remark.kind != "no-recorded-consent"


def _fault(remark: Remark, origins: Mapping[str, Origin]) -> Fault:
    origin = origins.get(iri.act(remark.act), Origin("the store"))
    return Fault(origin, "", f"{remark.act}: {remark.text}", severity="warning")


def _touched(store: Store, read_inputs: Sequence[_ReadInput]) -> set[str]:
    """Treaties whose acts or rules were read; all of them where a day of succession may have changed."""
    records = [read.record for item in read_inputs for read in item.reads]
    if any(isinstance(record, State | Source) for record in records):
        return treaties_with_acts(store)
    acts = {record.treaty for record in records if isinstance(record, Act)}
    return acts | {record.id for record in records if isinstance(record, TreatyRules)}


def _origins(read_inputs: Sequence[_ReadInput]) -> Mapping[str, Origin]:
    """Where each act was read, by IRI, so that a fault found in the graph names file and line."""
    return {
        iri.act(read.record.id): read.origin
        for item in read_inputs
        for read in item.reads
        if isinstance(read.record, Act)
    }


def _report(
    records: int,
    written: Written,
    derived: Sequence[Derived],
    warnings: Sequence[Fault],
    manifest: Manifest,
    *,
    changed: bool,
) -> Report:
    return Report(
        records=records,
        new=written.outcomes["new"],
        unchanged=written.outcomes["unchanged"] + written.outcomes["kept"],
        replaced=written.outcomes["replaced"],
        acts=sum(result.acts for result in derived),
        intervals=sum(result.intervals for result in derived),
        warnings=tuple(dict.fromkeys(warnings)),
        version=manifest.version,
        quads=manifest.quads,
        changed=changed,
    )
