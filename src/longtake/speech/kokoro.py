"""Kokoro 82M (Apache-2.0) through onnxruntime: 24 kHz, the times of words from the model itself.

The graph computes how many frames of 600 samples each of its symbols lasts. What is heard comes three frames before
what it says: measured against forced alignment by the makers of its reference code, who take the same three off.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from longtake.errors import SpeechError
from longtake.speech.engine import Said, trimmed, words_of
from longtake.speech.onnx import identity_output, opened
from longtake.speech.stretches import Stretch

__all__ = ["Kokoro"]

_RATE = 24_000
_FRAME = 600
_LATE = 3 * _FRAME
_ROWS, _COLUMNS = 510, 256
_MOST = 400  # of 510: longer sentences lose their breath, and memory grows with the square
_DURATION = "duration"
_SUFFIX = identity_output("/encoder/Clip_output_0", _DURATION)


class Kokoro:
    """One voice. model: the int8 graph; style: its file, 510 rows of 256 little-endian floats. sessions are shared by
    the voices of one model."""

    rate = _RATE
    most = _MOST

    def __init__(self, session: Any, style: bytes, name: str) -> None:
        if len(style) != _ROWS * _COLUMNS * 4:
            raise SpeechError(f"the file of voice {name} has {len(style)} bytes, not {_ROWS * _COLUMNS * 4}")
        self._session, self._name = session, name
        self._style = np.frombuffer(style, "<f4").reshape(_ROWS, _COLUMNS)

    @staticmethod
    def opened(model: bytes) -> Any:
        """The session of a model, which takes a second and a half. Raises SpeechError, MissingExtraError."""
        return opened(model + _SUFFIX, "Kokoro")

    def said(self, stretch: Stretch, pace: Fraction) -> Said:
        letters = " ".join(word.sounds for word in stretch.words)
        numbers = [_symbols().get(letter) for letter in letters]
        known = [number for number in numbers if number is not None]
        sound, durations = self._session.run(
            ["audio", _DURATION],
            {
                "tokens": np.array([[0, *known, 0]], np.int64),
                "style": self._style[min(len(known), _ROWS) - 1][None],
                "speed": np.array([float(stretch.pace * pace)], np.float32),
            },
        )
        frames = [round(float(count)) for count in np.ravel(durations)]
        lasting = iter(frames[1:-1])
        lengths = [next(lasting) * _FRAME if number is not None else 0 for number in numbers]
        words = tuple(words_of(stretch.words, lengths, frames[0] * _FRAME, _LATE))
        return trimmed(Said(np.ravel(sound), words), _RATE)


@cache
def _symbols() -> dict[str, int]:
    """The number of each symbol, as the model was taught them."""
    text = resources.files(__package__).joinpath("data/kokoro-symbols.json").read_text("utf-8")
    found: dict[str, int] = json.loads(text)
    return found
