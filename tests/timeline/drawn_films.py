"""Films for laws: drawn by hypothesis, and read frame by frame by the plainest means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from longtake.media import FrameRange, FrameRate, Size
from longtake.timeline import CUT, Clip, Dissolve, Join, Source, Span, Timeline

SIZE = Size(640, 360)
RATE = FrameRate(24)
RATES = [RATE, FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60), FrameRate(12)]

Picture = tuple[Any, ...]
"""(source, frame), or (outgoing, frame, incoming, frame, which of the mixtures, how many there are)."""


def source(name: str, frames: int) -> Source:
    return Source("test", name, frames, f"{name}.mp4")


@st.composite
def timelines(
    draw: st.DrawFn,
    rate: FrameRate | None = None,
    shots: tuple[int, int] = (1, 7),
    visible: tuple[int, int] = (1, 220),
) -> Timeline:
    """Any edit that is possible. visible: least and most frames that a shot shows beside its joins."""
    chosen = rate or draw(st.sampled_from(RATES))
    count = draw(st.integers(*shots))
    joins = draw(st.lists(st.just(0) | st.integers(1, 40), min_size=count - 1, max_size=count - 1))
    made = tuple(Join("dissolve", frames) if frames else CUT for frames in joins)
    clips = []
    for number in range(count):
        into, out = (CUT, *made)[number], (*made, CUT)[number]
        length = into.after + out.before + draw(st.integers(*visible))
        head, tail = into.before + draw(st.integers(0, 60)), out.after + draw(st.integers(0, 60))
        shown = FrameRange(head, head + length)
        clips.append(Clip(f"shot-{number}", source(f"take-{number}", shown.end + tail), shown))
    return Timeline(chosen, SIZE, tuple(clips), made)


def naive_film(timeline: Timeline) -> list[Picture]:
    """What every frame of the film shows, straight from the meaning of clips and joins."""
    film: list[Picture] = []
    for clip in timeline.clips:
        film += [(clip.source.key, number) for number in range(clip.visible.start, clip.visible.end)]
    cut = 0
    for out, join, into in zip(timeline.clips, timeline.joins, timeline.clips[1:], strict=False):
        cut += len(out.visible)
        for number in range(join.frames):
            offset = number - join.frames // 2  # from the cut
            sides = (out.source.key, out.visible.end + offset, into.source.key, into.visible.start + offset)
            film[cut + offset] = (*sides, number, join.frames)
    return film


def film_of(spans: Sequence[Span]) -> list[Picture]:
    """What every frame of the film shows, as its spans say."""
    return [picture for span in spans for picture in pictures_of(span)]


def pictures_of(span: Span) -> list[Picture]:
    pictures: list[Picture] = []
    for piece in span.pieces:
        for number in range(piece.frames):
            if isinstance(piece, Dissolve):
                sides = (piece.outgoing.key, piece.out_start + number, piece.incoming.key, piece.in_start + number)
                pictures.append((*sides, piece.first + number, piece.total))
            else:
                pictures.append((piece.source.key, piece.start + number))
    return pictures
