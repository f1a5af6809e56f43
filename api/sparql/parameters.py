"""The parameters of a SPARQL operation, from address and body (SPARQL 1.1 Protocol, 2.1 and 2.2)."""

from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException

from api.problems import shown
from graph.errors import BadRequest

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
BODIES = f"{QUERY}, {UPDATE}, {FORM}"
MAX_PARAMETERS = 1000
FORMATS = frozenset({"format", "output", "results"})  # of Virtuoso, of Fuseki, and of older tools
_SHORTEST = 0.1  # seconds: each query that is stopped costs a new process
_USUAL = tuple((b"%%%02X" % sign, bytes([sign])) for sign in b' <>{}"#:/?;,=\n')
_TEXTS = {"query": "update", "update": "query"}


class Parameters:
    """Names and values in their order."""

    __slots__ = ("_values", "pairs")

    def __init__(self, pairs: tuple[tuple[str, str], ...] = ()) -> None:
        self.pairs = pairs
        self._values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            self._values[name] = (*self.all(name), value)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return self._values.get(name, ())

    def formats(self) -> tuple[str, ...]:
        """Values by which clients name a format."""
        if FORMATS.isdisjoint(self._values):
            return ()
        return tuple(value for name, value in self.pairs if name in FORMATS)

    def only(self, name: str) -> str | None:
        """The query or the update, if there is one; raises `BadRequest` for more than one text."""
        found = self.all(name)
        if len(found) > 1 or (found and self.all(_TEXTS[name])):
            raise BadRequest("The request holds more than one query or update.")
        return found[0] if found else None

    def graphs(self, name: str) -> tuple[str, ...]:
        """IRIs of graphs; raises `BadRequest` where one is no absolute IRI."""
        iris = self.all(name)
        for iri in iris:
            try:
                NamedNode(iri)
            except ValueError:
                raise BadRequest(f"{name}: “{shown(iri)}” is no absolute IRI.") from None
        return iris

    def seconds(self) -> float | None:
        """The value of `timeout`, by which a client may ask for less time; none where it makes no sense."""
        for value in self.all("timeout"):
            try:
                return max(float(value), _SHORTEST) if float(value) > 0 else None
            except ValueError:
                return None
        return None


def decode(form: bytes) -> Parameters:
    """Parameters of an address or a form; raises `BadRequest` where they cannot be read."""
    if not form:
        return Parameters()
    fields = form.split(b"&")
    if len(fields) > MAX_PARAMETERS:
        raise BadRequest(f"The request has more than {MAX_PARAMETERS} parameters.")
    try:
        return Parameters(tuple([_pair(field) for field in fields if field]))
    except UnicodeDecodeError as error:
        byte = f"byte {error.object[error.start]:#04x}"
        raise BadRequest(f"The parameters are not UTF-8: {byte} cannot be read.") from None


def _pair(field: bytes) -> tuple[str, str]:
    """Name and value of a field of a form (URL Standard, 5.1)."""
    name, _, value = field.replace(b"+", b" ").partition(b"=")
    return unquote_to_bytes(name).decode(), unquote_to_bytes(_without_usual(value)).decode()


def _without_usual(value: bytes) -> bytes:
    """A value with what nearly every query escapes replaced: all at once, as the library goes one by one.

    None of it can be part of another escape.
    """
    if b"%" in value:
        for escape, sign in _USUAL:
            value = value.replace(escape, sign)
    return value


def decode_body(headers: Mapping[bytes, bytes], body: bytes) -> Parameters:
    """Parameters of a body: a form, or a query or update as it is; raises 415, or `BadRequest`."""
    match media_type(headers):
        case "application/x-www-form-urlencoded":
            return decode(body)
        case "application/sparql-query":
            return Parameters((("query", _text(body)),))
        case "application/sparql-update":
            return Parameters((("update", _text(body)),))
    raise HTTPException(415, f"A query or update comes as {BODIES}.", {"Accept-Post": BODIES})


def media_type(headers: Mapping[bytes, bytes]) -> str:
    """Media type of the body, in lower case; raises 415 for text that is not in UTF-8."""
    type_, _, rest = headers.get(b"content-type", b"").decode("latin-1").partition(";")
    for parameter in rest.lower().split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8", "us-ascii"}:
            raise HTTPException(415, "Send text in UTF-8.", {"Accept-Post": BODIES})
    return type_.strip().lower()


def _text(body: bytes) -> str:
    try:
        return body.decode().removeprefix("\ufeff")  # which some editors write
    except UnicodeDecodeError as error:
        raise BadRequest(f"The text is not UTF-8: byte {error.start} cannot be read.") from None
