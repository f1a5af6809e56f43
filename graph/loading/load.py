"""Loading: records are checked, a candidate is built, derived and checked, and only then becomes visible.

    read -> check records -> build the candidate -> derive register and status -> check it -> switch

Whatever is refused on the way, the store is exactly as before.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as with_values
from datetime import UTC, datetime

from pyoxigraph import NamedNode

from graph import iri
from graph.check import check_graph
from graph.derivation import Derived, rederive, treaties_with_acts
from graph.errors import LoadRefused
from graph.faults import STORE, Fault, Origin
from graph.loading.inputs import Input
from graph.loading.pace import Pace
from graph.loading.resuming import SECONDS, Resumption
from graph.loading.staging import Progress, in_order, refuse, stage
from graph.loading.tally import FileReport
from graph.loading.writing import Written, write_ontology
from graph.store.candidate import Candidate
from graph.store.changes import Made
from graph.store.fingerprint import Fingerprint
from graph.store.generations import Generations
from graph.triples.rules import read_ruled

_NAMED = 3  # treaties that a warning names
_FEW = 20  # treaties that need no number
PATIENCE = 5.0  # seconds for which a writer is waited for: a server that is written to takes short turns


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did. Descriptions are what one record says of one subject in one named graph.

    `withdrawn` are acts that a newer file leaves out; `disputed` is in how many fields of acts the sources
    of the derived treaties contradict each other; `files` tells of each file of a publisher.

    `version` and `quads` are those that the store has now, or would have after a dry run.
    """

    records: int
    new: int
    unchanged: int
    replaced: int
    withdrawn: int
    acts: int
    intervals: int
    disputed: int
    warnings: tuple[Fault, ...]
    version: str
    quads: int
    changed: bool
    files: tuple[FileReport, ...] = ()


def load(
    generations: Generations,
    inputs: Sequence[Input],
    *,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
    keep_every: float = SECONDS,
) -> Report:
    """Load the files in order, as one step that happens as a whole or not at all.

    A load of many files that was interrupted, and is begun again, goes on where it was; what was written is
    kept for that every so many seconds.

    Raises `LoadRefused` with every fault found, `StoreLocked` where another process writes.
    """
    files = in_order(inputs)
    resumption = Resumption(generations.path, files, replace=replace, seconds=keep_every)
    with without_garbage_collection(), generations.write(PATIENCE, resumption.begun) as candidate:
        try:
            staged = stage(candidate, files, resumption, replace=replace, progress=progress)
            derived, found = _derive(candidate, staged.touched, staged.origins, progress)
            named = ", ".join(input_.path.name for input_ in files)
            changed = _publish(generations, candidate, Made("load", now(), named), dry_run=dry_run)
            fingerprint = candidate.fingerprint
        except LoadRefused:
            resumption.forget()
            raise
        resumption.forget()
    faults = (*staged.warnings, *found)
    report = _report(staged.records, staged.written, derived, faults, fingerprint, changed=changed)
    return with_values(report, files=staged.files)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Do not look for cycles: frozen records have none, and the search takes a sixth of a large load."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def rederive_all(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Derive register and statuses of all treaties again from what the sources say, and from nothing else.

    The ontology becomes that of this version of Depositary.
    """
    with without_garbage_collection(), generations.write(PATIENCE) as candidate:
        treaties = treaties_with_acts(candidate.store)
        write_ontology(candidate)
        for graph in (iri.REGISTER, iri.STATUS):
            candidate.clear(NamedNode(graph))
        derived, found = _derive(candidate, treaties, {}, progress)
        changed = _publish(generations, candidate, Made("derive", now(), "derive"), dry_run=False)
        fingerprint = candidate.fingerprint
    return _report(0, Written(), derived, found, fingerprint, changed=changed)


def _publish(generations: Generations, candidate: Candidate, made: Made, *, dry_run: bool) -> bool:
    """Whether what the candidate holds is new; published where it is, and where it shall be."""
    changed = candidate.differs or not generations.exists()
    if changed and not dry_run:
        generations.publish(candidate, made)
    return changed


def now() -> str:
    """This moment in UTC (RFC 3339): when a change was made, and nothing else, depends on it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _derive(
    candidate: Candidate, treaties: Iterable[str], origins: Mapping[str, Origin], progress: Progress
) -> tuple[list[Derived], list[Fault]]:
    """Derive the treaties again, and check the whole; raises `LoadRefused`."""
    derived, pace = list[Derived](), Pace(progress)
    for result in rederive(candidate, treaties):
        derived.append(result)
        number = f"treaty {len(derived):,}: " if len(derived) > _FEW else ""
        pace.step(
            f"{number}derived {result.intervals:,} intervals of {result.treaty} from {result.acts:,} acts"
        )
    pace.last()
    candidate.settle()
    checked = check_graph(candidate.store, origins, {result.treaty for result in derived})
    refuse(checked)
    progress("checked the derived graphs")
    ruled = frozenset(read_ruled(candidate.store))
    return derived, [*_warnings(derived, checked, origins, ruled), *_without_rules(derived, ruled, origins)]


def _warnings(
    derived: Iterable[Derived],
    checked: Iterable[Fault],
    origins: Mapping[str, Origin],
    ruled: Collection[str],
) -> Iterator[Fault]:
    """What is new to whoever loads: one warning for each act that was read, and what was derived from others.

    What the checks find in acts that were loaded before is in the answer of `depositary check`.
    """
    places = frozenset(origins.values())
    told = {fault.origin for fault in checked if fault.origin in places}
    yield from (fault for fault in checked if fault.origin in told)
    for result in derived:
        for remark in result.remarks:
            origin = origins.get(iri.act(remark.act), STORE)
            known_cause = origin == STORE and result.treaty not in ruled  # told of the treaty as a whole
            if remark.severity == "warning" and origin not in told and not known_cause:
                yield Fault(origin, "", f"{remark.act}: {remark.text}", severity="warning")


def _without_rules(
    derived: Sequence[Derived], ruled: Collection[str], origins: Mapping[str, Origin]
) -> Iterator[Fault]:
    """One warning for all treaties of publishers' files whose final clauses are not held."""
    named = {iri.act_id(act).partition("/")[0] for act in origins}
    unruled = [each.treaty for each in derived if each.acts and each.treaty not in {*ruled, *named}]
    if unruled:
        message = (
            f"The final clauses of {len(unruled):,} treaties are not held ({', '.join(unruled[:_NAMED])}"
            f"{', …' if len(unruled) > _NAMED else ''}): their statuses rest on recorded days alone."
        )
        yield Fault(STORE, "", message, severity="warning")


def _report(
    records: int,
    written: Written,
    derived: Sequence[Derived],
    warnings: Sequence[Fault],
    fingerprint: Fingerprint,
    *,
    changed: bool,
) -> Report:
    return Report(
        records=records,
        new=written.outcomes["new"],
        unchanged=written.outcomes["unchanged"] + written.outcomes["kept"],
        replaced=written.outcomes["replaced"],
        withdrawn=written.outcomes["withdrawn"],
        acts=sum(result.acts for result in derived),
        intervals=sum(result.intervals for result in derived),
        disputed=sum(result.contradictions for result in derived),
        warnings=tuple(dict.fromkeys(warnings)),
        version=fingerprint.version,
        quads=fingerprint.quads,
        changed=changed,
    )
