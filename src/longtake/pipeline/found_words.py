"""Words that an aligner found in a sound: looked for once, and kept in the workspace by sound and text."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from longtake.errors import MissingExtraError
from longtake.media import SAMPLE_RATE, ClipFacts, Digest, Sample, SpokenWord, digest_bytes, digest_of, round_half_up
from longtake.speech.aligning import ALIGNER, Aligned, Heard, aligned, estimated
from longtake.speech.hosted.samples import wav_of
from longtake.speech.hosted.voice import Sound
from longtake.store import DamagedObjectError, Store

__all__ = ["found_words", "listened", "recorded_words"]


def recorded_words(store: Store, path: Path, facts: ClipFacts, text: str, language: str = "en") -> Aligned:
    """When the words of an admitted recording are heard, at 48 kHz samples from its start. facts: as it was admitted.
    Without the extra `align` they are estimated, and not kept. Raises MediaError."""
    seconds = facts.sound.seconds if facts.sound else Fraction(0)
    return _kept(store, facts.digest, text, language, lambda: _heard(path, seconds))


def found_words(store: Store, sound: Sound, text: str, language: str = "en") -> Aligned:
    """As `recorded_words`, of a voice that tells no times."""
    return _kept(store, digest_bytes(sound.pcm), text, language, lambda: listened(sound.pcm, sound.rate))


def listened(pcm: bytes, rate: int) -> Heard:
    """16-bit samples of one channel as the aligner hears them."""
    with TemporaryDirectory(prefix="longtake-heard-") as folder:
        path = Path(folder) / "said.wav"
        path.write_bytes(wav_of(pcm, rate))
        return _heard(path, Fraction(len(pcm) // 2, rate))


def _kept(store: Store, sound: Digest, text: str, language: str, heard: Callable[[], Heard]) -> Aligned:
    key = digest_of(["words", ALIGNER, sound, " ".join(text.split()), language])
    try:
        return _read(store.read(key))
    except (KeyError, DamagedObjectError):
        samples = heard()
    try:
        found = aligned(text, samples, language)
    except MissingExtraError as error:
        return estimated(text, samples, language, f"{error.findings[0].message}: {error.findings[0].advice[0]}")
    store.write(key, _written(found))
    return found


def _heard(path: Path, seconds: Fraction) -> Heard:
    from longtake.libav.hearing import heard

    return heard(path, Sample(round_half_up(seconds * SAMPLE_RATE)))


def _written(found: Aligned) -> bytes:
    words = [[word.text, word.start, word.end] for word in found.words]
    told = {"words": words, "estimated": found.is_estimated, "why": found.why}
    return json.dumps(told, ensure_ascii=False).encode()


def _read(data: bytes) -> Aligned:
    told = json.loads(data)
    words = tuple(SpokenWord(text, Sample(start), Sample(end)) for text, start, end in told["words"])
    return Aligned(words, told["estimated"], told["why"])
