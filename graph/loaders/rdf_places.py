"""The line of what is wrong in a file of RDF, where Oxigraph does not tell it."""

import re
from functools import partial
from typing import BinaryIO

from pyoxigraph import RdfFormat, parse

from graph.errors import DataMalformed
from graph.loaders.files import InputFile

_LONGEST = 2**24  # bytes of a line
_RELATIVE = re.compile("relative IRI “(.*?)”")


class _ByLine:
    """A stream that gives one line at a time: its `line` is the one that its reader has reached."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ended = True
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        """The rest of a line, or so many bytes of it."""
        given = self._stream.readline(size)
        self.line += self._ended and bool(given)
        self._ended = given.endswith(b"\n")
        return given


def located(error: DataMalformed, file: InputFile, form: RdfFormat) -> DataMalformed:
    """The error with its line: for RDF/XML the one that the parser reached, else that of a relative IRI."""
    if error.line:
        return error
    if form == RdfFormat.RDF_XML:
        return DataMalformed(error.message, _line_reached(file, form))
    found = _RELATIVE.search(error.message)
    return DataMalformed(error.message, line_of(file, f'"{found[1]}"') if found else None)


def _line_reached(file: InputFile, form: RdfFormat) -> int | None:
    with file.open() as stream:
        by_line = _ByLine(stream)
        try:
            for _ in parse(by_line, format=form):  # type: ignore[arg-type] # all that it calls is `read`
                pass
        except (SyntaxError, ValueError, RuntimeError):
            return by_line.line
    return None


def line_of(file: InputFile, *texts: str) -> int | None:
    """The first line with one of these texts in it."""
    wanted = [text.encode() for text in texts]
    with file.open() as stream:
        for number, line in enumerate(iter(partial(stream.readline, _LONGEST), b""), 1):
            if any(text in line for text in wanted):
                return number
    return None
