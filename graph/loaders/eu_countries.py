"""Loader of the country authority table of the European Union (EU Vocabularies), as SKOS in RDF/XML.

A concept is a code with its names, for the time in which the code is used. What it says of use is said of
the code: Czechoslovakia has one from 1990, the state began in 1918. One concept at a time is in memory.
"""

import gzip
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - the name that records use

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from graph.errors import DataMalformed
from graph.faults import Fault, Left, Origin
from graph.loaders.country_meanings import with_state
from graph.loaders.edtf import edtf
from graph.loaders.files import DAMAGED, InputFile
from graph.loaders.nearest import shortened
from graph.loaders.rdf import malformed, parsed
from graph.loaders.rdf_safety import digest_of
from graph.published.countries import CountryCode, Word
from graph.published.entry import Entry, Item
from graph.published.publication import Publication

TABLE = "http://publications.europa.eu/resource/authority/country"
_AT = "http://publications.europa.eu/ontology/authority/"
_EUVOC = "http://publications.europa.eu/ontology/euvoc#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_DC = "http://purl.org/dc/elements/1.1/"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_WORDS = {
    _SKOS + "prefLabel": "preferred",
    _SKOS + "altLabel": "alternative",
    _SKOS + "hiddenLabel": "hidden",
}
_TEXTS = {
    _AT + "authority-code": "code",
    _AT + "start.use": "in_use_from",
    _AT + "end.use": "in_use_until",
    _EUVOC + "startDate": "in_use_from",
    _EUVOC + "endDate": "in_use_until",
    _AT + "deprecated": "deprecated",
    _OWL + "deprecated": "deprecated",
}
_LINKS = {
    _SKOS + "broader": "broader",
    _SKOS + "exactMatch": "exact_matches",
    _DCT + "replaces": "replaces",
    _DCT + "isReplacedBy": "replaced_by",
}
_CODES = (_DC + "source", _AT + "legacy-code")  # of a code elsewhere: the list, and the code
_STRUCTURE = {_TYPE, _SKOS + "inScheme", _SKOS + "topConceptOf", _AT + "op-mapped-code"}
_VERSIONS = {_AT + "table.version.number", _OWL + "versionInfo"}
_SAME = {_AT + "op-code", _DC + "identifier", f"{TABLE.rpartition('/')[0]}/op-code"}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    return b"<rdf:RDF" in head[:4096] and TABLE.encode() in head and b"ConceptScheme" in head


def read(file: InputFile) -> Iterator[Item]:
    """Yield a record for each concept, the version of the table, and what is not used, once with a count."""
    table, origin = _Table(file), Origin(file.name)
    try:
        with file.open() as stream:
            digest_of(stream, RdfFormat.RDF_XML)  # refuses what no parser should meet
        with file.open() as stream:
            for statement in parsed(stream, RdfFormat.RDF_XML):
                yield from table.take(statement)
        yield from table.finish()
    except DataMalformed as error:
        yield malformed(error, origin)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Fault(origin, "", DAMAGED)
    except OSError as error:
        yield Fault(origin, "", f"The file cannot be read: {error.strerror or error}.")


class _Table:
    """Takes statement by statement; a concept is complete where the next one begins."""

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self._concept = ""
        self._said: dict[str, list[Word]] = defaultdict(list)
        self._parts: dict[str, dict[str, str]] = defaultdict(dict)
        self._version = ""
        self._unused: Counter[str] = Counter()
        self._concepts = 0

    def take(self, statement: Quad) -> Iterator[Item]:
        """Take a statement, and yield the concept that is complete with the one before."""
        subject, predicate = statement.subject, statement.predicate.value
        value, language = _value(statement.object)
        if isinstance(subject, BlankNode):
            self._part(subject.value, predicate, value)
            return
        iri = subject.value if isinstance(subject, NamedNode) else ""
        if iri == TABLE:
            self._of_table(predicate, value)
        elif iri.startswith(TABLE + "/") and "/" not in iri[len(TABLE) + 1 :]:
            if iri != self._concept:
                yield from self._complete()
                self._concept = iri
            self._of_concept(predicate, value, language)
        else:
            self._unused[predicate] += 1

    def finish(self) -> Iterator[Item]:
        """Yield the last concept, what the table says of itself, and what of it is not used."""
        yield from self._complete()
        origin = Origin(self._file.name)
        if not self._concepts:
            yield Fault(origin, "", f"The file has no concept of {TABLE}: this is another table.")
        published = _published_on(self._version)
        if self._version:
            note = f"Version {self._version} of the table."
            yield Entry(Publication(published_on=published, note=note), origin)
        for predicate, number in sorted(self._unused.items()):
            yield Left(origin, predicate, "a property without use in the graph", f"{number:,} values")

    def _part(self, node: str, predicate: str, value: str) -> None:
        if predicate in _CODES:
            self._parts[node][predicate] = value
        elif predicate != _TYPE:
            self._unused[predicate] += 1

    def _of_table(self, predicate: str, value: str) -> None:
        if predicate in _VERSIONS and not self._version:
            self._version = value
        elif predicate not in _VERSIONS and predicate != _TYPE:
            self._unused[f"{predicate} (of the table)"] += 1

    def _of_concept(self, predicate: str, value: str, language: str) -> None:
        field = _WORDS.get(predicate) or _TEXTS.get(predicate) or _LINKS.get(predicate)
        if field:
            self._said[field].append((value, language))
        elif predicate == _SKOS + "notation":
            self._said["notations"].append((value, language))
        elif predicate in _SAME and value == self._concept.rpartition("/")[2]:
            self._unused[f"{predicate} (repeats the code)"] += 1
        elif predicate not in _STRUCTURE:
            self._unused[predicate] += 1

    def _complete(self) -> Iterator[Item]:
        if not self._concept:
            return
        self._concepts += 1
        origin = Origin(self._file.name, path=self._concept)
        code = self._one("code") or self._concept.rpartition("/")[2]
        dates = {field: edtf(self._one(field)) for field in ("in_use_from", "in_use_until")}
        yield from self._wrong(dates, origin)
        said = CountryCode(
            iri=self._concept,
            code=code,
            preferred=self._words("preferred"),
            alternative=self._words("alternative"),
            hidden=self._words("hidden"),
            in_use_from=dates["in_use_from"],
            in_use_until=dates["in_use_until"],
            deprecated=_BOOLEANS.get(self._one("deprecated").strip().casefold()),
            notations=self._notations(),
            broader=self._iris("broader"),
            replaces=self._iris("replaces"),
            replaced_by=self._iris("replaced_by"),
            exact_matches=self._iris("exact_matches"),
        )
        yield from with_state(said, self._file, origin)
        self._said.clear()
        self._parts.clear()

    def _wrong(self, dates: dict[str, str], origin: Origin) -> Iterator[Left]:
        for field, date in dates.items():
            if self._one(field) and not date:
                yield Left(origin, field, "no date by ISO 8601", shortened(self._one(field)))
        truth = self._one("deprecated")
        if truth and truth.strip().casefold() not in _BOOLEANS:
            yield Left(origin, "deprecated", "neither true nor false", shortened(truth))

    def _one(self, field: str) -> str:
        return self._said[field][0][0] if self._said[field] else ""

    def _words(self, field: str) -> tuple[Word, ...]:
        return tuple(dict.fromkeys(self._said[field]))

    def _iris(self, field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value, _ in self._said[field]))

    def _notations(self) -> tuple[tuple[str, str], ...]:
        parts = ((part.get(_CODES[0], ""), part.get(_CODES[1], "")) for part in self._parts.values())
        typed = ((list_, code) for code, list_ in self._said["notations"])
        return tuple(dict.fromkeys((list_, code) for list_, code in (*parts, *typed) if code))


def _value(node: object) -> tuple[str, str]:
    """The text of an object, and its language; of a notation the name of its datatype."""
    if isinstance(node, Literal):
        return node.value, node.language or node.datatype.value.rpartition("#")[2].rpartition("/")[2]
    return (node.value, "") if isinstance(node, NamedNode) else ("", "")


def _published_on(version: str) -> str:
    """The day of a version such as 20221214-0; empty where it is another number."""
    digits = version.partition("-")[0]
    if len(digits) != len("YYYYMMDD") or not digits.isascii() or not digits.isdecimal():
        return ""
    try:
        return Day.fromisoformat(digits).isoformat()
    except ValueError:
        return ""
