"""A harvest as a file describes it (TOML 1.0): which endpoint is asked what, and how patiently."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pyoxigraph import NamedNode

from graph.faults import Fault, Origin
from graph.federation.allowed import parts
from graph.loaders.files import InputFile
from graph.loaders.nearest import did_you_mean, one_of, shortened
from graph.loaders.rows import CONTROL
from graph.loaders.sources import TIERS
from queries.catalogue import harvest_queries

_LARGEST = 2**20  # bytes of a file that describes a harvest, or of a query
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file says, complete and within its limits.

    `query` is the text of the query, with `{LIMIT}` and `{OFFSET}` in it. `page_size` counts the things of a
    page, not its statements. `delay`, `timeout` (of a request), `total_timeout` and `backoff` (the first wait
    before a request is repeated) are seconds; `retries` is how often it is repeated; `largest_answer` bytes.
    `contact` is an address of whoever harvests, which the endpoint gets to know.
    """

    endpoint: str
    title: str
    publisher: str
    licence: str
    query: str
    tier: str = "compilation"
    url: str = ""
    page_size: int = 1000
    delay: float = 1.0
    timeout: float = 60.0
    total_timeout: float = 21_600.0
    retries: int = 5
    backoff: float = 1.0
    largest_answer: int = 64 * 2**20
    contact: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what decides what is on which page, as hexadecimal digits."""
        asked = (self.endpoint, self.query, self.page_size)
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


_REQUIRED = ("endpoint", "title", "publisher", "licence", "query")
_TEXTS = (*_REQUIRED, "tier", "url", "contact")
_NUMBERS: Mapping[str, tuple[float, float]] = MappingProxyType({
    "page_size": (1, 100_000), "delay": (0, 3600), "timeout": (0.1, 3600), "total_timeout": (1, 7 * 86_400),
    "retries": (0, 20), "backoff": (0, 600), "largest_answer": (1000, 2**30),
})  # fmt: skip
_WHOLE = frozenset({"page_size", "retries", "largest_answer"})
_KEYS = (*_TEXTS, *_NUMBERS)


def read_plan(file: InputFile) -> Plan | list[Fault]:
    """The plan of a file, or all that is wrong with it."""
    origin = Origin(file.name)
    try:
        with file.open() as stream:
            content = stream.read(_LARGEST)
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [Fault(origin, "", "The file is not UTF-8. Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Origin(file.name, int(found[1])) if found else origin
        return [Fault(place, "", f"The file is no TOML: {shortened(str(error), 200)}.")]
    except (OSError, EOFError, RecursionError) as error:
        return [Fault(origin, "", f"The file cannot be read: {getattr(error, 'strerror', None) or error}.")]
    lines = content.decode("utf-8-sig").splitlines()
    faults = [_at(lines, file, key, message) for key, message in _problems(values)]
    if not faults:
        text = _query(values["query"], file)
        if isinstance(text, str):
            return Plan(**{**values, "query": text, "url": values.get("url") or values["endpoint"]})
        faults = [text]
    return faults


def _at(lines: list[str], file: InputFile, key: str, message: str) -> Fault:
    """The fault at the line of its key."""
    wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    line = next((number for number, text in enumerate(lines, 1) if wanted.match(text.lstrip("["))), None)
    return Fault(Origin(file.name, line), key, message)


def _problems(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each key that is wrong, and why."""
    for key in values.keys() - set(_KEYS):
        yield key, f"There is no key “{shortened(key)}”.{did_you_mean(key, _KEYS)}"
    for key in _REQUIRED:
        if key not in values:
            yield (
                key,
                f"The key “{key}” is missing. A harvest states {one_of(_REQUIRED).replace(' or ', ' and ')}.",
            )
    for key, value in values.items():
        problem = _TEXT_RULES.get(key, _text)(value) if key in _TEXTS else ""
        problem = _number(key, value) if key in _NUMBERS else problem
        if problem:
            yield key, problem


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        return "A text is wanted here."
    return "The text has a control character." if CONTROL.search(value) else ""


def _address(value: Any) -> str:
    split = parts(value) if isinstance(value, str) else None
    if split is None or split.scheme == "file" or split.fragment or not _is_iri(value):
        return "An address is wanted here: https://… or http://…, without user, password or “#”."
    return ""


def _is_iri(value: str) -> bool:
    """Whether an address can stand in the graph (RFC 3987, 2.2)."""
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


def _tier(value: Any) -> str:
    return "" if value in TIERS else f"A tier is one of {one_of(TIERS)}."


def _contact(value: Any) -> str:
    plain = isinstance(value, str) and re.fullmatch(r"[!-'*-~]{3,200}", value)
    return "" if plain else "A web or mail address is wanted here, without blanks or brackets."


_TEXT_RULES: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {"endpoint": _address, "url": _address, "tier": _tier, "contact": _contact}
)


def _number(key: str, value: Any) -> str:
    least, most = _NUMBERS[key]
    wanted = int if key in _WHOLE else int | float
    if not isinstance(value, wanted) or isinstance(value, bool) or not least <= value <= most:
        return f"A {'whole ' * (key in _WHOLE)}number from {least:,} to {most:,} is wanted here."
    return ""


def _query(value: str, file: InputFile) -> str | Fault:
    """The text that the key `query` gives: itself, that of a file beside, or of a query that comes along."""
    if "{" in value:
        return value
    beside = file.beside(value) if re.fullmatch(r"[\w. -]+\.rq", value) else None
    if beside:
        with beside.open() as stream:
            return stream.read(_LARGEST).decode(errors="replace")
    known = harvest_queries()
    name = value.removesuffix(".rq")
    if name in known:
        return known[name].text
    return Fault(
        Origin(file.name),
        "query",
        f"There is no query “{shortened(value)}”: neither a file beside this one, nor one that comes with "
        f"Depositary ({', '.join(known)}). Its text may stand here too.",
    )
