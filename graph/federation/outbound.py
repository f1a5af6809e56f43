"""Requests to the allowed addresses, with limits on redirects, time and bytes.

Nothing of the environment plays a part (no proxies, no `.netrc`), no cookie is kept, and nothing of what the
other side sends stands in a message.
"""

import asyncio
import re
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpcore

from graph.errors import DepositaryError, RemoteFailed
from graph.federation.addresses import CheckedBackend, Resolve, resolve
from graph.federation.allowed import Allowed

_REDIRECTS = {  # after 303 a POST would become another question (RFC 9110, 15.4.4)
    "GET": frozenset({301, 302, 303, 307, 308}),
    "POST": frozenset({301, 302, 307, 308}),
}
_GZIP = 31  # zlib's number for its largest window inside a gzip file
_PLAIN = re.compile(r"[!-~]{1,200}")
_MEDIA_TYPE = re.compile(r"[\w.+\-]{1,60}/[\w.+\-]{1,60}")
_OK = 200
_WORDS = 4000  # bytes of an answer that was not wanted


def _limit(default: float, unit: str, title: str, error: type[DepositaryError]) -> Any:
    return field(default=default, metadata={"unit": unit, "title": title, "error": error})


class AnsweredOtherwise(RemoteFailed):
    """The answer has another status than 200; `words` are the beginning of its body."""

    def __init__(self, message: str, status: int, headers: Mapping[str, str], words: bytes) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.words = words


class NoCompleteAnswer(RemoteFailed):
    """Nobody answered, not in time, or not to the end; it may do so another time."""


@dataclass(frozen=True, slots=True)
class RemoteLimits:
    """Limits of what is asked from outside; the metadata are those of `graph.store.limits.QueryLimits`."""

    remote_calls: int = _limit(8, "calls", "Calls by SERVICE of one query", RemoteFailed)
    remote_seconds: float = _limit(
        10.0, "seconds", "Time that one call by SERVICE or LOAD takes", RemoteFailed
    )
    remote_bytes: int = _limit(4 * 2**20, "bytes", "Answer to one call by SERVICE, unpacked", RemoteFailed)
    load_bytes: int = _limit(64 * 2**20, "bytes", "Document that LOAD fetches, unpacked", RemoteFailed)
    redirects: int = _limit(3, "redirects", "Redirects of one call by SERVICE or LOAD", RemoteFailed)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request. `permitted` decides where redirects may lead; `longest` is the answer, in bytes."""

    url: str
    permitted: Callable[[str], bool]
    longest: int
    headers: Mapping[str, str]
    content: bytes | None = None

    @property
    def method(self) -> str:
        """POST where there is something to send."""
        return "GET" if self.content is None else "POST"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer: the address that gave it, its headers in lower case, and its unpacked body."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters; empty where there is none that can be read."""
        stated = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return stated if _MEDIA_TYPE.fullmatch(stated) else ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """The way out. `resolve` gives the addresses of a host; every connection is checked against `allowed`.

    The addresses of `trusted` hosts may be private: who asks has named these hosts himself.
    """

    allowed: Allowed
    limits: RemoteLimits = field(default_factory=RemoteLimits)
    trusted: frozenset[str] = frozenset()
    resolve: Resolve = resolve
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def fetch(self, request: Outgoing) -> Fetched:
        """The complete answer to a request; raises `RemoteFailed`, which says why there is none."""
        seconds = self.limits.remote_seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(request)
        except TimeoutError:
            reason = f"gave no complete answer in {seconds:g} seconds"
        except (httpcore.NetworkError, OSError):
            reason = "cannot be reached, or the connection broke; check the address, or try again later"
        except httpcore.ProtocolError:
            reason = "broke off in the middle of its answer, or does not speak HTTP"
        except zlib.error:
            reason = "sent an answer that cannot be unpacked"
        raise NoCompleteAnswer(f"<{request.url}> {reason}.")

    async def _follow(self, request: Outgoing) -> Fetched:
        for _ in range(self.limits.redirects + 1):
            answered = await self._once(request)
            if isinstance(answered, Fetched):
                return answered
            request = _redirected(request, answered)
        raise RemoteFailed(f"<{request.url}> redirects more than {self.limits.redirects} times.")

    async def _once(self, request: Outgoing) -> Fetched | str:
        """The answer to one request, or where it redirects to."""
        trusted = urlsplit(request.url).hostname in self.trusted
        network = CheckedBackend(self.resolve, private=self.allowed.private or trusted)
        host = {"Host": urlsplit(request.url).netloc}  # httpcore forgets the brackets of IPv6 (RFC 9110, 7.2)
        headers = {**host, "User-Agent": "Depositary", "Accept-Encoding": "gzip", **request.headers}
        async with (
            httpcore.AsyncConnectionPool(ssl_context=self.tls, network_backend=network) as pool,
            pool.stream(
                request.method,
                _on_the_wire(request.url),
                headers=list(headers.items()),
                content=request.content,
            ) as response,
        ):
            found = _readable(response)
            if response.status in _REDIRECTS[request.method] and "location" in found:
                return found["location"]
            if response.status != _OK:
                message = f"<{request.url}> answered with status {response.status}."
                raise AnsweredOtherwise(message, response.status, found, await _words(response))
            return Fetched(request.url, found, await _body(request, response, found))


def _readable(response: httpcore.Response) -> Mapping[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _on_the_wire(iri: str) -> str:
    """The URI of an IRI (RFC 3987, 3.1), without its fragment."""
    return quote(urldefrag(iri).url, safe="%/:=&?~+!$,;'@()*[]#")


def _redirected(request: Outgoing, location: str) -> Outgoing:
    target = urldefrag(urljoin(request.url, location)).url
    if not request.permitted(target):
        shown = f"<{target}>" if _PLAIN.fullmatch(target) else "an address"
        raise RemoteFailed(
            f"<{request.url}> redirects to {shown}, which is not allowed here; "
            "the operator of this server can allow it."
        )
    return replace(request, url=target)


async def _words(response: httpcore.Response) -> bytes:
    """The beginning of a body, as it was sent."""
    words = b""
    async for chunk in response.aiter_stream():
        words += chunk
        if len(words) >= _WORDS:
            break
    return words[:_WORDS]


async def _body(request: Outgoing, response: httpcore.Response, headers: Mapping[str, str]) -> bytes:
    """The unpacked body, never more of it than the limit."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise RemoteFailed(f"<{request.url}> packed its answer in a way that was not asked for.")
    unpacker = None if encoding == "identity" else zlib.decompressobj(_GZIP)
    body = bytearray()
    async for chunk in response.aiter_stream():
        room = request.longest + 1 - len(body)
        body += chunk if unpacker is None else unpacker.decompress(chunk, room)
        if len(body) > request.longest:
            raise RemoteFailed(
                f"<{request.url}> answered with more than {request.longest:,} bytes; ask for less."
            )
    if unpacker is not None and (not unpacker.eof or unpacker.unused_data):
        raise zlib.error
    return bytes(body)
