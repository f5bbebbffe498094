"""Chapters of the film in one file: a track of titles that its picture refers to, and Nero's list of them. Pure.

QuickTime and most players read the track (`tref/chap`); some on Windows and in living rooms read only a list (`chpl`).
Both say the same, but that the list ends at 255 chapters.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from longtake.errors import PackagingError
from longtake.media import FrameRate, round_half_up
from longtake.packaging.boxes import box, full_box
from longtake.packaging.segments import Ticks
from longtake.packaging.text_track import TextTrack
from longtake.packaging.tracks import SampleRun, Track

__all__ = ["Chapter", "chapter_list", "chapter_track", "check_chapters"]

_MOST_LISTED, _LONGEST = 255, 255  # chapters and bytes of a title: both are counted in a byte
_NERO = 10_000_000  # ticks a second
_UTF8 = box(b"encd", struct.pack(">I", 0x100))  # behind the text of a QuickTime sample: its encoding
_BLACK, _NO_BOX = bytes(6), bytes(8)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What begins at film frame `start` and ends where the next one begins."""

    start: int
    title: str


def check_chapters(chapters: Sequence[Chapter], frames: int) -> None:
    """Raises PackagingError unless they cover a film of so many frames in order, each with a title."""
    starts = [chapter.start for chapter in chapters]
    if not chapters:
        return
    if starts[0] != 0 or starts != sorted(set(starts)) or starts[-1] >= frames:
        raise PackagingError(
            f"the chapters begin at frames {', '.join(map(str, starts))}: they have to cover the {frames} frames of "
            "the film in order, the first from frame 0"
        )
    if not all(chapter.title for chapter in chapters):
        raise PackagingError("a chapter has no title", advice=("give its scene a title or an id",))


def chapter_track(chapters: Sequence[Chapter], language: str, ticks: Ticks, frames: int) -> TextTrack:
    """The titles, each for as long as its chapter, in a track that is shown by no player as it plays."""
    ends = [*(chapter.start for chapter in chapters[1:]), frames]
    samples = [_sample(chapter.title) for chapter in chapters]
    durations = [(end - chapter.start) * ticks.frame for chapter, end in zip(chapters, ends, strict=True)]
    sizes, count = [len(sample) for sample in samples], len(samples)
    run = SampleRun(memoryview(b"".join(samples)), sizes, durations, [0] * count, [True] * count)
    return TextTrack(Track(b"text", _entry(), ticks.scale, 0, language, is_enabled=False), run)


def chapter_list(chapters: Sequence[Chapter], rate: FrameRate) -> bytes:
    """Nero's box `chpl`; nothing where there are no chapters."""
    if not chapters:
        return b""
    listed = chapters[:_MOST_LISTED]
    rows = [struct.pack(">Q", round_half_up(rate.seconds(one.start) * _NERO)) + _pascal(one.title) for one in listed]
    return full_box(b"chpl", 1, 0, bytes(4), bytes([len(listed)]), *rows)


def _pascal(title: str) -> bytes:
    """A length and so many bytes; a letter that the end would cut is left out."""
    said = title.encode()[:_LONGEST].decode(errors="ignore").encode()
    return bytes([len(said)]) + said


def _sample(title: str) -> bytes:
    said = title.encode()
    return struct.pack(">H", len(said)) + said + _UTF8


def _entry() -> bytes:
    """QuickTime's text sample description, which leaves everything about its look to the player."""
    look = struct.pack(">6xHII", 1, 0, 0) + _BLACK + _NO_BOX
    return box(b"text", look, bytes(8), struct.pack(">HH", 0, 0), bytes(3), _BLACK, b"\0")
