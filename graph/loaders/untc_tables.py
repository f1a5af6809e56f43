"""Status tables of the UN Treaty Collection as CSV: a row a participant, a cell a day with a mark.

Footnotes are not in the files: withdrawals, declarations and what was said of names are not to be seen, nor
participants that are states no more. Today's name of a state stands at the acts of those whose person it
continues.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.faults import Fault, Left, Origin
from graph.loaders.files import InputFile, TextLines
from graph.loaders.nearest import shortened
from graph.loaders.parties import Party, party
from graph.loaders.tables import TableRow, read_table
from graph.loaders.untc_legend import NO_DAY, Column, Sense, column, day_and_mark
from graph.loaders.untc_numbers import COLLECTION, Subject, subject
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.records import Act

PARTICIPANT = "Participant"
SIGNED = frozenset({"signature", "definitive-signature"})  # made before the depositary on the day itself
NO_ACT = "the row names a participant and no act"
AGAIN = "the same act of the same participant stands twice"
IN_FUTURE = "the day lies in the future: nothing has been deposited or signed yet"
# Columns of the table of admissions (I-2): the Assembly decides on admission (Charter 4(2)), and of the
# member's own declaration the table has no day.
_BESIDE = frozenset({
    "Resolution", "Date of Adoption", "Registration Date", "Registration Number", "UNTS Volume", "UNTS Page",
    "Extension",
})  # fmt: skip


def read_status_table(file: InputFile) -> Iterator[Item]:
    """Yield the treaty, how complete the table is, each act, and what was not used."""
    about = subject(file)
    if isinstance(about, Fault):
        yield about
        return
    columns = {name: column(name) for name in _header(file)[1:]}
    used = tuple(name for name, legend in columns.items() if legend.of_the_format or _beside(name))
    table = _Table(file, about, {name: columns[name] for name in used})
    yield from about.left
    yield Entry(about.treaty, Origin(file.name))
    if any(legend.known for legend in columns.values()):
        yield Entry(_publication(about), Origin(file.name))
    for item in read_table(file, (PARTICIPANT, *used), ()):
        yield from table.acts(item) if isinstance(item, TableRow) else (item,)


def _header(file: InputFile) -> Sequence[str]:
    """The columns of the table; none where the file cannot be read, of which `read_table` says more."""
    try:
        return [name.strip() for name in next(csv.reader(TextLines(file), strict=True), [])]
    except csv.Error:
        return []


def _beside(name: str) -> bool:
    """Whether a column is one of the format whose cells tell of no act."""
    return name in _BESIDE or name.startswith(("Notification", "Provisional acceptance", "Confirmation"))


def _publication(about: Subject) -> Publication:
    """What the table is; for which day it is complete a table of sources may say, for the file does not."""
    treaty = about.treaty
    return Publication(
        title=f"Status table {treaty.untc} of {COLLECTION}",
        url=treaty.url,
        note="It names the participants of a day that it does not give, without footnotes: withdrawals and "
        "former states are not in it.",
    )


@dataclass(slots=True)
class _Table:
    """One table while it is read: `ids` counts the acts of one actor, kind and day, `cells` their cells."""

    file: InputFile
    about: Subject
    columns: Mapping[str, Column]
    ids: Counter[str] = field(default_factory=Counter)
    cells: set[tuple[str, str, str]] = field(default_factory=set)

    def acts(self, row: TableRow) -> Iterator[Item]:
        """Yield the acts of one participant, in the order of the columns, and what its row says beside."""
        filled = [name for name in self.columns if row[name]]
        if not row[PARTICIPANT]:
            yield Left(row.origin, PARTICIPANT, "the row names no participant")
        elif not filled:
            yield Left(row.origin, "", NO_ACT, shortened(row[PARTICIPANT]))
        else:
            for name in filled:
                yield self._cell(row, self.columns[name])

    def _cell(self, row: TableRow, legend: Column) -> Item:
        cell, name = row[legend.name], shortened(legend.name)
        found = day_and_mark(cell)
        if found is None:
            return Left(row.origin, name, NO_DAY, shortened(cell))
        day, mark = found
        sense = legend.sense(mark)
        if isinstance(sense, str):
            return Left(row.origin, name, sense, shortened(cell))
        if self.file.today and day > self.file.today:
            return Left(row.origin, name, IN_FUTURE, shortened(cell))
        actor = party(self.file, row[PARTICIPANT], day, row.origin, PARTICIPANT)
        return self._act(row, legend, actor, sense, day) if isinstance(actor, Party) else actor

    def _act(self, row: TableRow, legend: Column, actor: Party, sense: Sense, day: Day) -> Item:
        id_ = f"{self.about.treaty.slug}/{actor.code}/{day}/{sense.kind}"
        place = (row[PARTICIPANT], legend.name, id_)
        if place in self.cells:
            return Left(row.origin, shortened(legend.name), AGAIN, shortened(row[PARTICIPANT]))
        self.cells.add(place)
        self.ids[id_] += 1
        act = Act(
            id=f"{id_}/{self.ids[id_]}" if self.ids[id_] > 1 else id_,
            treaty=self.about.treaty.slug,
            actor=actor.code,
            kind=sense.kind,
            date=day if sense.kind in SIGNED else None,
            received_on=day,
            depositary=self.about.depositary,
            acted_as=actor.acted_as,
            verification="single-source",
            sources=(self.file.source,),
            note=" ".join(filter(None, (f"In the table: {sense.words}." if sense.words else "", actor.note))),
        )
        return Entry(act, row.origin)
