"""Who may write, and who may look after the service: bearer tokens with a name and scopes (RFC 6750).

Only hashes are kept, and compared in constant time. A token comes as `Authorization: Bearer …`, or as the
password of Basic authentication, which is all that some clients can send.
"""

import base64
import hashlib
import hmac
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from graph.errors import BadRequest, Forbidden, Unauthorised

Scope = Literal["update", "graph-store", "operate"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
_READ_ONLY = (
    "This is not done here: the server was started with --read-only, or no token of it has this scope."
)
_NOBODY_WRITES = (
    "Nothing can be written here: this server was started without a token. Whoever runs it sets "
    "DEPOSITARY_WRITE_TOKEN, or names a file with --tokens."
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is accepted: its name, which `/changes` shows, its SHA-256, and what it allows."""

    name: str
    digest: bytes
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a server; without any it is read-only."""

    accepted: Sequence[Token] = field(default=())

    def name(self, headers: Mapping[bytes, bytes], scope: Scope) -> str:
        """Name of the token that a request carries; raises `Unauthorised` or `Forbidden`."""
        if not self.allow(scope):
            raise Forbidden(_READ_ONLY if self.accepted else _NOBODY_WRITES)
        given = _given(headers.get(b"authorization", b""))
        if given is None:
            raise Unauthorised(
                f"This needs a token of scope “{scope}”: send it as “Authorization: Bearer …”."
            )
        digest = hashlib.sha256(given).digest()
        found = [token for token in self.accepted if hmac.compare_digest(token.digest, digest)]
        if not found:
            raise Unauthorised("This token is not known here.")
        if scope not in found[0].scopes:
            raise Forbidden(f"This token is not of scope “{scope}”.")
        return found[0].name

    def allow(self, scope: Scope) -> bool:
        """Whether anybody may do this."""
        return any(scope in token.scopes for token in self.accepted)

    def without_writing(self) -> "Tokens":
        """The same tokens, with which nothing can be written any more."""
        operating = frozenset({"operate"})
        return Tokens([replace(token, scopes=token.scopes & operating) for token in self.accepted])

    def allows(self, headers: Mapping[bytes, bytes], *scopes: Scope) -> bool:
        """Whether a request carries a token of one of the scopes."""
        return any(self._is_allowed(headers, scope) for scope in scopes)

    def _is_allowed(self, headers: Mapping[bytes, bytes], scope: Scope) -> bool:
        try:
            return bool(self.name(headers, scope))
        except (Unauthorised, Forbidden):
            return False


def _given(authorization: bytes) -> bytes | None:
    scheme, _, value = authorization.strip().partition(b" ")
    match scheme.lower():
        case b"bearer":
            return value.strip() or None
        case b"basic":
            try:
                return base64.b64decode(value.strip(), validate=True).partition(b":")[2] or None
            except ValueError:
                return None
    return None


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def read_tokens(write_token: str, file: Path | None) -> Tokens:
    """The token of the environment, which allows everything, and those of a file.

    The file is TOML: tables `[[token]]` with `name`, `sha256` (hexadecimal; `printf %s TOKEN | sha256sum`
    prints it), and `scopes`. Raises `BadRequest` where it cannot be read.
    """
    simple = [Token("write-token", digest_of(write_token), frozenset(SCOPES))] if write_token else []
    return Tokens((*simple, *(_of_file(file) if file else ())))


def _of_file(file: Path) -> list[Token]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["token"]
        return [_token(table) for table in tables]
    except KeyError as error:
        raise BadRequest(f"The tokens of {file} cannot be read: there is no {error}.") from None
    except (OSError, ValueError, TypeError) as error:
        raise BadRequest(f"The tokens of {file} cannot be read: {error}.") from None


def _token(table: Mapping[str, str | list[str]]) -> Token:
    name, scopes, written = str(table["name"]), frozenset(table["scopes"]), str(table["sha256"])
    if unknown := scopes - set(SCOPES):
        raise ValueError(f"there is no scope {', '.join(sorted(unknown))}; there are {', '.join(SCOPES)}")
    if not _DIGEST.fullmatch(written):
        raise ValueError(f"the sha256 of “{name}” is to have 64 hexadecimal digits")
    return Token(name, bytes.fromhex(written), scopes)
