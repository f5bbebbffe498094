"""What does a second of speech cost on one core?

Seven sentences are said by three voices of Kokoro's and by Piper's, once each model is open: CPU of the process over
the length of the sound.
"""

from __future__ import annotations

import asyncio
import io
import wave
from statistics import median
from time import process_time

from measuring import Answer, Result, Row, Settings

from longtake.catalogue import load_voices
from longtake.speech import Phrase, Utterance
from longtake.speech.narrators import narrator

ROWS = (Row("a second of speech on one core, CPU: Kokoro; Piper", "–"),)
_VOICES = ("heart", "michael", "george", "joe")
_TEXTS = (
    "Every morning begins with the same small ceremony, water and steam, and a minute that belongs to nobody else.",
    "Then the day may come. It finds you awake, with the taste of the first quiet minute still there.",
    "Paper is strong along its fibres and weak across them, which is why a newspaper tears straight in one direction.",
    "The keys are in the second drawer. Take the small one, turn it twice to the left, and wait for the light.",
    "Nobody had ordered it, and nobody knew who had carried it up the stairs.",
)


def measure(settings: Settings) -> Result:
    texts = _TEXTS[:1] if settings.quick else _TEXTS
    costs = {name: _cost(name, texts) for name in (_VOICES[::3] if settings.quick else _VOICES)}
    kokoro = median(cost for name, cost in costs.items() if name != "joe")
    return Result((Answer(f"{kokoro:.2f} s; {costs['joe']:.2f} s", None),), {"cpu seconds a second": costs})


def _cost(name: str, texts: tuple[str, ...]) -> float:
    voice = load_voices().embedded(name)
    assert voice
    speaker = narrator(voice)
    asyncio.run(speaker.say(Utterance((Phrase("One."),))))  # so that everything is open
    cpu = seconds = 0.0
    for text in texts:
        before = process_time()
        spoken = asyncio.run(speaker.say(Utterance((Phrase(text),))))
        cpu += process_time() - before
        with wave.open(io.BytesIO(spoken.sound)) as file:
            seconds += file.getnframes() / file.getframerate()
    return cpu / seconds
