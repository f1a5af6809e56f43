"""Names as they are compared: without what differs between ways of writing the same name."""

import re
import unicodedata

ARTICLES = frozenset({"the", "la", "le", "les", "el", "die", "der"})
LONGEST = 200  # characters of a name that are compared


def normalised(text: str) -> str:
    """Return a name without case, accents, punctuation and leading article, words parted by single blanks.

    “Côte d’Ivoire” is “cote d ivoire”, “The Gambia” “gambia”, “U.S.A.” “usa”, “St. Lucia” “saint lucia”.
    """
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST])
    letters = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    words = re.findall(r"\w+", letters.casefold())
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    words = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    return " ".join("saint" if word == "st" and len(words) > 1 else word for word in words)
