"""Parties to treaties in the GGO data: a statement for every distinct row, and the acts that follow."""

from collections.abc import Iterator

from graph.faults import Left
from graph.loaders.edtf import first_day
from graph.loaders.files import InputFile
from graph.loaders.ggo_acts import Acts
from graph.loaders.ggo_dates import digest, read_dates
from graph.loaders.ggo_members import Members
from graph.loaders.ggo_treaties import slug_of, treaty_of
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow
from graph.names import Meaning
from graph.published.entry import Entry, Item, Unnamed
from graph.published.memberships import Membership, SourceEntity

COLUMNS = (
    "stateID", "treatyID", "Title", "Signature", "StateSignature", "StateRatification", "StateRat", "Force",
    "StateForce", "End", "StateEnd",
)  # fmt: skip
SCHEME = "ggo"
SAME_ROW = "the row stands in the file before, word for word"
SAME_STATEMENT = "an earlier row says the same, and differs only in columns that are not used"
SEVERAL = "On the days of the row the code stands for different persons."
OTHER_TREATY = "the treatyID stands in an earlier row for an agreement, whose title or dates differ"
_DATES = (
    "Signature", "StateSignature", "StateRatification", "StateRat", "Force", "StateForce", "End", "StateEnd",
)  # fmt: skip


class Parties:
    """Reads rows one by one; in memory are digests of what was read, and the days of acts."""

    def __init__(self, file: InputFile) -> None:
        self._names = file.names
        self._members = Members(file.names)
        self._acts = Acts(self._members, file.source)
        self._rows: set[bytes] = set()
        self._statements: set[str] = set()
        self._treaties: dict[str, set[bytes]] = {}
        self._entities: set[str] = set()

    def row(self, row: TableRow) -> Iterator[Item]:
        """Yield what one row says, and what of it is not used."""
        whole = digest(*row.cells.values())
        if whole in self._rows:
            yield Left(row.origin, "", SAME_ROW, f"{row['stateID']} {row['treatyID']}")
            return
        self._rows.add(whole)
        dates: dict[str, str] = {}
        yield from read_dates(row, _DATES, dates, ends=("StateEnd",))
        slug = slug_of(row["treatyID"], row["Title"], dates["Signature"], self._names)
        if not slug or not row["stateID"]:
            yield Left(row.origin, "", "the row names no state or no treaty", row["treatyID"])
            return
        yield from self._treaty(row, slug, dates)
        yield from self._membership(row, slug, dates)

    def _treaty(self, row: TableRow, slug: str, dates: dict[str, str]) -> Iterator[Item]:
        """Yield the treaty where it is new, and say once for each other title or date that it has another."""
        named = digest(row["Title"], dates["Signature"], dates["Force"], dates["End"])
        known = self._treaties.setdefault(slug, set())
        if not known:
            yield Entry(treaty_of(row, slug, dates), row.origin)
        elif named not in known:
            value = shortened(f"{row['treatyID']}: {row['Title']}")
            yield Left(row.origin, "treatyID", OTHER_TREATY, value)
        known.add(named)

    def _membership(self, row: TableRow, slug: str, dates: dict[str, str]) -> Iterator[Item]:
        who, unclear = self._who(row["stateID"], dates)
        said = Membership(
            scheme=SCHEME,
            identifier=row["stateID"],
            treaty=slug,
            member=who.code,
            acted_as=who.acted_as,
            treaty_signed=dates["Signature"],
            signed=dates["StateSignature"],
            consented=dates["StateRatification"] or dates["StateRat"],
            in_force=dates["StateForce"],
            ended=dates["StateEnd"],
        )
        if said.statement in self._statements:
            yield Left(row.origin, "", SAME_STATEMENT, f"{row['stateID']} {row['treatyID']}")
            return
        self._statements.add(said.statement)
        if unclear:
            yield Unnamed(row.origin, "stateID", unclear)
        if not said.member and said.identifier not in self._entities:
            self._entities.add(said.identifier)
            yield Entry(SourceEntity(SCHEME, said.identifier), row.origin)
        yield Entry(said, row.origin)
        yield from self._acts.of(said, row.origin)

    def _who(self, identifier: str, dates: dict[str, str]) -> tuple[Meaning, Meaning | None]:
        """Who is the member, and what is unclear: one person on all days of the row, or nobody.

        Where the row has no day of the state, the treaty's is asked: nobody took part before.
        """
        columns = ("StateSignature", "StateRatification", "StateRat", "StateForce")
        days = [day for column in columns if (day := first_day(dates[column]))]
        treaty = first_day(dates["Signature"])
        found = [self._members.on(identifier, day) for day in sorted(days or ([treaty] if treaty else []))]
        missing = next((each for each in found if not each.code), None)
        if missing or not found:
            return Meaning(identifier), missing or Meaning(identifier, note="The row has no day.")
        if len({each.code for each in found}) > 1:
            codes = tuple(dict.fromkeys(each.code for each in found))
            several = Meaning(identifier, kind="ambiguous", candidates=codes, note=SEVERAL)
            return Meaning(identifier), several
        return found[0], None
