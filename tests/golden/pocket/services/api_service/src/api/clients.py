"""Which client sent a request, as far as limits tell clients apart."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Annotated

from fastapi import Depends, Request

# Whoever has one address of such a network has them all.
IPV6_PREFIX = 64


# Async, though nothing is awaited: anything else would be given a thread for each request.
async def client_of(request: Request) -> str:
    """The network address; behind the edge the one that it forwards."""
    return "" if request.client is None else network_of(request.client.host)


def network_of(host: str) -> str:
    """An IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), IPV6_PREFIX), strict=False))


ClientDep = Annotated[str, Depends(client_of)]
