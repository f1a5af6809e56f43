"""What Oxigraph says of a text that it does not parse or cannot evaluate, in words for people."""

import re

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_FUNCTION = re.compile(r"The custom function (<[^>]*>) (.*)", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[[^\[\]]*\.\.[^\[\]]*\]|\['[^']*'\]|\[_\]|<unreported>")


def unsupported_function(message: str) -> str | None:
    """A sentence that names a function which Oxigraph lacks, or not with these arguments; else none."""
    found = _FUNCTION.match(message)
    if found is None:
        return None
    what = "is not implemented here" if found[2] == "is not supported" else found[2]
    return f"The function {found[1]} {what}."


def place_and_reason(message: str) -> tuple[str, int | None, int | None]:
    """A sentence, and the line and column where Oxigraph tells them.

    It says where a query breaks only in words, among classes of characters that help nobody.
    """
    place = _PLACE.match(message)
    if place is None:
        return f"The query does not parse: {message}.", None, None
    line, column = int(place[1]), int(place[2])
    expected = [word for word in _CHARACTER_CLASS.sub("", place[3]).split(", ") if word.strip(", \n|")]
    said = [word for word in expected if " " in word and word[0] not in "\"'"]
    reason = (
        said[0] if said else f"expected {' or '.join(expected)}" if expected else "this is not expected here"
    )
    return f"The query does not parse at line {line}, column {column}: {reason}.", line, column
