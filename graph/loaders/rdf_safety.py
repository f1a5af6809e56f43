"""What is looked at in a file of RDF before it is parsed: in one pass, in constant memory.

Oxigraph's reader of RDF/XML expands entities without bound and takes a document that breaks off for a whole
one; its readers of JSON-LD and of triple terms recurse on the stack (`graph.nesting`).
"""

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO
from xml.parsers import expat  # its own guard ends what grows a hundredfold ("billion laughs")

from pyoxigraph import RdfFormat

from graph.errors import DataMalformed
from graph.nesting import refuse_nesting

DEEPEST = 1000  # levels of elements, of JSON, of triple terms
WHOLE = 64 * 2**20  # bytes of what has to be looked at as a whole
_CHUNK = 2**20
_LONGEST_ENTITY = 1000  # characters: prefixes of namespaces, as editors of ontologies write them, are shorter
_LINES = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})


def digest_of(stream: BinaryIO, form: RdfFormat) -> str:
    """The digest of a document, as 20 hexadecimal digits, once it was found fit to be parsed.

    Raises `DataMalformed`, and what reading raises.
    """
    digest = hashlib.sha256()
    if form == RdfFormat.RDF_XML:
        _look_at_xml(_counted(stream, digest))
    elif form == RdfFormat.JSON_LD:
        _look_at_whole(_counted(stream, digest), form)
    else:
        _look_at_terms(stream, digest, form)
    return digest.hexdigest()[:20]


def _counted(stream: BinaryIO, digest: "hashlib._Hash") -> Iterator[bytes]:
    for chunk in iter(partial(stream.read, _CHUNK), b""):
        digest.update(chunk)
        yield chunk


def _look_at_whole(chunks: Iterator[bytes], form: RdfFormat) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > WHOLE:
            raise DataMalformed(
                f"More than {WHOLE:,} bytes of it would stand in memory at once. Convert the file to N-Quads."
            )
    refuse_nesting(bytes(data), form, DEEPEST)
    return bytes(data)


def _look_at_terms(stream: BinaryIO, digest: "hashlib._Hash", form: RdfFormat) -> None:
    """Triple terms: few cannot be deep; else line by line, or as a whole where statements span lines."""
    found, last = 0, b""
    for chunk in _counted(stream, digest):
        found += (last + chunk).count(b"<<")
        last = chunk[-1:] if not chunk.endswith(b"<<") else b""
    if found <= DEEPEST:
        return
    stream.seek(0)
    if form in _LINES:
        for line in iter(partial(stream.readline, 2**24), b""):
            refuse_nesting(line, form, DEEPEST)
    else:
        _look_at_whole(_counted(stream, hashlib.sha256()), form)


class _Xml:
    """A reader of XML 1.0 that notices what must not reach the parser; its handlers raise."""

    def __init__(self) -> None:
        self._depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")  # and so looks at prefixes too
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.EntityDeclHandler, self.parser.XmlDeclHandler = self._entity, self._declared

    def refuse(self, reason: str) -> DataMalformed:
        """The error, with the place that was reached."""
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return DataMalformed(reason, line, column)

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.refuse(f"The elements are nested deeper than {DEEPEST:,} levels.")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            raise self.refuse(f"The file is in the encoding {encoding[:40]}. Save it as UTF-8.")

    def _entity(self, name: str, parameter: int, value: str | None, *_outside: str | None) -> None:
        """Internal entities that stand for plain text and no more (XML 1.0, 4.2.1)."""
        if parameter or value is None or "&" in value or len(value) > _LONGEST_ENTITY:
            raise self.refuse(
                f"The XML entity “{name[:40]}” stands for another file, for other entities, or for a long "
                "text, which is not read here. Write what it stands for."
            )


def _look_at_xml(chunks: Iterator[bytes]) -> None:
    xml = _Xml()
    try:
        for chunk in chunks:
            xml.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
        xml.parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        reason = f"The XML is not well formed or breaks off: {expat.ErrorString(error.code)}."
        raise DataMalformed(reason, error.lineno, error.offset + 1) from None
    except (LookupError, ValueError) as error:
        raise DataMalformed("The XML is in an encoding that is not read here. Save it as UTF-8.") from error
