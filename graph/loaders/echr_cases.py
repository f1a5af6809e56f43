"""Lists of decisions of the European Court of Human Rights: the Court's own of how to cite them, and others.

The Court's list says of most what kind they are by saying nothing: unless something else is marked, a
citation is that of a judgment (“Note explaining the mode of citation”). Of 18,056 entries without a kind,
260 meet an ECLI with the same day and first application in another file: all of them are judgments there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.faults import Left, Origin
from graph.loaders import ecli
from graph.loaders.echr_titles import COURT, applications, respondents
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, read_table
from graph.published.entry import Entry, Item, Unnamed
from graph.published.judgments import CourtDecision, DecisionKind, DecisionName
from graph.published.publication import Publication

LISTED = ("entry_id", "citation", "title", "appnos", "date", "document_kind")
_LISTED_TOO = (
    "authority_updated_through", "authority_coverage", "authority_source_url", "entry_source",
    "procedural_phase", "grand_chamber", "reporter_key", "target_ecli", "target_itemid", "target_unavailable",
    "coverage_note",
)  # fmt: skip
ANNOTATED = ("docname", "ecli", "itemid", "appno")
_KINDS: dict[str, DecisionKind] = {
    "judgment": "judgment",
    "unknown": "judgment",  # nothing is marked
    "": "judgment",
    "decision": "decision",
    "commission": "report",
    "advisory": "advisory-opinion",
}
_OFFICIAL = "official_master"
_DECISION_MARK = re.compile(r"\(d[eé]c\.")  # in English and in French
_LIST_NOTE = (
    "The list by which the Court tells how its case-law is cited: judgments of the Grand Chamber and of "
    "Chambers, advisory opinions, and decisions in key cases. Judgments of committees and most decisions are "
    "not in it: that a case is absent says nothing. An entry whose kind the file does not name is read as a "
    "judgment, by the rule by which the Court cites; where the file states no ECLI, the one in the address "
    "of a decision is formed of kind, day and first application, and was not looked up."
)
_ANNOTATED_NOTE = "Judgments that somebody chose for annotation; no list of the case-law of the Court."


def read_list(file: InputFile) -> Iterator[Item]:
    """Yield the list as a source, the Court, each decision, and what was not used."""
    published, named = False, dict[str, str]()
    for row in read_table(file, LISTED, _LISTED_TOO):
        if not isinstance(row, TableRow):
            yield row
            continue
        if not published:
            published = True
            yield from _publication(row, file)
        yield from _listed(row, file, named)


def _publication(row: TableRow, file: InputFile) -> Iterator[Entry]:
    through, coverage = row["authority_updated_through"], row["authority_coverage"]
    note = _LIST_NOTE + (f" Of the list itself the file has: {coverage}." if coverage else "")
    title = "Case-law references of the European Court of Human Rights"
    known = _day(through)
    yield Entry(
        Publication(
            f"{title}, through {through}" if known else title,
            published_on=through if known else "",
            url=row["authority_source_url"],
            note=note,
        ),
        Origin(file.name),
    )
    yield Entry(COURT, Origin(file.name))


def _day(text: str) -> Day | None:
    try:
        return Day.fromisoformat(text) if len(text) == len("2001-01-18") else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Cells:
    """Reads the cells of a row, and collects what of them cannot be used."""

    row: TableRow
    left: list[Left | Unnamed]

    def leave(self, field: str, reason: str) -> None:
        self.left.append(Left(self.row.origin, field, reason, shortened(self.row[field])))

    def day(self, today: Day | None) -> Day | None:
        text, day = self.row["date"], _day(self.row["date"])
        last = _day(self.row["authority_updated_through"]) or today
        if text and day is None:
            self.leave("date", "no day (YYYY-MM-DD)")
        elif day and last and day > last:
            self.leave("date", "the day lies after the last day of the list")
            return None
        return day

    def kind(self) -> DecisionKind:
        said = self.row["document_kind"]
        if said not in _KINDS:
            self.leave("document_kind", "the format has no such kind of document")
            return "act"
        unmarked = _KINDS[said] == "judgment" and said != "judgment"
        if unmarked and _DECISION_MARK.search(self.row["citation"]):
            return "decision"
        if said == "advisory" and self.row["title"].startswith("Decision"):
            return "decision"  # on whether the Court may give an opinion
        return _KINDS[said]

    def applications(self, field: str) -> tuple[str, ...]:
        numbers = tuple(dict.fromkeys(applications(self.row[field])))
        known = tuple(number for number in numbers if ecli.APPLICATION.fullmatch(number))
        if known != numbers:
            self.leave(field, "no number of an application (24876/94)")
        return known

    def flag(self, field: str) -> bool:
        if self.row[field] not in {"True", "False", ""}:
            self.leave(field, "neither True nor False")
        return self.row[field] == "True"

    def ecli(self, field: str) -> str:
        if self.row[field] and ecli.parse(self.row[field]) is None:
            self.leave(field, "no ECLI")
            return ""
        return self.row[field]


def _listed(row: TableRow, file: InputFile, named: dict[str, str]) -> Iterator[Item]:
    cells = _Cells(row, [])
    kind, day, numbers = cells.kind(), cells.day(file.today), cells.applications("appnos")
    stated = cells.ecli("target_ecli")
    name = _name(cells, stated or (ecli.formed(kind, day, numbers[0]) if day and numbers else ""), named)
    if not name.text:
        yield Left(row.origin, "", "nothing names the decision: no ECLI, day with application, or entry")
        return
    against, unnamed = respondents(row["title"], day, file, row.origin)
    decision = CourtDecision(
        name=name,
        kind=kind,
        title=row["title"],
        decided_on=day,
        applications=numbers,
        ecli=stated,
        item=row["target_itemid"],
        citation=row["citation"],
        reporter=row["reporter_key"],
        phase="" if row["procedural_phase"] == "unknown" else row["procedural_phase"],
        grand_chamber=cells.flag("grand_chamber"),
        by_court=ecli.by_court(kind, day),
        respondents=against,
        remark=_remark(row, unavailable=cells.flag("target_unavailable")),
    )
    yield Entry(decision, row.origin)
    yield from (*cells.left, *unnamed)


def _name(cells: _Cells, known: str, named: dict[str, str]) -> DecisionName:
    """The name of a decision; where another entry has the same ECLI, it is unclear which of them it is."""
    entry = cells.row["entry_id"]
    if known and named.setdefault(known, entry) == entry:
        return DecisionName(known)
    if known:
        cells.leave("appnos", "another entry has the same kind, day and application; the two stay apart")
    return DecisionName(entry, "echr-list")


def _remark(row: TableRow, *, unavailable: bool) -> str:
    added = row["entry_source"] not in {"", _OFFICIAL}
    parts = (
        "An addition of whoever compiled the file, not of the Court." if added else "",
        "Not to be had in HUDOC." if unavailable else "",
        row["coverage_note"],
    )
    return " ".join(part for part in parts if part)


def read_annotated(file: InputFile) -> Iterator[Item]:
    """Yield the judgments that were annotated, with what identifies them, and what was not used."""
    yield Entry(
        Publication("Annotated judgments of the European Court of Human Rights", note=_ANNOTATED_NOTE),
        Origin(file.name),
    )
    yield Entry(COURT, Origin(file.name))
    for row in read_table(file, ANNOTATED, ()):
        yield from _annotated(row, file) if isinstance(row, TableRow) else (row,)


def _annotated(row: TableRow, file: InputFile) -> Iterator[Item]:
    cells = _Cells(row, [])
    numbers, stated = cells.applications("appno"), cells.ecli("ecli")
    known = ecli.parse(stated)
    name = DecisionName(stated) if known else DecisionName(row["itemid"], "hudoc")
    if not name.text:
        yield Left(row.origin, "", "nothing names the decision: no ECLI, and no item of HUDOC")
        return
    kind, day = (known.kind, known.day) if known else ("act", None)
    against, unnamed = respondents(row["docname"], day, file, row.origin)
    decision = CourtDecision(
        name=name,
        kind=kind,
        title=row["docname"],
        decided_on=day,
        applications=numbers,
        ecli=stated,
        item=row["itemid"],
        by_court=ecli.by_court(kind, day),
        respondents=against,
    )
    yield Entry(decision, row.origin)
    yield from (*cells.left, *unnamed)
