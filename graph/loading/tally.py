"""What a load used of each file and what it left, counted: bounded in memory, whatever is in the file."""

from collections import Counter
from dataclasses import dataclass, field

from pyoxigraph import RdfFormat, parse

from graph.faults import Left, Origin
from graph.published.entry import Entry, Unnamed
from graph.words import short

_GROUPS = 1_000  # causes, and names, that are told apart; what comes after is counted together
_EXAMPLES = 3
_CHANGES = 20  # quads that are told one by one
_OTHER = "other causes, not told apart"


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """What was left for one cause: how often, and the first places, each with the value that stood there."""

    field: str
    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameGroup:
    """A name for which nobody was found who can act: what it is instead, how often, and where first."""

    name: str
    kind: str
    note: str
    candidates: tuple[str, ...]
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a load did with a file of a publisher.

    `rows` are those that were read, `used` those of which something stands in the graph. `quads` are what its
    graph holds, `added` and `removed` how that changed since the last load of the same source, and `changes`
    the first of these quads in words, with `+` or `-` before them.
    """

    file: str
    format: str
    source: str
    sha256: str
    rows: int
    used: int
    acts: int
    quads: int
    added: int
    removed: int
    left: tuple[LeftGroup, ...]
    names: tuple[NameGroup, ...]
    changes: tuple[str, ...] = ()


@dataclass
class Tally:
    """Counts what loaders yield, place by place."""

    rows: int = 0
    used: int = 0
    acts: int = 0
    _left: Counter[tuple[str, str]] = field(default_factory=Counter)
    _examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _names: Counter[str] = field(default_factory=Counter)
    _unnamed: dict[str, Unnamed] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    _place: Origin | None = None
    _row_used: bool = False

    def entry(self, entry: Entry) -> None:
        """Count a record that is used."""
        self._at(entry.origin, used=True)

    def left(self, left: Left) -> None:
        """Count what was not used."""
        self._at(left.origin, used=False)
        cause = (left.field, left.reason)
        if cause not in self._left and len(self._left) >= _GROUPS:
            cause = ("", _OTHER)
        self._left[cause] += 1
        examples = self._examples.setdefault(cause, [])
        if len(examples) < _EXAMPLES:
            examples.append(f"{left.origin}: {left.value}" if left.value else str(left.origin))

    def unnamed(self, unnamed: Unnamed) -> None:
        """Count a name that resolves to nobody who can act."""
        self._at(unnamed.origin, used=False)
        name = unnamed.meaning.name
        if name not in self._names and len(self._names) >= _GROUPS:
            self.left(Left(unnamed.origin, unnamed.field, "a name that resolves to nobody", name[:80]))
            return
        self._names[name] += 1
        self._unnamed.setdefault(name, unnamed)

    def _at(self, origin: Origin, *, used: bool) -> None:
        """What has neither line nor path speaks of the file, and is no row."""
        if origin.line is None and not origin.path:
            return
        if origin != self._place:
            self._place, self._row_used = origin, False
            self.rows += 1
        if used and not self._row_used:
            self._row_used = True
            self.used += 1

    def change(self, sign: str, line: bytes) -> None:
        """Keep the first quads that come or go, in words."""
        if len(self.changes) < _CHANGES:
            (quad,) = parse(line, format=RdfFormat.N_QUADS)
            self.changes.append(f"{sign} {' '.join(short(term.value) for term in list(quad)[:3])}")

    def left_groups(self) -> tuple[LeftGroup, ...]:
        """What was left, the most frequent cause first."""
        return tuple(
            LeftGroup(field_, reason, count, tuple(self._examples[field_, reason]))
            for (field_, reason), count in self._left.most_common()
        )

    def name_groups(self) -> tuple[NameGroup, ...]:
        """The names, the most frequent first."""
        return tuple(
            NameGroup(
                name,
                self._unnamed[name].meaning.kind,
                self._unnamed[name].meaning.note,
                self._unnamed[name].meaning.candidates,
                count,
                str(self._unnamed[name].origin),
            )
            for name, count in self._names.most_common()
        )
