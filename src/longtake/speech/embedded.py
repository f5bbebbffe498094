"""Voices of this machine: no key, no network, no price."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from fractions import Fraction

from longtake.errors import SpeechError
from longtake.media import Phrase
from longtake.speech.engine import Engine, joined
from longtake.speech.phonemes import Phonemiser
from longtake.speech.stretches import stretches_of
from longtake.speech.voice import Spoken, Utterance

__all__ = ["EmbeddedSpeaker"]

_SLOWEST, _FASTEST = Fraction(1, 2), Fraction(2)


class EmbeddedSpeaker:
    """A voice as `speech.Voice` has it. languages: codes that it speaks; emphasises: whether it can."""

    def __init__(
        self, name: str, engine: Engine, phonemiser: Phonemiser, languages: Collection[str], *, emphasises: bool
    ) -> None:
        self._name, self._engine, self._phonemiser = name, engine, phonemiser
        self._languages, self._emphasises = languages, emphasises

    async def say(self, utterance: Utterance) -> Spoken:
        """Raises SpeechError for a language, a mark or a script that it cannot do; it takes its time in a thread."""
        self._check(utterance)
        return await asyncio.to_thread(self._said, utterance)

    def _said(self, utterance: Utterance) -> Spoken:
        parts = self._phonemiser.sounded(utterance.parts)
        stretches = stretches_of(parts, self._engine.most)
        sounds = (word.sounds for stretch in stretches for word in stretch.words)
        if not any(sign.isalpha() for word in sounds for sign in word):
            raise SpeechError(
                f"{utterance.text!r} has no words that {self._name} could say", advice=("write some, or leave it out",)
            )
        return joined(
            [(self._engine.said(one, utterance.pace), one.rest) for one in stretches if one.words], self._engine.rate
        )

    def _check(self, utterance: Utterance) -> None:
        spoken = utterance.language.partition("-")[0].lower()
        if spoken not in self._languages:
            known = ", ".join(sorted(self._languages))
            raise SpeechError(
                f"{self._name} speaks {known}, not {utterance.language}", advice=("name another: longtake voices",)
            )
        phrases = [part for part in utterance.parts if isinstance(part, Phrase)]
        if not self._emphasises and (loud := next((one for one in phrases if one.is_stressed), None)):
            raise SpeechError(
                f"{self._name} cannot emphasise *{loud.text}*",
                advice=("take the stars out", "or name another voice: longtake voices"),
            )
        paces = {utterance.pace * one.pace for one in phrases}
        if wrong := next((pace for pace in paces if not _SLOWEST <= pace <= _FASTEST), None):
            raise SpeechError(
                f"{self._name} speaks 0.5 to 2 times as fast as usual, not {float(wrong):.3g} times",
                advice=("set another pace: narrator: {pace: 1.1}",),
            )
