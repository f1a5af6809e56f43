"""Names as they are compared: without what differs between ways of writing the same name."""

import re
import unicodedata

ARTICLES = frozenset({"the", "la", "le", "les", "el", "die", "der"})
SMALL_WORDS = ARTICLES | frozenset(
    {"and", "of", "de", "du", "des", "d", "l", "et", "da", "do", "und", "y", "e"}
)
ABBREVIATED = {"rep": "republic", "dem": "democratic"}
LONGEST = 200  # characters of a name that are compared
SHORTEST_COMPACT = 5  # letters; with fewer, a name without its small words may be a code
LETTERS = str.maketrans(  # letters that Unicode does not decompose
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"ʼ": "'", "ʻ": "'", "ʹ": "'"}  # apostrophes that count as letters
)


def normalised(text: str) -> str:
    """Return a name without case, accents, punctuation and leading article, words parted by single blanks.

    “Côte d’Ivoire” is “cote d ivoire”, “The Gambia” “gambia”, “U.S.A.” “usa”, “St. Lucia” “saint lucia”.
    """
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST])
    letters = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    words = re.findall(r"\w+", letters.casefold().translate(LETTERS))
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    words = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    return " ".join("saint" if word == "st" and len(words) > 1 else word for word in words)


def compact(key: str) -> str:
    """Return a normalised name without small words and blanks, or nothing where too little is left.

    “St. Kitts & Nevis” and “Saint Kitts and Nevis” are “saintkittsnevis”; “VietNam” is “vietnam”,
    “Rep. of Korea” “republickorea”.
    """
    words = (ABBREVIATED.get(word, word) for word in key.split() if word not in SMALL_WORDS)
    letters = "".join(words)
    return letters if len(letters) >= SHORTEST_COMPACT else ""
