"""What goes back over the connection, and how: whole, in drips, cut off, or not at all; a server carries it out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any

from longtake.emulator.faults import Fault

__all__ = ["Reply", "Request", "delivered_with", "of_bytes", "of_json", "retry_headers"]


@dataclass(frozen=True, slots=True)
class Request:
    """headers: by names in small letters. target: path and query as they came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """declared: the length that is told, where it is not the body's. cut_after: bytes of the body after which the
    connection breaks; -1 for before the first byte of the answer. drip: milliseconds over which the body is spread.
    is_silent: nothing is ever sent. is_endless: zeros follow the body without end."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    declared: int | None = None
    cut_after: int | None = None
    drip: int = 0
    is_silent: bool = False
    is_endless: bool = False


def of_json(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """JSON, a text (a page, unless headers say otherwise), or nothing for None."""
    if body is None:
        return Reply(status, headers or {})
    if isinstance(body, str):
        return Reply(status, {"content-type": "text/html", **(headers or {})}, body.encode())
    return Reply(status, {"content-type": "application/json", **(headers or {})}, json.dumps(body).encode())


def of_bytes(data: bytes, kind: str, etag: str, request: Request) -> Reply:
    """A file or the part of it that is asked for. A range with an `If-Range` of other bytes gets the whole file."""
    headers = {"content-type": kind, "accept-ranges": "bytes", "etag": f'"{etag}"'}
    part = _range(request.headers.get("range", ""), len(data))
    if part is None or request.headers.get("if-range", headers["etag"]) != headers["etag"]:
        return Reply(200, headers, data)
    first, last = part
    if first >= len(data):
        return Reply(416, {**headers, "content-range": f"bytes */{len(data)}"})
    span = f"bytes {first}-{last}/{len(data)}"
    return Reply(206, {**headers, "content-range": span}, data[first : last + 1])


def _range(text: str, length: int) -> tuple[int, int] | None:
    """First and last byte of one range; None for none, or for one that is not understood."""
    unit, _, span = text.partition("=")
    first, dash, last = span.partition("-")
    if unit != "bytes" or not dash or not (first + last).isdecimal():
        return None
    if not first:
        return max(length - int(last), 0), length - 1
    return int(first), min(int(last) if last else length - 1, length - 1)


def delivered_with(reply: Reply, fault: Fault) -> Reply:
    """The reply as a fault of the connection or of a download lets it arrive."""
    half = len(reply.body) // 2
    match fault.kind:
        case "reset" | "lost":
            return replace(reply, cut_after=-1)
        case "hang":
            return replace(reply, is_silent=True)
        case "slow":
            return replace(reply, drip=fault.milliseconds)
        case "truncated":
            return replace(reply, cut_after=half)
        case "wrong-length":
            return replace(reply, body=reply.body[:half])
        case "garbage":
            return of_json(200, "<!doctype html><title>Maintenance</title>")
        case "dead-link":
            return of_json(404, "<!doctype html><title>404 Not Found</title>")
        case "redirect-private":
            return Reply(302, {"location": "http://169.254.169.254/latest/meta-data/"})
    return reply


def retry_headers(wait: str, now_seconds: float) -> Mapping[str, str]:
    """`12`, `date:12` or `ms:12000` as the header that says so."""
    form, _, amount = wait.rpartition(":")
    if not wait:
        return {}
    if form == "ms":
        return {"retry-after-ms": amount}
    return {"retry-after": formatdate(now_seconds + int(amount), usegmt=True) if form == "date" else amount}
