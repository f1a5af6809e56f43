"""LOAD: a document from an allowed address, as quads (SPARQL 1.1 Update, 3.1.4).

The document is parsed with its own address as base; contexts of JSON-LD and entities of XML are not fetched
or expanded, whatever a document says.
"""

import asyncio
import os
import stat
from collections.abc import Iterator
from io import FileIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pyoxigraph import Quad, RdfFormat, parse

from graph.errors import QueryForbidden, RemoteFailed
from graph.federation.allowed import parts, shown
from graph.federation.outbound import Fetched, Outbound, Outgoing

_ACCEPT = (
    "text/turtle, application/n-triples, application/trig;q=0.9, application/n-quads;q=0.9, "
    "application/rdf+xml;q=0.8, application/ld+json;q=0.7, */*;q=0.1"
)
_SAYS_NOTHING = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})


def load(iri: str, outbound: Outbound) -> Iterator[Quad]:
    """The quads of the document at an address, with blank nodes that occur nowhere else.

    The whole document is fetched at once, and parsed while it is iterated. Raises `QueryForbidden` where the
    address is not allowed, and `RemoteFailed` (also while iterating) where no complete document can be had,
    or it does not parse. It must not run where an event loop does.
    """
    split = parts(iri)
    if split is not None and split.scheme == "file":
        fetched = Fetched(iri, {}, _file(iri, outbound))
    elif outbound.allowed.may_load(iri):
        headers = {"Accept": _ACCEPT}
        request = Outgoing(iri, outbound.allowed.may_load, outbound.limits.load_bytes, headers)
        fetched = asyncio.run(outbound.fetch(request))
    else:
        raise _not_allowed(iri)
    return _quads(fetched, _format(fetched))


def _not_allowed(iri: str) -> QueryForbidden:
    return QueryForbidden(
        f"LOAD from <{shown(iri)}> is not served; the operator of this server can allow it."
    )


def _file(iri: str, outbound: Outbound) -> bytes:
    """The content of a file below an allowed folder, after all links and steps in its path are followed."""
    try:
        path = Path(unquote(urlsplit(iri).path)).resolve(strict=True)
        allowed = any(path.is_relative_to(folder.resolve()) for folder in outbound.allowed.folders)
        body = _regular(path, outbound.limits.load_bytes + 1) if allowed else None
    except (OSError, ValueError, RuntimeError):  # absent, a NUL in the name, or links in a circle
        body = None
    if body is None:
        raise _not_allowed(iri)
    if len(body) > outbound.limits.load_bytes:
        raise RemoteFailed(f"<{iri}> has more than {outbound.limits.load_bytes:,} bytes.")
    return body


def _regular(path: Path, most: int) -> bytes | None:
    """The first bytes of a file; `None` for a folder, a pipe or a device."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return FileIO(descriptor, closefd=False).read(most) if regular else None
    finally:
        os.close(descriptor)


def _format(fetched: Fetched) -> RdfFormat:
    """By the media type; where that says nothing of the content, by the ending of the address."""
    suffix = PurePosixPath(urlsplit(fetched.url).path).suffix.removeprefix(".")
    by_ending = RdfFormat.from_extension(suffix) if suffix else None
    by_type = RdfFormat.from_media_type(fetched.media_type) if fetched.media_type else None
    form = by_ending or by_type if fetched.media_type in _SAYS_NOTHING else by_type
    if form is None:
        stated = fetched.media_type or "no media type"
        raise RemoteFailed(f"<{fetched.url}> sent {stated}, which is no RDF format that is read here.")
    return form


def _quads(fetched: Fetched, form: RdfFormat) -> Iterator[Quad]:
    if form == RdfFormat.RDF_XML and b"<!ENTITY" in fetched.body:
        raise RemoteFailed(f"<{fetched.url}> declares XML entities, which are not read here.")
    try:
        yield from parse(fetched.body, form, base_iri=fetched.url, rename_blank_nodes=True)
    except SyntaxError as error:  # whose words are those of the document
        place = f" at line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise RemoteFailed(f"<{fetched.url}> sent {form.name} that does not parse{place}.") from None
