"""Which addresses the operator allows. Everything else is refused before a name is even resolved."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import BadRequest

_PORTS = {"http": 80, "https": 443}
_NOT_IN_IRI = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+")
_LONGEST = 100  # characters of an address in a message
_STEPS_OUT = frozenset({".", ".."})


@dataclass(frozen=True, slots=True)
class Allowed:
    """Endpoints for SERVICE, and addresses for LOAD; nothing is allowed by default.

    `services`: IRIs of SPARQL endpoints, each exactly as queries write it, since IRIs are equal only where
    they are the same text (RFC 3987, 5.3.1). `loads`: addresses of documents and of folders;
    `https://host/data` allows itself and everything under `https://host/data/`, and `file:///folder/` the
    files of that folder. `private`: names may resolve to addresses that are not public; an IRI whose host is
    itself such an address, or `localhost`, is wanted by whoever listed it.

    Raises `BadRequest` where an address is not one of these.
    """

    services: frozenset[str] = frozenset()
    loads: tuple[str, ...] = ()
    private: bool = False

    def __post_init__(self) -> None:
        for iri in self.services:
            _check(iri, ("http", "https"))
        for iri in self.loads:
            _check(iri, ("http", "https", "file"))

    def may_load(self, iri: str) -> bool:
        """Whether a document may be fetched from this `http` or `https` address."""
        return any(_covers(entry, iri) for entry in self.loads if not entry.startswith("file:"))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Folders whose files may be loaded."""
        files = (urlsplit(entry) for entry in self.loads if entry.startswith("file:"))
        return tuple(Path(unquote(entry.path)) for entry in files)


def parts(iri: str) -> SplitResult | None:
    """The parts of an absolute http, https or file IRI that can be fetched; `None` for all others.

    Credentials in an address (RFC 3986, 3.2.1) are refused: they would end up in logs.
    """
    if _NOT_IN_IRI.search(iri):
        return None
    try:
        split = urlsplit(iri)
        _ = split.port
    except ValueError:
        return None
    if split.scheme == "file":
        return split if split.netloc == "" and split.path.startswith("/") else None
    fetched = split.scheme in _PORTS and "@" not in split.netloc and _HOST.fullmatch(split.hostname or "")
    return split if fetched else None


def shown(iri: str) -> str:
    """At most 100 characters of an address that somebody wrote, for a message; all of them can be printed."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in iri
    )
    return printable if len(printable) <= _LONGEST else printable[: _LONGEST - 1] + "…"


def _check(iri: str, schemes: tuple[str, ...]) -> None:
    split = parts(iri)
    if split is None or split.scheme not in schemes or split.fragment:
        kinds = " or ".join(f"{scheme}://…" for scheme in schemes)
        raise BadRequest(
            f"{iri!r} cannot be allowed: an address is {kinds}, without credentials or fragment."
        )


def _covers(entry: str, iri: str) -> bool:
    if iri == entry:
        return True
    allowed, asked = parts(entry), parts(iri)
    if allowed is None or asked is None or allowed.query or _origin(allowed) != _origin(asked):
        return False
    if _STEPS_OUT & set(re.split(r"[/\\]", unquote(asked.path))):
        return False
    return asked.path == allowed.path or asked.path.startswith(allowed.path.rstrip("/") + "/")


def _origin(split: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port (RFC 6454, 4)."""
    return split.scheme, split.hostname, split.port or _PORTS.get(split.scheme)
