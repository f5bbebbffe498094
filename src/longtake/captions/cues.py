"""Cues from words: what is said, broken at phrases, shown for as long as it takes to read where that can be. Pure.

A line of one speaker is broken for itself, so that no cue holds words of two. Then all cues are put on the frame grid,
in the order in which they are heard: none overlaps another, and what norms could not hold is found by `checking`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from longtake.captions.breaking import Cut, cuts_of
from longtake.captions.cue import Cue, CueWord
from longtake.captions.norms import Norms, columns
from longtake.captions.pieces import Piece, pieces_of
from longtake.media import SAMPLE_RATE, Frame, FrameRate, SaidLine, Sample

__all__ = ["cues_of"]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cue before its time is settled: frames of its first word and of its last word's end."""

    cue: Cue
    heard_end: int

    @property
    def width(self) -> int:
        return columns(self.cue.text)


def cues_of(
    lines: Sequence[SaidLine], norms: Norms, rate: FrameRate, frames: int, cuts: Sequence[int] = ()
) -> tuple[Cue, ...]:
    """The cues of a film of so many frames, in order: every word once. What is heard after the film's end has none, for
    nobody would see it.

    cuts: the frames at which the picture changes at once, in order: a cue that would go just after one stays half a
    second longer, or the eye takes it for a new one. Where two speak at once, the later one's words show as soon as the
    other's have been.
    """
    drafts = sorted(_drafts(lines, norms, rate), key=lambda draft: draft.cue.heard)
    settled: list[_Draft] = []
    free = 0
    for draft in drafts:
        start = max(draft.cue.heard, free)
        if start >= frames:
            break
        settled.append(replace(draft, cue=replace(draft.cue, start=Frame(start))))
        free = start + norms.least_frames(rate) + norms.gap
    return tuple(_ended(settled, norms, rate, frames, cuts))


def _drafts(lines: Sequence[SaidLine], norms: Norms, rate: FrameRate) -> list[_Draft]:
    heard = [line for line in lines if line.words]
    ordered = sorted(heard, key=lambda line: line.words[0].start)
    after = [max(0, other.words[0].start - one.words[-1].end) for one, other in pairwise(ordered)]
    drafts = []
    for line, room in zip(ordered, [*after, SAMPLE_RATE], strict=False):
        pieces = pieces_of(line, norms.columns)
        cuts = cuts_of(pieces, line.language, norms, room / SAMPLE_RATE)
        drafts += [_draft(cut, pieces, line, rate) for cut in cuts]
    return drafts


def _draft(cut: Cut, pieces: Sequence[Piece], line: SaidLine, rate: FrameRate) -> _Draft:
    rows = tuple(
        tuple(CueWord(piece.text, _frame(piece.start, rate), piece.is_spaced) for piece in pieces[first:end])
        for first, end in pairwise([*cut.lines, cut.end])
    )
    heard = _frame(pieces[cut.start].start, rate)
    stop = ceil(Fraction(pieces[cut.end - 1].end, SAMPLE_RATE) * rate.fraction)
    return _Draft(Cue(heard, Frame(stop), rows, heard, line.about, line.who, line.is_estimated, line.is_said), stop)


def _frame(sample: Sample, rate: FrameRate) -> Frame:
    return Frame(rate.frames(Fraction(sample, SAMPLE_RATE)))


def _ended(drafts: Sequence[_Draft], norms: Norms, rate: FrameRate, frames: int, cuts: Sequence[int]) -> list[Cue]:
    """Each stays until its words were heard and read, as far as the next leaves room; short gaps are closed."""
    limits = [*(draft.cue.start - norms.gap for draft in drafts[1:]), frames][: len(drafts)]
    hang, closed = int(norms.hang * rate.fraction), ceil(norms.closed * rate.fraction)
    cues = []
    for draft, limit in zip(drafts, limits, strict=True):
        start = draft.cue.start
        least, longest = start + norms.least_frames(rate), start + norms.most_frames(rate)
        read = min(start + norms.reading_frames(draft.width, rate), draft.heard_end + hang)
        end = _past_cut(max(draft.heard_end, read, least), start, cuts, closed)
        end = min(end, longest, limit, frames)
        if limit != frames and limit + norms.gap - end < closed and limit <= longest:
            end = limit
        cues.append(replace(draft.cue, end=Frame(max(end, start + 1))))
    return cues


def _past_cut(end: int, start: int, cuts: Sequence[int], reach: int) -> int:
    """The end, or `reach` frames after the cut that the cue would go just after."""
    last = bisect_left(cuts, end) - 1
    is_hanging = last >= 0 and start < cuts[last] and end < cuts[last] + reach
    return cuts[last] + reach if is_hanging else end
