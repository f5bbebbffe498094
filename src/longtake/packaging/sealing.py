"""Segments under a key: AES-128 over the whole of each, as HLS has it (H90).

CBC begins anew in each segment, with its media sequence number as the first block, so that the same key and the same
segment give the same bytes, and any one of them is made alone.
"""

from __future__ import annotations

import hmac
import posixpath
import re
from typing import Any, NoReturn, Protocol

from longtake.errors import MissingExtraError, PackagingError

__all__ = ["KEY_BYTES", "Concealed", "Seal", "cipher_of"]

KEY_BYTES = 16
_DIGITS = 16


class Concealed(Protocol):
    """Holds a key and does not print it."""

    def reveal(self) -> str:
        """The key in 32 hexadecimal digits."""
        ...


class Seal:
    """Encrypts segments with one key, and reads them again. Prints no key and cannot be pickled.

    uri: where players get the key; a relative one counts from the film's folder. Raises PackagingError for a key that
    has not 16 bytes and for an address that a playlist cannot hold, MissingExtraError without `cryptography`.
    """

    __slots__ = ("_key", "uri")

    def __init__(self, key: Concealed, uri: str) -> None:
        self._key, self.uri = key, uri
        if len(self.reveal()) != KEY_BYTES:
            raise PackagingError(f"a key of AES-128 has {KEY_BYTES} bytes, this one {len(self.reveal())}")
        if not re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@/%?#\[\]-]+", uri) or ".." in uri.split("/"):
            raise PackagingError(f"{uri!r} cannot be the key's address: percent-encode it, and leave .. out")
        self._cipher(0)

    @property
    def mark(self) -> str:
        """Tells keys apart without telling any of them."""
        return hmac.new(self.reveal(), b"longtake seal 1", "sha256").hexdigest()[:_DIGITS]

    def line(self, folder: str) -> str:
        """The playlist's line that says so. folder: of the playlist, from the film's."""
        is_whole = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", self.uri)
        return f'#EXT-X-KEY:METHOD=AES-128,URI="{self.uri if is_whole else posixpath.relpath(self.uri, folder)}"'

    def sealed(self, data: bytes, number: int) -> bytes:
        """A segment as players load it. number: its media sequence number."""
        cipher, padding = self._cipher(number)
        padder, encryptor = padding.padder(), cipher.encryptor()
        return bytes(encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize())

    def opened(self, data: bytes, number: int) -> bytes:
        """What was sealed. Raises ValueError for what was not, or not with this key."""
        cipher, padding = self._cipher(number)
        decryptor, unpadder = cipher.decryptor(), padding.unpadder()
        return bytes(unpadder.update(decryptor.update(data) + decryptor.finalize()) + unpadder.finalize())

    def _cipher(self, number: int) -> tuple[Any, Any]:
        return cipher_of(self.reveal(), number.to_bytes(KEY_BYTES, "big"))

    def reveal(self) -> bytes:
        """The key, for whoever reads what was sealed by other means."""
        return bytes.fromhex(self._key.reveal())

    def __repr__(self) -> str:
        return "Seal(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a seal holds a key and is not pickled")


def cipher_of(key: bytes, first: bytes) -> tuple[Any, Any]:
    """AES in CBC and its padding, as `cryptography` gives them. first: the block that the first one is mixed with.
    Raises MissingExtraError."""
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.padding import PKCS7
    except ImportError as error:
        advice = ("pip install 'longtake[encryption]'",)
        raise MissingExtraError("encrypted films need `cryptography`", place="encrypt", advice=advice) from error
    return Cipher(algorithms.AES(key), modes.CBC(first)), PKCS7(algorithms.AES.block_size)
