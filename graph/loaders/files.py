"""Files as they arrive: bytes with a name, read as UTF-8 text line by line."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self, cast

from graph.faults import Fault, Origin
from graph.names import Names, Resolver

GZIP = b"\x1f\x8b"
DAMAGED = "The file is compressed by gzip and breaks off or is damaged. Download it again."
LONGEST_LINE = 32_000_000  # bytes; JSON may stand on one line, and a binary file may have no line end at all

SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet workbook or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet workbook or document",
    b"%PDF": "a PDF document",
    b"\xff\xfe": "UTF-16 or UTF-32",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """Something to read: the name that faults show, and its bytes or where they lie.

    `today` is the day against which an act that lies in the future is noticed; without it nobody looks.
    `names` knows who is meant by a name. `source` is the id of the file as a source, which stands in what a
    file of a publisher reports.
    """

    name: str
    content: Path | bytes
    today: Day | None = None
    names: Resolver = field(default_factory=lambda: Names((), ()))
    source: str = ""
    opened: list[BinaryIO] = field(default_factory=list, compare=False, repr=False)

    @classmethod
    def at(cls, path: Path, names: Resolver | None = None, source: str = "") -> Self:
        """Return the file at a path, named as the caller wrote it, with today by UTC."""
        return cls(str(path), path, datetime.now(UTC).date(), names or Names((), ()), source)

    @property
    def stem(self) -> str:
        """The name of the file without folders and endings: `4-1` of `treaties/4-1.csv.gz`."""
        return Path(self.name).name.split(".")[0]

    def beside(self, *places: str) -> "InputFile | None":
        """Return the first file that lies at one of these places, relative to the folder of this one."""
        if isinstance(self.content, bytes):
            return None
        found = (self.content.parent / place for place in places)
        path = next((path for path in found if path.is_file()), None)
        return replace(self, name=str(path), content=path) if path else None

    def raw(self) -> BinaryIO:
        """Return the bytes as they lie there; raises OSError where the path cannot be opened."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")

    def open(self) -> BinaryIO:
        """Return the bytes as a stream, unpacked where they are compressed by gzip (RFC 1952).

        Raises OSError where the path cannot be opened, and EOFError or zlib.error, while it is read, where
        what is compressed breaks off or is damaged.
        """
        stream = self.raw()
        self.opened.append(stream)
        packed = stream.read(len(GZIP)) == GZIP
        stream.seek(0)
        return cast(BinaryIO, _Unpacked(stream)) if packed else stream

    def head(self, size: int = 2**16) -> bytes:
        """Return the first bytes, unpacked; none where the file cannot be read."""
        try:
            with self.open() as stream:
                return stream.read(size)
        except (OSError, EOFError, zlib.error):
            return b""

    @property
    def share(self) -> float:
        """Return how much of the file has been read, between 0 and 1."""
        size = len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size
        stream = self.opened[-1] if self.opened else None
        return stream.tell() / size if size and stream and not stream.closed else 0.0


class _Unpacked(gzip.GzipFile):
    """What is compressed in a stream, which closes with it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._stream = stream

    def close(self) -> None:
        """Close both."""
        super().close()
        self._stream.close()


class TextLines:
    """The lines of a file with their ends; stops at what is no UTF-8 text, and then holds the `fault`."""

    def __init__(self, file: InputFile) -> None:
        self.file = file
        self.fault: Fault | None = None
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        try:
            with self.file.open() as handle:
                yield from self._decoded(handle)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.fault = Fault(Origin(self.file.name, self._number + 1), "", DAMAGED)
        except OSError as error:
            self.fault = Fault(Origin(self.file.name), "", f"The file cannot be read: {error.strerror}.")

    def _decoded(self, handle: BinaryIO) -> Iterator[str]:
        for number, raw in enumerate(iter(partial(handle.readline, LONGEST_LINE), b""), 1):
            problem = _problem(raw, first=number == 1)
            if problem:
                self.fault = Fault(Origin(self.file.name, number), "", problem)
                return
            self._number = number
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
