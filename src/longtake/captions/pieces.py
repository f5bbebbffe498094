"""Words in pieces that are never parted: words, or the phrases of languages that write no spaces between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from uniseg.linebreak import line_break_units

from longtake.captions.norms import columns
from longtake.media import SaidLine, Sample, SpokenWord
from longtake.storyboard.phrasing import join_lines, phrases

__all__ = ["Piece", "joined", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays together on a line, and when it is heard: samples, `end` excluded. is_spaced: whether a space stands
    between it and the piece before."""

    text: str
    start: Sample
    end: Sample
    is_spaced: bool

    @property
    def columns(self) -> int:
        return columns(self.text)


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces as they are read."""
    return "".join(f" {piece.text}" if piece.is_spaced and at else piece.text for at, piece in enumerate(pieces))


def pieces_of(line: SaidLine, widest: int) -> tuple[Piece, ...]:
    """The pieces of a line. What is wider than `widest` columns is parted where Unicode allows a break (UAX #14), if it
    does. A part of a word is heard for its share of the word's signs."""
    text, times = _timed(line.words)
    found, at = [], 0
    for part in _parts(text, line.language, widest):
        start = text.index(part, at)
        end = start + len(part)
        found.append(Piece(part, times[start][0], times[end - 1][1], start > at))
        at = end
    return tuple(found)


_Time = tuple[Sample, Sample]


def _timed(words: Sequence[SpokenWord]) -> tuple[str, list[_Time]]:
    """All that is said, and when each of its signs is. Times never run backwards."""
    texts, times, last = list[str](), list[_Time](), Sample(0)
    for word in words:
        said = " ".join(_readable(word.text).split())
        if not said:
            continue
        start, end = max(word.start, last), max(word.end, word.start, last)
        if texts and len(join_lines([texts[-1][-1], said[0]])) > 2:
            texts.append(" ")
            times.append((start, start))
        edges = [Sample(start + (end - start) * at // len(said)) for at in range(len(said) + 1)]
        texts.append(said)
        times += pairwise(edges)
        last = start
    return "".join(texts), times


def _readable(text: str) -> str:
    """Composed, and without control characters, which no player shows."""
    composed = unicodedata.normalize("NFC", text)
    signs = (" " if sign.isspace() else sign for sign in composed)
    return "".join(sign for sign in signs if unicodedata.category(sign) not in ("Cc", "Cs"))


def _parts(text: str, language: str, widest: int) -> Iterator[str]:
    is_spaceless = language.partition("-")[0].lower() in ("ja", "zh", "th")
    for part in _held_together(text, phrases(text, language)) if is_spaceless else text.split():
        yield from (part,) if columns(part) <= widest else _broken(part)


def _held_together(text: str, parts: Sequence[str]) -> Iterator[str]:
    """Phrases, joined where no line may be broken between them: none begins with a full stop or a small kana."""
    allowed, starts, at = set(_breaks(text)), [0], 0
    for part in parts:
        at = text.index(part, at)
        if at and at in allowed:
            starts.append(at)
        at += len(part)
    for start, end in pairwise([*starts, len(text)]):
        if part := text[start:end].strip():
            yield part


def _breaks(text: str) -> Iterator[int]:
    at = 0
    for unit in line_break_units(text):
        at += len(unit)
        yield at


def _broken(part: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, line_break_units(part)))
