"""Text with marks in it, for services that read tags in plain text; and the words that times are told of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

from longtake.media import SAMPLE_RATE, Sample, SpokenWord, round_half_up
from longtake.speech.hosted.wire import TimedText
from longtake.speech.tokens import spoken_tokens
from longtake.speech.voice import Pause, Phrase, Utterance

__all__ = ["break_tag", "plain_text", "tagged", "words_heard"]


def plain_text(utterance: Utterance) -> str:
    """Its words, each respelt one as it is to be said."""
    return " ".join(part.sounds or part.text for part in utterance.parts if isinstance(part, Phrase))


def tagged(
    utterance: Utterance, pause: Callable[[Fraction], str], pace: Callable[[Fraction], str] | None = None
) -> str:
    """Its words with marks between them. pause: the mark for so many seconds; pace: the mark for what follows."""
    found, at = list[str](), Fraction(1)
    for part in utterance.parts:
        if isinstance(part, Pause):
            found.append(pause(part.seconds))
            continue
        if pace and part.pace != at:
            found.append(pace(part.pace * utterance.pace))
            at = part.pace
        found.append(part.sounds or part.text)
    return " ".join(found)


def break_tag(seconds: Fraction) -> str:
    """`<break time="1.5s"/>`."""
    return f'<break time="{float(seconds):g}s"/>'


def words_heard(utterance: Utterance, timed: Sequence[TimedText], samples: int) -> tuple[SpokenWord, ...] | None:
    """The written words at samples of the sound. timed: runs of the text that was sent, in order: its letters and
    figures count, spaces, signs and marks do not. None where the runs are not those of the text. samples: that the
    sound has at 48 kHz: no word ends after them."""
    runs, found, at = _letters(timed), list[SpokenWord](), 0
    for part in utterance.parts:
        if isinstance(part, Pause):
            continue
        whole = _packed(part.sounds or part.text)
        span = runs[at : at + len(whole)]
        if not span or "".join(run.text for run in span) != whole:
            return None
        found += _shared(part, span) if part.sounds else _spelt(part, span)
        at += len(whole)
    return _within(found, samples) if at == len(runs) else None


def _letters(timed: Sequence[TimedText]) -> list[TimedText]:
    """One run a letter, without what stands in tags; a run's time is shared evenly by its signs."""
    signs = list[TimedText]()
    for run in timed:
        step = (run.end - run.start) / max(len(run.text), 1)
        signs += [TimedText(one, run.start + at * step, run.start + (at + 1) * step) for at, one in enumerate(run.text)]
    whole = "".join(run.text for run in signs)
    tags = {at for found in re.finditer(r"<[^<>]*>", whole) for at in range(*found.span())}
    return [
        replace(run, text=run.text.lower()) for at, run in enumerate(signs) if at not in tags and run.text.isalnum()
    ]


def _packed(text: str) -> str:
    return "".join(sign.lower() for sign in text if sign.isalnum())


def _spelt(part: Phrase, span: Sequence[TimedText]) -> list[SpokenWord]:
    found, at = list[SpokenWord](), 0
    for word in spoken_tokens(part.text.split()):
        ends = at + len(_packed(word))
        found.append(_word(word, span[at].start, span[ends - 1].end))
        at = ends
    return found


def _shared(part: Phrase, span: Sequence[TimedText]) -> list[SpokenWord]:
    """Written words over a respelling: each has its share of the time, by its length."""
    words, start, whole = spoken_tokens(part.text.split()), span[0].start, span[-1].end - span[0].start
    ends = list(accumulate(map(len, words), initial=0))
    times = [start + whole * Fraction(end, ends[-1]) for end in ends]
    return [_word(word, *pair) for word, pair in zip(words, pairwise(times), strict=True)]


def _word(text: str, start: Fraction, end: Fraction) -> SpokenWord:
    return SpokenWord(text, Sample(round_half_up(start * SAMPLE_RATE)), Sample(round_half_up(end * SAMPLE_RATE)))


def _within(words: Sequence[SpokenWord], samples: int) -> tuple[SpokenWord, ...]:
    """In order, and none outside the sound: a service rounds, and may tell the end of a breath."""
    found, at = list[SpokenWord](), 0
    for word in words:
        start = min(max(word.start, at), samples)
        at = min(max(word.end, start), samples)
        found.append(SpokenWord(word.text, Sample(start), Sample(at)))
    return tuple(found)
