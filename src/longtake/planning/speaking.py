"""How fast people speak: words or signs a minute by language, for narration that nobody has measured yet.

The rates are of unhurried narration: English at 150 words a minute, the others in the proportion in which people read
texts of the same content aloud (Trauzettel-Klosinski and Dietz, IReST, Invest. Ophthalmol. Vis. Sci. 53, 2012,
table 2: English 228 words a minute, German 179, Spanish 218, …), rounded to five. What has no spaces between words is
counted by its signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from longtake.media import Pause, Phrase
from longtake.storyboard.marks import parts_of

__all__ = ["SpeakingRate", "marked_seconds", "rate_of", "speaking_seconds"]

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class SpeakingRate:
    """A minute's narration in words, and in signs of scripts that write no spaces. counts: which of them the language
    itself is counted by. is_known: False where English stands in for a language without figures."""

    words: int
    signs: int
    counts: str = "words"
    is_known: bool = True

    @property
    def text(self) -> str:
        """For people: `150 words a minute`."""
        number = self.words if self.counts == "words" else self.signs
        return f"{number} {self.counts} a minute"


_WORDS = 150
_SIGNS = 300
_RATES = {
    "ar": SpeakingRate(90, _SIGNS),
    "de": SpeakingRate(120, _SIGNS),
    "en": SpeakingRate(_WORDS, _SIGNS),
    "es": SpeakingRate(145, _SIGNS),
    "fi": SpeakingRate(105, _SIGNS),
    "fr": SpeakingRate(130, _SIGNS),
    "he": SpeakingRate(125, _SIGNS),
    "it": SpeakingRate(125, _SIGNS),
    "ja": SpeakingRate(_WORDS, _SIGNS, "signs"),
    "ko": SpeakingRate(_WORDS, 270, "signs"),
    "nl": SpeakingRate(135, _SIGNS),
    "pl": SpeakingRate(110, _SIGNS),
    "pt": SpeakingRate(120, _SIGNS),
    "ru": SpeakingRate(120, _SIGNS),
    "sl": SpeakingRate(120, _SIGNS),
    "sv": SpeakingRate(130, _SIGNS),
    "th": SpeakingRate(_WORDS, _SIGNS, "signs"),
    "tr": SpeakingRate(110, _SIGNS),
    "zh": SpeakingRate(_WORDS, 240, "signs"),
}


def rate_of(language: str) -> SpeakingRate:
    """The rate of a language by its code (`pt-BR` is looked up as `pt`); English where none is known."""
    known = _RATES.get(language.partition("-")[0].lower())
    return known or SpeakingRate(_WORDS, _SIGNS, is_known=False)


def marked_seconds(text: str, language: str = "en", pace: Fraction = Fraction(1)) -> Fraction:
    """The same of a text with marks, at so many times the voice's pace; its pauses last as long as they say."""
    parts = parts_of(text)
    pauses = sum((part.seconds for part in parts if isinstance(part, Pause)), Fraction(0))
    said = [part for part in parts if isinstance(part, Phrase)]
    return pauses + sum((speaking_seconds(part.text, language) / part.pace for part in said), Fraction(0)) / pace


def speaking_seconds(text: str, language: str = "en") -> Fraction:
    """About how long the text takes to be said, at the pace of unhurried narration."""
    rate, primary = rate_of(language), language.partition("-")[0].lower()
    signs = len(_UNSPACED.findall(text))
    spaced = _UNSPACED.sub(" ", text)
    if primary == "ko":
        signs += len(_HANGUL.findall(spaced))
        spaced = _HANGUL.sub(" ", spaced)
    return 60 * (Fraction(len(spaced.split()), rate.words) + Fraction(signs, rate.signs))
