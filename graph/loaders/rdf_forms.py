"""Which RDF format a file is in: what its beginning shows, and its name where that shows nothing."""

import re
from pathlib import PurePath

from pyoxigraph import RdfFormat

from graph.loaders.files import SIGNATURES
from graph.nesting import MARK

SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".xml", ".jsonld", ".json")
NAMES = "Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD"

_BY_SUFFIX = {
    ".ttl": RdfFormat.TRIG, ".trig": RdfFormat.TRIG, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD,
}  # fmt: skip
_LINES = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*(?:<\?xml\b|<!DOCTYPE\b|<!--|<(?:\w[\w.-]*:)?RDF[\s>])")
_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_JSON = re.compile(rb"\s*[\[{]\s*(?:[\[{]|\"|\}|\]\s*$)")
_KEYWORD = re.compile(rb'"@(?:context|id|graph|type)"\s*:')
_NOTE = rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*"
_DIRECTIVE = re.compile(_NOTE + rb"(?:@(?:prefix|base)|PREFIX|BASE)\s", re.IGNORECASE)
_STATEMENT = re.compile(
    _NOTE + rb"(?:<[^<>\s]+>|_:\S+)[ \t]+<[^<>\s]+>[ \t]+(?:<[^<>\s]+>|_:\S+|\"(?:[^\"\\\n]|\\.)*\"\S*|<<\()"
    rb"(?P<graph>[ \t]+(?:<[^<>\s]+>|_:[^\s.]+))?[ \t]*(?P<end>\.)?"
)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in one of the formats."""
    head = head.removeprefix(MARK)
    if _HTML.match(head):
        return False
    if _XML.match(head):
        return _RDF in head
    if _JSON.match(head):
        return bool(_KEYWORD.search(head))
    return bool(_DIRECTIVE.match(head) or _STATEMENT.match(head))


def form_of(name: str, head: bytes) -> RdfFormat | str:
    """The format of a file of this name with this beginning, or why it has none, as a message.

    Turtle is read as TriG, of which it is a part. What is XML, JSON or a line of N-Quads by its first
    characters is read as that, whatever its name says.
    """
    what = next((what for signature, what in SIGNATURES.items() if head.startswith(signature)), "")
    if what:
        return f"The file is {what}, not RDF in UTF-8. Export it as {NAMES}."
    head = head.removeprefix(MARK)
    if _HTML.match(head):
        return f"The file is a page in HTML. Download its RDF: {NAMES}."
    named = _named(name)
    if _XML.match(head):
        return RdfFormat.RDF_XML
    if _JSON.match(head) and named not in {RdfFormat.TRIG, *_LINES}:
        return RdfFormat.JSON_LD
    return _text(head, named)


def _text(head: bytes, named: RdfFormat | None) -> RdfFormat | str:
    """The format of what is neither XML nor JSON."""
    statement = _STATEMENT.match(head)
    if _DIRECTIVE.match(head):
        return RdfFormat.TRIG
    if named in _LINES or (statement and statement["graph"] and named != RdfFormat.TRIG):
        return RdfFormat.N_QUADS  # of which N-Triples is a part
    if named == RdfFormat.TRIG or statement:
        return RdfFormat.TRIG
    if named == RdfFormat.JSON_LD:
        return named
    return f"The file does not begin as RDF does. Depositary reads {NAMES}."


def _named(name: str) -> RdfFormat | None:
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes if suffix.lower() != ".gz"]
    return _BY_SUFFIX.get(suffixes[-1]) if suffixes else None
