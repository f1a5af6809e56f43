"""Files as they arrive: bytes with a name, read as UTF-8 text line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from graph.faults import Fault, Origin

LONGEST_LINE = 4_000_000  # bytes; no text of ours comes near, and a binary file may have no line end at all

SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet workbook or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet workbook or document",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "compressed (gzip)",
    b"\xff\xfe": "UTF-16 or UTF-32",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """Something to read: the name that faults show, and its bytes or where they lie.

    `today` is the day against which an act that lies in the future is noticed; without it nobody looks.
    """

    name: str
    content: Path | bytes
    today: Day | None = None

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the file at a path, named as the caller wrote it, with today by UTC."""
        return cls(str(path), path, datetime.now(UTC).date())

    def open(self) -> BinaryIO:
        """Return the bytes as a stream; raises OSError where the path cannot be opened."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")


class TextLines:
    """The lines of a file with their ends; stops at what is no UTF-8 text, and then holds the `fault`."""

    def __init__(self, file: InputFile) -> None:
        self.file = file
        self.fault: Fault | None = None

    def __iter__(self) -> Iterator[str]:
        try:
            with self.file.open() as handle:
                yield from self._decoded(handle)
        except OSError as error:
            self.fault = Fault(Origin(self.file.name), "", f"The file cannot be read: {error.strerror}.")

    def _decoded(self, handle: BinaryIO) -> Iterator[str]:
        for number, raw in enumerate(iter(partial(handle.readline, LONGEST_LINE), b""), 1):
            problem = _problem(raw, first=number == 1)
            if problem:
                self.fault = Fault(Origin(self.file.name, number), "", problem)
                return
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")


def _problem(raw: bytes, *, first: bool) -> str:
    """Return what makes these bytes no line of UTF-8 text, and what to do about it; empty if nothing does."""
    if first:
        for signature, what in SIGNATURES.items():
            if raw.startswith(signature):
                return f"The file is {what}, not UTF-8 text. Export or save it as UTF-8 text."
    if b"\x00" in raw:
        return "The line holds a NUL byte: the file is binary, or UTF-16. Save it as UTF-8 text."
    if len(raw) >= LONGEST_LINE:
        return f"The line is longer than {LONGEST_LINE:,} bytes: this is no text in lines."
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        return (
            f"Byte 0x{byte:02X} at position {error.start + 1} of the line is not UTF-8; the file may be "
            "Latin-1 or Windows-1252. Save it as UTF-8."
        )
    return ""
