"""Networks of citations between cases before the European Court of Human Rights: cases, and who cites whom.

`Source` cites `Target`: of 1,568 citations of a published network whose two cases have one day each in the
Court's list, the source is the later one in 1,521, of the same day in 10, and the earlier one in 37. Of
these, 17 lead to a label that several judgments share (Kaya v. Turkey); of 20 the reason is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.faults import Left, Origin
from graph.loaders.echr_titles import respondents
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, read_table
from graph.published.entry import Entry, Item
from graph.published.judgments import NetworkCase, NetworkCitation
from graph.published.publication import Publication

NODES = ("Id", "Label")
EDGES = ("Source", "Source Label", "Target", "Target Label", "Type")
_NOTE = (
    "A network that begins with chosen judgments and follows citations from there for a few steps: a sample, "
    "no count of how often the Court cites a case. A case may stand for all judgments of its name; days are "
    "unknown."
)


@dataclass(slots=True)
class _Cases:
    """The cases that were met, by number; a number stands for the label that it had first."""

    file: InputFile
    labels: dict[str, str] = field(default_factory=dict)

    def meet(self, number: str, label: str, origin: Origin) -> tuple[list[Item], tuple[str, str] | None]:
        """What is to be said of a case, and its name; none where it cannot be told which case is meant."""
        if not number or not label:
            return [Left(origin, "", "a case without number or label", f"{number} {label}".strip())], None
        if self.labels.get(number, label) != label:
            reason = "the number stands for a case of another label already"
            return [Left(origin, "", reason, f"{number}: {shortened(label)}")], None
        known = number in self.labels
        self.labels[number] = label
        return ([] if known else self._described(number, label, origin)), (number, label)

    def _described(self, number: str, label: str, origin: Origin) -> list[Item]:
        against, left = respondents(label, None, self.file, origin)
        return [Entry(NetworkCase(number, label, against), origin), *left]


def read_nodes(file: InputFile) -> Iterator[Item]:
    """Yield the cases of a network, and what was not used."""
    yield _publication("cases", file)
    cases = _Cases(file)
    for row in read_table(file, NODES, ()):
        if not isinstance(row, TableRow):
            yield row
        elif row["Id"] in cases.labels and cases.labels[row["Id"]] == row["Label"]:
            yield Left(row.origin, "", "the same stands in an earlier row", row["Id"])
        else:
            yield from cases.meet(row["Id"], row["Label"], row.origin)[0]


def read_edges(file: InputFile) -> Iterator[Item]:
    """Yield the citations of a network, each case when it is met first, and what was not used."""
    yield _publication("citations", file)
    cases = _Cases(file)
    for row in read_table(file, EDGES, ()):
        yield from _edge(row, cases) if isinstance(row, TableRow) else (row,)


def _publication(what: str, file: InputFile) -> Entry:
    title = f"Citation network of the European Court of Human Rights: {what}"
    return Entry(Publication(title, note=_NOTE), Origin(file.name))


def _edge(row: TableRow, cases: _Cases) -> Iterator[Item]:
    if row["Type"] != "Directed":
        yield Left(row.origin, "Type", "a link without direction does not tell who cites", row["Type"])
        return
    said, citing = cases.meet(row["Source"], row["Source Label"], row.origin)
    more, cited = cases.meet(row["Target"], row["Target Label"], row.origin)
    yield from (*said, *more)
    if citing and citing == cited:
        yield Left(row.origin, "", "a case that cites itself", row["Source"])
    elif citing and cited:
        yield Entry(NetworkCitation(citing, cited), row.origin)
