"""Connections of the door: each to an address that was looked up once and checked, never to a name."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from ipaddress import ip_address
from typing import Any

import httpcore

from longtake.generation.guard import Address, Target, checked_addresses, checked_url

__all__ = ["GuardedBackend", "Resolver", "system_resolver"]

Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Finds the addresses of a host. Raises OSError where there are none."""


async def system_resolver(host: str, port: int) -> Sequence[Address]:
    """This machine's own look-up, in the order that it recommends."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects for a pool. The pool keeps its connections by name, and TLS is for the name; only the address underneath
    is decided here. Raises ForbiddenAddressError before anything is sent."""

    def __init__(self, resolver: Resolver, *, allow_loopback: bool, own: Collection[Target] = ()) -> None:
        self._resolver, self._allow_loopback = resolver, allow_loopback
        self._own = {(target.host, target.port) for target in own}
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the pool's own interface)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port, within=timeout)
        share = None if timeout is None else timeout / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")

    async def _addresses(self, host: str, port: int, *, within: float | None) -> Sequence[Address]:
        """The scheme is not told here and not needed: the door has seen to it that http leads to this machine alone."""
        name = f"[{host}]" if ":" in host else host
        is_own = self._allow_loopback or (host, port) in self._own
        target = checked_url(f"https://{name}:{port}", allow_loopback=is_own)
        try:
            async with asyncio.timeout(within):
                found = await self._resolver(target.host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} was not found in time") from error
        except OSError as error:
            raise httpcore.ConnectError(f"{host} was not found") from error
        return checked_addresses(target, found)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)
