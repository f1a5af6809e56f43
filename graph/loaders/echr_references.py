"""References of decisions of the European Court of Human Rights, as tables of True and False.

The first column holds ECLIs of decisions; each other column is one thing to which a decision may refer:
another decision by ECLI, an article in the notation of HUDOC (`P1-1` is Article 1 of Protocol No. 1), or a
title.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, TypeAlias

from graph.errors import UnknownName
from graph.faults import Fault, Left, Origin
from graph.loaders import ecli
from graph.loaders.echr_titles import COURT
from graph.loaders.ecli import Ecli
from graph.loaders.files import InputFile, TextLines
from graph.loaders.nearest import shortened
from graph.loaders.rows import explained
from graph.published.entry import Entry, Item
from graph.published.judgments import (
    CitedProvision,
    CitedText,
    ConventionProtocol,
    CourtDecision,
    DecisionName,
)
from graph.published.publication import Publication

FIRST = "ECLI number"
CONVENTION = "echr"
_ARTICLE = re.compile(
    r"(?:Art(?:icle|\.)? ?)?(?:P(?P<protocol>[0-9]{1,2})-)?(?P<article>[0-9]{1,2})"
    r"(?:-(?P<paragraph>[0-9]{1,2}))?(?:-(?P<letter>[a-z]))?"
)
_LAST_ARTICLE, _LAST_PROTOCOL = 66, 16  # the Convention had 66 articles until Protocol No. 11
Kind = Literal["cases", "articles", "texts"]
_NOTE = (
    "References that were marked in a choice of decisions. What is marked False was not found by whoever "
    "marked them; other decisions, and references to what has no column, are not in it: no measure of how "
    "often anything is cited."
)


Target: TypeAlias = Ecli | CitedProvision | CitedText | str | None  # a text is a slug; None is of no use


class _Reader(Protocol):
    """A reader of the module csv: rows, and how many lines were read."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def read_references(file: InputFile) -> Iterator[Item]:
    """Yield each decision with its references, what is referred to, and what was not used; row by row."""
    text = TextLines(file)
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        if not text.fault:
            if header[:1] == [FIRST] and len(header) > 1:
                yield from _rows(reader, header, file)
            else:
                yield Fault(
                    Origin(file.name, 1), FIRST, f"The first column is not “{FIRST}”, or the only one."
                )
        line = reader.line_num + 1
    except csv.Error as error:
        yield Fault(Origin(file.name, line), "", explained(error, several_lines=reader.line_num > line))
    if text.fault:
        yield text.fault


def _rows(reader: _Reader, header: Sequence[str], file: InputFile) -> Iterator[Item]:
    origin = Origin(file.name)
    kind = kind_of(header[1:])
    title = f"References of judgments of the European Court of Human Rights to {kind}"
    yield Entry(Publication(title, note=_NOTE), origin)
    yield Entry(COURT, origin)
    targets = list[Target]()
    for column, target, left in _targets(header[1:], kind, file):
        targets.append(target)
        yield from (Left(origin, "columns", reason, shortened(column)) for reason in left)
    yield from (Entry(record, origin) for record in _described(targets))
    seen: set[str] = set()
    line = reader.line_num + 1
    for cells in reader:
        if cells:
            yield from _row(cells, header, targets, seen, Origin(file.name, line))
        line = reader.line_num + 1
    for target in targets:  # decisions that are only cited; the others were described in their rows
        if isinstance(target, Ecli) and target.text not in seen:
            yield Entry(_decision(target), origin)


def kind_of(columns: Sequence[str]) -> Kind:
    """Return to what most columns refer."""
    cases = sum(column.startswith("ECLI:") for column in columns)
    articles = sum(_ARTICLE.fullmatch(column) is not None for column in columns)
    if cases * 2 > len(columns):
        return "cases"
    return "articles" if articles * 2 > len(columns) else "texts"


def _targets(
    columns: Sequence[str], kind: Kind, file: InputFile
) -> Iterator[tuple[str, Target, tuple[str, ...]]]:
    """Each column with that to which it refers; a reason where it cannot be used."""
    met: set[str] = set()
    for column in columns:
        if column in met:
            yield column, None, ("the column stands twice in the header",)
            continue
        met.add(column)
        target, problem = _target(column, kind, file)
        yield column, target, (problem,) if problem else ()


def _target(column: str, kind: Kind, file: InputFile) -> tuple[Target, str]:
    if not column:
        return None, "the column has no name"
    if kind == "cases":
        return ecli.parse(column), "" if ecli.parse(column) else "the column is no ECLI"
    if kind == "articles":
        provision = article(column)
        return provision, "" if provision else "the column is no article of the Convention or a protocol"
    try:
        return file.names.treaty(column), ""
    except UnknownName:
        return CitedText(column), ""


def article(notation: str) -> CitedProvision | None:
    """Return the provision that HUDOC writes so; `None` where there is none.

    `35-3-a` is Article 35(3)(a) of the Convention, `P4-2` Article 2 of Protocol No. 4.
    """
    found = _ARTICLE.fullmatch(notation)
    if not found or not 1 <= int(found["article"]) <= _LAST_ARTICLE:
        return None
    if found["protocol"] and not 1 <= int(found["protocol"]) <= _LAST_PROTOCOL:
        return None
    slug = protocol_slug(int(found["protocol"])) if found["protocol"] else CONVENTION
    within = "".join(f"({part})" for part in (found["paragraph"], found["letter"]) if part)
    return CitedProvision(slug, f"{int(found['article'])}{within}")


def protocol_slug(number: int) -> str:
    """Return the slug of a protocol to the Convention by its number."""
    return f"{CONVENTION}-protocol-{number}"


def _described(targets: Sequence[Target]) -> Iterator[CitedProvision | CitedText | ConventionProtocol]:
    """What the file itself has to describe, each once: two notations may name one article."""
    provisions = dict.fromkeys(target for target in targets if isinstance(target, CitedProvision))
    slugs = dict.fromkeys(provision.slug for provision in provisions)
    for slug in slugs:
        if slug != CONVENTION:
            yield ConventionProtocol(slug, int(slug.rpartition("-")[2]))
    yield from provisions
    yield from (target for target in targets if isinstance(target, CitedText))


def _row(
    cells: Sequence[str], header: Sequence[str], targets: Sequence[Target], seen: set[str], origin: Origin
) -> Iterator[Item]:
    if len(cells) != len(header):
        message = f"The row has {len(cells)} fields, the header {len(header)}. Download the table again."
        yield Fault(origin, "", message)
        return
    citing = ecli.parse(cells[0].strip())
    if citing is None:
        yield Left(origin, FIRST, "no ECLI", shortened(cells[0]))
        return
    seen.add(citing.text)
    found = list[Target]()
    for column, cell, target in zip(header[1:], cells[1:], targets, strict=True):
        reason = _unused(cell.strip(), target, citing)
        if reason:
            yield Left(origin, "references", reason, f"{shortened(column)}: {shortened(cell)}")
        elif cell.strip() == "True":
            found.append(target)
    yield Entry(_decision(citing, found), origin)


def _unused(cell: str, target: Target, citing: Ecli) -> str:
    """Why a cell is not used; empty where it is, or says that there is no reference."""
    if cell == "False":
        return ""
    if cell != "True":
        return "neither True nor False"
    if target is None:
        return "a reference to what the column does not name"
    if target == citing:
        return "a decision that cites itself"
    if isinstance(target, Ecli) and target.day and citing.day and target.day > citing.day:
        return "the decision that is cited is later than the one that cites it"
    return ""


def _decision(of: Ecli, found: Sequence[Target] = ()) -> CourtDecision:
    provisions = (target for target in found if isinstance(target, CitedProvision))
    return CourtDecision(
        name=DecisionName(of.text),
        kind=of.kind,
        decided_on=of.day,
        applications=(of.application,) if of.application else (),
        ecli=of.text,
        by_court=ecli.by_court(of.kind, of.day) and of.day is not None,
        cites=tuple(target.text for target in found if isinstance(target, Ecli)),
        provisions=tuple(dict.fromkeys((target.slug, target.number) for target in provisions)),
        treaties=tuple(dict.fromkeys(target for target in found if isinstance(target, str))),
        documents=tuple(target.title for target in found if isinstance(target, CitedText)),
    )
