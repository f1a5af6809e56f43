"""Candidates for a name that is unknown: whose names have most telling words and letters in common."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from graph.names.normalised import SMALL_WORDS, normalised

GENERIC = frozenset({
    "republic", "republique", "rep", "kingdom", "royaume", "state", "states", "etat", "etats", "people",
    "peoples", "s", "democratic", "federal", "federation", "union", "united", "socialist", "islamic",
    "республика",
})  # fmt: skip
SHORT = 3  # letters of a code; to three letters nearly every code is near
NEAR_ENOUGH = 75  # of 100, for a candidate to be worth showing
CONSIDERED = 20

Codes = Mapping[str, frozenset[str]]


def nearest(text: str, names: Codes) -> list[str]:
    """Return the codes whose names are nearest, best first.

    `names` are telling words with the codes they stand for. For a short text only the same letters in another
    order count.
    """
    key = telling(text)
    if len(key) <= SHORT:
        near = [name for name in names if sorted(name) == sorted(key)]
    else:
        near = _scored(key, names)
    return list(dict.fromkeys(code for name in near for code in sorted(names[name])))


def telling(text: str) -> str:
    """Return the words of a name that tell whose it is, without “Republic of the” and the like.

    Where there are none, all of them: “United States”.
    """
    words = [word for word in normalised(text).split() if word not in SMALL_WORDS]
    return " ".join([word for word in words if word not in GENERIC] or words)


def _scored(key: str, names: Codes) -> list[str]:
    choices = [name for name in names if len(name) > SHORT]
    found = process.extract(
        key, choices, scorer=fuzz.token_set_ratio, limit=CONSIDERED, score_cutoff=NEAR_ENOUGH
    )
    return [name for name, _, _ in sorted(found, key=lambda each: (-each[1], -fuzz.ratio(key, each[0])))]
