"""Loader of the vetoes in the Security Council, one draft in each row of a CSV file.

Days are written M/D/YYYY. Where the source has no symbol of a draft, its column holds that of the meeting, at
which several drafts may have failed: the column is no key.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - the name that records use
from datetime import datetime

from graph.faults import Left
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, header_of, read_table
from graph.published.entry import Entry, Item, Unnamed
from graph.published.votes import VetoedDraft, Vote

MEMBERS = ("member_veto1", "member_veto2", "member_veto3")
COLUMNS = ("date", "draft", "meeting_record", "agenda_item", *MEMBERS)
NO_DAY = "the day is no day (M/D/YYYY)"
NOBODY = "nobody is named who voted against the draft"


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    return set(COLUMNS) <= set(header_of(head))


def read(file: InputFile) -> Iterator[Item]:
    """Yield each draft with the votes against it, and what was not used."""
    seen: Counter[str] = Counter()
    for item in read_table(file, COLUMNS, COLUMNS):
        yield from _draft(item, file, seen) if isinstance(item, TableRow) else (item,)


def _draft(row: TableRow, file: InputFile, seen: Counter[str]) -> Iterator[Item]:
    day = _day(row["date"])
    if day is None:
        yield Left(row.origin, "", NO_DAY, shortened(row["date"]))
        return
    symbol = row["draft"] or row["meeting_record"]
    votes = [_vote(row, member, day, file) for member in MEMBERS if row[member]]
    yield from (vote for vote in votes if isinstance(vote, Unnamed))
    vetoes = tuple(dict.fromkeys(vote for vote in votes if isinstance(vote, Vote)))
    if not vetoes or not symbol:
        yield Left(row.origin, "", NOBODY if symbol else "the row has no symbol")
        return
    seen[symbol] += 1
    draft = VetoedDraft(symbol, seen[symbol], day, row["meeting_record"], row["agenda_item"], vetoes)
    yield Entry(draft, row.origin)


def _vote(row: TableRow, member: str, day: Day, file: InputFile) -> Vote | Unnamed:
    meaning = file.names.meaning(row[member], day)
    if not meaning.code:
        return Unnamed(row.origin, member, meaning)
    return Vote(meaning.code, "no", row[member], meaning.acted_as)


def _day(text: str) -> Day | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
