"""What Oxigraph says of a text that does not parse, in words for people."""

import re

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[[^\[\]]*\.\.[^\[\]]*\]|\['[^']*'\]|\[_\]|<unreported>")


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
