"""The words of a recording that the author brought with its text: found once, and kept in the workspace."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from longtake.errors import MissingExtraError
from longtake.media import SAMPLE_RATE, ClipFacts, Sample, SpokenWord, digest_of, round_half_up
from longtake.speech.aligning import ALIGNER, Aligned, Heard, aligned, estimated
from longtake.store import DamagedObjectError, Store

__all__ = ["recorded_words"]


def recorded_words(store: Store, path: Path, facts: ClipFacts, text: str, language: str = "en") -> Aligned:
    """When the words of an admitted recording are heard, at 48 kHz samples from its start. facts: as it was admitted.
    Without the extra `align` they are estimated, and not kept. Raises MediaError."""
    key = digest_of(["words", ALIGNER, facts.digest, " ".join(text.split()), language])
    try:
        return _read(store.read(key))
    except (KeyError, DamagedObjectError):
        sound = _heard(path, facts)
    try:
        found = aligned(text, sound, language)
    except MissingExtraError as error:
        return estimated(text, sound, language, f"{error.findings[0].message}: {error.findings[0].advice[0]}")
    store.write(key, _written(found))
    return found


def _heard(path: Path, facts: ClipFacts) -> Heard:
    from longtake.libav.hearing import heard

    seconds = facts.sound.seconds if facts.sound else Fraction(0)
    return heard(path, Sample(round_half_up(seconds * SAMPLE_RATE)))


def _written(found: Aligned) -> bytes:
    words = [[word.text, word.start, word.end] for word in found.words]
    told = {"words": words, "estimated": found.is_estimated, "why": found.why}
    return json.dumps(told, ensure_ascii=False).encode()


def _read(data: bytes) -> Aligned:
    told = json.loads(data)
    words = tuple(SpokenWord(text, Sample(start), Sample(end)) for text, start, end in told["words"])
    return Aligned(words, told["estimated"], told["why"])
