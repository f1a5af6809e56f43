"""Files of publishers as they are read: how far, with which hash, and what each is as a source."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedIOBase
from typing import cast

from graph.loaders.files import InputFile
from graph.loaders.publishers import Publisher
from graph.published.entry import Item
from graph.published.publication import Publication
from graph.records import Source

_SECONDS = 2.0  # between two words on how far a file has been read
_SOME = 1_000  # items after which the clock is looked at
_TOLD = (
    "title", "published_on", "url", "licence", "complete_for", "complete_as_of", "includes_withdrawals",
    "includes_former_states", "note", "publisher", "tier",
)  # fmt: skip


def sha256_of(file: InputFile) -> str:
    """The SHA-256 of a file as it lies there, as 64 hexadecimal digits."""
    with file.raw() as stream:
        return hashlib.file_digest(cast(BufferedIOBase, stream), "sha256").hexdigest()


def told(items: Iterator[Item], file: InputFile, progress: Callable[[str], None]) -> Iterator[Item]:
    """The same items; now and then it is told how far the file has been read, how fast, and what is left."""
    begun = last = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        if number % _SOME == 0 and (now := time.monotonic()) - last >= _SECONDS:
            last = now
            progress(f"read {file.stem}: {number:,} entries{_pace(number, now - begun, file.share)}")


def _pace(number: int, seconds: float, share: float) -> str:
    rate = f", {number / seconds:,.0f} a second"
    if not share:
        return rate
    return f" ({share:.0%}){rate}, {seconds / share - seconds:,.0f} s left"


def as_source(
    file: InputFile, publisher: Publisher, told: Publication, held: Source | None, digest: str
) -> Source:
    """The file as a source.

    What a table of sources says of it stays as long as the file itself says nothing else; the day of reading
    is that on which these bytes were read first.
    """
    described = held or Source(
        id=file.source,
        title=f"{publisher.description}: {file.stem}",
        publisher=publisher.publisher,
        tier=publisher.tier,
        url=publisher.url,
        licence=publisher.licence,
    )
    said = {name: value for name in _TOLD if (value := getattr(told, name))}
    if held and not held.sha256:  # described by a table of sources, which knows better
        said = {name: value for name, value in said.items() if not getattr(held, name)}
    first = held.read_on if held and held.sha256 == digest else None
    return replace(described, **said, sha256=digest, read_on=first or file.today)
