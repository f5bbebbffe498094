"""Speech that nobody said: a soft tone for each word, as long as its letters ask, with the times of every sign.

It is sound that can be decoded and measured, and its words are truly where they are told to be.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

__all__ = ["Speech", "spoken"]

_SIGN = Fraction(6, 100)
_GAP = Fraction(8, 100)
_SENTENCE = Fraction(35, 100)
_EDGE = Fraction(1, 10)
_FADE = Fraction(1, 100)
_LOUDNESS = 0.2
_LOWEST, _HIGHEST = 140, 420
"""Hertz."""
_PAUSE = re.compile(r"<break time=\"(?P<s>[\d.]+)s\"/>|<break time=\"(?P<ms>\d+)ms\"/>|<#(?P<mark>[\d.]+)#>")


@dataclass(frozen=True, slots=True)
class Speech:
    """pcm: 16-bit samples of one channel, little-endian, so many a second as `rate` says. words: each with its start
    and its end in seconds."""

    pcm: bytes
    rate: int
    words: tuple[tuple[str, Fraction, Fraction], ...]

    @property
    def seconds(self) -> Fraction:
        return Fraction(len(self.pcm) // 2, self.rate)

    def signs(self, text: str) -> list[tuple[str, Fraction, Fraction]]:
        """When each sign of the text is heard: those of words share their time, what is between waits."""
        found, left, at = list[tuple[str, Fraction, Fraction]](), list(self.words), Fraction(0)
        for piece in re.findall(r"<[^<>]*>|\s+|[^\s<]+|<", text):
            if left and piece == left[0][0]:
                _, start, end = left.pop(0)
                step = (end - start) / len(piece)
                found += [(sign, start + nth * step, start + (nth + 1) * step) for nth, sign in enumerate(piece)]
                at = end
            else:
                found += [(sign, at, at) for sign in piece]
        return found


def spoken(text: str, voice: str, rate: int, pace: Fraction = Fraction(1)) -> Speech:
    """The text as tones, whose pitch follows from the voice and the word. Tags are not said; pauses are kept."""
    words, tones, at = list[tuple[str, Fraction, Fraction]](), list[tuple[int, int, int]](), _EDGE
    for piece in re.findall(r"<[^<>]*>|[^\s<]+|<", text):
        if paused := _PAUSE.fullmatch(piece):
            at += Fraction(paused["s"] or paused["mark"] or 0) + Fraction(int(paused["ms"] or 0), 1000)
        elif not piece.startswith("<"):
            ends = at + max(len(piece), 2) * _SIGN / pace
            words.append((piece, at, ends))
            tones.append((_pitch(voice, piece), round(at * rate), round(ends * rate)))
            at = ends + (_SENTENCE if piece[-1] in ".!?…" else _GAP) / pace
    return Speech(_sound(tones, round((at + _EDGE) * rate), rate), rate, tuple(words))


def _pitch(voice: str, word: str) -> int:
    return _LOWEST + zlib.crc32(f"{voice} {word.lower()}".encode()) % (_HIGHEST - _LOWEST)


def _sound(tones: list[tuple[int, int, int]], samples: int, rate: int) -> bytes:
    wave = np.zeros(samples)
    fade = round(_FADE * rate)
    for pitch, start, end in tones:
        count = np.arange(end - start)
        edges = np.minimum(1.0, np.minimum(count + 1, count[::-1] + 1) / fade)
        wave[start:end] = _LOUDNESS * edges * np.sin(2 * np.pi * pitch * count / rate)
    return (wave * 32767).astype("<i2").tobytes()
