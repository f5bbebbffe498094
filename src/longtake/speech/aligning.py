"""When each word of a recording is heard: the words are known, and a model of English sounds is laid over them.

The model comes with the package; nothing is fetched. In other languages, and where the words are not those of the
recording, sentences stand between its rests, words in them by their lengths, and the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.errors import MissingExtraError
from longtake.media import SAMPLE_RATE, Sample, SpokenWord
from longtake.speech.pauses import sounding_stretches
from longtake.speech.pronouncing import pronunciations
from longtake.speech.tokens import spoken_tokens
from longtake.storyboard.phrasing import phrases

__all__ = ["ALIGNER", "HEARD_RATE", "Aligned", "Heard", "aligned", "estimated"]

ALIGNER = "pocketsphinx-2"
"""What stored times are known by: counts up where other times would come out."""
HEARD_RATE = 16_000
"""Samples a second that the model listens at."""

Heard = NDArray[np.int16]
"""Mono samples at HEARD_RATE."""

_LANGUAGES = ("en",)
_FRAME = HEARD_RATE // 100
_STEP = SAMPLE_RATE // 100
_MOST_SECONDS = 15 * 60
"""The search takes more than twice as long for twice as much: a minute of processor time for this."""
_LEAST_COVERED = 0.8
"""Of the sound's energy, within words: of a text that is read it is nearly all, of another text a half or less."""
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLOSING = "\"'”’»)]」』）"


@dataclass(frozen=True, slots=True)
class Aligned:
    """The words of a text in order, each as it is written, at 48 kHz samples from the start of the sound. Signs that
    nobody says stand with the word before them. is_estimated: whether some were placed by their lengths alone; why: in
    words, "" where all were heard."""

    words: tuple[SpokenWord, ...]
    is_estimated: bool = False
    why: str = ""


def aligned(text: str, heard: Heard, language: str = "en") -> Aligned:
    """When the words of `text` are heard. language: BCP 47. Raises MissingExtraError without the extra `align`, for a
    language that it is needed for."""
    if language.partition("-")[0].lower() not in _LANGUAGES:
        return estimated(text, heard, language, f"nothing here aligns {language}")
    tokens = spoken_tokens(text.split())
    if len(heard) > _MOST_SECONDS * HEARD_RATE:
        return estimated(text, heard, language, f"recordings above {_MOST_SECONDS // 60} minutes are not aligned")
    if not tokens or not len(heard):
        return estimated(text, heard, language, "there is nothing to align")
    decoder = _decoder()
    ways = [pronunciations(token, decoder.lookup_word) for token in tokens]
    found = _found(decoder, ways, heard)
    if not found:
        return estimated(text, heard, language, "the words are not those that are heard")
    if _covered(found, heard) < _LEAST_COVERED:
        return estimated(text, heard, language, "much of what is heard is not in the text")
    length = len(heard) * SAMPLE_RATE // HEARD_RATE
    words = _placed(tokens, found, length)
    unsaid = [token for nth, token in enumerate(tokens) if nth not in found]
    why = f"nobody knows how {', '.join(unsaid[:3])} sounds" if unsaid else ""
    return Aligned(words, bool(unsaid), why)


def estimated(text: str, heard: Heard, language: str, why: str) -> Aligned:
    """The words by their lengths, phrases in scripts without spaces: each sentence from one rest to the next where the
    recording rests as its text would have it, else all from the first sound to the last."""
    tokens = spoken_tokens(phrases(text, language))
    sentences = _sentences(tokens)
    stretches = sounding_stretches(_loudness(heard), [sum(map(len, sentence)) for sentence in sentences])
    parts = sentences if len(stretches) == len(sentences) else [tokens]
    words = [_shared(part, *_within(stretch, heard)) for part, stretch in zip(parts, stretches, strict=True)]
    return Aligned(tuple(chain(*words)), True, why)


def _sentences(tokens: Sequence[str]) -> list[list[str]]:
    found = list[list[str]]([[]])
    for token in tokens:
        found[-1].append(token)
        if token.rstrip(_CLOSING).endswith(_ENDS):
            found.append([])
    return [sentence for sentence in found if sentence]


def _within(stretch: tuple[int, int], heard: Heard) -> tuple[int, int]:
    """The stretch in samples at 48 kHz."""
    return stretch[0] * _STEP, min(stretch[1] * _STEP, len(heard) * SAMPLE_RATE // HEARD_RATE)


def _loudness(heard: Heard) -> NDArray[np.float64]:
    """Of each frame of 10 ms, the last one whole or not."""
    padded = np.pad(heard.astype(np.float64), (0, -len(heard) % _FRAME))
    loud: NDArray[np.float64] = np.sqrt((padded.reshape(-1, _FRAME) ** 2).mean(axis=1))
    return loud


def _decoder() -> Any:
    try:
        from pocketsphinx import Decoder
    except ImportError as error:
        advice = ("install it: pip install 'longtake[align]'",)
        raise MissingExtraError(f"finding words in a recording needs {error.name}", advice=advice) from None
    return Decoder(samprate=HEARD_RATE, lm=None, loglevel="FATAL")


def _found(decoder: Any, ways: Sequence[Sequence[str]], heard: Heard) -> dict[int, tuple[int, int]]:
    """First and last frame, of 10 ms, of each word that can be said, by its number; {} where they do not fit."""
    for number, sounds in enumerate(ways):
        for nth, phones in enumerate(sounds):
            decoder.add_word(_name(number) + (f"({nth + 1})" if nth else ""), phones, False)
    named = [_name(number) for number, sounds in enumerate(ways) if sounds]
    if not named:
        return {}
    decoder.set_align_text(" ".join(named))
    decoder.start_utt()
    decoder.process_raw(heard.astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return {}
    words = ((re.fullmatch(r"longtake(\d+)(\(\d+\))?", one.word), one) for one in decoder.seg())
    found = {int(match[1]): (one.start_frame, one.end_frame) for match, one in words if match}
    return found if len(found) == len(named) else {}


def _covered(found: dict[int, tuple[int, int]], heard: Heard) -> float:
    """The share of the energy that is heard within the words that were found."""
    energy = np.square(heard.astype(np.float64))
    within = sum(float(energy[first * _FRAME : (last + 1) * _FRAME].sum()) for first, last in found.values())
    return within / max(float(energy.sum()), 1.0)


def _name(number: int) -> str:
    return f"longtake{number}"


def _placed(tokens: Sequence[str], found: dict[int, tuple[int, int]], length: int) -> tuple[SpokenWord, ...]:
    """Those that were found where they were, the others in what lies between."""
    words, at = list[SpokenWord](), 0
    for is_found, group in groupby(range(len(tokens)), found.__contains__):
        numbers = list(group)
        if is_found:
            words += [_word(tokens[nth], *found[nth], length) for nth in numbers]
            at = words[-1].end
        else:
            after = found.get(numbers[-1] + 1)
            until = min(after[0] * _STEP, length) if after else length
            words += _shared([tokens[nth] for nth in numbers], at, max(at, until))
    return tuple(words)


def _word(token: str, first: int, last: int, length: int) -> SpokenWord:
    return SpokenWord(token, Sample(min(first * _STEP, length)), Sample(min((last + 1) * _STEP, length)))


def _shared(tokens: Sequence[str], first: int, last: int) -> list[SpokenWord]:
    """The tokens one after another, each as long as its share of the signs."""
    ends = list(accumulate(map(len, tokens), initial=0))
    total = max(ends[-1], 1)
    places = [first + (last - first) * end // total for end in ends]
    return [SpokenWord(token, Sample(a), Sample(b)) for token, (a, b) in zip(tokens, pairwise(places), strict=True)]
