"""Which treaty a file of the UN Treaty Collection is about: by its name, and by the index beside it.

The number is that of “Multilateral Treaties Deposited with the Secretary-General”: chapter in Roman figures,
treaty, and what belongs to it (`IV-1`, `IV-11-b`, `III-2-12a`). Chapter XI has parts: `XI-A-16`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from graph.errors import UnknownName
from graph.faults import Fault, Left, Origin
from graph.loaders.files import InputFile
from graph.loaders.nearest import shortened
from graph.loaders.tables import TableRow, read_table
from graph.loaders.untc_legend import day
from graph.published.publication import Treaty

COLLECTION = "Multilateral Treaties Deposited with the Secretary-General"
DEPOSITARY = "un-secretary-general"
INDEX_COLUMNS = ("chapter_no", "treaty_no", "treaty_name", "url")
INDEX_USED = frozenset({*INDEX_COLUMNS, "chapter_url", "chapter_name"})
NOT_IN_INDEX = "no index.csv beside the file has the treaty: its title, address and day are not known"
INDEX_BROKEN = "the index beside the file cannot be read"

_FIGURES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_CHAPTERS = 29  # of Multilateral Treaties Deposited with the Secretary-General
_PARTS = "XI"  # the one chapter with parts
_NAME = re.compile(
    r"(?:untc-)?(\d{1,2}|[IVX]+)-(?:([A-F])-)?(\d{1,3}(?:-(?:[a-z]|\d{1,3}[a-z]?))*)", re.IGNORECASE
)
_CITED = re.compile(
    r"(?P<title>.+)\. +(?P<rest>(?:.+(?:, | and ))?(?P<day>\d{1,2} [A-Z][a-z]+ \d{4}))\.?", re.DOTALL
)
_DAYS = re.compile(r"\b\d{1,2} [A-Z][a-z]+(?: \d{4})?\b")
_ELSEWHERE = "deposited in the archives of"


@dataclass(frozen=True, slots=True)
class Subject:
    """The treaty of a file, what of it is not known, and whether its acts go to the Secretary-General."""

    treaty: Treaty
    left: tuple[Left, ...] = ()
    depositary: str = DEPOSITARY


def subject(file: InputFile) -> Subject | Fault:
    """Return the treaty that the name of a file means, as the index has it; a fault where it means none."""
    index = file.beside("index.csv", "../index.csv")
    left: tuple[Left, ...] = ()
    for row in _rows(index, file) if index else ():
        if isinstance(row, Left):
            left = (row,)
        elif file.stem.lower() in _names(row):
            return _described(row, file)
    number = _number(file.stem)
    if not number:
        return Fault(Origin(file.name), "", _how_to_name(file.stem))
    slug, elsewhere = _slug(number, file)
    missing = Left(Origin(file.name), "", NOT_IN_INDEX, number)
    return Subject(Treaty(slug, number, number, named_elsewhere=elsewhere), (*left, missing))


def indexed(row: TableRow, file: InputFile) -> Treaty | None:
    """Return the treaty that a row of the index describes; `None` where the row has no number of one."""
    number = _number_of(row)
    if not number or not row["treaty_name"]:
        return None
    slug, elsewhere = _slug(number, file)
    title, signed_on = _cited(row["treaty_name"])
    note = row["treaty_name"] if title != row["treaty_name"] else ""
    return Treaty(
        slug, title, number, signed_on=signed_on, url=row["url"], note=note, named_elsewhere=elsewhere
    )


def _rows(index: InputFile, file: InputFile) -> Iterator[TableRow | Left]:
    """The rows of an index, up to the fault that ends it."""
    for item in read_table(index, INDEX_COLUMNS, INDEX_USED):
        if isinstance(item, TableRow):
            yield item
        elif isinstance(item, Fault):
            yield Left(Origin(file.name), "", INDEX_BROKEN, str(item.origin))
            return


def _described(row: TableRow, file: InputFile) -> Subject:
    treaty = indexed(row, file)
    if treaty is None:  # found by a number that has a row, so the row has no title
        number = _number_of(row)
        slug, elsewhere = _slug(number, file)
        missing = Left(Origin(file.name), "", NOT_IN_INDEX, number)
        return Subject(Treaty(slug, number, number, named_elsewhere=elsewhere), (missing,))
    return Subject(treaty, depositary="" if _ELSEWHERE in row["treaty_name"] else DEPOSITARY)


def _names(row: TableRow) -> frozenset[str]:
    """The names under which the file of a treaty may lie: by the columns of the index, and by its number."""
    plain = f"{row['chapter_no']}-{row['treaty_no'].replace('.', '-')}"
    return frozenset({plain.lower(), _number_of(row).lower()}) - {""}


def _number_of(row: TableRow) -> str:
    """The number that the address of a treaty has, else that of its chapter and place."""
    asked = parse_qs(urlsplit(row["url"]).query).get("mtdsg_no", [""])[0]
    return _number(asked) or _number(f"{row['chapter_no']}-{row['treaty_no']}")


def _number(name: str) -> str:
    """The number in its own form (`IV-11-b` for `4-11-B`); empty where a text has none, or not all of it."""
    found = _NAME.fullmatch(re.sub(r"[._]", "-", name.strip()))
    if not found:
        return ""
    chapter = _roman(int(found[1])) if found[1].isdigit() else found[1].upper()
    part = (found[2] or "").upper()
    if chapter not in {_roman(number) for number in range(1, _CHAPTERS + 1)} or bool(part) != (
        chapter == _PARTS
    ):
        return ""
    return "-".join(filter(None, (chapter, part, found[3].lower())))


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + _FIGURES[ones]


def _how_to_name(stem: str) -> str:
    if re.match(r"(11|XI)-\d", stem, re.IGNORECASE):
        return (
            f"Chapter XI has parts, and “{shortened(stem)}” names none. Name the file as in XI-A-16.csv, or "
            "put index.csv beside it or in the folder above."
        )
    return (
        f"The name “{shortened(stem)}” is no number of the UN Treaty Collection, and nothing in the file "
        "tells which treaty it is about. Name it by the number: 4-1.csv or IV-1.csv, 4-11-b.csv, 3-2-12a.csv."
    )


def _slug(number: str, file: InputFile) -> tuple[str, bool]:
    """The slug under which a treaty is known, else one of its number; and whether others know it already."""
    minted = f"untc-{number.lower()}"
    try:
        known = file.names.treaty(number)
    except UnknownName:
        return minted, False
    return known, known != minted


def _cited(name: str) -> tuple[str, str]:
    """Title and day (`1948-12-09`) of a treaty that is cited with place and day; no day of two."""
    name = " ".join(name.split())
    found = _CITED.fullmatch(name)
    if not found:
        return name.rstrip("*"), ""
    on = day(found["day"])
    single = on is not None and len(_DAYS.findall(found["rest"])) == 1
    return found["title"].rstrip("*"), on.isoformat() if on and single else ""
