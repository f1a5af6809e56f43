"""Connections that reach no address but those that were checked.

A name is resolved once, every address it has is looked at, and the connection goes to one of these: a name
that means another machine a moment later (DNS rebinding) gains nothing. TLS still names and checks the host.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from graph.errors import RemoteFailed

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # RFC 4291, 2.4: nothing else is assigned
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1
_LAST_32_BITS = 0xFFFFFFFF


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system resolves it; raises `OSError` where it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether an address lies on the public Internet; what is packed into an IPv6 address counts too."""
    if address.is_multicast or not address.is_global:
        return isinstance(address, ipaddress.IPv6Address) and _packed_is_public(address)
    if isinstance(address, ipaddress.IPv4Address):
        return True
    return _packed_is_public(address)


def _packed_is_public(address: ipaddress.IPv6Address) -> bool:
    """Whether an IPv6 address and the IPv4 addresses in it are public."""
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & _LAST_32_BITS))
    if address.sixtofour is not None:
        return is_public(address.sixtofour)
    return address.teredo is None and address.is_global and address in _GLOBAL_UNICAST


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore. `private`: names may stand for addresses that are not public."""

    def __init__(self, resolve: Resolve, *, private: bool) -> None:
        self._resolve = resolve
        self._private = private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the host that takes one; raises `RemoteFailed`."""
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue
        return await self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        if _literal(host) is not None:
            return [host]
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise RemoteFailed(f"The host {host} has no address; check its name.")
        if not all(self._reachable(host, ipaddress.ip_address(address)) for address in addresses):
            raise RemoteFailed(
                f"The host {host} has an address that is not public, so it is not called; the operator of "
                "this server can allow private addresses, or list the address itself."
            )
        return addresses

    def _reachable(self, host: str, address: Address) -> bool:
        if self._private or host.lower() == "localhost":
            return not address.is_multicast and (self._private or address.is_loopback)
        return is_public(address)


def _literal(host: str) -> Address | None:
    """The address that a host is, where it is no name; only the listed ones get this far."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
