"""Declarations and reservations of the UN Treaty Collection as text: `#Participant`, and then its words.

The files give neither the kind of a text nor its day, so each is kept as words, and none becomes an act: a
statement is a reservation by what it purports to do, “however phrased or named” (VCLT 2(1)(d)).
"""

from collections.abc import Iterator
from itertools import pairwise

from graph.faults import Fault, Left, Origin
from graph.loaders.files import InputFile, TextLines
from graph.loaders.parties import Party, party
from graph.loaders.untc_numbers import COLLECTION, subject
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.statements import TreatyStatement

LONGEST = 1_000_000  # characters of what one participant declares; the longest known has 50,000
NO_TEXT = "the heading of a participant without words below it"
BEFORE = "text before the first heading: nothing tells who declares it"


def recognises_declarations(head: bytes) -> bool:
    """Whether a file begins with headings of participants: `#Albania`, words, an empty line."""
    try:
        lines = head.decode("utf-8-sig", "ignore").splitlines()
    except UnicodeDecodeError:
        return False
    filled = [line for line in lines if line.strip()]
    headings = [line for line in filled if _heading(line)]
    return bool(filled) and filled[0] in headings and _words_below(lines)


def _words_below(lines: list[str]) -> bool:
    """Whether every heading is followed by words or by an empty line, and never by another heading."""
    return all(not (_heading(line) and _heading(after)) for line, after in pairwise(lines))


def _heading(line: str) -> str:
    """The name in a heading; empty where the line is none."""
    name = line[1:].strip() if line.startswith("#") else ""
    return name if name and line[1].isupper() and not name.endswith((".", ";")) else ""


def read_declarations(file: InputFile) -> Iterator[Item]:
    """Yield the treaty, each text with its participant, and what was not used; one text in memory."""
    about = subject(file)
    if isinstance(about, Fault):
        yield about
        return
    treaty = about.treaty
    yield from about.left
    yield Entry(treaty, Origin(file.name))
    yield Entry(
        Publication(
            title=f"Declarations and reservations to treaty {treaty.untc} of {COLLECTION}",
            url=treaty.url,
            note="The texts are not dated, and reservations and declarations are not told apart.",
        ),
        Origin(file.name),
    )
    lines = TextLines(file)
    for position, (origin, named, text) in enumerate(_sections(lines, file), 1):
        yield from _statement(file, treaty.slug, origin, named, text, position)
    if lines.fault:
        yield lines.fault


def _sections(lines: TextLines, file: InputFile) -> Iterator[tuple[Origin, str, str]]:
    """Each heading with its line, and the words below it; without a name what stands before the first."""
    origin, named, words, length = Origin(file.name, 1), "", list[str](), 0
    for number, line in enumerate(lines, 1):
        if heading := _heading(line):
            if named or words:
                yield origin, named, "\n".join(words)
            origin, named, words, length = Origin(file.name, number), heading, [], 0
        elif line.strip():
            length += len(line)
            if length > LONGEST:
                message = f"More than {LONGEST:,} characters below one heading: this is another format."
                lines.fault = lines.fault or Fault(Origin(file.name, number), "", message)
                return
            words.append(line.strip())
    if (named or words) and lines.fault is None:
        yield origin, named, "\n".join(words)


def _statement(
    file: InputFile, treaty: str, origin: Origin, named: str, text: str, position: int
) -> Iterator[Item]:
    if not named:
        yield Left(origin, "", BEFORE)
        return
    if not text:
        yield Left(origin, "", NO_TEXT, named)
        return
    found = party(file, named, None, origin, "heading")
    if not isinstance(found, Party):
        yield found
    code = found.code if isinstance(found, Party) else ""
    yield Entry(TreatyStatement(treaty, code, named, text, position), origin)
