"""What is known about how long speech lasts, from speech that exists: a value that planning takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from longtake.media import Digest, digest_of

__all__ = ["Timings", "speech_key"]


def speech_key(
    text: str,
    voice: str = "",
    pace: Fraction = Fraction(1),
    language: str = "en",
    sounds: tuple[tuple[str, str], ...] = (),
) -> Digest:
    """What a piece of speech is known by: all that decides how it sounds, its marks among it, and nothing about where
    it stands. sounds: the entries of the film's lexicon that occur in it."""
    return digest_of(["speech", " ".join(text.split()), voice, pace, language, *([sounds] if sounds else [])])


@dataclass(frozen=True, slots=True)
class Timings:
    """Measured seconds of speech by its key. What is not in it is estimated."""

    seconds: Mapping[Digest, Fraction] = field(default_factory=dict)

    def of(
        self,
        text: str,
        voice: str = "",
        pace: Fraction = Fraction(1),
        language: str = "en",
        sounds: tuple[tuple[str, str], ...] = (),
    ) -> Fraction | None:
        """How long that speech was measured to last; None where it was not."""
        return self.seconds.get(speech_key(text, voice, pace, language, sounds))
