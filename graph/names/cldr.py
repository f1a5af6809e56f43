"""Names of states and territories in many languages: the Unicode CLDR, read when it is needed."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

from graph.names.reading import Reading
from graph.names.tables import Named, rows, without_row
from graph.records import State

LANGUAGES = ("en", "fr", "ru", "es", "ar", "zh", "de")  # those of the United Nations, and German
OF_THE_UNION = (
    "bg", "cs", "da", "el", "et", "fi", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "pt_PT",
    "ro", "sk", "sl", "sv",
)  # fmt: skip
OF_NEIGHBOURS = (
    "uk", "be", "nb", "nn", "is", "tr", "mk", "sq", "sr", "sr_Latn", "bs", "ca", "hy", "ka", "az",
)  # fmt: skip
FAR = ("ja", "ko", "zh_Hant", "he", "fa", "id")  # none whose signs for vowels are marks, as in Hindi
MORE_LANGUAGES = (*OF_THE_UNION, *OF_NEIGHBOURS, *FAR)
UNCONTESTED = frozenset({"state", "territory"})
CONTESTED = {"TWN": "TW", "XKX": "XK"}  # the CLDR names these by no more than a place


def coded(states: Iterable[State]) -> Mapping[str, str]:
    """Return codes of the table by ISO 3166-1 alpha-2 code, where it is not contested for what it stands."""
    return {s.iso_alpha2: s.code for s in states if s.kind in UNCONTESTED and s.iso_alpha2}


def translations(states: Iterable[State], languages: Iterable[str]) -> Iterator[Named]:
    """Yield the names of states, and of territories that are not in the table, in some languages."""
    known = list(states)
    readings = {alpha2: Reading(code, "translation") for alpha2, code in coded(known).items()}
    readings |= {CONTESTED[s.code]: Reading(s.code, "translation") for s in known if s.code in CONTESTED}
    readings |= {
        row["iso_alpha2"]: without_row(row).found("translation")
        for row in rows("not_states.csv")
        if row["iso_alpha2"]
    }
    for language in languages:
        names = territories(language)
        yield from ((names[alpha2], reading) for alpha2, reading in readings.items() if alpha2 in names)


@cache
def territories(language: str) -> Mapping[str, str]:
    """Return the names of territories in a language by ISO 3166-1 alpha-2 code (Unicode CLDR)."""
    return Locale.parse(language).territories
