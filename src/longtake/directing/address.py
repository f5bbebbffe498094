"""Where a director is asked: https anywhere, http on this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from longtake.errors import InputError

__all__ = ["checked_address", "is_loopback"]


def checked_address(url: str) -> str:
    """The address without a slash at its end. Raises InputError, which never repeats a password in it."""
    parts = _parts(url)
    if not url or not parts or parts.scheme not in ("http", "https") or not parts.hostname:
        advice = ("write --endpoint https://host/v1", "or set LONGTAKE_DIRECTOR_ENDPOINT")
        raise InputError("no address of an endpoint is given" if not url else "this is no address", **_where(advice))
    if parts.username is not None or parts.password is not None:
        raise InputError("the address holds a name or password", **_where(("give the key in LONGTAKE_DIRECTOR_KEY",)))
    if parts.query or parts.fragment:
        raise InputError("the address ends in a query", **_where(("write it up to its path: https://host/v1",)))
    if parts.scheme == "http" and not is_loopback(url):
        advice = (f"write https://{parts.hostname}", "http is for this machine: http://127.0.0.1:11434/v1")
        raise InputError(f"http to {parts.hostname} would show key and script to the network", **_where(advice))
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _parts(url: str) -> SplitResult | None:
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts


def _where(advice: tuple[str, ...]) -> dict[str, Any]:
    return {"place": "--endpoint", "advice": advice}
