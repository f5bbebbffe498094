"""How long narration lasts, and which of its words fall on which shot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from longtake.media import ClipFacts
from longtake.storyboard import Narration

__all__ = ["Speech", "speech_of", "words_by_shot"]

WORDS_A_MINUTE = 150
_SIGNS_A_MINUTE = 300  # of scripts that write no spaces
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Speech:
    """How long a scene's narration lasts, in seconds: measured from its recording, or estimated from its words."""

    seconds: Fraction
    is_measured: bool

    @property
    def how(self) -> str:
        return "measured" if self.is_measured else f"estimated at {WORDS_A_MINUTE} words a minute"


def speech_of(narration: Narration, recording: ClipFacts | None) -> Speech:
    """A recording counts as long as its sound lasts; words alone are estimated by a rate of speaking.

    The estimate: 150 words a minute; for Chinese, Japanese and Thai, 300 signs a minute.
    """
    if recording and recording.sound:
        return Speech(recording.sound.seconds, is_measured=True)
    signs = len(_UNSPACED.findall(narration.text))
    words = len(_UNSPACED.sub(" ", narration.text).split())
    return Speech(60 * (Fraction(words, WORDS_A_MINUTE) + Fraction(signs, _SIGNS_A_MINUTE)), is_measured=False)


def words_by_shot(text: str, frames: Sequence[int]) -> tuple[str, ...]:
    """The text divided over shots of these lengths, so that each gets about the words said while it shows.

    Together the parts are the text's words, in order. A text without spaces stays whole, with the first shot.
    """
    words, total = text.split(), sum(frames)
    ends = [len(words) * at // total if total else 0 for at in accumulate(frames)]
    return tuple(" ".join(words[start:end]) for start, end in zip([0, *ends], ends, strict=False))
