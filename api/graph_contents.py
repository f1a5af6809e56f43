"""RDF in the body of a request: one document, or several as the files of a form (multipart/form-data)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from api.sparql.parameters import media_type
from graph.errors import BadRequest
from graph.graph_store import FORMATS, Content

MEDIA_TYPES = tuple(form.media_type for form in FORMATS)
_OTHER_NAMES = {
    "application/x-turtle": "text/turtle",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
}
_SUFFIXES = {f".{form.file_extension}": form.media_type for form in FORMATS}
_MOST_FILES = 100
_FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Contents:
    """Documents, one after the other."""

    documents: tuple[Content, ...] = ()

    @property
    def data(self) -> bytes:
        """All of them."""
        return b"".join(document.data for document in self.documents)

    def header(self) -> list[dict[str, Any]]:
        """What they are, for the writer (`graph.workers.write`)."""
        return [
            {"media_type": document.media_type, "size": len(document.data), "base": document.base}
            for document in self.documents
        ]


async def contents_of(headers: Mapping[bytes, bytes], body: bytes, base: str) -> Contents:
    """The documents of a body; raises 415 for a format that is not read, `BadRequest` for a broken form."""
    type_ = media_type(headers)
    if type_ == _FORM:
        return Contents(tuple([Content(*file, base) for file in await _files(headers, body)]))
    return Contents((Content(_known(type_), body, base),))


def _known(type_: str) -> str:
    name = _OTHER_NAMES.get(type_, type_)
    if name not in MEDIA_TYPES:
        known = ", ".join(MEDIA_TYPES)
        raise HTTPException(415, f"RDF is read as {known}.", {"Accept-Post": f"{known}, {_FORM}"})
    return name


async def _files(headers: Mapping[bytes, bytes], body: bytes) -> list[tuple[str, bytes]]:
    """Format and content of the files of a form."""

    async def stream() -> Any:
        yield body

    given = Headers(raw=[(b"content-type", headers[b"content-type"])])
    parser = MultiPartParser(given, stream(), max_files=_MOST_FILES, max_fields=_MOST_FILES)
    _refuse_cut(given["content-type"], body)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise BadRequest(f"The form cannot be read: {error}.") from None
    try:
        if not form.multi_items():
            raise BadRequest("The form holds no file.")
        return [await _file(part) for _, part in form.multi_items()]
    finally:
        await form.close()


def _refuse_cut(content_type: str, body: bytes) -> None:
    """Refuse a form without its end (RFC 2046, 5.1.1), which the parser takes for a complete one."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if b"--" + boundary + b"--" not in body:
        raise BadRequest("The form has no end: its closing boundary is missing.")


async def _file(part: UploadFile | str) -> tuple[str, bytes]:
    if isinstance(part, str):
        raise BadRequest("Send each document as a file of the form, with its Content-Type.")
    type_ = (part.content_type or "").partition(";")[0].strip().lower()
    suffix = PurePosixPath(part.filename or "").suffix.lower()
    return _known(_SUFFIXES.get(suffix, type_) if type_ not in MEDIA_TYPES else type_), await part.read()
