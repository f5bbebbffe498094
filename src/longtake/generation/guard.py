"""Which addresses may be asked: the rules against being sent to somebody's inner network. Pure: looks nothing up.

A provider's answer names the address of a clip, so an address is text from outside. A URL is checked before its host is
looked up, every address that comes back is checked, and the connection goes to one of those (`connecting`): nothing is
looked up twice, so nothing can change in between.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

from longtake.errors import ForbiddenAddressError

__all__ = ["Address", "Target", "checked_addresses", "checked_url", "is_global_unicast"]

Address = IPv4Address | IPv6Address

_PORTS = {"https": 443, "http": 80}
_NAMES = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

# What `ipaddress` of Python 3.11 calls global and is not (IANA's registries of special-purpose addresses).
_SPECIAL_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
_SPECIAL_V6 = tuple(map(IPv6Network, ("3fff::/20", "5f00::/16")))
_GLOBAL_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a checked URL leads. host: a name in small letters, or an address without brackets; is_local: whether it
    names this machine."""

    scheme: str
    host: str
    port: int
    is_local: bool

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def checked_url(url: str, *, allow_loopback: bool = False, own: Collection[Target] = ()) -> Target:
    """Where `url` leads: https to a name or an address on the public internet, nothing else. allow_loopback: this
    machine may be asked too, by http as well. own: servers on this machine that may be, whatever else may not. Raises
    ForbiddenAddressError, also for a user in front of the host and for a host that is a number in disguise."""
    parts, port = _split(url)
    if parts.scheme not in ("https", "http"):
        raise _refused(url, f"its scheme is {parts.scheme or 'missing'!r}, and only https is asked")
    if "@" in parts.netloc:
        raise _refused(url, "it has a user in front of its host")
    host = _checked_host(url, (parts.hostname or "").removesuffix("."))
    target = Target(parts.scheme, host, port or _PORTS[parts.scheme], _is_this_machine(host))
    if target.is_local and not allow_loopback and target not in own:
        raise _refused(url, "it leads to this machine")
    if parts.scheme == "http" and not target.is_local:
        raise _refused(url, "it is http, and only https is asked")
    if (literal := _literal(host)) is not None:
        checked_addresses(target, [literal])
    return target


def checked_addresses(target: Target, found: Iterable[Address]) -> Sequence[Address]:
    """The addresses that a look-up of `target` found, all of them fit to be asked. Raises ForbiddenAddressError where
    there is none or one is not: a name with one good and one bad address is no accident."""
    addresses = tuple(found)
    if not addresses:
        raise _refused(str(target), "its host has no address")
    for address in addresses:
        if not (_unwrapped(address).is_loopback if target.is_local else is_global_unicast(address)):
            kind = "not this machine" if target.is_local else "no public address"
            raise _refused(str(target), f"it leads to {address}, which is {kind}")
    return addresses


def is_global_unicast(address: Address) -> bool:
    """Whether an address is one machine's on the public internet, whatever it is wrapped in (IPv4-mapped, 6to4, Teredo,
    NAT64)."""
    address = _unwrapped(address)
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_V6 or _is_in(address, _SPECIAL_V6)):
        return False
    if isinstance(address, IPv4Address) and _is_in(address, _SPECIAL_V4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _unwrapped(address: Address) -> Address:
    """The address that packets end up at."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner if inner is not None else address


def _is_in(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The parts of a URL that every reader would cut alike, and its port."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise _refused(url, "it has characters that a URL has not")
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise _refused(url, f"it cannot be read: {error}") from None


def _checked_host(url: str, host: str) -> str:
    """The host: a literal address or a proper name. A host whose last label is a number is an IPv4 address to some
    readers (2130706433, 0177.0.0.1, 127.1), so it must be one written in full."""
    if _literal(host) is None and (not _NAMES.fullmatch(host) or _NUMBER.fullmatch(host.rpartition(".")[2])):
        raise _refused(url, f"{host!r} is no host name")
    return host


def _is_this_machine(host: str) -> bool:
    literal = _literal(host)
    return _unwrapped(literal).is_loopback if literal else host == "localhost" or host.endswith(".localhost")


def _literal(host: str) -> Address | None:
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(host) if "%" not in host else None
        except ValueError:
            continue
    return None


def _refused(url: str, reason: str) -> ForbiddenAddressError:
    shown = re.sub(r"[?#].*", "?…", url.encode("ascii", "backslashreplace").decode())[:120]
    return ForbiddenAddressError(f"{shown} is not asked: {reason}")
