"""Canonical IRIs and the paths under which this host serves them.

RDF always carries canonical IRIs; links, `Location` and paging carry paths. A path is the same as in the
canonical IRI, so that a document is found under either.
"""

from urllib.parse import quote, unquote, urlsplit

from graph import iri
from graph.errors import NotFound
from ontology.terms import DEP, ROOT

DOC = ROOT + "doc/"
LONGEST = 2000  # characters of an IRI
_SAFE = "()!$&'*+,;=:@~/"  # what `graph.iri` leaves as it is in a path


def canonical(path: str) -> str:
    """Canonical IRI of a local path (`/id/state/RUS`), however much of it was percent-encoded.

    Raises `NotFound` for a path that is longer than that of any IRI: it would be repeated in headers; and for
    one with `.` or `..` between its slashes, which leads elsewhere on the way (RFC 3986, 5.2.4).
    """
    resource = ROOT + encoded(path).lstrip("/")
    if len(resource) > LONGEST:
        raise NotFound(f"No IRI of Depositary has more than {LONGEST:,} characters.")
    if not {".", ".."}.isdisjoint(resource.split("/")):
        raise NotFound("No IRI of Depositary has “.” or “..” in its path.")
    return resource


def encoded(path: str) -> str:
    """A path as a header carries it, however much of it was percent-encoded: in ASCII, without spaces."""
    return quote(unquote(path), safe=_SAFE)


def described_by(resource: str) -> str:
    """Canonical IRI of the document about a resource; vocabularies and graphs are documents themselves."""
    return DOC + resource.removeprefix(iri.IDS) if resource.startswith(iri.IDS) else resource


def local_path(resource: str) -> str | None:
    """Path of the document about a resource of Depositary; `None` for IRIs of others."""
    if resource.startswith(str(DEP)):
        return "/ontology#" + quote(resource.removeprefix(str(DEP)))
    if not resource.startswith(ROOT):
        return None
    return "/" + described_by(resource).removeprefix(ROOT)


def web_address(text: str) -> str | None:
    """The text where it is an http or https address that a page may link to, else `None`."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.netloc else None
