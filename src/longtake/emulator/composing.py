"""Music that nobody composed: a slow row of soft chords, as long as was asked, whose keys follow from the prompt."""

from __future__ import annotations

import zlib
from typing import Literal

import numpy as np

from longtake.emulator.wire import Call
from longtake.libav.mp3 import encode_mp3
from longtake.media import SAMPLE_RATE

__all__ = ["composed"]

_LOUDNESS = 0.1
_CHORD = 2  # seconds
_PAGE = b"<!doctype html><html><head><title>Just a moment...</title></head></html>"


def composed(call: Call, prompt: str, seconds: int, form: Literal["mp3", "wav"]) -> bytes:
    """A sound file in stereo; spoilt where a fault of the call asks for it."""
    if call.fate.media == "take-html":
        return _PAGE
    count = np.arange(seconds * SAMPLE_RATE)
    root = 110 * 2 ** (zlib.crc32(prompt.encode()) % 12 / 12)
    steps = np.array([0, 5, 7, 3])[count // (_CHORD * SAMPLE_RATE) % 4]
    wave = sum(np.sin(2 * np.pi * root * 2 ** ((steps + add) / 12) * count / SAMPLE_RATE) for add in (0, 4, 7))
    sound = (_LOUDNESS * np.stack([wave, wave])).astype(np.float32)
    data = encode_mp3(sound) if form == "mp3" else _wav(sound)
    return data[: len(data) // 8] if call.fate.media == "take-cut-off" else data


def _wav(sound: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bytes:
    pcm = (sound.T * 32767).astype("<i2").tobytes()
    sizes = [(16, 4), (1, 2), (2, 2), (SAMPLE_RATE, 4), (4 * SAMPLE_RATE, 4), (4, 2), (16, 2)]
    form = b"".join(number.to_bytes(size, "little") for number, size in sizes)
    whole, length = ((size).to_bytes(4, "little") for size in (36 + len(pcm), len(pcm)))
    return b"RIFF" + whole + b"WAVEfmt " + form + b"data" + length + pcm
