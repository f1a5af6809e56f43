"""The next generation of a store while it is written.

What is added leaves as text in batches, which a thread loads beside the one that makes them: most of the work
of a load is to write the indexes, and Oxigraph does that without holding up Python.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from graph.store.changes import Change
from graph.store.fingerprint import Fingerprint, of_lines

_BATCH = 12 * 2**20  # bytes of N-Quads; larger ones save little, and cost several times their size in memory
_BULK = 2**22  # bytes from which the bulk loader is faster than a transaction
_REMOVED = 100_000  # quads that are removed at a time
_COMPACTED = 4 * _BATCH  # bytes from which compacting takes less time than it saves
_PENDING = 2  # batches that may wait: one is loaded, one is ready


class Candidate:
    """A copy of the current generation to be changed; `base` is what that one holds.

    Every change goes through `add` and `remove`, which keep the fingerprint; `settle` makes what was added
    readable in `store`. `change` is what has been changed already, and `held` what it holds with that.
    """

    def __init__(
        self,
        folder: Path,
        base: Fingerprint,
        change: Change | None = None,
        held: Fingerprint | None = None,
    ) -> None:
        self.store = pyoxigraph.Store(str(folder))
        self._folder = folder.parent
        self.base = base
        self._fingerprint = held or base
        self._change = change or Change()
        self._names_changed = False
        self._texts: list[bytes] = []
        self._size = self._loaded = 0
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="loader")
        self._pending: deque[Future[None]] = deque()

    @property
    def fingerprint(self) -> Fingerprint:
        """Of what the candidate holds, with what was added but is not settled."""
        return self._fingerprint

    @property
    def differs(self) -> bool:
        """Whether it holds something else than the base."""
        return self._names_changed or self._fingerprint != self.base

    @property
    def change(self) -> Change:
        """What was added and removed since the base."""
        return self._change

    def begin_again(self) -> None:
        """Take what it holds as the base of what comes next: it was published."""
        self.base, self._change, self._names_changed = self._fingerprint, Change(), False

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads, none of which the candidate holds, and none twice."""
        given = list(quads)
        text = _text(given)
        if b"_:" in text:  # loaded as text, a blank node would become another one
            self._note_added(of_lines(text.splitlines(keepends=True)))
            self.settle()
            self.store.extend(given)
        else:
            self.add_lines(text.splitlines(keepends=True))

    def add_lines(self, lines: Sequence[bytes]) -> None:
        """Add quads as lines of N-Quads, as Oxigraph writes them and without blank nodes.

        The candidate holds none of them, and none stands twice.
        """
        if not lines:
            return
        self._note_added(of_lines(lines))
        text = b"".join(lines)
        self._texts.append(text)
        self._size += len(text)
        if self._size >= _BATCH:
            self._dispatch()

    def _note_added(self, found: Fingerprint) -> None:
        self._fingerprint += found
        self._change += Change(added=found.quads)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads that the candidate holds, settled, and none twice."""
        removed = list(quads)
        found = of_lines(_text(removed).splitlines(keepends=True))
        self._fingerprint -= found
        self._change += Change(removed=found.quads)
        for quad in removed:
            self.store.remove(quad)

    def note_names(self) -> None:
        """Remember that named graphs came to be, or ceased to be: that can be all that changes."""
        self._names_changed = True

    def clear(self, graph: NamedNode) -> None:
        """Remove a named graph, in batches: a transaction would hold all of it in memory."""
        self.settle()
        while held := list(islice(self.store.quads_for_pattern(None, None, None, graph), _REMOVED)):
            self.remove(held)
        self.store.remove_graph(graph)

    def replace(self, present: Collection[Quad], wanted: Iterable[Quad]) -> tuple[set[Quad], set[Quad]]:
        """Make some quads of the candidate into others; what was added, and what was removed for it."""
        new = wanted if isinstance(wanted, set) else set(wanted)
        old = set(present)
        added, removed = new - old if old else new, old - new
        self.remove(removed)
        self.add(added)
        return added, removed

    def settle(self) -> None:
        """Wait until everything that was added can be read."""
        self._dispatch()
        while self._pending:
            self._pending.popleft().result()

    @contextmanager
    def snapshot(self) -> Iterator[pyoxigraph.Store]:
        """What the candidate holds now, to be read while more is added.

        After much was added it is compacted, and stays so: what is loaded meanwhile lies in many files, and
        every look-up would have to go through all of them.
        """
        self.settle()
        if self._loaded >= _COMPACTED:
            self.store.optimize()
        with TemporaryDirectory(prefix="snapshot-", dir=self._folder) as folder:
            path = str(Path(folder) / "oxigraph")
            self.store.backup(path)
            yield pyoxigraph.Store.read_only(path)

    def close(self) -> None:
        """Let go of the database, which closes where nobody else holds it: then its threads have ended."""
        self._loader.shutdown(cancel_futures=True)
        self._pending.clear()
        del self.store

    def _dispatch(self) -> None:
        if not self._texts:
            return
        text, size = b"".join(self._texts), self._size
        self._texts, self._size = [], 0
        self._loaded += size
        while len(self._pending) >= _PENDING:
            self._pending.popleft().result()
        load = self.store.bulk_load if size >= _BULK else self.store.load
        self._pending.append(self._loader.submit(load, text, format=RdfFormat.N_QUADS))


def _text(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
