"""Are the words of the voices of this machine where they say, and what does it cost to find the words of a recording?

Each installed English voice says the same sentences, with figures, names and compounds in them; the aligner finds their
words in the sound, knowing nothing of what the voice told. Then one voice's sentences, again and again, are one
recording of two minutes, and its words are found: CPU for a second of sound, median.
"""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Iterator
from statistics import median
from time import process_time

import numpy as np
from measuring import Answer, Result, Row, Settings

from longtake.catalogue import load_voices
from longtake.errors import LongtakeError
from longtake.pipeline.found_words import listened
from longtake.speech import Phrase, Spoken, Utterance, Voice
from longtake.speech.aligning import HEARD_RATE, aligned
from longtake.speech.narrators import narrator

ROWS = (
    Row("word times of the embedded narrators against the aligner: median error of starts, of ends", "≤ 60 ms"),
    Row("finding the words of a recording of two minutes, CPU for a second of it", "–"),
)
_MOST = 60.0
_VOICES = ("heart", "michael", "george", "joe")
_SENTENCES = (
    "It befell in the month of May. Queen Guenever called to her knights of the table round, and gave them warning.",
    "In 2026, forty-seven films were made with Longtake; 3.5 hours each, on two cores.",
    "The narration decides the timing. The music must step aside for it, and the words must be readable.",
    "Others freeze frames, drift by half a second over 37 segments, or find out after paying that words don't fit.",
    "Picture-in-picture costs nothing more: 12 frames, at 24 a second, are half a second of Mr. Allen's morning.",
)


def measure(settings: Settings) -> Result:
    voices = dict(_installed())
    said = {name: [_said(voice, text) for text in _SENTENCES] for name, voice in voices.items()}
    errors = {name: _errors(spoken) for name, spoken in said.items()}
    told = "; ".join(f"{name}: {starts:.0f} ms, {ends:.0f} ms" for name, (starts, ends) in errors.items())
    is_met = bool(errors) and all(max(both) <= _MOST for both in errors.values())
    times = [_cost(next(iter(said.values()))) for _ in range(settings.rounds_or(3))] if said else []
    cost = f"{median(times) * 1000:.0f} ms" if times else "no voice is installed"
    return Result((Answer(told or "no voice is installed", is_met), Answer(cost, None)), {"ms": errors, "cpu": times})


def _installed() -> Iterator[tuple[str, Voice]]:
    for name in _VOICES:
        voice = load_voices().embedded(name)
        assert voice
        try:
            yield name, narrator(voice)
        except LongtakeError:
            continue


def _said(voice: Voice, text: str) -> tuple[str, Spoken]:
    return text, asyncio.run(voice.say(Utterance((Phrase(text),))))


def _errors(said: list[tuple[str, Spoken]]) -> tuple[float, float]:
    """Milliseconds between what the voice told and what was found: medians, of starts and of ends."""
    starts, ends = list[float](), list[float]()
    for text, spoken in said:
        found = aligned(text, listened(*_samples(spoken)))
        assert not found.is_estimated, found.why
        for told, heard in zip(spoken.words or (), found.words, strict=True):
            starts.append(abs(told.start - heard.start) / 48)
            ends.append(abs(told.end - heard.end) / 48)
    return median(starts), median(ends)


def _cost(said: list[tuple[str, Spoken]]) -> float:
    sounds = [listened(*_samples(spoken)) for _, spoken in said]
    times = -(-120 * HEARD_RATE // sum(map(len, sounds)))
    text, sound = " ".join(text for text, _ in said * times), np.concatenate(sounds * times)
    began = process_time()
    assert not aligned(text, sound).is_estimated
    return (process_time() - began) / (len(sound) / HEARD_RATE)


def _samples(spoken: Spoken) -> tuple[bytes, int]:
    with wave.open(io.BytesIO(spoken.sound)) as file:
        return file.readframes(file.getnframes()), file.getframerate()
