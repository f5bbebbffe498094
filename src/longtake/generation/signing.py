"""Signatures of what a provider calls back: who sent it, that nobody changed it, and that it is not an old one. Those
with a secret that both sides know; fal's, with public keys, are in `signatures`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from longtake.errors import GenerationError, OperatorError
from longtake.generation.clock import Clock
from longtake.generation.secrets import Secret

__all__ = [
    "ElevenLabsSignatures",
    "ForgedError",
    "KeysMissingError",
    "KieSignatures",
    "Signatures",
    "StandardSignatures",
    "Unsigned",
    "check_time",
]

_WINDOW = timedelta(minutes=5)
_ELEVENLABS_WINDOW = timedelta(minutes=30)
_PREFIX = "whsec_"


class ForgedError(GenerationError):
    """What was called back is not the provider's, was changed, or is too old."""


class KeysMissingError(GenerationError):
    """The provider's public keys could not be had: nothing can be told of a signature."""


class Signatures(Protocol):
    """How one provider's calls are told from anybody else's."""

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        """The provider's id of the job, as the signature vouches for it; "" where it names none. headers: by names in
        small letters; body: as it came. Raises ForgedError, KeysMissingError."""
        ...


class Unsigned:
    """A provider that signs nothing: that the address was known has to do."""

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        return ""


class StandardSignatures:
    """Standard Webhooks: HMAC-SHA256 of id, time and body, in base64; several may stand beside one another while a
    secret is changed. secret: as the provider shows it, with `whsec_` before its base64, or as plain text. named: the
    path to the job's id in the body, () where the address names the purchase. Raises OperatorError for a secret that
    is none."""

    def __init__(self, secret: Secret, clock: Clock, named: tuple[str, ...] = ()) -> None:
        self._key, self._clock, self._named = _key(secret), clock, named

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        id, at, given = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        if not (id and at and given):
            raise ForgedError("a header of the signature is missing")
        check_time(at, self._clock.today())
        signed = base64.b64encode(_mac(self._key, f"{id}.{at}.".encode("latin-1", "replace") + body)).decode()
        versions = (one.partition(",") for one in given.split(" "))
        if not any(version == "v1" and _is_same(text, signed) for version, _, text in versions):
            raise ForgedError("no secret of ours made this signature")
        return _named(body, self._named)


class ElevenLabsSignatures:
    """`ElevenLabs-Signature: t=…,v0=…`: HMAC-SHA256 of time and body, in hexadecimal, good for half an hour."""

    def __init__(self, secret: Secret, clock: Clock, named: tuple[str, ...] = ()) -> None:
        self._key, self._clock, self._named = _plain(secret), clock, named

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        parts = [one.strip().partition("=") for one in headers.get("elevenlabs-signature", "").split(",")]
        at = next((value for name, _, value in parts if name == "t"), "")
        given = [value for name, _, value in parts if name == "v0"]
        if not (at and given):
            raise ForgedError("a part of the signature is missing")
        check_time(at, self._clock.today(), _ELEVENLABS_WINDOW)
        signed = _mac(self._key, f"{at}.".encode("latin-1", "replace") + body).hex()
        if not any(_is_same(one, signed) for one in given):
            raise ForgedError("no secret of ours made this signature")
        return _named(body, self._named)


class KieSignatures:
    """Kie's: HMAC-SHA256 of the task's id and the time, in base64. The rest of the body is not vouched for."""

    def __init__(self, secret: Secret, clock: Clock) -> None:
        self._key, self._clock = _plain(secret), clock

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        at, given = headers.get("x-webhook-timestamp", ""), headers.get("x-webhook-signature", "")
        if not (at and given):
            raise ForgedError("a header of the signature is missing")
        check_time(at, self._clock.today())
        task = _first_named(body, ("data", "task_id"), ("data", "taskId"), ("taskId",))
        signed = base64.b64encode(_mac(self._key, f"{task}.{at}".encode())).decode()
        if not task or not _is_same(given, signed):
            raise ForgedError("no secret of ours made this signature")
        return task


def check_time(at: str, now: datetime, window: timedelta = _WINDOW) -> None:
    """Raises ForgedError for a time in seconds since 1970 that is none, or further than the window from now."""
    if not (at.isascii() and at.isdigit() and len(at) < 12):
        raise ForgedError("the time of the signature is no time")
    if abs(now.timestamp() - int(at)) > window.total_seconds():
        minutes = int(window.total_seconds() // 60)
        words = {5: "five", 30: "thirty"}.get(minutes, str(minutes))
        raise ForgedError(f"the signature is more than {words} minutes old, or ahead")


def _plain(secret: Secret) -> bytes:
    return secret.reveal().encode()


def _key(secret: Secret) -> bytes:
    """The bytes of a secret of Standard Webhooks."""
    text = secret.reveal()
    if not text.startswith(_PREFIX):
        return text.encode()
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not key:
        raise OperatorError(
            f"a secret that begins with {_PREFIX} goes on in base64, and this one does not",
            advice=("copy it again from the provider's console, whole",),
        )
    return key


def _mac(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _is_same(given: str, wanted: str) -> bool:
    """In the same time, wherever they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _first_named(body: bytes, *paths: tuple[str, ...]) -> str:
    return next((found for path in paths if (found := _named(body, path))), "")


def _named(body: bytes, path: tuple[str, ...]) -> str:
    """The text at a path of JSON; "" where there is none."""
    if not path:
        return ""
    try:
        found: Any = json.loads(body)
        for name in path:
            found = found[name]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
