"""Words as they are to be said: phrases, each in one way, and the silence between them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Pause", "Phrase"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are said in one way. text: as written; sounds: how it is pronounced, in the respelling of the film's
    lexicon, "" as usual; is_stressed: whether it is emphasised; pace: in times the utterance's own."""

    text: str
    sounds: str = ""
    is_stressed: bool = False
    pace: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two phrases."""

    seconds: Fraction
