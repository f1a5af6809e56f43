"""Loader of the membership of treaties that the World Intellectual Property Organization lists, as CSV.

A row is a contracting party and a treaty by its short name, with the day of signature, the instrument and the
day of entry into force for that party. The short names are those of a table of ours, `wipo_treaties.csv`:
“Paris” is the convention of 1883 on industrial property, “Rome” that of 1961 on performers.

Depositary is whom the treaty names: the Director General, or for three treaties the Secretary-General of the
United Nations. It is left empty for the conventions of Paris and Berne and the Madrid Agreement, the earlier
texts of which named the Government of Switzerland: the table does not tell by which text a party joined.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graph.errors import UnknownName
from graph.faults import Left
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.parties import Party, party
from graph.loaders.tables import TableRow, header_of, read_table
from graph.published.entry import Entry, Item, Unnamed
from graph.published.publication import Treaty
from graph.records import Act

PARTY, TREATY = "Contracting Party", "Treaty"
SIGNED, INSTRUMENT, GIVEN, IN_FORCE = (
    "Signature Date", "Instrument Type", "Instrument Date", "Entry Into Force Date",
)  # fmt: skip
COLUMNS = (PARTY, TREATY, SIGNED, INSTRUMENT, GIVEN, IN_FORCE)

# A declaration of continued application is a notification of succession, which is “any notification, however
# phrased or named, made by a successor State expressing its consent to be considered as bound by the treaty”
# (VCSST 2(1)(g)). That of Serbia of 2006 binds with effect from 1992: it succeeds to what Yugoslavia, whose
# person it does not continue, was bound by.
KINDS: Mapping[str, str] = MappingProxyType({
    "ratification": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "accession": "accession",
    "declaration/notification of succession": "succession",
    "declaration of continued application": "succession",
    "definitive signature": "definitive-signature",
})  # fmt: skip
UNKNOWN_LABEL = "the short name of a treaty that the table of WIPO treaties does not have"
NO_DAY = "no day (YYYY-MM-DD)"
IN_FUTURE = "the day lies in the future: nothing has been deposited or signed yet"
BEFORE_TREATY = "the day lies before the treaty itself"
NO_INSTRUMENT = "a day without an instrument, by which it would bind"
NO_KIND = "a kind of instrument that the list does not have"
BACKWARDS = "only a succession takes effect before the day of its instrument"
NO_PARTY = "the row names no party"
NO_ACT = "the row names a party and no act"
IN_ADVANCE = "Declared before the state existed, with effect from a day on which it did."
AGAIN = "the same act of the same party stands twice"


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    return {PARTY, TREATY, INSTRUMENT} <= {name.strip() for name in header_of(head)}


def read(file: InputFile) -> Iterator[Item]:
    """Yield the treaties of the table where they first stand, each act, and what was not used."""
    table = _Table(file)
    for item in read_table(file, COLUMNS, COLUMNS):
        yield from table.row(item) if isinstance(item, TableRow) else (item,)


@dataclass(frozen=True, slots=True)
class _Listed:
    treaty: Treaty
    depositary: str


@dataclass(slots=True)
class _Table:
    """The table while it is read: the treaties met so far, and how often an act of one id."""

    file: InputFile
    treaties: dict[str, _Listed | None] = field(default_factory=dict)
    ids: Counter[str] = field(default_factory=Counter)

    def row(self, row: TableRow) -> Iterator[Item]:
        """Yield the acts of one party with respect to one treaty, and why what else it says is not used."""
        label = " ".join(row[TREATY].split())
        if label not in self.treaties:
            self.treaties[label] = _listed(label, self.file)
            if listed := self.treaties[label]:
                yield Entry(listed.treaty, row.origin)
        listed = self.treaties[label]
        if listed is None:
            yield Left(row.origin, TREATY, UNKNOWN_LABEL, shortened(label))
        elif not row[PARTY]:
            yield Left(row.origin, PARTY, NO_PARTY)
        elif not any(row[column] for column in (SIGNED, INSTRUMENT, GIVEN, IN_FORCE)):
            yield Left(row.origin, "", NO_ACT, shortened(row[PARTY]))
        else:
            yield from self._signature(row, listed)
            yield from self._consent(row, listed)

    def _signature(self, row: TableRow, listed: _Listed) -> Iterator[Item]:
        if not row[SIGNED]:
            return
        day = self._day(row, SIGNED, listed)
        yield day if isinstance(day, Left) else self._act(row, listed, "signature", day, None)

    def _consent(self, row: TableRow, listed: _Listed) -> Iterator[Item]:
        kind = KINDS.get(row[INSTRUMENT].lower(), "")
        if not row[INSTRUMENT] or not row[GIVEN]:
            for column in (INSTRUMENT, GIVEN, IN_FORCE):
                if row[column]:
                    yield Left(row.origin, column, NO_INSTRUMENT, shortened(row[column]))
            return
        if not kind:
            yield Left(row.origin, INSTRUMENT, NO_KIND, shortened(row[INSTRUMENT]))
            return
        given = self._day(row, GIVEN, listed)
        if isinstance(given, Left):
            yield given
            return
        effect = self._effect(row, kind, given)
        if isinstance(effect, Left):
            yield effect
            effect = None
        yield self._act(row, listed, kind, given, effect)

    def _day(self, row: TableRow, column: str, listed: _Listed) -> Day | Left:
        """The day of an act: one of the calendar, not before the treaty, and not in the future."""
        day = _day(row[column])
        if day is None:
            return Left(row.origin, column, NO_DAY, shortened(row[column]))
        if self.file.today and day > self.file.today:
            return Left(row.origin, column, IN_FUTURE, row[column])
        before = day.isoformat() < listed.treaty.signed_on
        return Left(row.origin, column, BEFORE_TREATY, row[column]) if before else day

    def _effect(self, row: TableRow, kind: str, given: Day) -> Day | Left | None:
        """The day of entry into force for the party, which may lie in the future."""
        if not row[IN_FORCE]:
            return None
        day = _day(row[IN_FORCE])
        if day is None:
            return Left(row.origin, IN_FORCE, NO_DAY, shortened(row[IN_FORCE]))
        backwards = day < given and kind != "succession"  # VCSST 22, 23: to the date of succession
        return Left(row.origin, IN_FORCE, BACKWARDS, row[IN_FORCE]) if backwards else day

    def _act(self, row: TableRow, listed: _Listed, kind: str, day: Day, effect: Day | None) -> Item:
        actor = party(self.file, row[PARTY], day, row.origin, PARTY)
        if isinstance(actor, Unnamed) and kind == "succession" and effect and effect > day:
            actor = _in_advance(party(self.file, row[PARTY], effect, row.origin, PARTY))
        if not isinstance(actor, Party):
            return actor
        id_ = f"{listed.treaty.slug}/{actor.code}/{day}/{kind}"
        self.ids[id_] += 1
        if self.ids[id_] > 1:
            return Left(row.origin, "", AGAIN, shortened(row[PARTY]))
        act = Act(
            id=id_,
            treaty=listed.treaty.slug,
            actor=actor.code,
            kind=kind,
            date=day if kind in ("signature", "definitive-signature") else None,
            received_on=day,
            recorded_effective_on=effect,
            depositary=listed.depositary,
            acted_as=actor.acted_as,
            verification="single-source",
            sources=(self.file.source,),
            note=actor.note,
        )
        return Entry(act, row.origin)


def _in_advance(actor: Party | Left | Unnamed) -> Party | Left | Unnamed:
    """Whoever declares before it exists that a treaty binds it from its first day (Czechia, 1992)."""
    return replace(actor, note=IN_ADVANCE) if isinstance(actor, Party) else actor


def _day(text: str) -> Day | None:
    try:
        return Day.fromisoformat(text) if len(text) == len("2012-06-24") else None
    except ValueError:
        return None


def _listed(label: str, file: InputFile) -> _Listed | None:
    """The treaty of a short name: under the slug by which it is known, else one of its own."""
    row = _table().get(label)
    if row is None:
        return None
    minted = row["slug"] or f"untc-{row['untc'].lower()}"
    slug = _known(row["untc"], file) or _known(row["title"], file) or minted
    treaty = Treaty(
        slug,
        row["title"],
        row["untc"],
        label,
        signed_on=row["signed_on"],
        named_elsewhere=slug != minted,
    )
    return _Listed(treaty, row["depositary"])


def _known(text: str, file: InputFile) -> str:
    try:
        return file.names.treaty(text) if text else ""
    except UnknownName:
        return ""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = (files("graph") / "data" / "wipo_treaties.csv").read_text("utf-8")
    return MappingProxyType({row["label"]: row for row in csv.DictReader(text.splitlines())})
