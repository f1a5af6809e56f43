"""A file of a publisher becomes the graph of its source: read, judged and written entry by entry.

Only what is counted stays in memory, and the acts that must wait until all of the file are known.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import assert_never
from urllib.parse import unquote

from graph import iri
from graph.catalogue import read_coverage
from graph.errors import LoadRefused
from graph.faults import Fault, Left, Origin
from graph.law.identity import Undecided, on_the_same_day, sort_of
from graph.loaders.check_acts import act_faults
from graph.loaders.files import InputFile
from graph.loaders.known import Known
from graph.loaders.publishers import Publisher
from graph.loading.reading import as_source, sha256_of, told
from graph.loading.tally import FileReport, Tally
from graph.published.entry import Described, Entry, Item, Unnamed
from graph.published.publication import Publication, Treaty
from graph.records import Act, Source
from graph.store.candidate import Candidate
from graph.store.rewriting import GraphRewriter, Rewritten
from graph.triples.acts import read_reports
from graph.triples.directory import Directory
from graph.triples.place import Place
from graph.triples.published import published_lines
from graph.triples.sources import read_source

_REFUSED = 100  # faults of a file after which it is read no further
_TREATIES = 64  # whose acts are kept while a file is read: files go treaty by treaty
DENIED = "an act that nobody checked, and that a list complete for its day does not have"
_TREATY = re.compile(rf"<{re.escape(iri.IDS)}(?:act|treaty)/([^/>]+)[/>]".encode())


@dataclass(frozen=True, slots=True)
class Streamed:
    """What was written of a file: its report, the file as a source, and the treaties that may be affected."""

    report: FileReport
    source: Source
    touched: frozenset[str]


def stream(
    candidate: Candidate,
    file: InputFile,
    publisher: Publisher,
    known: Known,
    directory: Directory,
    progress: Callable[[str], None],
) -> Streamed:
    """Write what a file says into the graph of its source, in place of what it said before.

    Raises `LoadRefused` with the faults for which the file is none of this format, or broken.
    """
    digest = sha256_of(file)
    with closing(_Stream(candidate, file.source, known, directory)) as entries:
        for item in told(publisher.read(file), file, progress):
            entries.take(item)
        rewritten = entries.finish()
    held = read_source(candidate.store, file.source)
    source = as_source(file, publisher, entries.publication, held, digest)
    report = _report(file, publisher, digest, entries.tally, rewritten)
    return Streamed(report, source, frozenset(entries.touched))


def _report(
    file: InputFile, publisher: Publisher, digest: str, tally: Tally, rewritten: Rewritten
) -> FileReport:
    return FileReport(
        file=file.name,
        format=publisher.name,
        source=file.source,
        sha256=digest,
        rows=tally.rows,
        used=tally.used,
        acts=tally.acts,
        quads=rewritten.quads,
        added=rewritten.added,
        removed=rewritten.removed,
        left=tally.left_groups(),
        names=tally.name_groups(),
        changes=tuple(tally.changes),
    )


def _as_known(act: Act, known: Act) -> Act:
    """The act under the id that is known.

    The name under which its actor acted is inferred from the day, and gives way to one that is recorded.
    """
    return replace(act, id=known.id, acted_as=known.acted_as or act.acted_as)


class _Stream:
    """Takes what a loader yields, and writes it."""

    def __init__(self, candidate: Candidate, source: str, known: Known, directory: Directory) -> None:
        self.tally, self.publication = Tally(), Publication()
        self.touched: set[str] = set()
        self._faults: list[Fault] = []
        self._keys: set[tuple[str, ...]] = set()
        self._known = replace(known, sources=known.sources | {source})
        self._place = Place(iri.source_graph(source), source, directory)
        self._graph = GraphRewriter(candidate, self._place.graph, self._note_change)
        self._reports = lru_cache(_TREATIES)(lambda treaty: self._read_reports(candidate, treaty))
        self._complete = cache(lambda treaty: read_coverage(candidate.store, treaty))
        self._undecided = Undecided(self._reports)
        self._origins: dict[str, Origin] = {}

    def take(self, item: Item) -> None:
        """Take one item; raises `LoadRefused` where the file has too many faults."""
        match item:
            case Fault():
                self._faults.append(item)
                if len(self._faults) >= _REFUSED:
                    raise LoadRefused(self._faults)
            case Left():
                self.tally.left(item)
            case Unnamed():
                self.tally.unnamed(item)
            case Entry():
                self._entry(item)
            case _:
                assert_never(item)

    def finish(self) -> Rewritten:
        """Write what waits, and what differs; raises `LoadRefused` where the file has a fault."""
        if self._faults:
            raise LoadRefused(self._faults)
        for act, id_ in self._undecided.decided():
            self._act(replace(act, id=id_), self._origins[act.id])
        return self._graph.finish()

    def close(self) -> None:
        """Let go of what is open."""
        self._graph.close()

    def _entry(self, entry: Entry) -> None:
        record = entry.record
        match record:
            case Publication():
                self.publication = record
            case Act():
                self.tally.entry(entry)
                self._identify(record, entry.origin)
            case _:
                self.tally.entry(entry)
                self._write(record, record.key, entry.origin)
                if isinstance(record, Treaty):
                    self._touch(record.slug)

    def _identify(self, act: Act, origin: Origin) -> None:
        """An act that another source reports too gets the id of that one."""
        same = on_the_same_day(act, self._reports(act.treaty))
        if same:
            self._undecided.take(same.id)
            self._act(_as_known(act, same), origin)
        elif self._undecided.waits(act):
            self._origins[act.id] = origin
        elif self._is_denied(act):
            self.tally.left(Left(origin, "", DENIED, act.id))
        else:
            self._act(act, origin)

    def _is_denied(self, act: Act) -> bool:
        """Whether nobody checked the act, and a list that is complete for its day does not have it."""
        complete = self._complete(act.treaty)
        once = sort_of(act) in ("signature", "consent")
        return once and act.verification == "unverified" and bool(complete and act.day <= complete.as_of)

    def _act(self, act: Act, origin: Origin) -> None:
        """Write an act, unless it breaks a rule for acts."""
        known = replace(self._known, minted=frozenset({act.id}))
        faults = [fault for fault in act_faults(act, origin, known) if fault.severity == "refused"]
        for fault in faults:
            self.tally.left(Left(origin, fault.field, "it breaks a rule for acts", fault.message))
        if not faults and self._write(act, ("act", act.id), origin):
            self.tally.acts += 1
            self._touch(act.treaty)

    def _write(self, record: Act | Described, key: tuple[str, ...], origin: Origin) -> bool:
        """Whether the record is the first with this key, and was written."""
        if key in self._keys:
            self.tally.left(Left(origin, "", "the same stands in an earlier row", " ".join(key)[:80]))
            return False
        self._keys.add(key)
        self._graph.add(published_lines(record, self._place))
        return True

    def _touch(self, treaty: str) -> None:
        """Derive the treaty again; of a graph that was there, the lines that change tell."""
        if self._graph.new:
            self.touched.add(treaty)

    def _note_change(self, sign: str, line: bytes) -> None:
        self.tally.change(sign, line)
        if found := _TREATY.match(line):
            self.touched.add(unquote(found[1].decode()))

    def _read_reports(self, candidate: Candidate, treaty: str) -> Sequence[Act]:
        """What the sources say of a treaty; of this one only what it said in an earlier load."""
        reports = read_reports(candidate.store, treaty, self._place.directory)
        if not self._graph.new:
            return reports
        return [report for report in reports if report.sources != (self._place.source,)]
