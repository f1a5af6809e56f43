"""Content negotiation by the Accept header (RFC 9110, 12.4 and 12.5.1), and the formats that are offered.

Libraries were looked at: python-mimeparse gives up a whole header for one malformed element, and minds
upper case.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.problems import shown
from graph.errors import NotAcceptable

_RANGE = re.compile(r"\s*([^\s/;,]+)\s*(?:/\s*([^\s/;,]+)\s*)?((?:;[^;]*)*)$")
_QUALITY = re.compile(r";\s*q\s*=\s*([0-9.]+)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A format that can be produced: the media type that is answered, and the one that the engine knows.

    `names` are the short names that clients send as `format=` or `output=`.
    """

    media_type: str
    engine_type: str = ""
    names: tuple[str, ...] = ()

    @property
    def produced_by(self) -> str:
        """Media type by which Oxigraph knows the format."""
        return self.engine_type or self.media_type

    @property
    def content_type(self) -> str:
        """Value of Content-Type; JSON and XML carry their encoding themselves, text has to be told."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON_RESULTS = "application/sparql-results+json"
XML_RESULTS = "application/sparql-results+xml"

RESULTS = (
    Offer(JSON_RESULTS, names=("json", "srj", "sparql-results+json")),
    Offer(XML_RESULTS, names=("xml", "srx", "sparql-results+xml")),
    Offer("text/csv", names=("csv",)),
    Offer("text/tab-separated-values", names=("tsv",)),
    Offer("application/json", JSON_RESULTS),
    Offer("application/xml", XML_RESULTS),
    Offer("text/xml", XML_RESULTS),
)
GRAPHS = (
    Offer("text/turtle", names=("turtle", "ttl")),
    Offer("application/n-triples", names=("nt", "ntriples", "n-triples")),
    Offer("application/ld+json", names=("json-ld", "jsonld", "json")),
    Offer("application/rdf+xml", names=("rdf", "rdfxml", "rdf+xml", "xml")),
    Offer("application/n-quads", names=("nq", "nquads", "n-quads")),
    Offer("application/trig", names=("trig",)),
    Offer("application/json", "application/ld+json"),
    Offer("application/xml", "application/rdf+xml"),
    Offer("text/xml", "application/rdf+xml"),
    Offer("application/x-turtle", "text/turtle"),
    Offer("text/plain", "application/n-triples"),
)


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer:
    """The best offer: by quality, then by how specific the match is, then by the order of the offers.

    A header that is missing, or of which nothing can be read, accepts everything; an element that cannot be
    read is passed over. Raises `NotAcceptable`, whose message lists the offers.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offers[0]
    quality, _, _, best = max(
        ((*_match(offer.media_type, ranges), -place, offer) for place, offer in enumerate(offers)),
        key=lambda scored: scored[:3],
    )
    if quality == 0:
        available = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptable(f"“{shown(accept or '')}” accepts none of the formats there are: {available}.")
    return best


@lru_cache(1024)
def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an answer may come compressed by gzip (RFC 9110, 12.5.3)."""
    qualities: dict[str, float] = {}
    for element in accept_encoding.lower().split(","):
        coding, _, parameters = element.partition(";")
        qualities[coding.strip()] = _quality(";" + parameters)
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


def named(names: Sequence[str], offers: Sequence[Offer]) -> Offer | None:
    """The first offer that a value of `format=` or `output=` names, by a short name or a media type."""
    for name in names:
        wanted = name.strip().lower().replace(" ", "+")  # a plus sign that was not encoded arrives as a space
        for offer in offers:
            if wanted == offer.media_type or wanted in offer.names:
                return offer
    return None


def _ranges(accept: str) -> Mapping[tuple[str, str], float]:
    """Quality by type and subtype. Parameters other than `q` do not tell our formats apart."""
    found: dict[tuple[str, str], float] = {}
    for element in accept.lower().split(","):
        if (match := _RANGE.match(element)) and (match[2] or match[1] == "*"):  # Java's `*` stands for `*/*`
            key = (match[1], match[2] or "*")
            found[key] = max(_quality(match[3]), found.get(key, 0.0))
    return found


def _quality(parameters: str) -> float:
    match = _QUALITY.search(parameters)
    try:
        return min(float(match[1]), 1.0) if match else 1.0
    except ValueError:
        return 1.0


def _match(media_type: str, ranges: Mapping[tuple[str, str], float]) -> tuple[float, int]:
    """Quality and specificity of the most specific range that covers a media type; (0, 0) if none does."""
    type_, _, subtype = media_type.partition("/")
    for specificity, key in ((3, (type_, subtype)), (2, (type_, "*")), (1, ("*", "*"))):
        if key in ranges:
            return ranges[key], specificity
    return 0.0, 0
