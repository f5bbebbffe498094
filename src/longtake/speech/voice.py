"""What every voice keeps to: an utterance in, a sound file and the times of its words out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from longtake.media import Pause, Phrase, SpokenWord

__all__ = ["Pause", "Phrase", "Spoken", "Utterance", "Voice"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one go. language in BCP 47; pace: in times the voice's own speed. before, after: what the same
    voice says around it, for one that goes on in the same tone; they are no part of what is bought."""

    parts: tuple[Phrase | Pause, ...]
    language: str = "en"
    pace: Fraction = Fraction(1)
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """Its words, without marks."""
        return " ".join(part.text for part in self.parts if isinstance(part, Phrase))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice gave. sound: a sound file as it came, or a WAV of its samples; words: counted from its start; None
    of a voice that tells no times: the aligner finds them."""

    sound: bytes
    words: tuple[SpokenWord, ...] | None


class Voice(Protocol):
    """Somebody who speaks. The same utterance gives the same samples where a voice is of this machine; what is bought
    is bought once, and kept."""

    async def say(self, utterance: Utterance) -> Spoken:
        """Raises SpeechError for what the voice cannot do: a language, a mark, a script."""
        ...
