"""Who says what when in the finished film, word by word: what captions show and what music makes room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from longtake.media import SAMPLE_RATE, Digest, SaidLine, Sample, SpokenWord, round_half_up
from longtake.planning.plan import Plan
from longtake.planning.planned_sound import PlannedSpeech
from longtake.storyboard.marks import plain_words
from longtake.storyboard.phrasing import phrases

__all__ = ["said_lines", "spread_words"]


def said_lines(plan: Plan, words: Mapping[Digest, Sequence[SpokenWord] | None]) -> tuple[SaidLine, ...]:
    """Every line that is heard in the mix, in film order. words: when each word of a piece is heard, counted from the
    start of its sound, by the piece's order; where they are None or missing, they are estimated by their lengths."""
    heard = sorted((piece for piece in plan.speech if piece.start is not None), key=lambda piece: piece.start or 0)
    return tuple(_line(piece, words.get(piece.order)) for piece in heard)


def spread_words(text: str, samples: int, language: str = "en") -> tuple[SpokenWord, ...]:
    """The words of a text over so many samples, by how many signs each has."""
    parts = phrases(text, language)
    total, at, spread = sum(map(len, parts)), 0, list[SpokenWord]()
    for part in parts:
        end = at + len(part)
        spread.append(SpokenWord(part, Sample(samples * at // total), Sample(samples * end // total)))
        at = end
    return tuple(spread)


def _line(piece: PlannedSpeech, words: Sequence[SpokenWord] | None) -> SaidLine:
    samples = round_half_up(piece.seconds * SAMPLE_RATE)
    found = words or spread_words(plain_words(piece.text), samples, piece.language)
    moved = tuple(_moved(found, piece.start or 0, piece.tempo or Fraction(1)))
    return SaidLine(piece.about, piece.who, piece.language, moved, words is None)


def _moved(words: Sequence[SpokenWord], by: int, tempo: Fraction) -> Iterator[SpokenWord]:
    for word in words:
        start, end = (Sample(round_half_up(at / tempo) + by) for at in (word.start, word.end))
        yield SpokenWord(word.text, start, end)
