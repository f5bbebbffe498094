"""How the emulated providers sign what they call back, or would have it signed by somebody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

from longtake.errors import MissingExtraError

__all__ = ["fal_keys", "fal_signed", "kie_signed", "standard_signed"]

_SECRET = b"emulated"
_USER = "github|emulated"
_OURS, _THEIRS = bytes([1]) * 32, bytes([2]) * 32


def standard_signed(message: str, body: bytes, is_forged: bool) -> Mapping[str, str]:
    """The headers of Standard Webhooks, by the secret `emulated`. The time is this machine's: it is held against the
    receiver's."""
    at = int(time.time())
    signed = hmac.new(b"guessed" if is_forged else _SECRET, f"{message}.{at}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(signed.digest()).decode()}"
    return {"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": signature}


def kie_signed(task: str, is_forged: bool) -> Mapping[str, str]:
    """Kie's headers, by the same secret."""
    at = str(int(time.time()))
    signed = hmac.new(b"guessed" if is_forged else _SECRET, f"{task}.{at}".encode(), hashlib.sha256).digest()
    return {"x-webhook-timestamp": at, "x-webhook-signature": base64.b64encode(signed).decode()}


def fal_signed(request: str, body: bytes, is_forged: bool) -> Mapping[str, str]:
    """fal's headers. Raises MissingExtraError."""
    at = int(time.time())
    signed = "\n".join((request, _USER, str(at), hashlib.sha256(body).hexdigest())).encode()
    values = (request, _USER, str(at), _private(_THEIRS if is_forged else _OURS).sign(signed).hex())
    names = ("request-id", "user-id", "timestamp", "signature")
    return {f"x-fal-webhook-{name}": value for name, value in zip(names, values, strict=True)}


def fal_keys() -> Mapping[str, Any]:
    """The set of public keys. Raises MissingExtraError."""
    public = base64.urlsafe_b64encode(_private(_OURS).public_key().public_bytes_raw()).decode().rstrip("=")
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": public, "kid": "emulated"}]}


def _private(seed: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError as error:
        raise MissingExtraError(
            f"fal's callbacks need a package that is not here: {error.name}",
            advice=("install it: pip install 'longtake[callbacks]'",),
        ) from error
    return Ed25519PrivateKey.from_private_bytes(seed)
