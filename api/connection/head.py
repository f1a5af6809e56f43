"""What is wrong with the head of a request: its target and its headers, as the parser has read them.

The parser (llhttp, strict) refuses what is no HTTP at all. This refuses what one server reads in one way and
a proxy before it in another, which is how requests are smuggled (RFC 9112, 11.2).
"""

import re
from functools import lru_cache

from api.connection.limits import ConnectionLimits
from api.connection.refusals import Refusal, Refusals

_TELLING = frozenset({b"host", b"content-length", b"transfer-encoding", b"expect"})
_HOST = re.compile(  # RFC 3986, 3.2.2 and 3.2.3, without user information
    rb"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]{0,5})?"
)
_AROUND = 4  # bytes around name and value: a colon, a space, the end of the line

Headers = list[tuple[bytes, bytes]]


def fault(
    version: str, target: bytes, headers: Headers, limits: ConnectionLimits, refusals: Refusals
) -> Refusal | None:
    """The refusal that a head deserves, if any; names of headers are in lower case."""
    if len(target) > limits.target_bytes:
        return refusals.target_too_long
    size = len(target) + _AROUND * len(headers) + sum([len(name) + len(value) for name, value in headers])
    if size > limits.head_bytes or len(headers) > limits.headers:
        return refusals.head_too_large
    if version not in {"1.1", "1.0"}:
        return refusals.version
    telling = [header for header in headers if header[0] in _TELLING]
    if len(telling) == 1 and telling[0][0] == b"host" and _is_host(telling[0][1]):
        return None  # most requests
    return _contradiction(version, telling, refusals)


@lru_cache(64)
def _is_host(value: bytes) -> bool:
    return _HOST.fullmatch(value) is not None


def _contradiction(version: str, headers: Headers, refusals: Refusals) -> Refusal | None:
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (not hosts and version == "1.1") or (hosts and not _is_host(hosts[0])):
        return refusals.host
    if len(headers) == len(hosts):
        return None
    codings = [value for name, value in headers if name == b"transfer-encoding"]
    lengths = sum(name == b"content-length" for name, _ in headers)
    if lengths + len(codings) > 1 or (codings and version == "1.0"):
        return refusals.framing
    if codings and codings[0].lower() != b"chunked":
        return refusals.coding
    if any(name == b"expect" and value.lower() != b"100-continue" for name, value in headers):
        return refusals.expectation
    return None
