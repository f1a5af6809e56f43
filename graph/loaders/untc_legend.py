"""The legend in the headers of status tables of the UN Treaty Collection, and their cells.

“Ratification, Accession(a), Succession(d)”: a cell with `a` is an accession, one with `d` a succession, and
one without a mark a ratification. Case tells marks apart: `A` is acceptance, `a` accession; `P` and `p` are
what the header says. A cell means only what its own header says.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.loaders.grounds import consents

BY_OTHER_MEANS = "consent-to-be-bound"  # VCLT 11: “or by any other means if so agreed”
UNMARKED = "an unmarked cell, and the header names no unmarked kind of act"
UNKNOWN_MARK = "a mark that the legend in the header does not have"
NO_DAY = "no day, with or without a mark"
NO_KIND = "the header names no kind of act with respect to the treaty that the list has"
NOT_DECIDED = "the header gives the mark to several kinds of act"

_ENTRY = re.compile(r", (?=[A-Z])")  # what goes on in lower case belongs to the same entry
_MARK = re.compile(r"(?:(?<!\)) |(?<=[^ ]))\(([A-Za-z]{1,2})\)$")  # “article 7 (1) (b)” has none
_CELL = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})(?: *([A-Za-z]{1,2}))?")
_ISO_CELL = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: *([A-Za-z]{1,2}))?")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_EXACT = {
    "definitive acceptance": "acceptance",
    "application": BY_OTHER_MEANS,  # of a convention to one more agency, which its parties undertake
    "simplified procedure": BY_OTHER_MEANS,  # Agreement on Part XI of UNCLOS, article 5
}
_BASES = (
    "succession to signature", "definitive signature", "formal confirmation", "provisional application",
    "ratification", "acceptance", "accession", "approval", "succession", "signature",
)  # fmt: skip
_CONFIRMED = re.compile(r"confirmation of signature( ad referendum)?")
_CONSENT = re.compile(r"consent to be bound|participation|definitive signature or (participation|acceptance)")
_OTHER_INSTRUMENT = re.compile(r"(of|to) the .*\b(protocol|convention|agreement)\b")


@dataclass(frozen=True, slots=True)
class Sense:
    """The kind of act that a cell tells of, and the words of the header where they say more than the kind."""

    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column mean, by their mark (`""`: none), or the reason why they mean nothing."""

    name: str
    senses: Mapping[str, Sense | str]

    @property
    def known(self) -> bool:
        """Whether some cell of the column tells of an act."""
        return any(isinstance(sense, Sense) for sense in self.senses.values())

    @property
    def of_the_format(self) -> bool:
        """Whether the header names a kind of act, even where its cells do not tell which."""
        return any(sense != NO_KIND for sense in self.senses.values())

    def sense(self, mark: str) -> Sense | str:
        """Return what a cell with this mark tells of, or the reason why it tells of nothing."""
        if mark in self.senses or not self.of_the_format:
            return self.senses.get(mark, NO_KIND)
        return UNKNOWN_MARK if mark else UNMARKED


def column(header: str) -> Column:
    """Return the legend of a column; without any sense where its header names no kind of act."""
    entries = [_entry(entry) for entry in _ENTRY.split(" ".join(header.split()))]
    definitive = any(kind == "definitive-signature" for _, kind, _ in entries)
    found: dict[str, list[Sense]] = {}
    for mark, kind, words in entries:
        # A confirmed signature binds where signature alone does (VCLT 12(2)(b)); elsewhere it only signs.
        confirms = definitive and not kind and _CONFIRMED.fullmatch(words.lower())
        sense = Sense(BY_OTHER_MEANS if confirms else kind, words)
        found.setdefault(mark, []).append(sense)
    return Column(header, {mark: _one(senses) for mark, senses in found.items()})


def _entry(entry: str) -> tuple[str, str, str]:
    """Mark, kind and words of one entry of a legend; no kind where it names none of the list."""
    found = _MARK.search(entry)
    words = entry[: found.start()].strip() if found else entry
    return found[1] if found else "", _kind(words.lower()), words


def _kind(words: str) -> str:
    if words in _EXACT:
        return _EXACT[words]
    words = words.removeprefix("undertaking of ")
    base = next((base for base in _BASES if words == base or words.startswith(f"{base} ")), "")
    kind, rest = base.replace(" ", "-"), words[len(base) :].strip()
    if _CONSENT.match(words) or (kind in consents() and _by_another_way(rest)):
        return BY_OTHER_MEANS
    return kind


def _by_another_way(rest: str) -> bool:
    """Whether consent is given by an act under another instrument (“Acceptance of the Protocol”)."""
    return rest.startswith("ipso facto") or bool(_OTHER_INSTRUMENT.match(rest) and "as amended" not in rest)


def _one(senses: list[Sense]) -> Sense | str:
    """The one thing that cells with the same mark tell of: consent, where each kind is a form of it."""
    kinds = {sense.kind for sense in senses}
    words = ", ".join(sense.words for sense in senses)
    if "" in kinds:
        return NO_KIND if len(kinds) == 1 else NOT_DECIDED
    if len(kinds) == 1:
        kind = kinds.pop()
        return Sense(kind, "" if words.lower().replace(" ", "-") == kind else words)
    return Sense(BY_OTHER_MEANS, words) if kinds <= consents() else NOT_DECIDED


def day_and_mark(cell: str) -> tuple[Day, str] | None:
    """Return the day and the mark (or `""`) of a cell such as `22 Jul 1993 a`; `None` where it has no day."""
    text = " ".join(cell.split())
    try:
        if found := _CELL.fullmatch(text):
            return Day(int(found[3]), _month(found[2]), int(found[1])), found[4] or ""
        if found := _ISO_CELL.fullmatch(text):
            return Day(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    except ValueError:
        return None
    return None


def day(text: str) -> Day | None:
    """Return the day of `9 December 1948`; `None` where the text is no day."""
    found = day_and_mark(text)
    return found[0] if found and not found[1] else None


def _month(name: str) -> int:
    """Number of a month by its name or the beginning of it; raises ValueError where there is none."""
    for month, number in _MONTHS.items():
        if month.startswith(name.capitalize()):
            return number
    raise ValueError(name)
