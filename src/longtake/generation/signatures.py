"""fal's signatures: Ed25519, by keys that fal publishes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from longtake.errors import MissingExtraError
from longtake.generation.clock import Clock
from longtake.generation.http import Ask, Door, Limits, NoAnswerError
from longtake.generation.signing import ForgedError, KeysMissingError, check_time

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError as error:
    raise MissingExtraError(
        f"callbacks need a package that is not here: {error.name}",
        advice=("install it: pip install 'longtake[callbacks]'",),
    ) from error

__all__ = ["FAL_KEYS", "FalSignatures", "check_fal", "keys_of_set"]

FAL_KEYS = "https://rest.fal.ai/.well-known/jwks.json"
_KEYS_LIVE = 24 * 3600.0
_KEYS_ASKED = 60.0
_HEADERS = ("request-id", "user-id", "timestamp", "signature")


def check_fal(headers: Mapping[str, str], body: bytes, keys: Iterable[bytes], now: datetime) -> str:
    """fal's id of the request, if one of its keys signed the call less than five minutes ago, or ahead. headers: by
    names in small letters; body: as it came. Raises ForgedError."""
    request, user, at, signature = (headers.get(f"x-fal-webhook-{name}", "") for name in _HEADERS)
    if not (request and user and at and signature):
        raise ForgedError("a header of the signature is missing")
    check_time(at, now)
    signed = "\n".join((request, user, at, hashlib.sha256(body).hexdigest())).encode("latin-1", "replace")
    try:
        given = bytes.fromhex(signature)
    except ValueError:
        raise ForgedError("the signature is no hexadecimal") from None
    if not any(_is_signed(key, given, signed) for key in keys):
        raise ForgedError("no key of the provider's made this signature")
    return request


def keys_of_set(found: Any) -> tuple[bytes, ...]:
    """The Ed25519 keys of a JSON Web Key Set (RFC 8037); others are passed over. Raises ValueError for what is no such
    set."""
    try:
        coded = [key["x"] for key in found["keys"] if (key.get("kty"), key.get("crv")) == ("OKP", "Ed25519")]
        keys = tuple(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in coded)
    except (TypeError, LookupError, AttributeError) as error:
        raise ValueError("this is no set of keys") from error
    return tuple(key for key in keys if len(key) == 32)


class FalSignatures:
    """fal's keys, fetched when they are first needed and kept for a day. A call that none of them signed has them
    fetched anew, at most once a minute, since keys change."""

    def __init__(self, door: Door, clock: Clock, url: str = FAL_KEYS) -> None:
        self._door, self._clock, self._url = door, clock, url
        self._keys: tuple[bytes, ...] = ()
        self._fetched = -_KEYS_LIVE

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        """fal's id of the request. Raises ForgedError, KeysMissingError."""

        def checked() -> str:
            return check_fal(headers, body, self._keys, self._clock.today())

        await self._fetch(_KEYS_LIVE)
        try:
            return checked()
        except ForgedError:
            if not await self._fetch(_KEYS_ASKED):
                raise
            return checked()

    async def _fetch(self, age: float) -> bool:
        """Whether keys older than `age` seconds were fetched anew."""
        if self._keys and self._clock.now() - self._fetched < age:
            return False
        try:
            answer = await self._door.ask(Ask("GET", self._url, limits=Limits(total=10.0, most_bytes=1 << 16)))
            keys = keys_of_set(answer.json()) if answer.status == 200 else ()
        except (NoAnswerError, ValueError) as error:
            raise KeysMissingError(f"fal's keys cannot be read: {error}") from error
        if not keys:
            raise KeysMissingError(f"fal's keys are not there: HTTP {answer.status}")
        self._keys, self._fetched = keys, self._clock.now()
        return True


def _is_signed(key: bytes, signature: bytes, signed: bytes) -> bool:
    check: Callable[[bytes, bytes], None] = Ed25519PublicKey.from_public_bytes(key).verify
    try:
        check(signature, signed)
    except InvalidSignature:
        return False
    return True
