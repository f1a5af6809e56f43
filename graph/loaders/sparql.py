"""Loader of what a SPARQL endpoint answers to a CONSTRUCT: the file says which endpoint is asked what."""

import re
from collections.abc import Iterator

from graph.loaders.files import InputFile
from graph.published.entry import Item

_KEY = re.compile(rb"^[ \t]*([a-z_]+)[ \t]*=", re.MULTILINE)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this describes a harvest (`graph.loaders.harvest_plan`)."""
    return {b"endpoint", b"query"} <= set(_KEY.findall(head))


def read(file: InputFile) -> Iterator[Item]:
    """Yield all statements that the endpoint gives, each once, and how they were asked for; constant memory.

    A harvest that does not come to its end yields faults and no statement.
    """
    from graph.loaders.harvest import harvest  # noqa: PLC0415 - takes 0.15 s, which only a harvest needs

    yield from harvest(file)
