"""What a playlist says of the key of its segments, and those segments in the clear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from longtake.packaging.sealing import cipher_of
from longtake.packaging.verifying.fault import UnreadableError
from longtake.packaging.verifying.playlist_text import Playlist, Tag

__all__ = ["Cipher", "UndecipheredError", "ciphers_of", "in_the_clear"]

_IV = re.compile(r"0[xX][0-9A-Fa-f]{32}")


class UndecipheredError(UnreadableError):
    """A segment does not open with the key that was given."""


@dataclass(frozen=True, slots=True)
class Cipher:
    """How a segment is encrypted. method, uri: as written; first: the block that CBC begins with; None where the IV is
    written and is none."""

    method: str
    uri: str
    first: bytes | None
    line: int


def ciphers_of(playlist: Playlist) -> list[Cipher | None]:
    """For each segment, the one that its last EXT-X-KEY names (H90). Raises UnreadableError."""
    value = playlist.value("EXT-X-MEDIA-SEQUENCE") or "0"
    first, tag, found = int(value) if value.isdigit() else 0, None, list[Cipher | None]()
    for number, listed in enumerate(playlist.listed, first):
        tag = next((one for one in reversed(listed.tags) if one.name == "EXT-X-KEY"), tag)
        found.append(_cipher(tag, number) if tag else None)
    return found


def _cipher(tag: Tag, number: int) -> Cipher | None:
    attributes = tag.attributes
    method, iv = attributes.get("METHOD", ""), attributes.get("IV")
    if method == "NONE":
        return None
    first = number.to_bytes(16, "big")
    if iv is not None:
        first = bytes.fromhex(iv[2:]) if _IV.fullmatch(iv) else b""
    return Cipher(method, attributes.get("URI", ""), first or None, tag.line)


def in_the_clear(data: memoryview, cipher: Cipher | None, key: bytes | None) -> memoryview:
    """The same where there is no cipher. Raises UndecipheredError for what was not encrypted so."""
    if cipher is None:
        return data
    if len(data) % 16:
        raise UndecipheredError(f"it has {len(data)} bytes: what AES-128 encrypts whole comes in sixteens")
    if key is None or len(key) != 16 or cipher.first is None:
        raise UndecipheredError("it cannot be read without a key of 16 bytes and a first block")
    ciphers, padding = cipher_of(key, cipher.first)
    decryptor, unpadder = ciphers.decryptor(), padding.unpadder()
    try:
        plain = unpadder.update(decryptor.update(data) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise UndecipheredError("it does not open with this key and its first block") from None
    if plain[4:8] == b"moof" and plain[12:16] != b"mfhd":  # what a number off by one garbles is one bit of these
        raise UndecipheredError("it opens but for its first block: its IV is another")
    return memoryview(plain)
