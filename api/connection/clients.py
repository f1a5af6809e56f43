"""Who is asking: the address of the connection, or what a proxy that the operator trusts says of it."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from uvicorn.middleware.proxy_headers import _TrustedHosts  # the same reading as uvicorn's own middleware

from graph.errors import BadRequest

Headers = Iterable[tuple[bytes, bytes]]
_NETWORK = 64  # bits of an IPv6 address that a provider gives to one subscriber (RFC 6177)


def client_key(address: str) -> str | None:
    """What a client is counted by: its IPv4 address, or its IPv6 network of 64 bits.

    `None` for what is not counted: loopback, and the peer of a Unix socket, which has no address.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return None
    return str(ip if ip.version == 4 else ip_network((int(ip), _NETWORK), strict=False))  # noqa: PLR2004 - IPv4


class Proxies:
    """The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."""

    def __init__(self, trusted: str = "") -> None:
        """`trusted`: addresses and networks with commas between; raises `BadRequest` for anything else.

        There is no `*`: it would let every client choose the address that it is counted by.
        """
        self._names = [name.strip() for name in trusted.split(",") if name.strip()]
        for name in self._names:
            try:
                ip_network(name)
            except ValueError as error:
                raise BadRequest(f"A trusted proxy is an address or a network; {error}.") from None
        self._trusted = _TrustedHosts(self._names)

    def trusts(self, peer: str) -> bool:
        """Whether the peer of a connection is such a proxy."""
        return bool(self._names) and peer in self._trusted

    def client(self, peer: str, headers: Headers) -> tuple[str, int]:
        """Address and port of the client: the last address of the list that is no trusted proxy.

        The peer itself where the list is missing, or says something that is no address.
        """
        listed = b", ".join(value for name, value in headers if name == b"x-forwarded-for")
        if not listed:
            return peer, 0
        address, port = self._trusted.get_trusted_client_address(listed.decode("latin-1"))
        try:
            return str(ip_address(address)), port
        except ValueError:
            return peer, 0

    def scheme(self, headers: Headers) -> str | None:
        """`http` or `https` as the proxy was asked, where it says so."""
        told = {value.decode("latin-1").strip() for name, value in headers if name == b"x-forwarded-proto"}
        return next(iter(told)) if told in ({"http"}, {"https"}) else None
