"""Relations between acts of the European Union as annotators of EUR-Lex found them, proved in the text.

An annotation is “act, verb, act” in lower case, where the act before the verb does what the verb says, in
whatever tense: “directive 1999/11/ec, amended, directive 87/18/eec” is said of “Directive 87/18/EEC, as last
amended by Directive 1999/11/EC”. Its paragraph has lost “(EC) No”: the words are found again in the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from graph.loaders import celex
from graph.published.eurlex import Relation, UnionRelation

_STEMS: Mapping[str, Relation] = {
    "amend": "amends",
    "repeal": "repeals",
    "implement": "implements",
    "replac": "supersedes",
    "recast": "supersedes",  # Interinstitutional Agreement on recasting (2001), 2: replaces and repeals
    "supplement": "refers-back-to",
    "correct": "refers-back-to",
    "extend": "refers-back-to",
}
_VERB = re.compile(
    r"(?:(?:is|was|are|were|as|has|have|been|last|lastly) )*"
    rf"(?P<stem>{'|'.join(_STEMS)})(?:s|es|e|d|ed|ing)?(?P<passive> by)?"
)
_ACT = re.compile(
    r"(?:directive|regulation|decision|resolution|recommendation|opinion|position) [0-9][^\s,;]*"
)
_LISTED = r"\s*+,?\s*+(?:and)?\s*+"  # what a paragraph has lost between acts of one list
_LONGEST = 2_000  # characters between two acts of one relation
_MENTIONS = 50  # of one act in a paragraph that are looked at
_BANK = re.compile(r"\s*of the European Central Bank", re.IGNORECASE)  # has a series of its own


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an annotation is not used."""

    reason: str
    value: str


def relations(triple: str, paragraph: str, text: str, *, in_summary: bool) -> UnionRelation | Problem:
    """Return the relation that an annotation states and the words of the text that bear it out."""
    parts = [" ".join(part.split()).lower() for part in triple.split(",")]
    places = [place for place, part in enumerate(parts[1:-1], 1) if _VERB.fullmatch(part)]
    if len(places) != 1:
        return Problem("the annotation is no act, verb and act", triple)
    first, second = ", ".join(parts[: places[0]]), ", ".join(parts[places[0] + 1 :])
    verb = _VERB.fullmatch(parts[places[0]])
    window = _window(paragraph.lower(), (first, second), verb[0] if verb else "")
    found = _found(window, text) if window else None
    if verb is None or found is None:
        return Problem("the words of the annotation do not stand so in the text", triple)
    ends = (second, first) if verb["passive"] else (first, second)
    acting, earlier = (_identified(end, window, found, text) for end in ends)
    if _older(acting, earlier):
        return Problem("the act that does something to the other is older than it", triple)
    quote = found[0].rstrip()
    end = found.start() + len(quote)
    return UnionRelation(acting, _STEMS[verb["stem"]], earlier, quote, found.start(), end, in_summary)


def _window(paragraph: str, acts: tuple[str, str], verb: str) -> str:
    """The shortest part of a paragraph with both acts and the verb; empty where there is none."""
    spans = [[one.span() for one in islice(_exactly(act).finditer(paragraph), _MENTIONS)] for act in acts]
    ends = ((min(one[0], other[0]), max(one[1], other[1])) for one in spans[0] for other in spans[1])
    windows = (paragraph[start:end] for start, end in ends if end - start <= _LONGEST)
    return min((part for part in windows if verb in part), key=len, default="")


def _exactly(act: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9a-z]){re.escape(act)}(?![0-9a-z/])")


def _found(window: str, text: str) -> re.Match[str] | None:
    """Where the words stand in the text: blanks and line ends count for nothing, acts are written in full."""
    return re.search(_pattern(window), text, re.IGNORECASE)


def _pattern(window: str) -> str:
    """A pattern that begins with no blank and gives nothing back: a page of blanks costs one look at each."""
    parts, end = ["(?=\\S)"], 0
    for act in _ACT.finditer(window):
        between = window[end : act.start()]
        parts += [_loosely(between) if between.strip() or not end else _LISTED, _full(act[0])]
        end = act.end()
    return "".join([*parts, _loosely(window[end:])])


def _loosely(words: str) -> str:
    return r"\s*+".join(["", *(re.escape(word) for word in words.replace("---", " ").split()), ""])


def _full(act: str) -> str:
    """The pattern of an act: “regulation 842/2006” also means “Regulation (EC) No 842/2006”."""
    type_, number = act.split(" ", 1)
    figures = re.escape(number).replace("/", "[/-]")
    return (
        rf"((?:framework\s++)?(?:{type_}s?)?\s*+(?:\([^()]{{0,20}}+\)\s*+)*+"
        rf"(?:n(?:o|um|umero)?°?\.?\s*+)?{figures})"
    )


def _identified(act: str, window: str, found: re.Match[str], text: str) -> str:
    """CELEX number of an act by its words in the text; else these words."""
    group = next((n for n, one in enumerate(_ACT.finditer(window), 1) if one[0] == act), 0)
    words = " ".join((found[group] if group else act).split())
    typed = words if celex.CITATION.search(words) else f"{act.split(' ', 1)[0]} {words}"
    if group and _BANK.match(text, found.end(group)):
        return words
    return celex.of_citation(typed, verbatim=bool(group)) or words


def _older(one: str, other: str) -> bool:
    """Whether the first of two acts is known to be of an earlier year."""
    first, second = celex.parse(one), celex.parse(other)
    return first is not None and second is not None and first.year < second.year
