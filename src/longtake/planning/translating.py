"""What is said, in another language: the translation of each line over the time of that line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

from longtake.errors import Finding
from longtake.media import SAMPLE_RATE, SaidLine, Sample, clock
from longtake.planning.saying import spread
from longtake.storyboard.phrasing import sentences

__all__ = ["translated_lines", "untranslated"]


def translated_lines(lines: Sequence[SaidLine], texts: Mapping[str, str], language: str) -> tuple[SaidLine, ...]:
    """texts: the translations, by the text without its spaces. A line without one is left out: see `untranslated`.

    Where both texts have as many sentences, each is said while its original is; else the whole is spread over the line.
    """
    found = ((line, texts.get("".join(line.text.split()))) for line in lines)
    return tuple(_translated(line, text, language) for line, text in found if text)


def untranslated(lines: Sequence[SaidLine], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Lines whose words no translation is of: what is heard is not what is written."""
    for line in lines:
        if line.words and "".join(line.text.split()) not in texts:
            at = clock(Fraction(line.words[0].start, SAMPLE_RATE))
            message = f"what is said in {line.about} is not translated: “{line.text[:40]}”"
            yield Finding(at, message, ("let the translation's source be the words of the storyboard",))


def _translated(line: SaidLine, text: str, language: str) -> SaidLine:
    ours, theirs = sentences(line.text, line.language), sentences(text, language)
    times = _times(line, ours) if len(ours) == len(theirs) else [(line.words[0].start, line.words[-1].end)]
    parts = theirs if len(ours) == len(theirs) else (text,)
    words = [word for part, (start, end) in zip(parts, times, strict=True) for word in spread(part, start, end)]
    return replace(line, language=language, words=tuple(words), is_estimated=True)


def _times(line: SaidLine, parts: Sequence[str]) -> list[tuple[Sample, Sample]]:
    """When each part of a line is said, from the words that hold its first and its last sign."""
    ends = list(accumulate(len("".join(part.split())) for part in parts))
    return [(_at(line, start), _at(line, end, is_end=True)) for start, end in pairwise([0, *ends])]


def _at(line: SaidLine, sign: int, *, is_end: bool = False) -> Sample:
    """The sample at which so many signs of the line have been said."""
    before = 0
    for word in line.words:
        signs = len("".join(word.text.split()))
        if sign < before + signs or (is_end and sign == before + signs):
            return Sample(word.start + (word.end - word.start) * (sign - before) // max(1, signs))
        before += signs
    return line.words[-1].end
