"""“Did you mean …?” for what a file names and nothing knows."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

NEAR_ENOUGH = 60  # of 100; below it a hint misleads more than it helps


SHORT = 3  # characters; among codes of three letters nearly everything is near, so only swapped letters count


def nearest(text: str, choices: Iterable[str], limit: int = 1) -> list[str]:
    """Return the choices nearest to a text, best first, at most `limit`; none where none is near."""
    names = list(choices)  # a mapping would be searched by its values
    if len(text) <= SHORT:
        letters = sorted(text.casefold())
        return [choice for choice in names if sorted(choice.casefold()) == letters][:limit]
    found = process.extract(
        text,
        names,
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=NEAR_ENOUGH,
    )
    return [choice for choice, _, _ in found]


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """Return “ Did you mean x?” with a leading blank, or an empty text."""
    found = nearest(text, choices)
    return f" Did you mean {found[0]}?" if found else ""


def one_of(choices: Iterable[str]) -> str:
    """Return a closed list as people read it: “a, b or c”."""
    *head, last = choices
    return f"{', '.join(head)} or {last}" if head else last


def shortened(text: str, length: int = 80) -> str:
    """Return a value fit for a message: whole if short, else its beginning with “…”."""
    return text if len(text) <= length else text[: length - 1] + "…"
