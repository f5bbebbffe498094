"""How long the sound is that an order brings along, where its bytes can be known: takes of avatars last as long."""

from __future__ import annotations

import base64
import binascii
from fractions import Fraction
from urllib.parse import parse_qs, urlsplit

from longtake.emulator.wire import Call
from longtake.emulator.wires.fields import Fields
from longtake.libav.emulated import sound_seconds
from longtake.media import round_half_up

__all__ = ["note_sound", "seconds_given"]

_A_SECOND = 25
"""Pictures that lengths of takes are whole numbers of."""


def note_sound(call: Call, name: str, file: Fields) -> None:
    """Keeps how long an uploaded file sounds. name: by which orders name it; file: as the body told it."""
    if (seconds := file.get("seconds")) is not None:
        call.studio.sounds[name] = Fraction(seconds)


def seconds_given(call: Call, address: str, otherwise: Fraction = Fraction(5)) -> Fraction:
    """The length of a sound that is uploaded, inline, or at an address that tells it (`?seconds=2.5`), in whole
    pictures of 25 a second. otherwise: of what lies where nobody looks."""
    known = call.studio.sounds.get(address) or _inline(address) or _told(address)
    return Fraction(max(1, round_half_up(known * _A_SECOND)), _A_SECOND) if known else otherwise


def _inline(address: str) -> Fraction | None:
    if address.startswith("http"):
        return None
    head, _, said = address.rpartition(",")
    if head and not head.startswith("data:"):
        return None
    try:
        return sound_seconds(base64.b64decode(said, validate=True))
    except binascii.Error:
        return None


def _told(address: str) -> Fraction | None:
    (said,) = parse_qs(urlsplit(address).query).get("seconds", [""])[:1]
    try:
        return Fraction(said) if said else None
    except ValueError:
        return None
