"""Events of a running server: each has a name and fields, and becomes one line of the log.

The lines themselves are made in `api.telemetry.lines`, which escapes whatever came from a request.
"""

import logging
from typing import Any

EVENTS = logging.getLogger("api.events")
_LONGEST = 500  # characters of a query in the log and in the list of running ones


def tell(event: str, /, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event; fields are strings, numbers, truth values, lists and mappings of them."""
    EVENTS.log(level, event, extra={"fields": fields})


def excerpt(text: str) -> str:
    """A query on one line, in at most 500 characters, with lone surrogates replaced."""
    start = text[: 4 * _LONGEST]
    words = " ".join(start.split()).encode("utf-8", "replace").decode()
    whole = len(words) <= _LONGEST and len(start) == len(text)
    return words if whole else words[: _LONGEST - 1] + "…"
